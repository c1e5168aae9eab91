"""From the host table to the plan of a run: which probe, on what, after what, and why. Pure: nothing is sent here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from ipaddress import ip_address
from urllib.parse import urlsplit

from conntest.model.host import (
    CaptiveCheck,
    Control,
    Endpoint,
    Group,
    Host,
    HostTable,
    Region,
    Role,
)
from conntest.model.observation import Expectation, Trust
from conntest.model.plan import (
    Ask,
    ConnectProbe,
    GreetingProbe,
    HttpProbe,
    OnlyIf,
    Probe,
    ProbePlan,
    ResolveProbe,
    TlsProbe,
)
from conntest.model.report import RunOptions

#: Between attempts at one gateway port. Far enough apart that one burst of loss does not take them all, near
#: enough that three attempts add half a second to a run.
SPACING_S = 0.25

#: Public resolvers to compare with. Two, so that one that is down or filtered does not end the comparison.
INDEPENDENT_RESOLVERS = 2

HTTP_PORT = 80
HTTPS_PORT = 443


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
    url: str | None = None
    expected: Expectation | None = None

    def probes(self) -> Iterator[Probe]:
        if not self.endpoints:
            return
        resolved_by = tuple(probe.id for probe in self.lookups() if probe.system)
        yield from self.lookups()
        for endpoint in self.endpoints:
            match endpoint.group:
                case Group.GATEWAY:
                    yield from _gateway_probes(endpoint, resolved_by)
                case Group.CANARY:
                    yield _canary_probe(endpoint)
                case Group.CAPTIVE_CHECK:
                    yield self._captive_probe(endpoint, resolved_by)
                case _ if endpoint.port == HTTPS_PORT:
                    yield from _https_probes(endpoint, resolved_by)
                case _:
                    yield _http_probe(endpoint, resolved_by)

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

    def _captive_probe(self, endpoint: Endpoint, resolved_by: tuple[str, ...]) -> HttpProbe:
        assert self.url is not None
        return HttpProbe(
            id=f"{endpoint.id}/http",
            subject=endpoint.id,
            why="its exact answer is known, so that a sign-in page shows",
            host=endpoint.host,
            port=endpoint.port,
            resolved_by=resolved_by,
            every_address=False,
            url=self.url,
            expected=self.expected,
        )


def _gateway_probes(endpoint: Endpoint, resolved_by: tuple[str, ...]) -> Iterator[Probe]:
    """Three spaced connections; two of them also find out who answers and whether data flows."""
    yield ConnectProbe(
        id=f"{endpoint.id}/connect",
        subject=endpoint.id,
        why="TWS needs this port; first attempt",
        host=endpoint.host,
        port=endpoint.port,
        resolved_by=resolved_by,
    )
    yield GreetingProbe(
        id=f"{endpoint.id}/greeting",
        subject=endpoint.id,
        why="second attempt; only a gateway answers this greeting",
        host=endpoint.host,
        port=endpoint.port,
        resolved_by=resolved_by,
        delay_s=SPACING_S,
    )
    yield TlsProbe(
        id=f"{endpoint.id}/tls",
        subject=endpoint.id,
        why="third attempt; gateways speak TLS too, and its certificate tells who answers",
        host=endpoint.host,
        port=endpoint.port,
        resolved_by=resolved_by,
        delay_s=2 * SPACING_S,
        trust=Trust.UNVERIFIED,
    )


def _https_probes(endpoint: Endpoint, resolved_by: tuple[str, ...]) -> Iterator[Probe]:
    public = TlsProbe(
        id=f"{endpoint.id}/tls",
        subject=endpoint.id,
        why="reachable, and is the certificate one that the public trusts?",
        host=endpoint.host,
        port=endpoint.port,
        resolved_by=resolved_by,
        trust=Trust.PUBLIC,
    )
    yield public
    yield TlsProbe(
        id=f"{endpoint.id}/tls-chain",
        subject=endpoint.id,
        why="who signed the certificate that was refused?",
        host=endpoint.host,
        port=endpoint.port,
        resolved_by=resolved_by,
        after=public.id,
        only_if=OnlyIf.UNTRUSTED,
        trust=Trust.UNVERIFIED,
    )
    yield TlsProbe(
        id=f"{endpoint.id}/tls-system",
        subject=endpoint.id,
        why="does this machine trust it? A difference from the public's answer shows an added authority",
        host=endpoint.host,
        port=endpoint.port,
        resolved_by=resolved_by,
        every_address=False,
        after=public.id,
        only_if=OnlyIf.PRESENTED,
        trust=Trust.SYSTEM,
    )
    yield HttpProbe(
        id=f"{endpoint.id}/http",
        subject=endpoint.id,
        why="does the web server answer, and what time is it there?",
        host=endpoint.host,
        port=endpoint.port,
        resolved_by=resolved_by,
        every_address=False,
        after=public.id,
        only_if=OnlyIf.VERIFIED,
        url=f"https://{endpoint.host}/",
    )


def _http_probe(endpoint: Endpoint, resolved_by: tuple[str, ...]) -> HttpProbe:
    authority = endpoint.host if endpoint.port == HTTP_PORT else f"{endpoint.host}:{endpoint.port}"
    return HttpProbe(
        id=f"{endpoint.id}/http",
        subject=endpoint.id,
        why="does data flow on this port?",
        host=endpoint.host,
        port=endpoint.port,
        resolved_by=resolved_by,
        every_address=False,
        url=f"http://{authority}/",
    )


def _canary_probe(endpoint: Endpoint) -> ConnectProbe:
    return ConnectProbe(
        id=f"{endpoint.id}/connect",
        subject=endpoint.id,
        why="must fail: whatever accepts it accepts everything, and `open` proves nothing",
        host=endpoint.host,
        port=endpoint.port,
    )


def _host_subjects(table: HostTable, options: RunOptions, asks: tuple[Ask, ...]) -> Iterator[_Subject]:
    for row in table.hosts:
        if row.host is None or (options.groups and row.group not in options.groups):
            continue
        endpoints = tuple(_host_endpoints(row, row.host, table.operator, options))
        yield _Subject(id=row.id, names=(row.host, *row.aliases), endpoints=endpoints, asks=asks)


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
    endpoint = _helper_endpoint(check.id, host, url.port or HTTP_PORT, Group.CAPTIVE_CHECK, check.operator)
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
