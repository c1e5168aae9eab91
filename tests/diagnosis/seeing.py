"""What a run sees of a world: the plan's probes carried out in order, without sockets and without waiting."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import cache, lru_cache
from typing import Literal

from conntest.diagnosis import diagnose
from conntest.engine import turn
from conntest.engine.crash import crashed
from conntest.model.addresses import special_purpose
from conntest.model.failure import Failure
from conntest.model.observation import (
    DIRECT,
    AskedBy,
    ConnectDetail,
    ConnectStep,
    GreetingDetail,
    GreetingStep,
    HttpDetail,
    HttpStep,
    Observation,
    Protocol,
    ResolveDetail,
    ResolveStep,
    RttSource,
    Step,
    TlsDetail,
    TlsStep,
    Trust,
)
from conntest.model.plan import (
    AddressProbe,
    ConnectProbe,
    GreetingProbe,
    HttpProbe,
    Probe,
    ProbePlan,
    ResolveProbe,
    TlsProbe,
)
from conntest.model.report import Record, Report, RunOptions, Tool
from conntest.model.step import Error
from conntest.plan import direct_plan, follow_up
from conntest.probes.opening import attempt, observed
from tests.diagnosis.answers import Answer
from tests.diagnosis.peers import Peer, chain
from tests.diagnosis.world import Change, World, record_of, shipped_table

TOOL = Tool(name="conntest", version="0.1.0")

#: What ends a probe that breaks.
BUG = ZeroDivisionError("division by zero")


#: Many tests in a row begin with the same few changes.
@lru_cache(maxsize=16)
def observe(*changes: Change) -> Record:
    """The record of a run in a healthy network to which `changes` are made, in order."""
    world = World()
    for change in changes:
        world = change(world)
    plan = _plan(world)
    looking = _Looking(world, plan)
    looking.carry_out(plan.probes)
    looking.carry_out(follow_up(plan, looking.observations()))
    return record_of(world, looking.observations(), plan.endpoints)


def _plan(world: World) -> ProbePlan:
    if world.table is shipped_table():
        return _shipped_plan(world.options, world.machine.name_servers)
    return direct_plan(world.table, world.options, world.machine.name_servers)


@cache
def _shipped_plan(options: RunOptions, name_servers: tuple[str, ...]) -> ProbePlan:
    return direct_plan(shipped_table(), options, name_servers)


@lru_cache(maxsize=16)
def report(*changes: Change) -> Report:
    return diagnose(observe(*changes), TOOL)


class _Looking:
    def __init__(self, world: World, plan: ProbePlan) -> None:
        self._world = world
        self._plan = plan
        self._seen: dict[str, list[Observation]] = {}
        self._attempts: dict[tuple[str, str], int] = {}
        self._endpoints = {endpoint.id: endpoint for endpoint in plan.endpoints}
        self._rows = {endpoint.row: endpoint for endpoint in plan.endpoints}

    def observations(self) -> tuple[Observation, ...]:
        return tuple(sorted((one for several in self._seen.values() for one in several), key=lambda one: one.id))

    def carry_out(self, probes: Sequence[Probe]) -> None:
        for probe in probes:
            if isinstance(probe, ResolveProbe):
                self._seen[probe.id] = list(self._resolve(probe)) if turn.name_wanted(probe, self._seen) else []
            elif probe.path != DIRECT or not isinstance(probe, ConnectProbe | GreetingProbe | TlsProbe | HttpProbe):
                self._seen[probe.id] = []
            else:
                self._seen[probe.id] = [
                    self._visit(probe, address) for address in turn.addresses(probe, self._seen, self._world.options)
                ]

    def _resolve(self, probe: ResolveProbe) -> Iterator[Observation]:
        endpoint = self._rows[probe.row or ""]
        parties: list[tuple[AskedBy, str | None, bool]] = [(AskedBy.SYSTEM, None, False)] if probe.system else []
        parties += [
            (AskedBy.INDEPENDENT if a.independent else AskedBy.NAME_SERVER, a.address, a.over_tcp) for a in probe.ask
        ]
        for party, server, over_tcp in parties:
            answer = self._world.answer(endpoint, party, server)
            if over_tcp and self._world.honest_over_tcp:
                answer = self._world.zone(endpoint)
            if answer.crashed:
                yield crashed(probe, None, BUG)
                return
            steps = tuple(
                _resolve_step(probe.name, party, server, rrtype, answer, over_tcp=over_tcp) for rrtype in ("A", "AAAA")
            )
            yield attempt(probe, server or "system", steps)

    def _visit(self, probe: AddressProbe, address: str) -> Observation:
        endpoint = self._endpoints[probe.endpoint or ""]
        number = self._attempts.get((endpoint.id, address), 0)
        self._attempts[endpoint.id, address] = number + 1
        peer = self._world.peer(endpoint, address)
        if peer.crashed:
            return crashed(probe, address, BUG)
        steps = tuple(self._steps(probe, peer, address, number))
        seen = observed(probe, address, *steps)
        return replace(seen, expected=probe.expected) if isinstance(probe, HttpProbe) else seen

    def _steps(self, probe: AddressProbe, peer: Peer, address: str, number: int) -> Iterator[Step]:
        failure = self._unroutable(address) or peer.closed or peer.uneven(number)
        detail = ConnectDetail(icmp=peer.icmp) if failure else _connected(peer, number)
        yield _connect_step(failure, detail)
        if failure:
            return
        match probe:
            case GreetingProbe():
                yield _greeting_step(peer)
            case TlsProbe():
                yield _tls_step(peer, probe)
            case HttpProbe():
                yield self._http_step(peer, probe)
            case ConnectProbe():
                pass

    def _unroutable(self, address: str) -> Failure | None:
        routed = self._world.machine.ipv6_route if ":" in address else self._world.machine.ipv4_route
        on_link = special_purpose(address) is not None
        return None if routed or on_link else Failure.NETWORK_UNREACHABLE

    def _http_step(self, peer: Peer, probe: HttpProbe) -> HttpStep:
        talk, page = peer.http, peer.page
        if talk.failure:
            detail = HttpDetail(method="GET", url=probe.url)
            return HttpStep(t0=1.0, t=6.0, error=Error.of(talk.failure, str(talk.failure)), detail=detail)
        right = probe.expected if page.expected else None
        now = datetime.fromisoformat(self._world.started) + timedelta(
            seconds=1.05 - self._world.clock_ahead_s + page.clock_ahead_s
        )
        detail = HttpDetail(
            method="GET",
            url=probe.url,
            status=right.status if right else page.status,
            headers=(("Date", format_datetime(now, usegmt=True)), *page.headers),
            body=(right.body or "") if right else page.body,
            sent_s=1.0,
            first_byte_s=1.1,
        )
        return HttpStep(t0=1.0, t=1.1, error=None, detail=detail)


@lru_cache(maxsize=4096)
def _resolve_step(
    name: str,
    party: AskedBy,
    server: str | None,
    rrtype: Literal["A", "AAAA"],
    answer: Answer,
    *,
    over_tcp: bool = False,
) -> ResolveStep:
    failure = answer.outcome(rrtype)
    detail = ResolveDetail(
        name=name, asked_by=party, server=server, rrtype=rrtype, addresses=answer.of(rrtype), over_tcp=over_tcp
    )
    return ResolveStep(t0=0.0, t=answer.took_s, error=Error.of(failure, failure), detail=detail)


def _connected(peer: Peer, number: int) -> ConnectDetail:
    return ConnectDetail(
        rtt_ms=peer.rtt_ms(number), rtt_source=RttSource.KERNEL, retransmits=1 if peer.resent(number) else 0
    )


def _connect_step(failure: Failure | None, detail: ConnectDetail) -> ConnectStep:
    rtt_s = (detail.rtt_ms or 20.0) / 1000
    # A repeated packet takes the system's timer of a second, unless the answer takes longer than that by itself.
    took_s = rtt_s + (detail.retransmits or 0) * (rtt_s < 1.0)
    return ConnectStep(t0=0.5, t=0.5 + took_s, error=Error.of(failure, failure), detail=detail)


def _greeting_step(peer: Peer) -> GreetingStep:
    talk = peer.greeting
    said = talk.spoken is not None
    detail = GreetingDetail(
        spoken=talk.spoken,
        version=38 if talk.spoken is Protocol.IBKR_GATEWAY else None,
        bytes_received=40 if said else 0,
        preview=talk.preview,
        data_acknowledged=talk.acknowledged,
    )
    return GreetingStep(t0=0.6, t=0.7, error=Error.of(talk.failure, talk.failure), detail=detail)


def _tls_step(peer: Peer, probe: TlsProbe) -> TlsStep:
    talk = peer.tls
    failure = talk.failure
    if failure is None and probe.trust is not Trust.UNVERIFIED:
        failure = peer.belief.get(probe.trust)
    detail = TlsDetail(
        trust=probe.trust,
        server_name=probe.host,
        chain=() if talk.failure else chain(peer, probe.host),
        preview=talk.preview if failure else None,
        data_acknowledged=None if failure is None else talk.acknowledged,
    )
    return TlsStep(t0=0.6, t=0.7, error=Error.of(failure, failure), detail=detail)
