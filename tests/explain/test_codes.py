"""`conntest explain CODE`: every code, in 80 columns."""

import re
from itertools import chain

import pytest
from rich.cells import cell_len

from conntest.explain.answer import UnknownText, all_codes, explain, listing
from conntest.explain.page import WIDTH
from conntest.findings import about
from conntest.language import LANGUAGES, using
from conntest.model.failure import Failure
from conntest.model.finding import Code
from conntest.model.local_api import ApiCode
from conntest.symptoms.topics import TOPICS, Topic
from tests.every import every


@every("code", all_codes())
def test_explain_fits_a_terminal_of_80_columns(code: str) -> None:
    lines = explain(code).splitlines()
    too_long = [line for line in lines if len(line) > WIDTH]
    assert not too_long
    assert f"({code})" in lines[1]


@every("code", Code)
def test_explain_shows_every_step_and_keeps_commands_whole(code: Code) -> None:
    shown = explain(code)
    flat = " ".join(shown.split())
    for advice in about(code).advice:
        for step in chain.from_iterable(remedy.steps for remedy in advice.remedies):
            assert step in flat
            assert all(command in shown for command in re.findall(r"`[^`]+`", step))


def test_explain_gives_one_number_to_the_same_step_on_several_systems() -> None:
    lines = explain("clock-skew").splitlines()
    starts = [line[:8] for line in lines if re.search(r"(Windows|macOS|Linux): ", line)]
    assert starts == ["  1. Win", "     mac", "     Lin"]


def test_explain_repeats_no_step() -> None:
    assert explain("tws-ports-blocked").count("Test-NetConnection") == 1


@every("written", ["TWS-Ports-Blocked", "  tws-ports-blocked\n", "tws_ports_blocked", "tws ports blocked"])
def test_explain_forgives_case_blanks_and_the_sign_between_words(written: str) -> None:
    assert explain(written) == explain("tws-ports-blocked")


@pytest.mark.parametrize(
    ("written", "meant"), [("tws-port-blocked", "tws-ports-blocked"), ("connection-refuse", "connection_refused")]
)
def test_a_mistyped_code_is_answered_with_what_was_meant(written: str, meant: str) -> None:
    with pytest.raises(UnknownText, match=meant):
        explain(written)


@every("written", ["", "weather", "\x1b[31mred", "x" * 10_000, "天気"])
def test_nonsense_is_answered_briefly_and_printably(written: str) -> None:
    with pytest.raises(UnknownText) as caught:
        explain(written)
    message = str(caught.value)
    assert message.isprintable()
    assert len(message) < 300
    assert "tws-ports-blocked" in message


def test_all_codes_are_the_contracts_codes_each_once() -> None:
    assert set(all_codes()) == {*map(str, Code), *map(str, ApiCode), *map(str, Failure)}
    assert len(all_codes()) == len(set(all_codes()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_names_every_code_and_topic_with_its_title_in_80_columns(language: str) -> None:
    with using(language):
        lines = listing().splitlines()
    assert max(map(cell_len, lines)) <= WIDTH
    for name in (*all_codes(), *(topic.id for topic in TOPICS)):
        assert [line for line in lines if line.startswith(f"  {name} ")], name


@every(
    ("words", "first"),
    [
        ("certificate expired", "ssl_expired"),
        ("load balancer", "egress-ip-rotation"),
        ("timeout", "dns_timeout"),
        ("captive", "captive-portal"),
    ],
)
def test_any_words_lead_to_the_explanations_that_hold_them_titles_first(words: str, first: str) -> None:
    assert explain(words).split("\n\n")[1].split()[0] == first


def test_words_of_a_language_are_found_in_its_texts() -> None:
    with using("ja"):
        assert "clock-skew" in explain("時計")


@every("language", LANGUAGES)
@every("topic", TOPICS, ids=lambda topic: topic.id)
def test_a_topic_is_explained_in_80_columns_by_its_id_and_all_its_phrases(topic: Topic, language: str) -> None:
    with using(language):
        page = explain(topic.id)
        assert all(explain(phrase) == page for phrase in topic.phrases)
    assert max(map(cell_len, page.splitlines())) <= WIDTH
    assert topic.link in page


def test_the_topic_of_resets_tells_the_host_tables_windows() -> None:
    page = " ".join(explain("reset windows").split())
    assert "all regions Friday, 23:00\u201303:00 (America/New_York)" in page
    assert "Europe Sunday to Friday, 06:25\u201307:45 (Europe/Zurich)" in page
