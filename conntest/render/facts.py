"""What a report says of its run and of the machine, in words that every format shows the same."""

from collections.abc import Iterator

from conntest import lists
from conntest.language import gettext as _
from conntest.model.finding import Finding, Verdict
from conntest.model.reading import Clock
from conntest.model.report import DomainVerdict, Report, Run, RunOptions
from conntest.render import counts, pac, surroundings, tws, words
from conntest.wording.headline import headline

#: A label and what it labels.
Fact = tuple[str, str]


def cautions(run: Run) -> Iterator[str]:
    """Whatever limits what the report can say."""
    if run.simulated:
        yield _("This was a demo against a simulated network on this machine. It says nothing about yours.")
    if run.interrupted:
        yield _("The run was interrupted. What it had not done by then is missing here.")
    if run.deadline_reached:
        yield _("The run reached its deadline. What it had not done by then is missing here.")


def tested(verdict: DomainVerdict) -> bool:
    """Whether a verdict says anything: one without a cause that is not certain either was not looked into."""
    return verdict.status is not Verdict.INCONCLUSIVE or bool(verdict.because)


def moment(started_at: str) -> str:
    """`2026-11-22 02:35:11 UTC`; the text itself where it is no time."""
    time = words.utc(started_at)
    return started_at if time is None else f"{time:%Y-%m-%d %H:%M:%S} UTC"


def host_table(run: Run) -> str:
    """`1.0 (built-in, updated 2026-11-22)`."""
    table = run.host_table
    told = _("{version} ({source}, updated {date})")
    return told.format(version=table.version, source=words.table_source(table), date=table.updated)


def took(run: Run) -> str:
    """When a run began, and for how long it went on."""
    # translators: when a run began, and how long it took: "2026-11-22 02:35:11 UTC, 6.2 s"
    told = _("{moment}, {duration}")
    return told.format(moment=moment(run.started_at), duration=words.seconds(run.duration_s))


def labels(run: Run) -> Iterator[Fact]:
    """What the user calls the run."""
    if run.labels.site:
        yield _("Site"), run.labels.site
    if run.labels.note:
        yield _("Note"), run.labels.note


def made_by(report: Report) -> str:
    """`conntest 1.0.0, host table 1.0 (built-in, updated 2026-11-22)`."""
    tool = f"{report.tool.name} {report.tool.version}"
    # translators: {tool} is "conntest 1.0.0", {table} is "1.0 (built-in, updated 2026-11-22)".
    return _("{tool}, host table {table}").format(tool=tool, table=host_table(report.run))


def is_headline(finding: Finding, report: Report) -> bool:
    """Whether the headline says just what the finding's title does. A title has no full stop."""
    return finding.title == headline(report).rstrip(".\N{IDEOGRAPHIC FULL STOP}")


def scope(options: RunOptions) -> Iterator[str]:
    """What the options left out or limited. Silent for a run of everything."""
    if options.regions:
        regions = lists.listed([words.region(region) for region in options.regions])
        message = _("your region: {regions}")
        if options.region_source:
            message = _("your region: {regions} (as {source} says)")
        yield message.format(regions=regions, source=options.region_source)
    if options.groups:
        yield _("only {names}").format(names=lists.listed([group.value for group in options.groups]))
    if options.include:
        yield _("only {names}").format(names=lists.listed(list(options.include)))
    if options.exclude:
        yield _("without {names}").format(names=lists.listed(list(options.exclude)))
    if not options.ipv4:
        yield _("without IPv4")
    if not options.ipv6:
        yield _("without IPv6")
    if not options.third_party:
        yield _("no third parties contacted, so there is nothing to compare with")
    if options.ca_bundle:
        yield _("certificates judged by the CA bundle given")


def computer(report: Report) -> Iterator[Fact]:
    """What is known of the report's computer."""
    machine, reading = report.machine, report.machine_reading
    yield _("System"), f"{machine.os}, Python {machine.python}"
    for interface in machine.interfaces or ():
        # translators: of a network interface.
        state = _("up") if interface.up else _("down")
        mtu = [f"MTU {interface.mtu}"] if interface.mtu else []
        told = lists.clauses((state, *surroundings.kind_of(interface), *interface.addresses, *mtu))
        yield _("Interface"), lists.labelled(interface.name, told)
    routes = [family for family, has in (("IPv4", machine.ipv4_route), ("IPv6", machine.ipv6_route)) if has]
    # translators: which families of addresses have a route to the internet: "IPv4 and IPv6".
    yield _("Route out"), lists.listed(routes) or _("none")
    yield _("DNS servers"), ", ".join(machine.name_servers) or _("none")
    yield from surroundings.facts(machine, reading)
    for pin in machine.hosts_file_pins:
        yield _("Hosts file"), _("sets {name} to {address}").format(name=pin.name, address=pin.address)
    if machine.proxy_variables:
        yield _("Proxy"), _("set by {variables}").format(variables=", ".join(machine.proxy_variables))
    for script in machine.pac or ():
        yield _("Setup script"), pac.told(script)
    yield from tws.facts(machine)
    if machine.install:
        yield _("Installing TWS"), lists.clauses(tws.installing(machine.install, reading.installer))
    if reading.clock:
        yield _("Clock"), _clock(reading.clock)


def _clock(clock: Clock) -> str:
    message = _("{seconds} s ahead, by {operators}") if clock.offset_s >= 0 else _("{seconds} s behind, by {operators}")
    return message.format(seconds=f"{abs(clock.offset_s):.1f}", operators=counts.operators(clock.operators))
