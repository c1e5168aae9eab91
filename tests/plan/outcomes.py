"""What a run of a plan may have seen, made up step by step: healthy unless a test says otherwise."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from conntest.model.failure import Failure
from conntest.model.observation import (
    AskedBy,
    Attempt,
    ConnectDetail,
    ConnectStep,
    GreetingDetail,
    GreetingStep,
    HttpDetail,
    HttpStep,
    Protocol,
    ResolveDetail,
    ResolveStep,
    Step,
    TlsDetail,
    TlsStep,
    Trust,
)
from conntest.model.plan import AddressProbe, GreetingProbe, HttpProbe, OnlyIf, ProbePlan, ResolveProbe, TlsProbe
from conntest.model.step import Error
from conntest.probes import opening
from conntest.probes.opening import observed


def connected(*, retransmits: int | None = 0) -> ConnectStep:
    took_s = 0.1 + (retransmits or 0)
    return ConnectStep(t0=0.0, t=took_s, error=None, detail=ConnectDetail(rtt_ms=100.0, retransmits=retransmits))


def not_connected(failure: Failure = Failure.TIMEOUT) -> ConnectStep:
    return ConnectStep(t0=0.0, t=5.0, error=Error.of(failure, "x"), detail=ConnectDetail())


def greeted(failure: Failure | None = None) -> GreetingStep:
    detail = GreetingDetail(spoken=None if failure else Protocol.IBKR_GATEWAY)
    return GreetingStep(t0=0.1, t=0.2, error=Error.of(failure, failure), detail=detail)


def secured(trust: Trust, failure: Failure | None = None) -> TlsStep:
    return TlsStep(t0=0.1, t=0.2, error=Error.of(failure, failure), detail=TlsDetail(trust=trust, server_name="h"))


def resolved(name: str, asked_by: AskedBy, *addresses: str, failure: Failure | None = None) -> ResolveStep:
    server = None if asked_by is AskedBy.SYSTEM else "10.0.0.53"
    detail = ResolveDetail(name=name, asked_by=asked_by, server=server, rrtype="A", addresses=addresses)
    return ResolveStep(t0=0.0, t=0.1, error=Error.of(failure, failure), detail=detail)


def attempt(probe: AddressProbe, address: str, *steps: Step) -> Attempt:
    return observed(probe, address, *steps)


def healthy(
    plan: ProbePlan, system: Mapping[str, Sequence[str]], servers: Mapping[str, Sequence[str]]
) -> Iterator[Attempt]:
    """Every probe succeeded at every address. `system` and `servers` are the addresses answered, by row."""
    rows = {endpoint.id: endpoint.row for endpoint in plan.endpoints}
    for probe in plan:
        if isinstance(probe, ResolveProbe):
            asked_by = AskedBy.SYSTEM if probe.system else AskedBy.NAME_SERVER
            answer = (system if probe.system else servers)[probe.subject]
            step = resolved(probe.name, asked_by, *answer)
            yield opening.attempt(probe, "s", (step,))
        elif probe.only_if is not OnlyIf.UNTRUSTED:
            for address in system.get(rows.get(probe.subject, ""), ()):
                yield attempt(probe, address, connected(), *_talk(probe))


def _talk(probe: AddressProbe) -> Iterable[Step]:
    match probe:
        case GreetingProbe():
            yield greeted()
        case TlsProbe():
            yield secured(probe.trust)
        case HttpProbe():
            detail = HttpDetail(method="GET", url=probe.url, status=200)
            yield HttpStep(t0=0.1, t=0.2, error=None, detail=detail)
        case _:
            pass
