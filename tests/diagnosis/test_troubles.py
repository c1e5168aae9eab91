"""Every cause is named where it is one: with the right words, as severe as it is, about the right hosts, and alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import pytest

from conntest.diagnosis import diagnose
from conntest.diagnosis.case import Case
from conntest.diagnosis.catalogue import ENTRIES, entry
from conntest.diagnosis.verdicts import Cause, causes
from conntest.model.finding import Severity, Verdict
from conntest.model.report import Record, Report
from tests.diagnosis.seeing import TOOL, observe
from tests.diagnosis.troubles import TROUBLES, Trouble

#: Codes that the rules of this room's direct path can find.
DECIDED = frozenset(trouble.code for trouble in TROUBLES)


@dataclass(frozen=True)
class Judged:
    """What was seen in a troubled network, and what came of it."""

    record: Record
    causes: tuple[Cause, ...]
    report: Report


@cache
def judged(name: str) -> Judged:
    record = observe(*next(trouble.changes for trouble in TROUBLES if trouble.name == name))
    return Judged(record, causes(Case(record=record)), diagnose(record, TOOL))


in_every_trouble = pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.name)


@in_every_trouble
def test_the_cause_leads_as_severe_as_it_is(trouble: Trouble) -> None:
    first = judged(trouble.name).causes[0].draft
    assert (first.code, first.variant, first.severity) == (trouble.code, trouble.variant, trouble.severity)


@in_every_trouble
def test_nothing_else_is_accused(trouble: Trouble) -> None:
    assert {cause.draft.code for cause in judged(trouble.name).causes} == {trouble.code} | trouble.also


@in_every_trouble
def test_its_symptoms_are_hidden_and_named(trouble: Trouble) -> None:
    assert set(judged(trouble.name).causes[0].hides) == trouble.hides


@in_every_trouble
def test_it_is_about_the_hosts_concerned(trouble: Trouble) -> None:
    if trouble.subjects is not None:
        concerned = {one.id for one in judged(trouble.name).record.endpoints if trouble.subjects.holds(one, "")}
        assert set(judged(trouble.name).causes[0].draft.subjects) == concerned


@in_every_trouble
def test_it_says_what_an_administrator_needs(trouble: Trouble) -> None:
    summary = judged(trouble.name).report.findings[0].summary
    assert all(words in summary for words in trouble.says), summary


@in_every_trouble
def test_the_verdicts_rest_on_it(trouble: Trouble) -> None:
    report = judged(trouble.name).report
    expected = trouble.verdict or Verdict(trouble.severity)
    assert report.verdict is expected
    assert {domain: report.verdicts[domain].status for domain in trouble.verdicts} == trouble.verdicts
    for verdict in report.verdicts.values():
        assert verdict.status is not Verdict.FAIL or trouble.code in verdict.because or trouble.also


@in_every_trouble
def test_the_headline_leads_with_it(trouble: Trouble) -> None:
    headline = judged(trouble.name).report.headline
    title = entry(trouble.code).title
    match trouble.severity:
        case Severity.FAIL:
            assert headline == f"{title}."
        case Severity.WARN:
            assert headline.endswith(f" But: {title}.")
        case Severity.INFO:
            assert title not in headline


def test_every_variant_of_every_cause_has_a_network_that_shows_it() -> None:
    shown: Mapping[str, set[str]] = {
        code: {trouble.variant for trouble in TROUBLES if trouble.code == code} for code in DECIDED
    }
    assert {code: set(ENTRIES[code].summaries) - shown[code] for code in DECIDED} == {code: set() for code in DECIDED}
