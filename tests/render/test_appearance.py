"""Every format for people says what a finding looks like in TWS."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from conntest.language import using
from conntest.model.finding import Severity
from conntest.model.report import Report
from conntest.render.html import to_html
from conntest.render.markdown import to_markdown
from conntest.render.terminal import to_text
from conntest.report_io.json import to_json
from tests.every import every
from tests.render import samples

FORMATS: tuple[Callable[[Report], str], ...] = (to_text, to_html, to_markdown, to_json)


@every("form", FORMATS, ids=lambda form: form.__name__)
def test_the_first_finding_says_what_it_looks_like(form: Callable[[Report], str]) -> None:
    assert "Connection attempt #" in form(samples.ports_blocked())


@every("form", FORMATS, ids=lambda form: form.__name__)
def test_a_healthy_report_says_nothing_of_the_kind(form: Callable[[Report], str]) -> None:
    assert "this looks like" not in form(samples.healthy())


def test_the_terminal_says_it_of_every_further_finding_too() -> None:
    clock = replace(samples.CLOCK_SKEW, severity=Severity.WARN)
    report = replace(samples.ports_blocked(), findings=(*samples.ports_blocked().findings[:1], clock))
    text = to_text(report, verbose=True)
    assert "In the browser this looks like: “Your connection is not private”" in text


@pytest.mark.parametrize(("language", "label"), [("ja", "TWSでの表示"), ("zh-Hans", "TWS 中的表现")])
def test_it_is_said_in_the_language_of_the_report(language: str, label: str) -> None:
    with using(language):
        assert label in to_markdown(samples.ports_blocked())
