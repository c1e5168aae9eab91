"""Every text of the program is there in every language, whole, and with what must not be translated left as it is."""

import re
import string
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo

from conntest.model.finding import Code
from tests.languages.catalogues import folder, is_translated, messages, read, translated

#: What a reader has to type or to find on a screen in the same letters: commands, addresses of pages, codes.
VERBATIM = re.compile(r"`[^`]+`|https?://[^\s)]+")

KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
HAN = re.compile(r"[\u4e00-\u9fff]")


@cache
def catalogue(language: str) -> Catalog:
    return read(language)


@cache
def texts() -> frozenset[tuple[object, object]]:
    """Every text of the program with its context."""
    return frozenset((message.id, message.context) for message in messages())


def everything(language: str) -> Iterator[tuple[Message, str, str]]:
    """Every translated form beside the English one that it is of."""
    for message in catalogue(language):
        if message.id:
            english = message.id[-1] if isinstance(message.id, tuple) else message.id
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            yield from ((message, english, str(form)) for form in forms)


@pytest.mark.parametrize("language", translated())
def test_a_catalogue_has_the_program_s_texts_and_no_others(language: str) -> None:
    there = {(message.id, message.context) for message in catalogue(language)}
    assert there == texts(), "run `python -m tests.languages`"


@pytest.mark.parametrize("language", translated())
def test_nothing_is_left_to_translate(language: str) -> None:
    assert [message.id for message in catalogue(language) if not is_translated(message) or message.fuzzy] == []


@pytest.mark.parametrize("language", translated())
def test_what_is_filled_in_is_named_as_in_english(language: str) -> None:
    assert _otherwise(language, _placeholders) == {}


@pytest.mark.parametrize("language", translated())
def test_commands_addresses_and_codes_stay_as_they_are(language: str) -> None:
    assert _otherwise(language, _verbatim) == {}


def _otherwise(language: str, what: Callable[[str], object]) -> dict[str, str]:
    """The translations in which `what` is otherwise than in the English text."""
    return {english: form for _, english, form in everything(language) if what(english) != what(form)}


def _placeholders(text: str) -> set[str]:
    return {f"{name}:{spec}" for _, name, spec, _ in string.Formatter().parse(text) if name is not None}


def _verbatim(text: str) -> list[str]:
    return sorted((*VERBATIM.findall(text), *(code for code in Code if code in text)))


@pytest.mark.parametrize("language", translated())
def test_a_text_begins_and_ends_as_its_original_where_blanks_and_lines_matter(language: str) -> None:
    for _, english, form in everything(language):
        assert (english[:1].isspace(), english[-1:].isspace()) == (form[:1].isspace(), form[-1:].isspace()), english
        assert english.count("\n\n") == form.count("\n\n"), english


def test_a_chinese_text_is_not_japanese_and_the_other_way_round() -> None:
    assert [form for _, _, form in everything("zh-Hans") if KANA.search(form)] == []
    sentences = [form for _, english, form in everything("ja") if english.count(" ") > 5]
    assert [form for form in sentences if HAN.search(form) and not KANA.search(form)] == []


@pytest.mark.parametrize("language", translated())
def test_a_sentence_is_in_the_language_s_own_script(language: str) -> None:
    sentences = [form for _, english, form in everything(language) if english.count(" ") > 5]
    assert [form for form in sentences if not HAN.search(form) and not KANA.search(form)] == []


@pytest.mark.parametrize("language", translated())
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue(language))
    assert (folder(language) / "conntest.mo").read_bytes() == compiled.getvalue(), "run `python -m tests.languages`"
