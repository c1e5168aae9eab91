"""How the texts of findings and failures are written."""

import re
from collections.abc import Iterator

from conntest.findings import about
from conntest.findings.gateway_block import CASES
from conntest.model.failure import Failure
from conntest.model.finding import Code
from conntest.wording.failures import failure_text
from tests.every import every

BANNED = (
    r"please|simply|just|obviously|unfortunately|oops|sorry|easy|easily|of course",
    r"definitely|certainly|undoubtedly|guaranteed?|proves that|always works",
    r"(disable|turn off|switch off|uninstall) (the |your |any )?(firewall|antivirus|security)",
    r"ignore (the |this |any )?(certificate|warning)",
    r"TODO|FIXME|lorem",
)


def texts() -> Iterator[tuple[str, str]]:
    """Every text that is the same whatever the facts, by its code."""
    for code in Code:
        one = about(code)
        yield from ((code, text) for text in (one.title, one.meaning, one.healthy_cause) if text)
        for advice in one.advice:
            yield from ((code, step) for remedy in advice.remedies for step in remedy.steps)
    for failure in Failure:
        yield from ((failure, text) for text in (failure_text(failure).meaning, failure_text(failure).look_for))


ALL_TEXTS = tuple(texts())


@every("failure", Failure)
def test_a_failure_fits_into_a_cell_of_the_matrix(failure: Failure) -> None:
    assert 0 < len(failure_text(failure).label) <= 20


@every("code", Code)
def test_a_title_is_short_and_has_no_full_stop(code: Code) -> None:
    assert 10 < len(about(code).title) <= 60
    assert not about(code).title.endswith(".")


@every("code", Code)
def test_a_meaning_speaks_to_the_trader_and_then_to_the_administrator(code: Code) -> None:
    paragraphs = about(code).meaning.split("\n\n")
    assert len(paragraphs) == 2
    assert all(len(paragraph) > 80 for paragraph in paragraphs)


@every("pattern", BANNED)
def test_no_text_begs_promises_or_lays_down_the_guard(pattern: str) -> None:
    assert not [(code, text) for code, text in ALL_TEXTS if re.search(rf"\b({pattern})\b", text, re.IGNORECASE)]


def test_a_text_has_no_stray_blanks_and_closes_its_quotes() -> None:
    for code, text in ALL_TEXTS:
        assert text == text.strip(), code
        assert "  " not in text, code
        assert text.count("`") % 2 == 0, code
        assert text.count("“") == text.count("”"), code


def test_a_link_is_https() -> None:
    links = [r.link for code in Code for advice in about(code).advice for r in advice.remedies if r.link]
    assert links
    assert all(link.startswith("https://") for link in links)


def test_a_block_names_the_rule_and_a_proof_for_every_system() -> None:
    administrator = next(remedy for remedy in CASES[0].remedies if remedy.who == "it")
    said = " ".join(administrator.steps)
    assert "4000 and 4001" in said
    assert "change request" in said and "`conntest allowlist`" in said
    assert "`Test-NetConnection ndc1.ibllc.com -Port 4001`" in said
    assert said.count("`nc -vz ndc1.ibllc.com 4001`") == 2
