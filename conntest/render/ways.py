"""Ways to the network on a sheet: what became of each proxy, and of each group of hosts beyond it."""

from collections.abc import Iterator, Mapping, Sequence

from rich.text import Text

from conntest.model.finding import Status
from conntest.model.host import Group
from conntest.model.observation import DIRECT
from conntest.model.proxy import ProxyState, Scheme
from conntest.model.report import Path, Report
from conntest.render import words
from conntest.render.sheet import FAINT, Sheet

#: What became of a proxy itself, to stand after its name.
STATE: Mapping[ProxyState, str] = {
    ProxyState.UNTESTED: "not tested",
    ProxyState.UNRESOLVED: "its name leads to no address",
    ProxyState.REFUSED: "refuses connections",
    ProxyState.SILENT: "does not answer",
    ProxyState.UNREACHABLE: "there is no way to it",
    ProxyState.MUTE: "accepts connections, and says nothing",
    ProxyState.MISMATCH: "speaks another protocol",
    ProxyState.LOGIN: "wants a login",
    ProxyState.ALIVE: "alive",
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
    Scheme.HTTPS: "HTTP inside TLS",
}

#: The groups that are tried on every path, with names short enough for a column.
COLUMNS: Mapping[Group, str] = {
    Group.GATEWAY: "gateways",
    Group.WEBSITE: "websites",
    Group.CLIENT_PORTAL: "portal",
    Group.SERVICE: "services",
    Group.CONTROL: "neutral",
}

#: `✗ 0/36` and a gap, under the longest name.
CELL = 10


def lines(report: Report, sheet: Sheet) -> Iterator[Text]:
    """A row for each path, a column for each group: how many of its endpoints are as they should be. Nothing where
    there is the direct path alone, which the hosts' own tables show."""
    if len(report.paths) < 2:
        return
    groups = [group for group in COLUMNS if any(result.group is group for result in report.endpoints)]
    beside = max(sheet.cells(path.id) for path in report.paths) + 4 + CELL * len(groups) <= sheet.width
    indent = max(sheet.cells(path.id) for path in report.paths) + 4 if beside else 4
    yield from sheet.heading("Ways to the network")
    yield sheet.text(" " * indent + "".join(f"{COLUMNS[group]:<{CELL}}" for group in groups), FAINT)
    for path in report.paths:
        name = sheet.text(f"  {path.id}")
        cells = _cells(report, path, groups, sheet)
        if beside:
            yield sheet.join(sheet.column(name, indent), cells)
        else:
            yield name
            yield sheet.join(" " * indent, cells)


def _cells(report: Report, path: Path, groups: Sequence[Group], sheet: Sheet) -> Text:
    if path.id != DIRECT and path.state is not ProxyState.ALIVE:
        return state(path, sheet)
    return sheet.join(*(_cell(report, path, group, sheet) for group in groups))


def _cell(report: Report, path: Path, group: Group, sheet: Sheet) -> Text:
    found = [result.paths.get(path.id, Status.SKIPPED) for result in report.endpoints if result.group is group]
    tested = [status for status in found if status is not Status.SKIPPED]
    fine = sum(status is Status.PASS for status in tested)
    mark = Status.PASS if fine == len(tested) else Status.FAIL if set(tested) == {Status.FAIL} else Status.WARN
    told = sheet.join(sheet.mark(mark if tested else Status.SKIPPED), f" {fine}/{len(tested)}" if tested else "")
    return sheet.column(told, CELL)


def state(path: Path, sheet: Sheet) -> Text:
    """The sign and words for what became of a proxy: `✓ alive, speaks SOCKS 5 and HTTP`."""
    became = path.state or ProxyState.UNTESTED
    told = STATE[became]
    if path.speaks:
        spoken = words.listing(list(dict.fromkeys(SPOKEN[scheme] for scheme in path.speaks)))
        told = f"speaks {spoken}" if became is ProxyState.MISMATCH else f"{told}, speaks {spoken}"
    return sheet.join(sheet.mark(MARK.get(became, Status.FAIL)), f" {told}")
