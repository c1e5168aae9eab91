"""From the host table to the plan of a run: which probe, on what, after what, and why. Pure: nothing is sent here."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from conntest.language import N_
from conntest.model.addresses import HTTPS_PORT, is_address
from conntest.model.host import OPERATOR_GROUPS, Endpoint, Group, HostTable
from conntest.model.observation import Expectation
from conntest.model.plan import Ask, Probe, ProbePlan, ResolveProbe
from conntest.model.report import RunOptions
from conntest.plan import endpoints, recipes
from conntest.plan.selection import excluded, included
from conntest.values import dataclass

#: Public resolvers to compare with. Two, so that one that is down or filtered does not end the comparison.
INDEPENDENT_RESOLVERS = 2


def direct_plan(table: HostTable, options: RunOptions, name_servers: Sequence[str]) -> ProbePlan:
    """Every probe that a run with these options makes. `name_servers` are the system's, each asked by itself."""
    own = tuple(Ask(address=address, independent=False) for address in dict.fromkeys(name_servers))
    subjects = [
        *_host_subjects(table, options, (*own, *_independent(table, options, name_servers))),
        *_helper_subjects(table, options, own),
    ]
    return ProbePlan(
        options=options,
        endpoints=tuple(endpoint for subject in subjects for endpoint in subject.endpoints),
        probes=(*(probe for subject in subjects for probe in subject.probes()), *_over_tcp(subjects, own)),
    )


def _over_tcp(subjects: Sequence["_Subject"], own: Sequence[Ask]) -> Iterator[ResolveProbe]:
    """One name of the operator's and one of somebody else's, asked for over TCP too: where UDP port 53 is dropped, that
    is worth knowing at once."""
    chosen: dict[bool, _Subject] = {}
    for subject in sorted(subjects, key=lambda one: one.endpoints[0].row):
        if not is_address(subject.names[0]):
            chosen.setdefault(subject.endpoints[0].group in OPERATOR_GROUPS, subject)
    for subject in chosen.values() if own else ():
        row = subject.endpoints[0].row
        yield ResolveProbe(
            id=f"{row}/name-servers/over-tcp",
            row=row,
            why=N_("do the name servers answer over TCP, if they do not over UDP?"),
            name=subject.names[0],
            ask=tuple(replace(ask, over_tcp=True) for ask in own),
        )


def _independent(table: HostTable, options: RunOptions, name_servers: Sequence[str]) -> tuple[Ask, ...]:
    """The public resolvers to compare with, unless they are this system's own."""
    if not options.third_party:
        return ()
    public = (
        row.address
        for row in table.resolvers
        if row.address not in name_servers and not any(fnmatchcase(row.id, glob) for glob in options.exclude)
    )
    return tuple(Ask(address=address, independent=True) for address in public)[:INDEPENDENT_RESOLVERS]


#: Seconds until name servers are asked for comparison. The hundreds of questions would hold the run's first connections
#: up, of which the others wait for their turn; and the system's own lookups, most of which are over by then.
_BEHIND_LOOKUPS_S = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """One row of the table: its names, its endpoints, and what is done to each."""

    names: tuple[str, ...]
    endpoints: tuple[Endpoint, ...]
    asks: tuple[Ask, ...]
    #: What a captive-portal check asks for, and must be answered.
    url: str = ""
    expected: Expectation | None = None

    def probes(self) -> Iterator[Probe]:
        lookups = tuple(self._lookups())
        resolved_by = tuple(probe.id for probe in lookups if probe.system)
        yield from lookups
        for endpoint in self.endpoints:
            match endpoint.group:
                case Group.GATEWAY:
                    yield from recipes.gateway_probes(endpoint, resolved_by)
                case Group.CANARY:
                    yield recipes.canary_probe(endpoint)
                case Group.PUSH:
                    yield recipes.push_probe(endpoint, resolved_by)
                case Group.CAPTIVE_CHECK:
                    yield recipes.captive_probe(endpoint, resolved_by, url=self.url, expected=self.expected)
                case _ if endpoint.port == HTTPS_PORT:
                    yield from recipes.https_probes(endpoint, resolved_by)
                case _:
                    yield recipes.http_probe(endpoint, resolved_by)

    def _lookups(self) -> Iterator[ResolveProbe]:
        """The system's answer for each spelling, the next only if the one before does not exist; and the servers'.

        They are two probes, so that no connection waits for a server that is only asked for comparison. A literal
        address needs neither.
        """
        row_id = self.endpoints[0].row
        before: str | None = None
        for name in () if is_address(self.names[0]) else dict.fromkeys(self.names):
            suffix = f"/{name}" if before else ""
            found = ResolveProbe(
                id=f"{row_id}/resolve{suffix}",
                row=row_id,
                why=N_("the addresses as programs on this machine see them"),
                name=name,
                system=True,
                instead_of=before,
            )
            yield found
            if self.asks:
                yield ResolveProbe(
                    id=f"{row_id}/name-servers{suffix}",
                    row=row_id,
                    why=N_("each name server by itself, to tell whose answer is missing, slow or different"),
                    name=name,
                    ask=self.asks,
                    instead_of=before,
                    delay_s=_BEHIND_LOOKUPS_S,
                )
            before = found.id


def _host_subjects(table: HostTable, options: RunOptions, asks: tuple[Ask, ...]) -> Iterator[_Subject]:
    for row in table.hosts:
        if options.groups and row.group not in options.groups:
            continue
        every = endpoints.of_host(row, table.operator, options.regions)
        if chosen := tuple(endpoint for endpoint in every if included(endpoint, options)):
            yield _Subject(names=(chosen[0].host, *row.aliases), endpoints=chosen, asks=asks)


def _helper_subjects(table: HostTable, options: RunOptions, asks: tuple[Ask, ...]) -> Iterator[_Subject]:
    """Whatever helps to judge. The name servers are asked, the public resolvers are not: nothing rests on theirs."""
    if not options.third_party:
        return
    for control in table.controls:
        if chosen := _kept(endpoints.of_control(control), options):
            yield _Subject(names=(control.host,), endpoints=chosen, asks=asks)
    for service in table.push if Group.PUSH in options.groups else ():
        if chosen := _kept(endpoints.of_push(service), options):
            yield _Subject(names=(service.host,), endpoints=chosen, asks=asks)
    for check in table.captive_checks:
        if chosen := _kept(endpoints.of_captive_check(check), options):
            expected = Expectation(status=check.status, body=check.body)
            yield _Subject(names=(chosen[0].host,), endpoints=chosen, asks=asks, url=check.url, expected=expected)
    for canary in table.canaries:
        if chosen := _kept(endpoints.of_canary(canary), options):
            yield _Subject(names=(canary.address,), endpoints=chosen, asks=())


def _kept(every: tuple[Endpoint, ...], options: RunOptions) -> tuple[Endpoint, ...]:
    return tuple(endpoint for endpoint in every if not excluded(endpoint, options))
