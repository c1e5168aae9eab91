"""What was concluded: the verdict of the whole, the verdicts, and the findings by their code."""

import re
from collections.abc import Iterator
from dataclasses import replace

from conntest.compare.scale import moved, setback
from conntest.model.comparison import About, Change, Kind, Side
from conntest.model.finding import Code, Domain, Finding, Severity, Status, Verdict
from conntest.model.report import Report
from conntest.values import dataclass
from conntest.wording import conditions
from conntest.wording.headline import headline

#: Numbers and addresses in a summary are measurements: 18 ms or 19, this address of a pool or that one.
_MEASURED = re.compile(r"[0-9a-fA-F]*:[0-9a-fA-F:.]+|\d[\d.,:]*")

#: Subjects named of a finding that grew or shrank.
_NAMED = 4


def conclusions(old: Report, new: Report, *, count: bool) -> Iterator[Change]:
    """`count`: a turn for the worse is a regression."""
    yield from _whole(old, new, count=count)
    for domain in Domain:
        if domain in old.verdicts and domain in new.verdicts:
            yield from _verdict(old, new, domain, count=count)
    yield from _findings(old, new, count=count)


def _regression(kind: Kind, before: Verdict, *, count: bool) -> Status | None:
    """That nothing can be told any more of what worked is worth a warning: a gateway that falls silent reads so."""
    if not count:
        return None
    return Status.WARN if kind is Kind.UNCERTAIN and before is Verdict.PASS else setback(kind)


def _whole(old: Report, new: Report, *, count: bool) -> Iterator[Change]:
    before, after = Status(old.verdict), Status(new.verdict)
    kind = moved(before, after)
    if kind is None and before is after and after is not Status.PASS and _leading(old) != _leading(new):
        kind = Kind.CHANGED
    if kind:
        yield Change(
            about=About.REPORT,
            id="report",
            kind=kind,
            before=Side(status=before, told=headline(old)),
            after=Side(status=after, told=headline(new)),
            regression=_regression(kind, old.verdict, count=count),
        )


def _leading(report: Report) -> Code | None:
    """The cause that the report leads with, if it has one."""
    first = next(iter(report.findings), None)
    return first.code if first and first.severity is not Severity.INFO else None


def _verdict(old: Report, new: Report, domain: Domain, *, count: bool) -> Iterator[Change]:
    before, after = _verdict_side(old, domain), _verdict_side(new, domain)
    assert before.status and after.status
    kind = moved(before.status, after.status)
    if kind is None and before.status is after.status and after.status in (Status.WARN, Status.FAIL):
        kind = Kind.CHANGED if before.told != after.told else None
    if kind:
        regression = _regression(kind, old.verdicts[domain].status, count=count)
        yield Change(about=About.VERDICT, id=domain, kind=kind, before=before, after=after, regression=regression)


def _verdict_side(report: Report, domain: Domain) -> Side:
    verdict = report.verdicts[domain]
    quiet = {finding.code for finding in report.findings if finding.severity is Severity.INFO}
    told = ", ".join(code for code in verdict.because if code not in quiet)
    return Side(status=Status(verdict.status), told=conditions.reason(verdict.doubt) if verdict.doubt else told)


def _findings(old: Report, new: Report, *, count: bool) -> Iterator[Change]:
    then, now = _by_code(old), _by_code(new)
    for code, finding in now.items():
        if code not in then:
            regression = _status(finding.finding.severity) if count else None
            yield Change(about=About.FINDING, id=code, kind=Kind.NEW, after=_side(finding), regression=regression)
        else:
            yield from _finding(then[code], finding, count=count)
    for code, finding in then.items():
        if code not in now:
            yield Change(about=About.FINDING, id=code, kind=Kind.GONE, before=_side(finding))


def _by_code(report: Report) -> dict[Code, "_Told"]:
    """A code can be found more than once, for other subjects each, such as regions. Together they are told as the first
    of them, which is the most important, with the subjects of all."""
    found: dict[Code, _Told] = {}
    for finding in report.findings:
        first = found.setdefault(finding.code, _Told(finding=finding, subjects=finding.subjects))
        if first.finding is not finding:
            subjects = tuple(dict.fromkeys((*first.subjects, *finding.subjects)))
            found[finding.code] = replace(first, subjects=subjects, several=True)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """The findings of one code: the most important one, and the subjects of all. `several` have no one reason."""

    finding: Finding
    subjects: tuple[str, ...]
    several: bool = False


def _finding(before: _Told, after: _Told, *, count: bool) -> Iterator[Change]:
    """The same code again: more or less severe, found for another reason, or for other subjects."""
    was, now = _status(before.finding.severity), _status(after.finding.severity)
    kind = moved(was or Status.PASS, now or Status.PASS)
    sides = _side(before), _side(after)
    if kind is None and now is None:  # what is only worth knowing changes from hour to hour
        return
    one_each = not before.several and not after.several
    if kind is None and one_each and _essence(before.finding) != _essence(after.finding):
        kind, sides = Kind.CHANGED, (_in_full(before.finding), _in_full(after.finding))
    if kind is None and set(before.subjects) != set(after.subjects):
        kind, sides = _growth(before, after), (_scope(before), _scope(after))
    if kind:
        regression = setback(kind) if count and was is not now else None
        yield Change(
            about=About.FINDING,
            id=after.finding.code,
            kind=kind,
            before=sides[0],
            after=sides[1],
            regression=regression,
        )


def _growth(before: _Told, after: _Told) -> Kind:
    """Which of its endpoints broke and which recovered is told by themselves, and counted there."""
    then, now = set(before.subjects), set(after.subjects)
    if then < now:
        return Kind.WORSE
    return Kind.BETTER if now < then else Kind.CHANGED


def _status(severity: Severity) -> Status | None:
    return {Severity.FAIL: Status.FAIL, Severity.WARN: Status.WARN, Severity.INFO: None}[severity]


def _essence(finding: Finding) -> tuple[str, str]:
    """What is said, without what was measured. A host that is named because it is a subject is told as one."""
    return _MEASURED.sub("#", finding.title), _MEASURED.sub("#", finding.summary.partition(". ")[0])


def _side(told: _Told) -> Side:
    return Side(status=_status(told.finding.severity), told=told.finding.title)


def _in_full(finding: Finding) -> Side:
    return Side(status=_status(finding.severity), told=finding.summary)


def _scope(told: _Told) -> Side:
    named = ", ".join(told.subjects[:_NAMED])
    more = len(told.subjects) - _NAMED
    return Side(status=_status(told.finding.severity), told=f"{named} (+{more})" if more > 0 else named)
