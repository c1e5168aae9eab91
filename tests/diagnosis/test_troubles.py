"""Every cause is named where it is one: with the right words, as severe as it is, about the right hosts, and alone."""

import pytest

from conntest.diagnosis.catalogue import ENTRIES, entry
from conntest.model.finding import Code, Severity, Verdict
from tests.diagnosis.networks import DECIDED, causes_of, record_of, report_of
from tests.diagnosis.troubles import TROUBLES, Trouble

in_every_trouble = pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.name)


@in_every_trouble
def test_the_cause_leads_as_severe_as_it_is(trouble: Trouble) -> None:
    first = causes_of(trouble.name)[0].draft
    assert (first.code, first.variant, first.severity) == (trouble.code, trouble.variant, trouble.severity)


@in_every_trouble
def test_nothing_else_is_accused(trouble: Trouble) -> None:
    assert {cause.draft.code for cause in causes_of(trouble.name)} == {trouble.code} | trouble.also


@in_every_trouble
def test_its_symptoms_are_hidden_and_named(trouble: Trouble) -> None:
    assert set(causes_of(trouble.name)[0].hides) == trouble.hides


@in_every_trouble
def test_it_is_about_the_hosts_concerned(trouble: Trouble) -> None:
    if trouble.subjects is not None:
        concerned = {one.id for one in record_of(trouble.name).endpoints if trouble.subjects.holds(one, "")}
        assert set(causes_of(trouble.name)[0].draft.subjects) == concerned


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
    headline = report_of(trouble.name).headline
    title = entry(trouble.code).title_of(trouble.variant)
    match trouble.severity:
        case Severity.FAIL:
            assert headline == f"{title}."
        case Severity.WARN:
            assert headline.endswith(f" {'Found' if trouble.verdict else 'But'}: {title}.")
        case Severity.INFO:
            assert title not in headline


#: What only a path through a proxy shows.
BEYOND_THE_DIRECT_PATH = {"through-proxy"}


#: What only a proxy can show: `test_ways.py` does.
BEYOND = {(Code.PORTAL_BLOCKED, "through-proxy")}


def test_every_variant_of_every_cause_has_a_network_that_shows_it() -> None:
    shown = {(trouble.code, trouble.variant) for trouble in TROUBLES}
    written = {(code, variant) for code in DECIDED for variant in ENTRIES[code].summaries}
    assert {variant for code, variant in written - shown} == BEYOND_THE_DIRECT_PATH
