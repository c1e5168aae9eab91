"""Whole runs in the simulated network, shared: what is concluded from what remains is what was concluded from all."""

from collections.abc import Mapping

import pytest

from conntest.app.judging import anew
from conntest.app.sharing import Documents
from conntest.model.privacy import Share
from conntest.model.report import Report
from conntest.render.formats import FORMATS
from conntest.report_io.json import from_json
from conntest.wording.headline import headline
from tests.played import Plays

#: A proxy, a certificate of somebody else's, a page of a hotel's, and several public addresses.
SCENARIOS = ("proxy-only-way-out", "tls-inspection", "captive-portal", "egress-rotation")


@pytest.fixture(scope="module")
def reports(plays: Plays) -> Mapping[str, Report]:
    return plays.reports(SCENARIOS)


@pytest.mark.parametrize("name", SCENARIOS)
def test_support_reads_the_same_conclusions(name: str, reports: Mapping[str, Report]) -> None:
    report = reports[name]
    support = Documents(report, Share.SUPPORT).report()
    assert (support.verdict, support.verdicts) == (report.verdict, report.verdicts)
    assert bool(support.redactions) or headline(support) == headline(report)
    assert [(f.code, f.severity, f.subjects, f.evidence, f.remedies, f.explains) for f in support.findings] == [
        (f.code, f.severity, f.subjects, f.evidence, f.remedies, f.explains) for f in report.findings
    ]
    if not support.redactions:
        assert support.findings == report.findings


@pytest.mark.thorough
@pytest.mark.parametrize("level", [Share.SUPPORT, Share.PUBLIC])
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_saved_report_shows_the_same_again(name: str, level: Share, reports: Mapping[str, Report]) -> None:
    document = Documents(reports[name], level).text("json")
    again = anew(from_json(document))
    assert Documents(again, Share.SUPPORT).text("json") == document


def test_the_public_reads_in_sentences_what_evidence_calls_an_address(reports: Mapping[str, Report]) -> None:
    public = Documents(reports["egress-rotation"], Share.PUBLIC).report()
    assert "exit-1 (" in public.findings[0].summary and "exit-2 (" in public.findings[0].summary
    assert "(removed)" not in "".join(finding.summary for finding in public.findings)


@pytest.mark.thorough
@pytest.mark.parametrize(("level", "scenario"), [*zip(Share, SCENARIOS, strict=False)])
def test_every_format_can_be_made_at_every_level(level: Share, scenario: str, reports: Mapping[str, Report]) -> None:
    documents = Documents(reports[scenario], level)
    for name in FORMATS:
        assert documents.text(name)
