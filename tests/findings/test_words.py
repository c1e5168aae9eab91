"""The words of a finding are made from its facts, whatever these are, in every language."""

import pytest
from hypothesis import given, settings

from conntest.findings import about, every_finding, finding_type
from conntest.findings.base import Conclusion
from conntest.language import LANGUAGES, using
from conntest.model.finding import Code, Who
from conntest.report_io.finding_document import document_of, finding_of
from conntest.share.typed import cleaned
from tests.every import every
from tests.findings.made import findings

ENOUGH = settings(max_examples=120)


@ENOUGH
@given(findings())
def test_whatever_the_facts_there_are_words_in_every_language(finding: Conclusion) -> None:
    for language in LANGUAGES:
        with using(language):
            assert finding.title and not finding.title.endswith((".", "。"))
            assert finding.summary.rstrip("”」 ").endswith((".", "。", "…")) or finding.summary
            assert finding.remedies and all(remedy.steps for remedy in finding.remedies)


@pytest.mark.thorough
@ENOUGH
@given(findings())
def test_a_finding_survives_a_saved_report(finding: Conclusion) -> None:
    document = document_of(finding)
    assert document["facts"].keys().isdisjoint({"title", "summary", "severity"})
    restored = finding_of(document)
    assert document_of(restored) == document
    assert type(restored) is type(finding)


@pytest.mark.thorough
@ENOUGH
@given(findings())
def test_every_fact_says_what_kind_of_text_it_is(finding: Conclusion) -> None:
    assert cleaned(finding, type(finding), lambda kind, text: text) == finding


@given(findings())
def test_a_name_in_the_facts_is_the_only_place_where_it_stands(finding: Conclusion) -> None:
    """What redaction replaces in the facts is replaced in the words: no sentence keeps it."""
    clean = cleaned(finding, type(finding), lambda kind, text: "replaced" if text else text)
    for text in (clean.title, clean.summary):
        assert "Zscaler" not in text or (clean.summary == finding.summary and "{x}" not in text)
        assert "10.0.0.1" not in text


@every("code", Code)
def test_every_code_has_one_finding(code: Code) -> None:
    assert finding_type(code).about().code is code


@every("kind", every_finding(), ids=lambda kind: kind.about().code.value)
def test_a_rule_says_what_it_concludes_from(kind: type[Conclusion]) -> None:
    assert kind.conclude.__doc__


@every("code", Code)
def test_explanations_name_every_case_but_the_ordinary_one(code: Code) -> None:
    first, *others = about(code).advice
    assert first.when is None
    assert all(one.when for one in others)
    assert all(remedy.who in Who for advice in about(code).advice for remedy in advice.remedies)
