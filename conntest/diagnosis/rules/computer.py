"""This computer: does TWS run here, and could it be installed?"""

from collections.abc import Iterator, Mapping, Sequence

from conntest.diagnosis import phrases
from conntest.diagnosis.case import Case
from conntest.diagnosis.catalogue import AFTERWARDS
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Draft, Severity
from conntest.model.host import Group
from conntest.model.tws import LiveConnection, RunningTws, Settled

_MACHINE = frozenset({Domain.MACHINE})

#: An installer of some 300 MB unpacks to less than 1 GB, its Java included. As much again keeps room for an update
#: beside the old version, for settings and for logs. IBKR names no figure.
_ENOUGH_DISK = 2 * 1024**3


def tws_running(case: Case) -> Iterator[Draft]:
    """A process of TWS or IB Gateway, and what the system says of its connections. To a gateway are those to an address
    that a name of the table has here; on a gateway's port, those to others. It explains nothing by itself: an old
    connection outlives the rule that would forbid a new one."""
    for process in case.machine.tws_running or ():
        variant, params = _connected(case, process)
        yield Draft(
            code=Code.TWS_RUNNING,
            severity=Severity.INFO,
            variant=variant,
            params={"program": process.program.value, AFTERWARDS: _api(process), **params},
            domains=_MACHINE,
        )


def _connected(case: Case, process: RunningTws) -> tuple[str, dict[str, str]]:
    if process.connections is None:
        return "unseen", {}
    hosts = _gateways_by_address(case)
    ports = {view.endpoint.port for view in case.all_of(Group.GATEWAY)}
    outward = [one for one in process.connections if one.remote_port in ports and one.remote_address in hosts]
    established = [one for one in outward if one.settled is Settled.ESTABLISHED]
    if established:
        return "connected", {"gateways": _named(established, hosts), "interface": _interface(case, established)}
    stuck = [one for one in process.connections if one.remote_port in ports and one.settled is Settled.CONNECTING]
    if stuck:
        return "stuck", {"gateways": _named(stuck, hosts)}
    through = [one for one in process.connections if _to_proxy(case, one)]
    if through:
        return "through-proxy", {"proxy": _named(through, {})}
    others = [one for one in process.connections if one.remote_port in ports and one.settled is Settled.ESTABLISHED]
    return ("elsewhere", {"gateways": _named(others, hosts)}) if others else ("no-connection", {})


def _gateways_by_address(case: Case) -> Mapping[str, str]:
    """The names of gateways by every address that anybody gave for them."""
    rows = {view.endpoint.row: view.endpoint.host for view in case.all_of(Group.GATEWAY)}
    return {
        address: host
        for row, host in rows.items()
        if (names := case.names.get(row))
        for address in (*sorted(names.elsewhere), *sorted(names.used))
    }


def _named(connections: Sequence[LiveConnection], hosts: Mapping[str, str]) -> str:
    """`zdc1.ibllc.com on 4001`, or the address where no name is known for it."""
    # translators: a host and its port, as in "zdc1.ibllc.com on 4001".
    text = _("{host} on {port}")
    return phrases.listed(
        text.format(host=hosts.get(one.remote_address, one.remote_address), port=one.remote_port) for one in connections
    )


def _interface(case: Case, connections: Sequence[LiveConnection]) -> str:
    own = {address: interface.name for interface in case.machine.interfaces or () for address in interface.addresses}
    return phrases.listed(own.get(one.local_address, one.local_address) for one in connections)


def _to_proxy(case: Case, connection: LiveConnection) -> bool:
    """It leads to the port of a proxy of this run, on this computer or wherever it is."""
    proxies = (path.proxy for path in case.record.paths if path.proxy)
    ends = {(proxy.host.lower().replace("localhost", "127.0.0.1"), proxy.port) for proxy in proxies}
    return (connection.remote_address, connection.remote_port) in ends


def _api(process: RunningTws) -> str:
    """A sentence about the ports of its own; empty where it has none."""
    if not process.api_ports:
        return ""
    ports = phrases.listed(map(str, process.api_ports))
    # translators: "it" is TWS or IB Gateway.
    text = _("API clients on this computer can connect to it on {ports}, which is no connection to IBKR.")
    return text.format(ports=ports)


def install_folder_not_writable(case: Case) -> Iterator[Draft]:
    """A file could not be written into the installer's folder, or the folder not be made, by this user just now."""
    install = case.machine.install
    if install is not None and not install.writable:
        yield Draft(
            code=Code.INSTALL_FOLDER_NOT_WRITABLE,
            severity=Severity.FAIL,
            params={"folder": install.folder, "error": install.error or _("no reason given")},
            domains=_MACHINE,
        )


def disk_space_low(case: Case) -> Iterator[Draft]:
    """The disk of the installer's folder has less room than an installation with one update takes."""
    install = case.machine.install
    if install is not None and install.disk_free is not None and install.disk_free < _ENOUGH_DISK:
        yield Draft(
            code=Code.DISK_SPACE_LOW,
            severity=Severity.WARN,
            params={
                "folder": install.folder,
                "free": f"{install.disk_free / 1024**3:.1f} GiB",
                "enough": f"{_ENOUGH_DISK / 1024**3:.0f} GiB",
            },
            domains=_MACHINE,
        )
