"""A probe that broke: a bug of ours, kept as an observation so that it costs the other probes nothing."""

from conntest.model.addresses import is_address
from conntest.model.observation import Bug, Crash
from conntest.model.pac import PacOutcome, PacReport
from conntest.model.plan import Probe, ScriptProbe
from conntest.model.text import printable
from conntest.probes.pac import PacResult

#: Characters of a bug's message that a report keeps.
_MAX_ERROR = 200


def crashed(probe: Probe, place: str | None, error: Exception) -> Crash:
    """The observation of a bug met while `probe` was carried out at `place`: an address, a name beyond a proxy, or None
    where a name was resolved. The parties asked are one probe, and share its fate."""
    return Crash(
        id=f"{probe.id}@{place or 'crashed'}",
        endpoint=probe.endpoint,
        row=probe.row,
        proxy=probe.proxy,
        setting=probe.setting,
        kind=probe.kind,
        path=probe.path,
        address=place if place and is_address(place) else None,
        crash=_bug(error),
    )


def crashed_script(probe: ScriptProbe, error: Exception) -> PacResult:
    """A bug met while a setup script was fetched or evaluated: nothing is known of the script."""
    bug = _bug(error)
    reason = f"{bug.exception}: {bug.text}"
    return PacResult(
        report=PacReport(setting=probe.setting or "", url=None, outcome=PacOutcome.NOT_RUN, reason=reason),
        observations=(),
    )


def _bug(error: Exception) -> Bug:
    """The bug itself, not the group of tasks that it ended."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return Bug(exception=type(error).__name__, text=printable(str(error), _MAX_ERROR))
