"""The JUnit report: a case per check, in the dialect that pipelines read."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import xmlschema
from hypothesis import given

from conntest.model.failure import Failure
from conntest.model.finding import Status
from conntest.model.host import Group
from conntest.model.observation import Bug, Crash, ProbeKind
from conntest.model.report import Report
from conntest.model.verdict import Condition
from conntest.render.junit import to_junit
from tests.every import every
from tests.render import full, samples
from tests.render.hostile import ONE_OF_EACH, hostile, poisoned, quick

UNNAMED = samples.state(Condition.CLOSED, failure=Failure.UNKNOWN)
SAMPLES = (samples.healthy, samples.ports_blocked, samples.dns_tampered, full.report)


@cache
def schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(Path(__file__).with_name("junit.xsd"))


def parsed(report: Report) -> ElementTree.Element:
    text = to_junit(report)
    schema().validate(text)
    return ElementTree.fromstring(text)


def cases(report: Report) -> dict[str, ElementTree.Element]:
    return {case.get("name", ""): case for case in parsed(report).iter("testcase")}


@every("sample", SAMPLES)
def test_every_report_is_valid_by_the_schema_and_its_totals_are_right(sample: Callable[[], Report]) -> None:
    root = parsed(sample())
    for element in (root, *root.iter("testsuite")):
        for attribute, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
            assert element.get(attribute) == str(len(list(element.iter(tag))))


def test_every_endpoint_has_a_case_for_each_of_its_paths() -> None:
    report = full.report()
    expected = sum(len(result.paths) for result in report.endpoints)
    findings_of_no_endpoint = 2
    assert len(cases(report)) == expected + findings_of_no_endpoint


def test_a_check_that_failed_is_a_failure_with_its_reason() -> None:
    case = cases(samples.ports_blocked())["ndc1.ibllc.com:4001 direct"]
    failure = case.find("failure")
    assert failure is not None
    assert (failure.get("type"), failure.get("message")) == ("generic_timeout_error", "timed out")
    assert "ndc1:4001/connect-0@208.245.0.14: generic_timeout_error" in (failure.text or "")
    assert case.get("classname") == "conntest.gateway.america-east"


def outcome(case: ElementTree.Element) -> tuple[str, str | None]:
    return next(((child.tag, child.get("message")) for child in case if child.tag != "system-out"), ("passed", None))


def test_a_way_that_fails_where_another_works_fails_no_pipeline() -> None:
    base = samples.healthy()
    result = replace(base.endpoints[0], paths={"direct": Status.PASS, "http://p:1": Status.FAIL})
    case = cases(replace(base, endpoints=(result,)))["ndc1.ibllc.com:4000 http://p:1"]
    assert outcome(case) == ("skipped", "failed (another way works)")


def test_a_neutral_host_that_fails_fails_no_pipeline() -> None:
    base = samples.healthy()
    control = next(result for result in base.endpoints if result.group is Group.CONTROL)
    failed = replace(control, status=Status.FAIL, paths={"direct": Status.FAIL}, state=samples.TIMED_OUT)
    assert outcome(*cases(replace(base, endpoints=(failed,))).values()) == (
        "skipped",
        "timed out (asked for comparison only)",
    )


def test_what_could_not_be_judged_is_skipped_and_a_bug_is_an_error() -> None:
    base = samples.healthy()
    first = base.endpoints[0]
    unsure = replace(
        first,
        status=Status.INCONCLUSIVE,
        paths={"direct": Status.INCONCLUSIVE},
        state=samples.state(Condition.NAME_MISSING),
    )
    assert outcome(*cases(replace(base, endpoints=(unsure,), observations=())).values()) == ("skipped", "no such name")
    broke = Crash(
        id=f"{first.id}/connect@208.245.107.3",
        kind=ProbeKind.CONNECT,
        endpoint=first.id,
        crash=Bug(exception="ValueError", text="no such thing"),
    )
    bug = replace(base, endpoints=(unsure,), observations=(broke,))
    (case,) = cases(bug).values()
    assert outcome(case)[0] == "error"
    assert "ValueError: no such thing" in (case.find("error").text or "")  # type: ignore[union-attr]


def test_a_failure_without_a_name_is_no_bug() -> None:
    base = samples.healthy()
    first = base.endpoints[0]
    failed = replace(first, status=Status.FAIL, paths={"direct": Status.FAIL}, state=UNNAMED)
    seen = samples.seen(first.id, "connect", "208.245.107.3", samples.connect_step(Failure.UNKNOWN))
    told = cases(replace(base, endpoints=(failed,), observations=(seen,)))
    assert outcome(*told.values()) == ("failure", "unknown failure")


def test_a_finding_about_no_endpoint_is_a_case_of_its_own() -> None:
    found = cases(full.report())
    assert found["clock-skew"].find("failure") is None, "a warning is not a failure"
    assert outcome(found["egress-ip-rotation"]) == (
        "failure",
        "Client Portal logs you out: your public address changes",
    )
    assert "tws-ports-blocked" not in found, "its endpoints say it"


def test_a_demo_says_so() -> None:
    properties = {p.get("name"): p.get("value") for p in parsed(samples.dns_tampered()).iter("property")}
    assert properties["simulated"] == "true"


@quick
@given(hostile)
def test_a_hostile_text_stays_text(poison: str) -> None:
    report = poisoned(ONE_OF_EACH, poison)
    root = parsed(report)
    assert len(list(root.iter("testcase"))) >= len(report.endpoints)
    for element in root.iter():
        for text in (element.text or "", *element.attrib.values()):
            assert all(line.isprintable() for line in text.split("\n"))
