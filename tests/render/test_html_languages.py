"""The page in other languages: nothing of it stays English but what is data, and it stays one safe file."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from conntest.language import using
from conntest.model.finding import Code
from conntest.model.report import Report
from conntest.render.html import to_html
from tests.render import full, samples
from tests.render.pseudo import bracketed, foreign, spoken, untranslated, wide

#: Names and units that are the same in every language.
INTERNATIONAL = {"conntest", "ms", "s", "UTC", "IPv", "MTU", "Python", "SHA-", "http", *Code}

#: The signs that stand for public addresses.
LETTERS = {"A", "B"}


class Visible(HTMLParser):
    """Every text that a reader sees or hears. A sentence is one text with the commands in it."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._style = False
        self._goes_on = False
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._style = tag == "style"
        self._goes_on &= tag in ("code", "wbr")
        self.texts += [value for name, value in attrs if name in ("aria-label", "title", "alt") and value]

    def handle_endtag(self, tag: str) -> None:
        self._style = False
        self._goes_on &= tag == "code"

    def handle_data(self, data: str) -> None:
        if self._style:
            return
        if self._goes_on:
            self.texts[-1] += data
        else:
            self.texts.append(data)
        self._goes_on = True


@pytest.mark.parametrize("sample", [samples.healthy, samples.ports_blocked, full.report])
def test_everything_but_data_is_translated(sample: Callable[[], Report]) -> None:
    with spoken(bracketed):
        texts = Visible(to_html(foreign(sample()))).texts
    left = {word for text in texts for word in untranslated(text)}
    assert left - INTERNATIONAL - LETTERS == set()


@pytest.mark.parametrize("tag", ["en", "ja", "zh-Hans"])
def test_the_page_says_its_language_and_which_parts_are_english(tag: str) -> None:
    with spoken(bracketed), using(tag):
        document = to_html(samples.ports_blocked())
    assert f'<html lang="{tag}">' in document
    assert ('<code lang="en">tws-ports-blocked</code>' in document) == (tag != "en")


def test_the_language_is_that_of_the_moment() -> None:
    first = to_html(samples.healthy())
    with spoken(wide):
        assert wide("What to do first") in to_html(samples.healthy())
    assert to_html(samples.healthy()) == first


def test_a_translation_is_text_and_no_markup() -> None:
    with spoken(lambda message: f"<script>{message}</script>\u202e"):
        document = to_html(full.report())
    assert "<script" not in document
    assert "\u202e" not in document
