"""Every cause is named where it is one: with the right words, as severe as it is, about the right hosts, and alone."""

from operator import attrgetter

import pytest

from conntest.model.finding import Severity, Verdict
from conntest.wording.headline import headline
from tests.diagnosis.networks import case_of, causes_of, concluded_of, record_of, report_of
from tests.diagnosis.troubles import TROUBLES, Trouble
from tests.every import every

in_every_trouble = every("trouble", TROUBLES, ids=lambda trouble: trouble.name)


@in_every_trouble
def test_the_cause_leads_as_severe_as_it_is(trouble: Trouble) -> None:
    first = causes_of(trouble.name)[0]
    assert (first.code, first.severity) == (trouble.code, trouble.severity)
    assert {name: attrgetter(name)(first) for name in trouble.facts} == trouble.facts


@in_every_trouble
def test_nothing_else_is_accused(trouble: Trouble) -> None:
    assert {finding.code for finding in causes_of(trouble.name)} == {trouble.code} | trouble.also


@in_every_trouble
def test_its_symptoms_are_hidden_and_named(trouble: Trouble) -> None:
    assert set(causes_of(trouble.name)[0].explained) == trouble.hides


@in_every_trouble
def test_it_is_about_the_hosts_concerned(trouble: Trouble) -> None:
    if trouble.subjects is not None:
        concerned = {one.id for one in record_of(trouble.name).endpoints if trouble.subjects.holds(one, "")}
        assert set(causes_of(trouble.name)[0].subjects) == concerned


@in_every_trouble
def test_it_says_what_an_administrator_needs(trouble: Trouble) -> None:
    summary = next(one.summary for one in report_of(trouble.name).findings if one.code == trouble.code)
    assert all(words in summary for words in trouble.says), summary


@in_every_trouble
def test_the_verdicts_rest_on_it(trouble: Trouble) -> None:
    report = report_of(trouble.name)
    expected = trouble.verdict or Verdict(trouble.severity)
    assert report.verdict is expected
    assert {domain: report.verdicts[domain].status for domain in trouble.verdicts} == trouble.verdicts
    for verdict in report.verdicts.values():
        assert verdict.status is not Verdict.FAIL or trouble.code in verdict.because or trouble.also


@in_every_trouble
def test_the_headline_leads_with_it(trouble: Trouble) -> None:
    told = headline(report_of(trouble.name))
    title = causes_of(trouble.name)[0].title
    match trouble.severity:
        case Severity.FAIL:
            assert told == f"{title}."
        case Severity.WARN:
            assert told.endswith(f" {'Found: ' if trouble.verdict else ''}{title}.")
        case Severity.INFO:
            assert title not in told


@pytest.mark.thorough
@in_every_trouble
def test_what_a_rule_found_is_shown_or_named_by_what_hides_it(trouble: Trouble) -> None:
    findings = report_of(trouble.name).findings
    shown = {finding.code for finding in findings} | {code for finding in findings for code in finding.explained}
    assert shown == {finding.code for finding in concluded_of(case_of(trouble.name))}
