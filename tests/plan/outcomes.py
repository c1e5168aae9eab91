"""What a run of a plan may have seen, made up step by step: healthy unless a test says otherwise."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from conntest.model.failure import Failure
from conntest.model.observation import (
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
    Step,
    TlsDetail,
    TlsStep,
    Trust,
)
from conntest.model.plan import AddressProbe, GreetingProbe, HttpProbe, OnlyIf, ProbePlan, ResolveProbe, TlsProbe


def connected(*, retransmits: int | None = 0) -> ConnectStep:
    return ConnectStep(t0=0.0, t=0.1, failure=None, raw_error=None, detail=ConnectDetail(retransmits=retransmits))


def not_connected(failure: Failure = Failure.TIMEOUT) -> ConnectStep:
    return ConnectStep(t0=0.0, t=5.0, failure=failure, raw_error="x", detail=ConnectDetail())


def greeted(failure: Failure | None = None) -> GreetingStep:
    detail = GreetingDetail(spoken=None if failure else Protocol.IBKR_GATEWAY)
    return GreetingStep(t0=0.1, t=0.2, failure=failure, raw_error=failure, detail=detail)


def secured(trust: Trust, failure: Failure | None = None) -> TlsStep:
    return TlsStep(t0=0.1, t=0.2, failure=failure, raw_error=failure, detail=TlsDetail(trust=trust, server_name="h"))


def resolved(name: str, asked_by: AskedBy, *addresses: str, failure: Failure | None = None) -> ResolveStep:
    detail = ResolveDetail(name=name, asked_by=asked_by, server="s", rrtype="A", addresses=addresses)
    return ResolveStep(t0=0.0, t=0.1, failure=failure, raw_error=failure, detail=detail)


def attempt(probe: AddressProbe, address: str, *steps: Step) -> Observation:
    return Observation(id=f"{probe.id}@{address}", endpoint=probe.subject, address=address, steps=steps)


def healthy(
    plan: ProbePlan, system: Mapping[str, Sequence[str]], servers: Mapping[str, Sequence[str]]
) -> Iterator[Observation]:
    """Every probe succeeded at every address. `system` and `servers` are the addresses answered, by row."""
    for probe in plan:
        if isinstance(probe, ResolveProbe):
            asked_by = AskedBy.SYSTEM if probe.system else AskedBy.NAME_SERVER
            answer = (system if probe.system else servers)[probe.subject]
            step = resolved(probe.name, asked_by, *answer)
            yield Observation(id=f"{probe.id}@s", endpoint=probe.subject, steps=(step,))
        elif probe.only_if is not OnlyIf.UNTRUSTED:
            for address in system.get(probe.subject.rpartition(":")[0], ()):
                yield attempt(probe, address, connected(), *_talk(probe))


def _talk(probe: AddressProbe) -> Iterable[Step]:
    match probe:
        case GreetingProbe():
            yield greeted()
        case TlsProbe():
            yield secured(probe.trust)
        case HttpProbe():
            detail = HttpDetail(method="GET", url=probe.url, status=200)
            yield HttpStep(t0=0.1, t=0.2, failure=None, raw_error=None, detail=detail)
        case _:
            pass
