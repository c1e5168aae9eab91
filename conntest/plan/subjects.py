"""From the host table to the plan of a run: which probe, on what, after what, and why. Pure: nothing is sent here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from ipaddress import ip_address
from urllib.parse import urlsplit

from conntest.model.host import CaptiveCheck, Control, Endpoint, Group, Host, HostTable, Region, Role
from conntest.model.observation import Expectation
from conntest.model.plan import Ask, Probe, ProbePlan, ResolveProbe
from conntest.model.report import RunOptions
from conntest.plan import recipes

#: Public resolvers to compare with. Two, so that one that is down or filtered does not end the comparison.
INDEPENDENT_RESOLVERS = 2


def make_plan(table: HostTable, options: RunOptions, name_servers: Sequence[str]) -> ProbePlan:
    """Every probe that a run with these options makes. `name_servers` are the system's, each asked by itself."""
    asks = _asks(table, options, name_servers)
    subjects = [*_host_subjects(table, options, asks), *_helper_subjects(table, options, asks[: len(name_servers)])]
    return ProbePlan(
        options=options,
        endpoints=tuple(endpoint for subject in subjects for endpoint in subject.endpoints),
        probes=tuple(probe for subject in subjects for probe in subject.probes()),
    )


def _asks(table: HostTable, options: RunOptions, name_servers: Sequence[str]) -> tuple[Ask, ...]:
    own = [Ask(address=address, independent=False) for address in name_servers]
    if not options.third_party:
        return tuple(own)
    public = [row.address for row in table.resolvers if row.address not in name_servers][:INDEPENDENT_RESOLVERS]
    return (*own, *(Ask(address=address, independent=True) for address in public))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """One row of the table: its names, its endpoints, and what is done to each."""

    id: str
    names: tuple[str, ...]
    endpoints: tuple[Endpoint, ...]
    asks: tuple[Ask, ...]
    #: What a captive-portal check asks for, and must be answered.
    url: str = ""
    expected: Expectation | None = None

    def probes(self) -> Iterator[Probe]:
        if not self.endpoints:
            return
        resolved_by = tuple(probe.id for probe in self.lookups() if probe.system)
        yield from self.lookups()
        for endpoint in self.endpoints:
            match endpoint.group:
                case Group.GATEWAY:
                    yield from recipes.gateway_probes(endpoint, resolved_by)
                case Group.CANARY:
                    yield recipes.canary_probe(endpoint)
                case Group.CAPTIVE_CHECK:
                    yield recipes.captive_probe(endpoint, resolved_by, url=self.url, expected=self.expected)
                case _ if endpoint.port == recipes.HTTPS_PORT:
                    yield from recipes.https_probes(endpoint, resolved_by)
                case _:
                    yield recipes.http_probe(endpoint, resolved_by)

    def lookups(self) -> Iterator[ResolveProbe]:
        """The system's answer for each spelling, the next only if the one before does not exist; and the servers'.

        They are two probes, so that no connection waits for a server that is only asked for comparison.
        """
        before: str | None = None
        for name in self.names:
            suffix = "" if name == self.names[0] else f"/{name}"
            found = ResolveProbe(
                id=f"{self.id}/resolve{suffix}",
                subject=self.id,
                why="the addresses as programs on this machine see them",
                name=name,
                system=True,
                instead_of=before,
            )
            yield found
            if self.asks:
                yield ResolveProbe(
                    id=f"{self.id}/name-servers{suffix}",
                    subject=self.id,
                    why="each name server by itself, to tell whose answer is missing, slow or different",
                    name=name,
                    ask=self.asks,
                    instead_of=before,
                )
            before = found.id


def _host_subjects(table: HostTable, options: RunOptions, asks: tuple[Ask, ...]) -> Iterator[_Subject]:
    for row in table.hosts:
        if row.host is None or (options.groups and row.group not in options.groups):
            continue
        endpoints = tuple(_host_endpoints(row, row.host, table.operator, options))
        names = () if _is_literal(row.host) else (row.host, *row.aliases)
        yield _Subject(id=row.id, names=names, endpoints=endpoints, asks=asks)


def _host_endpoints(row: Host, host: str, operator: str, options: RunOptions) -> Iterator[Endpoint]:
    for port in (*row.ports, *row.optional_ports):
        endpoint = Endpoint(
            id=f"{row.id}:{port}",
            host=host,
            port=port,
            group=row.group,
            region=row.region,
            role=row.role,
            service=row.service,
            required=row.required and port in row.ports and _is_mine(row.region, options),
            operator=operator,
        )
        if _selected(endpoint, options):
            yield endpoint


def _is_mine(region: Region | None, options: RunOptions) -> bool:
    """A verdict rests on the user's own regions; the others are still probed, to compare with."""
    return region is None or not options.regions or region in options.regions


def _selected(endpoint: Endpoint, options: RunOptions) -> bool:
    def matches(globs: Iterable[str]) -> bool:
        return any(fnmatchcase(name, glob) for glob in globs for name in (endpoint.id, endpoint.host_id))

    return (not options.include or matches(options.include)) and not matches(options.exclude)


def _helper_subjects(table: HostTable, options: RunOptions, asks: tuple[Ask, ...]) -> Iterator[_Subject]:
    if not options.third_party:
        return
    for control in table.controls:
        yield _control_subject(control, asks)
    for check in table.captive_checks:
        yield _captive_subject(check, asks)
    for canary in table.canaries:
        endpoints = (_helper_endpoint(canary.id, canary.address, port, Group.CANARY, "none") for port in canary.ports)
        yield _Subject(id=canary.id, names=(), endpoints=tuple(endpoints), asks=())


def _control_subject(control: Control, asks: tuple[Ask, ...]) -> _Subject:
    endpoints = (
        _helper_endpoint(control.id, control.host, port, Group.CONTROL, control.operator) for port in control.ports
    )
    names = () if _is_literal(control.host) else (control.host,)
    return _Subject(id=control.id, names=names, endpoints=tuple(endpoints), asks=asks)


def _captive_subject(check: CaptiveCheck, asks: tuple[Ask, ...]) -> _Subject:
    url = urlsplit(check.url)
    host = url.hostname or ""
    endpoint = _helper_endpoint(check.id, host, url.port or recipes.HTTP_PORT, Group.CAPTIVE_CHECK, check.operator)
    expected = Expectation(status=check.status, body=check.body)
    return _Subject(id=check.id, names=(host,), endpoints=(endpoint,), asks=asks, url=check.url, expected=expected)


def _helper_endpoint(row_id: str, host: str, port: int, group: Group, operator: str) -> Endpoint:
    return Endpoint(
        id=f"{row_id}:{port}",
        host=host,
        port=port,
        group=group,
        region=None,
        role=Role.NONE,
        service=group.value.replace("-", " "),
        required=False,
        operator=operator,
    )


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
