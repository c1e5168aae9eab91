"""The report as JUnit XML: a case per endpoint and path, and per finding that is about no endpoint.

The dialect is the one that Jenkins' xunit plug-in and GitLab read. A check that failed is a failure; one that could
not be judged is skipped, and says why; a probe of ours that broke is an error. What TWS can do without fails nobody's
pipeline and is skipped, too: hosts that are asked only for comparison, and a way that fails where another one works.
"""

from collections import defaultdict
from collections.abc import Iterator
from enum import StrEnum
from xml.etree import ElementTree

from conntest.model.finding import Finding, Severity, Status
from conntest.model.host import OPERATOR_GROUPS, Group
from conntest.model.observation import DIRECT, Attempt, Crash, Observation
from conntest.model.report import EndpointResult, Report
from conntest.render import facts, words
from conntest.render import furniture as say
from conntest.render.printable import printable
from conntest.symptoms.catalogue import appearance
from conntest.values import dataclass
from conntest.wording import conditions
from conntest.wording.headline import headline


class Kind(StrEnum):
    """What became of a case, by the name of the element that says so."""

    PASSED = "passed"
    FAILURE = "failure"
    ERROR = "error"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`type` and `message` say what went wrong, `text` what else is worth reading."""

    name: str
    classname: str
    seconds: float
    kind: Kind
    type: str = ""
    message: str = ""
    text: str = ""


def to_junit(report: Report) -> str:
    """`report` as an XML document that ends with a newline. What XML 1.0 forbids is an escape by then."""
    suites = [(group.value, cases) for group in Group if (cases := list(_checks(report, group)))]
    suites.append(("findings", [_finding(finding) for finding in _unbound(report)]))
    root = _element("testsuites", name=report.tool.name, time=_time(report.run.duration_s))
    _count(root, [case for _, cases in suites for case in cases])
    for name, cases in suites:
        root.append(_suite(report, name, cases))
    ElementTree.indent(root)
    return f"<?xml version='1.0' encoding='utf-8'?>\n{ElementTree.tostring(root, encoding='unicode')}\n"


def _checks(report: Report, group: Group) -> Iterator[Case]:
    attempts: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    for seen in report.observations:
        if seen.endpoint:
            attempts[seen.endpoint, seen.path].append(seen)
    for result in report.endpoints:
        if result.group is group:
            for path, status in (result.paths or {DIRECT: result.status}).items():
                yield _check(result, path, status, attempts[result.id, path])


def _check(result: EndpointResult, path: str, status: Status, observations: list[Observation]) -> Case:
    tried = [seen for seen in observations if isinstance(seen, Attempt)]
    crashes = [seen for seen in observations if isinstance(seen, Crash)]
    failures = dict.fromkeys([*(seen.failure for seen in tried if seen.failure), *(["crash"] if crashes else [])])
    return Case(
        name=f"{words.endpoint(result.host, result.port)} {path}",
        classname=".".join(part for part in (say.JUNIT_CLASS, result.group, result.region) if part),
        seconds=sum(seen.steps[-1].t - seen.steps[0].t0 for seen in tried if seen.steps),
        kind=_kind(result, status, broke=bool(crashes)),
        type=" ".join(failures) or status.value,
        message=_message(result, path, status),
        text="\n".join(f"{seen.id}: {_became(seen)}" for seen in observations),
    )


def _became(seen: Observation) -> str:
    if isinstance(seen, Crash):
        return f"{seen.crash.exception}: {seen.crash.text}"
    return seen.failure or words.status(Status.PASS)


def _kind(result: EndpointResult, status: Status, *, broke: bool) -> Kind:
    match status:
        case Status.PASS | Status.WARN:
            return Kind.PASSED
        case _ if broke:
            return Kind.ERROR
        case Status.FAIL if result.group in OPERATOR_GROUPS and result.status is Status.FAIL:
            return Kind.FAILURE
        case _:
            return Kind.SKIPPED


def _message(result: EndpointResult, path: str, status: Status) -> str:
    told = conditions.note(result.state) if path == DIRECT and conditions.note(result.state) else words.status(status)
    if result.group not in OPERATOR_GROUPS:
        return say.ONLY_COMPARED.format(told)
    return say.ANOTHER_WORKS.format(told) if status is Status.FAIL and result.status is not status else told


def _unbound(report: Report) -> Iterator[Finding]:
    """Findings that are about no endpoint, nor about a host with all its ports."""
    ids = {result.id for result in report.endpoints}
    bound = ids | {result.row for result in report.endpoints}
    return (finding for finding in report.findings if not bound.intersection(finding.subjects))


def _finding(finding: Finding) -> Case:
    return Case(
        name=finding.code.value,
        classname=f"{say.JUNIT_CLASS}.findings",
        seconds=0.0,
        kind=Kind.FAILURE if finding.severity is Severity.FAIL else Kind.PASSED,
        type=finding.severity.value,
        message=finding.title,
        text="\n".join(filter(None, (finding.title, finding.summary, appearance(finding)))),
    )


def _suite(report: Report, name: str, cases: list[Case]) -> ElementTree.Element:
    moment = words.utc(report.run.started_at)
    suite = _element("testsuite", name=f"{say.JUNIT_CLASS}.{name}")
    if moment is not None:
        suite.set("timestamp", f"{moment:%Y-%m-%dT%H:%M:%S}")
    suite.set("time", _time(sum(case.seconds for case in cases)))
    _count(suite, cases)
    properties = _element("properties")
    properties.extend(_element("property", name=name, value=value) for name, value in _properties(report))
    suite.append(properties)
    suite.extend(_case(case) for case in cases)
    return suite


def _properties(report: Report) -> Iterator[tuple[str, str]]:
    yield "verdict", report.verdict.value
    yield "headline", headline(report)
    yield "tool", f"{report.tool.name} {report.tool.version}"
    yield "host-table", facts.host_table(report.run)
    yield "simulated", str(report.run.simulated).lower()


def _count(element: ElementTree.Element, cases: list[Case]) -> None:
    """The totals that every reader checks. `testsuites` has none of what was skipped."""
    kinds = [case.kind for case in cases]
    element.set("tests", str(len(cases)))
    element.set("failures", str(kinds.count(Kind.FAILURE)))
    element.set("errors", str(kinds.count(Kind.ERROR)))
    if element.tag == "testsuite":
        element.set("skipped", str(kinds.count(Kind.SKIPPED)))


def _case(case: Case) -> ElementTree.Element:
    element = _element("testcase", name=case.name, classname=case.classname, time=_time(case.seconds))
    if case.kind is not Kind.PASSED:
        element.append(_element(case.kind.value, case.text, type=case.type, message=case.message))
    elif case.text:
        element.append(_element("system-out", f"{case.message}\n{case.text}"))
    return element


def _element(tag: str, text: str = "", **attributes: str) -> ElementTree.Element:
    """Of an element's text the lines stay apart; nothing else in it is more than a visible character."""
    element = ElementTree.Element(tag, {name: printable(value) for name, value in attributes.items()})
    element.text = "\n".join(printable(line) for line in text.split("\n")) or None
    return element


def _time(seconds: float) -> str:
    """Seconds without an exponent, and never below 0: readers refuse both."""
    return f"{max(0.0, seconds):.6f}"
