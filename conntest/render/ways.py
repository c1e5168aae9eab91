"""Ways to the network on a sheet: what became of each proxy, and of each group of hosts beyond it."""

from collections.abc import Iterator, Mapping, Sequence

from rich.text import Text

from conntest import lists
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Status
from conntest.model.host import Group
from conntest.model.observation import DIRECT
from conntest.model.proxy import ProxyState, Scheme
from conntest.model.reading import PathReading
from conntest.model.report import Path, Report
from conntest.render import words
from conntest.render.sheet import FAINT, Sheet

#: What became of a proxy itself, to stand after its name.
STATE: Mapping[ProxyState, str] = {
    ProxyState.UNTESTED: N_("not tested"),
    ProxyState.UNRESOLVED: N_("its name leads to no address"),
    ProxyState.REFUSED: N_("refuses connections"),
    ProxyState.SILENT: N_("does not answer"),
    ProxyState.UNREACHABLE: N_("there is no way to it"),
    ProxyState.MUTE: N_("accepts connections, and says nothing"),
    ProxyState.MISMATCH: N_("speaks another protocol"),
    ProxyState.LOGIN: N_("wants a login"),
    ProxyState.ALIVE: N_("alive"),
}

#: The sign of a state. A login that is wanted is what a proxy may well do.
MARK: Mapping[ProxyState, Status] = {
    ProxyState.ALIVE: Status.PASS,
    ProxyState.UNTESTED: Status.SKIPPED,
    ProxyState.LOGIN: Status.WARN,
}

SPOKEN: Mapping[Scheme, str] = {
    Scheme.SOCKS4: "SOCKS 4",
    Scheme.SOCKS4A: "SOCKS 4",
    Scheme.SOCKS5: "SOCKS 5",
    Scheme.SOCKS5H: "SOCKS 5",
    Scheme.HTTP: "HTTP",
    Scheme.HTTPS: N_("HTTP inside TLS"),
}

#: The groups that are tried on every path, with names short enough for a column.
COLUMNS: Mapping[Group, str] = {
    Group.GATEWAY: N_("gateways"),
    Group.WEBSITE: N_("websites"),
    Group.CLIENT_PORTAL: N_("portal"),
    Group.SERVICE: N_("services"),
    Group.CONTROL: N_("neutral"),
}

#: `✗ 0/36` and a gap, under the longest name.
CELL = 10


def lines(report: Report, sheet: Sheet) -> Iterator[Text]:
    """A row for each path, a column for each group: how many of its endpoints are as they should be. Nothing where
    there is the direct path alone, which the hosts' own tables show."""
    if len(report.paths) < 2:
        return
    groups = [group for group in COLUMNS if any(result.group is group for result in report.endpoints)]
    yield from sheet.heading(_("Paths to the network"))
    left = max(sheet.cells(words.way(path.id)) for path in report.paths) + 4
    widths = [sheet.widest((_(COLUMNS[group]),), CELL) for group in groups]
    # What stands last needs no gap after it.
    if left + sum(widths) - 1 <= sheet.width:
        yield from _table(report, dict(zip(groups, widths, strict=True)), sheet, left=left)
    else:
        for path in report.paths:
            yield from sheet.paragraph(lists.labelled(words.way(path.id), "").rstrip(), first="  ", indent=4)
            yield from sheet.paragraph(_listed(report, path, groups, sheet), first="    ")


def _table(report: Report, widths: Mapping[Group, int], sheet: Sheet, *, left: int) -> Iterator[Text]:
    titles = sheet.join(" " * left, *(sheet.column(_(COLUMNS[group]), width) for group, width in widths.items()))
    titles.stylize(FAINT)
    yield titles
    for path in report.paths:
        cells = _dead(report, path, sheet) or sheet.join(
            *(sheet.column(_cell(report, path, group, sheet), width) for group, width in widths.items())
        )
        yield from sheet.paragraph(cells, first=sheet.column(f"  {words.way(path.id)}", left))


def _listed(report: Report, path: Path, groups: Sequence[Group], sheet: Sheet) -> Text:
    """The same in a row of words, for a narrow terminal or a long name."""
    parts: list[Text | str] = []
    for group in groups:
        parts += [lists.comma() if parts else "", _(COLUMNS[group]), " ", _cell(report, path, group, sheet)]
    return _dead(report, path, sheet) or sheet.join(*parts)


def _dead(report: Report, path: Path, sheet: Sheet) -> Text | None:
    """What became of a proxy through which nothing could be tried."""
    reading = report.path_readings.get(path.id)
    is_alive = reading is not None and reading.state is ProxyState.ALIVE
    return None if path.id == DIRECT or is_alive else state(reading, sheet)


def _cell(report: Report, path: Path, group: Group, sheet: Sheet) -> Text:
    found = [result.paths.get(path.id, Status.SKIPPED) for result in report.endpoints if result.group is group]
    tested = [status for status in found if status is not Status.SKIPPED]
    fine = sum(status is Status.PASS for status in tested)
    mark = Status.PASS if fine == len(tested) else Status.FAIL if set(tested) == {Status.FAIL} else Status.WARN
    return sheet.join(sheet.mark(mark if tested else Status.SKIPPED), f" {fine}/{len(tested)}" if tested else "")


def state(reading: PathReading | None, sheet: Sheet) -> Text:
    """The sign and words for what became of a proxy: `✓ alive, speaks SOCKS 5 and HTTP`."""
    return sheet.join(sheet.mark(status(reading)), f" {told(reading)}")


def status(reading: PathReading | None) -> Status:
    """What became of a proxy, as one of the states of an endpoint, which have signs."""
    return MARK.get(reading.state if reading else ProxyState.UNTESTED, Status.FAIL)


def told(reading: PathReading | None) -> str:
    """What became of a proxy: `alive, speaks SOCKS 5 and HTTP`."""
    became = reading.state if reading else ProxyState.UNTESTED
    if reading is None or not reading.speaks:
        return _(STATE[became])
    spoken = lists.listed(list(dict.fromkeys(_(SPOKEN[scheme]) for scheme in reading.speaks)))
    alone = became is ProxyState.MISMATCH
    message = _("speaks {protocols}") if alone else _("{state}, speaks {protocols}")
    return message.format(state=_(STATE[became]), protocols=spoken)
