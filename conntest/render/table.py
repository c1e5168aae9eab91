"""`conntest hosts`: the host table as a run would use it, and who else is contacted and why."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.text import Text

from conntest import lists
from conntest.language import gettext as _
from conntest.model.host import Evidence, Group, Host, HostTable, Region, Role
from conntest.render import counts, words
from conntest.render.sheet import FAINT, POOR, STRONG, Sheet


def render(table: HostTable, console: Console, *, verbose: bool = False) -> None:
    """Write `table` to `console`; `verbose` adds other spellings of the names, and sources."""
    sheet = Sheet.of(console, verbose=verbose)
    sheet.print(_lines(table, sheet))


def _lines(table: HostTable, sheet: Sheet) -> Iterator[Text]:
    info = table.info
    title = _("Host table {version}, updated {date}: {source}")
    yield from sheet.paragraph(title.format(version=info.version, date=info.updated, source=words.table_source(info)))
    hosts = sorted(table.hosts, key=lambda row: list(Group).index(row.group))
    for group, rows in groupby(hosts, key=lambda row: row.group):
        yield from sheet.heading(words.group(group))
        yield from _hosts(list(rows), sheet)
    yield from _third_parties(table, sheet)
    yield from sheet.heading(_("Totals"))
    yield from _totals(table, sheet)


def _hosts(rows: Sequence[Host], sheet: Sheet) -> Iterator[Text]:
    indent = 4 if any(row.region for row in rows) else 2
    name = max(sheet.cells(_name(row)) for row in rows) + 2
    ports = max(sheet.cells(_ports(row)) for row in rows) + 2
    region: Region | None = None
    for row in rows:
        if row.region is not region and row.region is not None:
            yield sheet.text(f"  {words.region(row.region)}", STRONG)
        region = row.region
        yield from _row(row, sheet, indent, name, ports)


def _row(row: Host, sheet: Sheet, indent: int, name: int, ports: int) -> Iterator[Text]:
    mark = sheet.join(" " * indent, sheet.column(_name(row), name), sheet.column(_ports(row), ports))
    evidence = sheet.text(words.evidence(row.evidence), POOR if row.evidence is Evidence.OPEN else "")
    what = words.data(row.label) if row.role is Role.NONE else words.role(row.role)
    yield from sheet.paragraph(sheet.join(sheet.text(f"{what}{lists.comma()}", FAINT), evidence), first=mark)
    if row.notes:
        yield from sheet.paragraph(sheet.text(words.data(row.notes), FAINT), first=" " * (indent + 2))
    if sheet.verbose:
        yield from _details(row, sheet, " " * (indent + 2))


def _details(row: Host, sheet: Sheet, margin: str) -> Iterator[Text]:
    if row.aliases:
        also = _("also {names}").format(names=", ".join(row.aliases))
        yield from sheet.paragraph(sheet.text(also, FAINT), first=margin)
    source = _("{id}: {source}.")
    if row.answers_ping is False:
        source = _("{id}: {source}. It does not answer ping.")
    told = source.format(id=row.id, source=words.data(row.source))
    yield from sheet.paragraph(sheet.text(told, FAINT), first=margin)


def _name(row: Host) -> str:
    return row.host or _("(name not known, never probed)")


def _ports(row: Host) -> str:
    """`4000 4001`, those that are probed for information only in parentheses."""
    optional = [f"({port})" for port in row.optional_ports]
    return " ".join([*(str(port) for port in row.ports), *optional])


def _third_parties(table: HostTable, sheet: Sheet) -> Iterator[Text]:
    """Whoever else is contacted: what, who runs it, and why. `--no-third-party` leaves all of them out."""
    kinds = {
        _("Neutral hosts"): [
            (lists.listed([words.endpoint(row.host, port) for port in row.ports]), row.operator, row.why)
            for row in table.controls
        ],
        _("Notifications to phones (only with --group push)"): [
            (lists.listed([words.endpoint(row.host, port) for port in row.ports]), row.operator, row.why)
            for row in table.push
        ],
        _("Sign-in page checks"): [(row.url, row.operator, row.why) for row in table.captive_checks],
        _("Addresses that must not answer"): [
            (lists.listed([words.endpoint(row.address, port) for port in row.ports]), "", row.why)
            for row in table.canaries
        ],
        _("Public address echoes"): [(row.url, row.operator, row.why) for row in table.echo_services],
        _("Public resolvers"): [(row.address, row.operator, row.why) for row in table.resolvers],
    }
    for title, rows in kinds.items():
        if rows:
            yield from sheet.heading(title)
            yield from _reasons(rows, sheet)


def _reasons(rows: Iterable[tuple[str, str, str]], sheet: Sheet) -> Iterator[Text]:
    for what, operator, why in rows:
        yield from sheet.paragraph(sheet.join(what, "  ", sheet.text(operator, FAINT)), first="  ", indent=4)
        yield from sheet.paragraph(sheet.text(words.data(why), FAINT), first="    ")


def _totals(table: HostTable, sheet: Sheet) -> Iterator[Text]:
    probed = [row for row in table.hosts if row.host is not None]
    endpoints = sum(len(row.ports) + len(row.optional_ports) for row in probed)
    others = (
        table.controls,
        table.push,
        table.captive_checks,
        table.canaries,
        table.echo_services,
        table.resolvers,
    )
    helpers = words.figure(sum(len(rows) for rows in others))
    counted = (
        _("{hosts} of {operator}").format(hosts=counts.hosts(len(probed)), operator=table.operator),
        counts.endpoints(endpoints),
        _("{number} helpers, most of them third parties").format(number=helpers),
    )
    yield from sheet.paragraph(lists.clauses(counted), first="  ")
    yield from sheet.paragraph(sheet.text(_("Ports in parentheses are for information only."), FAINT), first="  ")
