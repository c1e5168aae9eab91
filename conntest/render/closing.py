"""The end of a report: what was counted, when, by which version with which table; and, on demand, the machine."""

from collections import Counter
from collections.abc import Iterator

from rich.text import Text

from conntest.model.report import Machine, Report, Run, RunOptions
from conntest.render import words
from conntest.render.sheet import STATUS_STYLE, Sheet

LABEL = 13


def totals(report: Report, sheet: Sheet) -> Iterator[Text]:
    """Endpoints by status (which is also the key to the signs), the run, the versions, and what was left out."""
    yield from sheet.heading("Totals")
    yield from _fact(sheet, "Endpoints", _counted(report, sheet))
    run = report.run
    yield from _fact(sheet, "Run", f"{_moment(run.started_at)}, {words.seconds(run.duration_s)}")
    yield from _fact(sheet, "Made by", f"{report.tool.name} {report.tool.version}, host table {_table(run)}")
    if scope := "; ".join(_scope(run.options)):
        yield from _fact(sheet, "Scope", scope)
    if report.redactions:
        hidden = ", ".join(f"{kind} {number:,}" for kind, number in report.redactions.items())
        yield from _fact(sheet, "Redacted", f"{hidden}; for sharing: {run.share}")


def _counted(report: Report, sheet: Sheet) -> Text:
    if not report.endpoints:
        return sheet.text("none")
    numbers = Counter(result.status for result in report.endpoints)
    parts: list[Text | str] = []
    for status, word in words.STATUS.items():
        if numbers[status]:
            styled = sheet.text(f"{numbers[status]:,} {word}", STATUS_STYLE[status])
            parts += [", " if parts else "", sheet.mark(status), " ", styled]
    return sheet.join(*parts)


def _moment(started_at: str) -> str:
    moment = words.utc(started_at)
    return started_at if moment is None else f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _table(run: Run) -> str:
    table = run.host_table
    return f"{table.version} ({table.source}, updated {table.updated})"


def _scope(options: RunOptions) -> Iterator[str]:
    """What the options left out or limited. Silent for a run of everything."""
    if options.regions:
        yield "your region: " + words.listing([words.REGION[region] for region in options.regions])
    if options.groups:
        yield "only " + words.listing([group.value for group in options.groups])
    if options.include:
        yield "only " + words.listing(list(options.include))
    if options.exclude:
        yield "without " + words.listing(list(options.exclude))
    if not options.ipv4:
        yield "without IPv4"
    if not options.ipv6:
        yield "without IPv6"
    if not options.third_party:
        yield "no third parties contacted, so there is nothing to compare with"
    if options.ca_bundle:
        yield "certificates judged by the CA bundle given"


def machine_facts(machine: Machine, sheet: Sheet) -> Iterator[Text]:
    """What is known of this computer."""
    yield from sheet.heading("This computer")
    yield from _fact(sheet, "System", f"{machine.os}, Python {machine.python}")
    for interface in machine.interfaces or ():
        state = "up" if interface.up else "down"
        told = ", ".join((state, *interface.addresses, *([f"MTU {interface.mtu}"] if interface.mtu else [])))
        yield from _fact(sheet, "Interface", f"{interface.name}: {told}")
    routes = [family for family, has in (("IPv4", machine.ipv4_route), ("IPv6", machine.ipv6_route)) if has]
    yield from _fact(sheet, "Route out", words.listing(routes) or "none")
    yield from _fact(sheet, "DNS servers", ", ".join(machine.name_servers) or "none")
    for pin in machine.hosts_file_pins:
        yield from _fact(sheet, "Hosts file", f"sets {pin.name} to {pin.address}")
    if machine.proxy_variables:
        yield from _fact(sheet, "Proxy", f"set by {', '.join(machine.proxy_variables)}")
    if machine.clock:
        ahead = "ahead" if machine.clock.offset_s >= 0 else "behind"
        servers = words.count(machine.clock.operators, "operator")
        yield from _fact(sheet, "Clock", f"{abs(machine.clock.offset_s):.1f} s {ahead}, by {servers}")


def _fact(sheet: Sheet, label: str, told: Text | str) -> Iterator[Text]:
    yield from sheet.paragraph(told, first=sheet.column(f"  {label}", LABEL + 2))
