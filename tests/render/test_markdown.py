"""The summary for a ticket: short, readable as it is, and without markup that is not ours."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from conntest.model.report import Labels, Report
from conntest.render.markdown import plain, prose, to_markdown
from tests.every import every
from tests.render import full, samples
from tests.render.hostile import ONE_OF_EACH, hostile, poisoned, quick

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
OURS = frozenset({"text", "strong_open", "strong_close", "code_inline", "softbreak"})
BLOCKS = frozenset({"inline", "paragraph_open", "paragraph_close", "bullet_list_open", "bullet_list_close"})
ITEMS = frozenset({"list_item_open", "list_item_close"})


def inline(text: str) -> Iterator[Token]:
    for token in READER.parse(text):
        yield from token.children or ()


def read(text: str) -> str:
    return "".join(token.content for token in inline(text))


@every(
    "sample", [samples.healthy, samples.ports_blocked, samples.dns_tampered, full.report], ids=lambda s: s.__module__
)
def test_a_summary_has_sixteen_lines_at_most(sample: Callable[[], Report]) -> None:
    assert len(to_markdown(sample()).splitlines()) <= 16


def test_it_leads_with_the_sentence_then_the_cause_then_who_does_what() -> None:
    lines = to_markdown(samples.ports_blocked()).splitlines()
    assert lines[0] == "**FAIL: TWS cannot reach any IBKR gateway from here.**"
    assert lines[2].startswith("Nothing answered on 36 gateway ports in 6 regions")
    assert lines[3].startswith("- In TWS this looks like: “Connection attempt #”, ")
    assert lines[4].startswith("- What was seen: ndc1.ibllc.com:4000 208.245.0.14 connect: timed out after 3.0 s")
    assert lines[5].startswith("- **If this is your own network:** Connect this computer to a phone's hotspot")
    assert lines[6].startswith("- **In an office or hotel: send this to IT:** Allow outgoing TCP")
    assert lines[7] == "- Also found: Logins may fail: this computer's clock is wrong (clock-skew)"


def test_what_the_user_calls_the_run_is_said() -> None:
    base = samples.ports_blocked()
    run = replace(base.run, labels=Labels(site="berlin-01", note="ticket *123*"))
    text = to_markdown(replace(base, run=run))
    assert "- Site: berlin-01\n- Note: ticket \\*123\\*\n" in text
    assert "Site" not in to_markdown(base)


def test_a_title_that_was_the_sentence_is_not_repeated() -> None:
    base = samples.ports_blocked()
    text = to_markdown(base)
    assert text.count(base.findings[0].title) == 1
    assert text.splitlines()[2].endswith("to ports 4000 and 4001. (tws-ports-blocked)")


def test_a_title_that_was_not_the_sentence_stands_before_the_summary() -> None:
    text = to_markdown(replace(samples.healthy(), findings=(samples.CLOCK_SKEW,)))
    assert text.splitlines()[2].startswith(
        "**Logins may fail: this computer's clock is wrong** (clock-skew). This computer's clock is"
    )


def test_many_findings_are_counted() -> None:
    base = samples.ports_blocked()
    text = to_markdown(replace(base, findings=base.findings * 4))
    assert text.count("(tws-ports-blocked)") == 2
    assert "; 4 more\n" in text


@quick
@given(hostile)
def test_a_hostile_text_makes_no_markup(poison: str) -> None:
    text = to_markdown(poisoned(ONE_OF_EACH, poison))
    assert all(line.isprintable() for line in text.split("\n"))
    assert len(text.splitlines()) <= 16
    assert {token.type for token in READER.parse(text)} <= BLOCKS | ITEMS
    assert {token.type for token in inline(text)} <= OURS


@given(hostile)
def test_a_reader_sees_what_was_there(text: str) -> None:
    assert read(f"a {plain(text)} b").split() == f"a {plain_text(text)} b".split()


def plain_text(text: str) -> str:
    """The printable text, as `plain` has it before its backslashes."""
    return "".join(c if c.isprintable() else " " if c.isspace() else c.encode("unicode_escape").decode() for c in text)


def test_commands_stay_code_and_host_names_stay_readable() -> None:
    assert prose("run `a_b *c*` on gdc1_hb1.ibllc.com") == "run `a_b *c*` on gdc1_hb1.ibllc.com"
    assert plain("_a_ <b> [c](d) `e") == r"\_a\_ \<b\> \[c\](d) \`e"
