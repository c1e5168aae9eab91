"""TWS and IB Gateway on this computer, in words: installed, set up, running, and what stands in the installer's way."""

from collections.abc import Iterator, Mapping

from conntest import lists
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.install import Install, Installer
from conntest.model.report import Machine
from conntest.model.tws import Installation, JtsSettings, RunningTws, TradingMode
from conntest.render import counts, words

_ACCOUNT: Mapping[TradingMode, str] = {
    TradingMode.LIVE: N_("live account"),
    TradingMode.PAPER: N_("paper account"),
}


def facts(machine: Machine) -> Iterator[tuple[str, str]]:
    """A label and what it labels, for each fact. What a program is called is no word of ours."""
    for one in machine.tws or ():
        yield one.program.value, _installed(one)
    if machine.tws_settings:
        # translators: the file jts.ini follows, with what it says of the gateway.
        yield _("Set up in"), _set_up(machine.tws_settings)
    for process in machine.tws_running or ():
        yield _("Running"), lists.clauses((process.program.value, _connected(process)))
    for error in machine.tws_log or ():
        # translators: an error in the log of TWS follows.
        yield _("TWS noted"), lists.labelled(f"{error.at} {error.error}", words.data(error.meaning))


def _installed(one: Installation) -> str:
    message = _("{version} in {folder}") if one.version else _("in {folder}")
    return message.format(version=one.version, folder=one.folder)


def _set_up(found: JtsSettings) -> str:
    told = lists.clauses(_settings(found)) or _("nothing that tells the gateway")
    return lists.labelled(found.source, told)


def _settings(found: JtsSettings) -> Iterator[str]:
    if found.peer:
        yield _("last gateway {host}").format(host=found.peer)
    if found.region:
        yield _("region {region}").format(region=found.region)
    if found.ssl is not None:
        yield _("with TLS") if found.ssl else _("without TLS")
    if found.mode:
        yield _(_ACCOUNT[found.mode])


def _connected(process: RunningTws) -> str:
    if process.connections is None:
        return _("connections not permitted to see")
    return counts.connections(len(process.connections))


def installing(install: Install, installer: Installer | None) -> Iterator[str]:
    """What was tried and read for `--preinstall`."""
    message = _("{folder} can be written") if install.writable else _("{folder} cannot be written ({error})")
    yield message.format(folder=install.folder, error=install.error)
    if install.disk_free is not None:
        yield _("{size} GiB free").format(size=f"{install.disk_free / 1024**3:.1f}")
    if install.memory is not None:
        yield _("{size} GiB of memory").format(size=f"{install.memory / 1024**3:.1f}")
    yield _("{bits}-bit").format(bits=install.bits)
    if found := installer:
        told = _("the installer can be fetched from {host} ({note})")
        if not found.reachable:
            told = _("the installer cannot be fetched from {host} ({note})")
        yield told.format(host=found.host, note=found.note)
