"""The documents of a run that is compared with one on another network: what may be shared of both."""

from dataclasses import replace
from functools import cache

import pytest

from conntest.app.compared import Compared
from conntest.app.sharing import Documents
from conntest.language import using
from conntest.model.host import Group
from conntest.model.privacy import Share
from conntest.model.report import Report
from tests.every import every
from tests.render import samples
from tests.render.test_beside import HOTSPOT, OFFICE, at
from tests.render.test_html import Outline


@cache
def blocked() -> Report:
    return at(OFFICE, samples.ports_blocked(), "office")


@cache
def healthy() -> Report:
    return at(HOTSPOT, samples.healthy(), "hotspot")


def page(new: Report | None = None, old: Report | None = None, level: Share = Share.SUPPORT) -> str:
    return Compared(new or healthy(), level, old or blocked()).text("html")


def test_the_page_has_both_networks_side_by_side_and_the_whole_report_below() -> None:
    texts = " ".join(Outline(page()).texts)
    assert "It fails on the other network and works on this one: the other network is the cause." in texts
    assert "The other network office" in " ".join(texts.split())
    assert "0 of 36: timed out" in texts and "36 of 36" in texts
    assert "What to do first" in texts and "Raw observations" in texts


def test_a_question_that_one_run_did_not_ask_has_an_empty_cell() -> None:
    gateways = tuple(one for one in blocked().endpoints if one.group is Group.GATEWAY)
    assert "</small>-</td>" in page(old=replace(blocked(), endpoints=gateways))
    assert "</small>-</td>" not in page()


@every("name", ["json", "md", "csv", "txt"])
def test_other_formats_are_the_report_s_own(name: str) -> None:
    assert Compared(healthy(), Share.SUPPORT, blocked()).text(name) == Documents(healthy(), Share.SUPPORT).text(name)


def test_the_public_reads_the_addresses_of_neither_network() -> None:
    for document in (page(level=Share.PUBLIC), Compared(healthy(), Share.PUBLIC, blocked()).beside()):
        assert OFFICE not in document and HOTSPOT not in document
        assert "the other network is the cause" in " ".join(document.split())


def test_one_address_in_both_runs_is_one_for_the_public_too() -> None:
    same = page(at(OFFICE, samples.healthy()), blocked(), Share.PUBLIC)
    assert "left from the same public address" in same


def test_the_stricter_of_the_two_reports_decides_on_what_is_shared() -> None:
    public = Documents(blocked(), Share.PUBLIC).report()
    assert Compared(healthy(), Share.INTERNAL, public).level is Share.PUBLIC
    assert HOTSPOT not in page(old=public, level=Share.INTERNAL)


@pytest.mark.parametrize("language", ["ja", "zh-Hans"])
def test_the_page_is_in_the_reader_s_language(language: str) -> None:
    with using(language):
        text = page()
    assert "Two networks compared" not in text and "The other network" not in text
