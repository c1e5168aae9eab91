"""What a report says of its run and of the machine, in words that every format shows the same."""

from collections.abc import Iterator

from conntest.model.finding import Verdict
from conntest.model.install import Install
from conntest.model.report import DomainVerdict, Machine, Run, RunOptions
from conntest.render import pac, words

#: A label and what it labels.
Fact = tuple[str, str]


def cautions(run: Run) -> Iterator[str]:
    """Whatever limits what the report can say."""
    if run.simulated:
        yield "This was a demo against a simulated network on this machine. It says nothing about yours."
    if run.interrupted:
        yield "The run was interrupted. What it had not done by then is missing here."
    if run.deadline_reached:
        yield "The run reached its deadline. What it had not done by then is missing here."


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
    return f"{table.version} ({table.source}, updated {table.updated})"


def scope(options: RunOptions) -> Iterator[str]:
    """What the options left out or limited. Silent for a run of everything."""
    if options.regions:
        told = f" (as {options.region_source} says)" if options.region_source else ""
        yield "your region: " + words.listing([words.REGION[region] for region in options.regions]) + told
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


def computer(machine: Machine) -> Iterator[Fact]:
    """What is known of this computer."""
    yield "System", f"{machine.os}, Python {machine.python}"
    for interface in machine.interfaces or ():
        state = "up" if interface.up else "down"
        told = ", ".join((state, *interface.addresses, *([f"MTU {interface.mtu}"] if interface.mtu else [])))
        yield "Interface", f"{interface.name}: {told}"
    routes = [family for family, has in (("IPv4", machine.ipv4_route), ("IPv6", machine.ipv6_route)) if has]
    yield "Route out", words.listing(routes) or "none"
    yield "DNS servers", ", ".join(machine.name_servers) or "none"
    for pin in machine.hosts_file_pins:
        yield "Hosts file", f"sets {pin.name} to {pin.address}"
    if machine.proxy_variables:
        yield "Proxy", f"set by {', '.join(machine.proxy_variables)}"
    for script in machine.pac or ():
        yield "Setup script", pac.told(script)
    yield from _tws(machine)
    if machine.install:
        yield "Installing TWS", ", ".join(_installing(machine.install))
    if machine.clock:
        ahead = "ahead" if machine.clock.offset_s >= 0 else "behind"
        servers = words.count(machine.clock.operators, "operator")
        yield "Clock", f"{abs(machine.clock.offset_s):.1f} s {ahead}, by {servers}"


def _tws(machine: Machine) -> Iterator[Fact]:
    for one in machine.tws or ():
        yield one.program.value, " ".join(filter(None, (one.version, "in", one.folder)))
    if machine.tws_settings:
        found = machine.tws_settings
        told = (
            found.peer and f"last gateway {found.peer}",
            found.region and f"region {found.region}",
            {True: "with TLS", False: "without TLS", None: ""}[found.ssl],
            found.mode and f"{found.mode.value} account",
        )
        yield "Set up in", f"{found.source}: {', '.join(filter(None, told)) or 'nothing that tells the gateway'}"
    for process in machine.tws_running or ():
        seen = "connections not permitted to see"
        if process.connections is not None:
            seen = words.count(len(process.connections), "connection")
        yield "Running", f"{process.program.value}, {seen}"
    for error in machine.tws_log or ():
        yield "TWS noted", f"{error.at} {error.error}: {error.meaning}"


def _installing(install: Install) -> Iterator[str]:
    yield f"{install.folder} {'can be written' if install.writable else f'cannot be written ({install.error})'}"
    if install.disk_free is not None:
        yield f"{install.disk_free / 1024**3:.1f} GiB free"
    if install.memory is not None:
        yield f"{install.memory / 1024**3:.1f} GiB of memory"
    yield f"{install.bits}-bit"
    if install.installer:
        state = "can be fetched" if install.installer.reachable else "cannot be fetched"
        yield f"the installer {state} from {install.installer.host} ({install.installer.note})"
