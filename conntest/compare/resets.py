"""Which of two reports' differences are explained by a reset that the operator announced for the time of a run."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from conntest.evidence.resets import announced, outage
from conntest.findings.ibkr_maintenance import RESET_LOOKS_LIKE
from conntest.model.comparison import About, Change, Direction, Kind
from conntest.model.failure import Failure
from conntest.model.finding import Code, Domain, Severity
from conntest.model.host import OPERATOR_GROUPS, Group
from conntest.model.report import EndpointResult, Report
from conntest.model.verdict import Condition, EndpointState

#: How a server that is being reset looks. What a name server, this computer or another protocol did is no part of it.
_CONDITIONS = frozenset({Condition.CUT, Condition.SILENT, Condition.SWALLOWED, Condition.TLS_ERROR})
_FAILURES = frozenset(
    {Failure.TIMEOUT, Failure.CONNECTION_REFUSED, Failure.CONNECTION_RESET, Failure.CONNECTION_ABORTED, Failure.EOF}
)

#: Changes of which the later report tells nothing good.
_WORSE = frozenset({Kind.BROKE, Kind.WORSE, Kind.UNCERTAIN})


def reset_subjects(found: Iterable[tuple[Code, Sequence[str]]]) -> frozenset[str]:
    """The endpoints that findings, each a code and its subjects, put down to a reset."""
    return frozenset(one for code, subjects in found if code is Code.IBKR_MAINTENANCE for one in subjects)


def may_be_reset(code: Code, severity: Severity, subjects: Sequence[str], being_reset: frozenset[str]) -> bool:
    """Whether a finding is no more than what a reset of these endpoints looks like."""
    looks_like = code in RESET_LOOKS_LIKE and severity is not Severity.FAIL
    return looks_like and bool(subjects) and being_reset.issuperset(subjects)


def marked(changes: Sequence[Change], old: Report, new: Report) -> Iterator[Change]:
    """The changes, those that a reset explains marked and no regression."""
    then, now = _Resets(old), _Resets(new)
    done = [_marked(change, now if _is_worse(change) else then) for change in changes]
    for change in done:
        yield _explained(change) if change.about is About.REPORT and _is_all_explained(change, done) else change


def _is_worse(change: Change) -> bool:
    return change.kind in _WORSE or change.direction is Direction.WORSE


def _is_all_explained(whole: Change, changes: Sequence[Change]) -> bool:
    """The verdicts that turned as the whole one did, all for a reset."""
    alike = [one for one in changes if one.about is About.VERDICT and _is_worse(one) is _is_worse(whole)]
    return bool(alike) and all(one.in_reset for one in alike)


def _marked(change: Change, resets: "_Resets") -> Change:
    match change.about:
        case About.CHECK:
            explained = resets.explains_check(change.id)
        case About.FINDING:
            explained = resets.explains_code(Code(change.id))
        case About.VERDICT:
            explained = resets.explains_verdict(Domain(change.id))
        case _:
            explained = False
    return _explained(change) if explained else change


def _explained(change: Change) -> Change:
    return replace(change, in_reset=True, regression=None)


class _Resets:
    """What a reset explains of one report."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._being_reset = reset_subjects((one.code, one.subjects) for one in report.findings)
        self._results = {result.id: result for result in report.endpoints}
        accused = [one for one in report.findings if one.severity is Severity.FAIL]
        self._accused = {subject for one in accused for subject in one.subjects}
        self._everything = any(one.everywhere for one in accused)

    def explains_check(self, endpoint: str) -> bool:
        """It fails as a server does that is being reset, at a time announced for it, and no finding names a nearer
        cause."""
        result = self._results.get(endpoint)
        if result is None or not _is_like_reset(result.state) or self._everything or endpoint in self._accused:
            return False
        return endpoint in self._being_reset or self._is_announced(result)

    def _is_announced(self, result: EndpointResult) -> bool:
        if result.group is Group.GATEWAY:
            return bool(announced(self._report.run, result.region))
        return result.group in OPERATOR_GROUPS and outage(self._report.run) is not None

    def explains_code(self, code: Code) -> bool:
        """All findings of that code look like the reset."""
        return all(
            may_be_reset(one.code, one.severity, one.subjects, self._being_reset)
            for one in self._report.findings
            if one.code is code
        )

    def explains_verdict(self, domain: Domain) -> bool:
        """It rests on the reset, and on nothing else that is more than worth knowing."""
        because = self._report.verdicts[domain].because
        serious = {one.code for one in self._report.findings if one.severity is not Severity.INFO}
        others = (code for code in because if code in serious)
        return Code.IBKR_MAINTENANCE in because and all(map(self.explains_code, others))


def _is_like_reset(state: EndpointState) -> bool:
    return state.condition in _CONDITIONS or (state.condition is Condition.CLOSED and state.failure in _FAILURES)
