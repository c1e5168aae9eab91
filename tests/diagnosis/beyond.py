"""A proxy in a world of sentences: what it speaks, what it lets through, and what flows behind it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from conntest.model.failure import Failure
from conntest.model.host import Endpoint, Group
from conntest.model.observation import (
    AskedBy,
    ConnectDetail,
    ConnectStep,
    GreetingDetail,
    GreetingStep,
    Leg,
    Observation,
    Protocol,
    ProxyConnectDetail,
    ProxyConnectStep,
    ResolveDetail,
    ResolveStep,
    Step,
    TlsDetail,
    TlsStep,
)
from conntest.model.plan import AddressProbe, GreetingProbe, HttpProbe, Probe, ProbePlan, ResolveProbe, SniffProbe
from conntest.model.proxy import How, Proxy, ProxySetting, Scheme, Scope
from conntest.model.report import Listener, Path, Record
from conntest.model.step import Error
from conntest.plan import with_proxies
from conntest.probes.opening import attempt
from tests.diagnosis.seeing import observe
from tests.diagnosis.world import Change

SOCKS = Proxy(scheme=Scheme.SOCKS5H, host="10.0.0.8", port=1080)
WEB = Proxy(scheme=Scheme.HTTP, host="10.0.0.8", port=3128)
LOCAL = Proxy(scheme=Scheme.SOCKS5H, host="127.0.0.1", port=7890)
NAMED = Proxy(scheme=Scheme.HTTP, host="proxy.example", port=8080)


@dataclass(frozen=True)
class Refusal:
    """A tunnel that was not made."""

    failure: Failure
    leg: Leg
    status: int | None = None
    reply: int | None = None


FORBIDDEN = Refusal(Failure.HTTP_PROXY_CONNECT_REJECTED, Leg.PROXY, status=403)
UNAVAILABLE = Refusal(Failure.HTTP_PROXY_BAD_GATEWAY, Leg.TARGET, status=503)
NOT_ALLOWED = Refusal(Failure.SOCKS_CONNECTION_NOT_ALLOWED, Leg.PROXY, reply=2)
UNREACHED = Refusal(Failure.SOCKS_HOST_UNREACHABLE, Leg.TARGET, reply=4)

Through = Callable[[Endpoint], Refusal | None]


def everything(endpoint: Endpoint) -> Refusal | None:
    return None


def only_web(refusal: Refusal) -> Through:
    return lambda endpoint: refusal if endpoint.group is Group.GATEWAY else None


def all_but(group: Group, refusal: Refusal) -> Through:
    return lambda endpoint: refusal if endpoint.group is group else None


def nothing(refusal: Refusal) -> Through:
    return lambda endpoint: refusal


@dataclass(frozen=True, kw_only=True)
class Beyond:
    """`answers` say what becomes of a question in each protocol, `EOF` in those that are not named; `connecting` what
    becomes of every connection to the proxy; `flows` whether data does, through the tunnels that are made."""

    proxy: Proxy
    used_by: tuple[Scope, ...] = ()
    answers: dict[Scheme, Failure | None] = field(default_factory=dict)
    connecting: Failure | None = None
    unresolved: Failure | None = None
    spoken: Protocol | None = None
    status: int | None = None
    schemes: tuple[str, ...] = ()
    through: Through = everything
    flows: bool = True
    listener: Listener | None = None

    def answer(self, scheme: Scheme) -> Failure | None:
        default: dict[Scheme, Failure | None] = {} if self.answers else {self.proxy.scheme: None}
        return {**default, **self.answers}.get(scheme, Failure.EOF)


def seen_through(beyond: Beyond, *changes: Change) -> Record:
    """The record of a run in a network with these changes, one proxy included."""
    direct = observe(*changes)
    plan = ProbePlan(options=direct.run.options, endpoints=direct.endpoints, probes=())
    probes = with_proxies(plan, (beyond.proxy,)).probes
    endpoints = {endpoint.id: endpoint for endpoint in direct.endpoints}
    seen = tuple(one for probe in probes for one in _observed(beyond, probe, endpoints))
    path = Path(
        id=beyond.proxy.id,
        source="variable https_proxy" if beyond.used_by else "option --proxy",
        proxy=beyond.proxy,
        used_by=beyond.used_by,
        listener=beyond.listener,
    )
    settings = (_setting(beyond),) if beyond.used_by else ()
    return replace(
        direct,
        paths=(*direct.paths, path),
        observations=(*direct.observations, *seen),
        machine=replace(direct.machine, proxies=settings),
    )


def _setting(beyond: Beyond) -> ProxySetting:
    return ProxySetting(
        id="environment:https_proxy",
        source="variable https_proxy",
        how=How.MANUAL,
        scopes=beyond.used_by,
        active=True,
        proxies=(beyond.proxy,),
        wins_for=beyond.used_by,
    )


def _observed(beyond: Beyond, probe: Probe, endpoints: dict[str, Endpoint]) -> Iterator[Observation]:
    if isinstance(probe, ResolveProbe):
        yield attempt(probe, "system", (_lookup(beyond, probe),))
    elif not beyond.unresolved:
        alive = beyond.answer(beyond.proxy.scheme) is None and not beyond.connecting
        if isinstance(probe, SniffProbe) or (alive and not isinstance(probe, HttpProbe)):
            steps = tuple(_steps(beyond, probe, endpoints))
            seen = attempt(probe, "place", steps)
            yield replace(seen, scheme=probe.scheme) if isinstance(probe, SniffProbe) else seen


def _lookup(beyond: Beyond, probe: ResolveProbe) -> ResolveStep:
    found = () if beyond.unresolved else ("10.0.0.8",)
    detail = ResolveDetail(name=probe.name, asked_by=AskedBy.SYSTEM, server=None, rrtype="A", addresses=found)
    return ResolveStep(t0=0.0, t=0.1, error=Error.of(beyond.unresolved, None), detail=detail)


def _steps(beyond: Beyond, probe: AddressProbe, endpoints: dict[str, Endpoint]) -> Iterator[Step]:
    yield ConnectStep(t0=0.1, t=0.2, error=Error.of(beyond.connecting, None), detail=ConnectDetail())
    if beyond.connecting:
        return
    if isinstance(probe, SniffProbe):
        yield _sniffed(beyond, probe)
        return
    endpoint = endpoints[probe.endpoint or ""]
    refusal = beyond.through(endpoint)
    yield _tunnel(beyond, endpoint, refusal)
    if refusal is None:
        yield _said(beyond, probe)


def _sniffed(beyond: Beyond, probe: SniffProbe) -> ProxyConnectStep:
    failure = beyond.answer(probe.scheme)
    detail = ProxyConnectDetail(
        proxy=probe.path,
        scheme=probe.scheme,
        leg=Leg.PROXY if failure else None,
        status=beyond.status,
        auth_schemes=beyond.schemes,
        spoken=beyond.spoken if failure else None,
    )
    return ProxyConnectStep(t0=0.2, t=0.3, error=Error.of(failure, None), detail=detail)


def _tunnel(beyond: Beyond, endpoint: Endpoint, refusal: Refusal | None) -> ProxyConnectStep:
    detail = ProxyConnectDetail(
        proxy=beyond.proxy.id,
        scheme=beyond.proxy.scheme,
        target=f"{endpoint.host}:{endpoint.port}",
        leg=refusal.leg if refusal else None,
        status=refusal.status if refusal else None,
        reply=refusal.reply if refusal else None,
    )
    failure = refusal.failure if refusal else None
    return ProxyConnectStep(t0=0.2, t=0.3, error=Error.of(failure, None), detail=detail)


def _said(beyond: Beyond, probe: AddressProbe) -> Step:
    """What comes back through a tunnel: the right answer, or its end."""
    failure = None if beyond.flows else Failure.EOF
    if isinstance(probe, GreetingProbe):
        spoken = Protocol.IBKR_GATEWAY if beyond.flows else None
        detail = GreetingDetail(spoken=spoken, version=529 if beyond.flows else None, bytes_received=40)
        return GreetingStep(t0=0.3, t=0.4, error=Error.of(failure, None), detail=detail)
    trust = getattr(probe, "trust")  # noqa: B009 - all others are TLS probes
    return TlsStep(t0=0.3, t=0.4, error=Error.of(failure, None), detail=TlsDetail(trust=trust, server_name=probe.host))
