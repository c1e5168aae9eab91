"""The small helpers of the room: words, steps, clean text."""

import pytest

from conntest.model.failure import Failure
from conntest.render import words
from conntest.render.formats import FORMATS, SUFFIXES
from conntest.render.printable import encodable, printable, quoted
from conntest.render.steps import arranged, system_of
from tests.every import every
from tests.render import samples


@every(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("日本語 é", "日本語 é"),
        ("a\r\n\tb", "a   b"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\x9b2J", "\\x9b2J"),
        ("a\u202eb", "a\\u202eb"),
        ("\u200b\ufeff\x00\x7f", "\\u200b\\ufeff\\x00\\x7f"),
        ("\ud83d", "\\ud83d"),
        ("\u3000", " "),
    ],
)
def test_what_is_not_a_visible_character_becomes_an_escape(text: str, shown: str) -> None:
    assert printable(text) == shown


@every(
    ("text", "encoding", "shown"),
    [
        ("“a” — b…", "ascii", '"a" - b...'),
        ("“a”", "utf-8", "“a”"),
        ("日本", "ascii", "\\u65e5\\u672c"),
        ("日本", "cp932", "日本"),
        ("é", "latin-1", "é"),
    ],
)
def test_what_an_encoding_lacks_is_written_plainly(text: str, encoding: str, shown: str) -> None:
    assert encodable(text, encoding) == shown


def test_a_quotation_is_cut() -> None:
    assert quoted("abcdef", 3) == "“abc…”"


@every("failure", Failure)
def test_every_failure_has_words(failure: Failure) -> None:
    assert words.failure(failure)
    assert "_" not in words.failure(failure)


@every(
    ("value", "shown"),
    [(0.0, "<0.1 ms"), (0.06, "0.1 ms"), (9.94, "9.9 ms"), (9.96, "10 ms"), (203.4, "203 ms"), (1234.5, "1234 ms")],
)
def test_milliseconds(value: float, shown: str) -> None:
    assert words.milliseconds(value) == shown


@every(("value", "shown"), [(0.0042, "4.2 ms"), (0.25, "250 ms"), (0.9996, "1.0 s"), (3.0, "3.0 s"), (61.26, "61.3 s")])
def test_seconds(value: float, shown: str) -> None:
    assert words.seconds(value) == shown


@pytest.mark.parametrize(("host", "shown"), [("a.example", "a.example:443"), ("2001:db8::1", "[2001:db8::1]:443")])
def test_an_endpoint(host: str, shown: str) -> None:
    assert words.endpoint(host, 443) == shown


@every(
    ("os", "system"),
    [
        ("Linux 6.8.0", "Linux"),
        ("macOS 14.1", "macOS"),
        ("Darwin 23.1.0", "macOS"),
        ("Windows-11-10.0", "Windows"),
        ("FreeBSD 14", None),
        ("", None),
    ],
)
def test_the_system_of_a_machine(os: str, system: str | None) -> None:
    assert system_of(os) == system


STEPS = ("First.", "Windows: do w.", "macOS: do m.", "Linux: do l.", "Last.", "Linux: again.")


def test_steps_for_the_own_system_come_before_those_for_others() -> None:
    steps = arranged(STEPS, "macOS")
    assert [step.text for step in steps] == [STEPS[n] for n in (0, 2, 1, 3, 4, 5)]
    assert [step.bare for step in steps if step.here] == ["First.", "Do m.", "Last."]


def test_where_the_system_is_unknown_every_step_counts() -> None:
    steps = arranged(STEPS, None)
    assert tuple(step.bare for step in steps) == STEPS
    assert all(step.here for step in steps)


@every("suffix", SUFFIXES)
def test_every_format_renders_a_whole_report(suffix: str) -> None:
    assert "ndc1.ibllc.com" in FORMATS[suffix](samples.ports_blocked())
