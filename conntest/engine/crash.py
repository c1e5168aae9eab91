"""A probe that broke: a bug of ours, kept as an observation so that it costs the other probes nothing."""

from conntest.model.failure import Failure
from conntest.model.observation import AskedBy, ConnectDetail, ConnectStep, Observation, ResolveDetail, ResolveStep
from conntest.model.pac import PacOutcome, PacReport
from conntest.model.plan import AddressProbe, ResolveProbe, ScriptProbe
from conntest.model.text import printable
from conntest.plan.addresses import parsed
from conntest.probes.pac import PacResult

#: Characters of a bug's message that a report keeps.
_MAX_ERROR = 200


def crashed_lookup(probe: ResolveProbe, t0: float, t: float, error: Exception) -> Observation:
    """A bug met while resolving, told as a lookup that failed. The parties asked are one probe, and share its fate."""
    step = ResolveStep(
        t0=t0,
        t=t,
        failure=Failure.UNKNOWN,
        raw_error=_told(error),
        detail=ResolveDetail(
            name=probe.name,
            asked_by=AskedBy.SYSTEM if probe.system else AskedBy.NAME_SERVER,
            server="unknown",
            rrtype="A",
        ),
    )
    return Observation(id=f"{probe.id}@crashed", endpoint=probe.subject, path=probe.path, steps=(step,))


def crashed(probe: AddressProbe, address: str, t0: float, t: float, error: Exception) -> Observation:
    """A bug met while `address`, or a name beyond a proxy, was probed, told as a connection that failed: nobody knows
    how far it came."""
    step = ConnectStep(t0=t0, t=t, failure=Failure.UNKNOWN, raw_error=_told(error), detail=ConnectDetail())
    return Observation(
        id=f"{probe.id}@{address}",
        endpoint=probe.subject,
        path=probe.path,
        address=address if parsed(address) else None,
        steps=(step,),
    )


def crashed_script(probe: ScriptProbe, error: Exception) -> PacResult:
    """A bug met while a setup script was fetched or evaluated: nothing is known of the script."""
    report = PacReport(setting=probe.subject, url=None, outcome=PacOutcome.NOT_RUN, reason=_told(error))
    return PacResult(report=report, observations=())


def _told(error: Exception) -> str:
    """The bug itself, not the group of tasks that it ended."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return printable(f"conntest bug: {type(error).__name__}: {error}", _MAX_ERROR)
