"""Whatever was found and seen, and whatever secrets it holds, every document of it is written and shows none."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conntest.model.privacy import Share
from conntest.model.report import Report
from tests.render import samples

from .any_report import check, reports

#: Reports, each in every format; CONNTEST_FUZZ asks for more, and `python -m tests.fuzz --reports` for very many.
REPORTS = int(os.environ.get("CONNTEST_FUZZ", "30"))


@pytest.mark.thorough
@settings(deadline=None, max_examples=REPORTS, suppress_health_check=[HealthCheck.too_slow])
@given(reports(samples.healthy()), st.sampled_from(list(Share)), st.sampled_from(["en", "ja"]))
def test_every_document_is_written_and_holds_no_secret(report: Report, level: Share, language: str) -> None:
    check(report, level, language)
