"""A comparison on a terminal, in Markdown and as JSON."""

import json
from functools import cache

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from conntest.compare import compare
from conntest.model.comparison import Comparison
from conntest.model.report import Report, Tool
from conntest.render.comparison.html import to_html
from conntest.render.comparison.json_ import to_json
from conntest.render.comparison.markdown import to_markdown
from conntest.render.comparison.terminal import render, to_text
from tests.render import samples
from tests.render.hostile import ONE_OF_EACH, hostile, poisoned, quick
from tests.render.html_words import Words
from tests.render.paper import SGR, pipe, terminal, written

TOOL = Tool(name="conntest", version="0.1.0")


def compared(old: Report, new: Report) -> Comparison:
    return compare(old, new, files=("old.json", "new.json"), made_by=("0.1.0", "0.1.0"), tool=TOOL)


@cache
def broken() -> Comparison:
    return compared(samples.healthy(), samples.ports_blocked())


def test_a_regression_reads_as_one() -> None:
    text = to_text(broken())
    assert text.startswith("✗ What worked before does not work now.\n")
    assert "✗ TWS and IB Gateway: PASS → FAIL: tws-ports-blocked" in text
    assert "✗ Finding tws-ports-blocked\n      not found\n    → TWS cannot reach any IBKR gateway from here" in text
    assert "! Finding clock-skew\n      not found\n    → Logins may fail: this computer's clock is wrong" in text
    assert "✗ 36 checks: gateway answers → timed out" in text
    assert "ndc1.ibllc.com:4000, 4001; ndc1-hb1.ibllc.com:4000, 4001" in text
    assert "--region" in text
    assert "Better" not in text


def test_every_line_fits() -> None:
    for width in (60, 80, 110):
        assert max(cell_len(line) for line in to_text(broken(), width=width).split("\n")) <= width


def test_what_was_fixed_is_good_news() -> None:
    text = to_text(compared(samples.ports_blocked(), samples.healthy()))
    assert text.startswith("✓ It is better than before, and nothing is worse.\n")
    assert "✓ 36 checks: timed out → gateway answers" in text
    assert "Worse" not in text


def test_nothing_changed() -> None:
    same = compared(samples.healthy(), samples.healthy())
    text = to_text(same)
    assert text.startswith("✓ Nothing changed.\n")
    checks = len(samples.healthy().endpoints)
    assert f"{checks} of {checks} checks that both reports have are as they were." in text
    assert to_markdown(same).startswith("**Nothing changed.**\n")


def test_a_pipe_gets_no_colour_and_plain_signs_where_it_has_no_others() -> None:
    console = pipe(encoding="ascii")
    render(broken(), console)
    text = written(console)
    assert "\x1b" not in text
    assert "x TWS and IB Gateway: PASS -> FAIL" in text


def test_markdown_is_a_list_that_names_some_hosts() -> None:
    text = to_markdown(broken())
    assert "- 36 checks: gateway answers → timed out (ndc1.ibllc.com:4000, 4001; " in text
    assert "12 more)" in text


def test_json_tells_every_change() -> None:
    document = json.loads(to_json(broken()))
    assert (document["schema_version"], document["regression"]) == ("1.0", "fail")
    assert document["old"] | {"file": "old.json", "verdict": "pass"} == document["old"]
    broke = [one for one in document["changes"] if one["about"] == "check" and one["kind"] == "broke"]
    assert len(broke) == 36
    after = {name: value for name, value in broke[0]["after"].items() if value is not None}
    assert after == {"status": "fail", "told": "timed out"}


def test_the_page_is_whole_and_asks_for_nothing() -> None:
    page = Words(to_html(broken()))
    assert page.open == []
    assert page.tags.isdisjoint({"script", "img", "iframe", "form", "object"})
    assert "What worked before does not work now." in page.text


@quick
@given(hostile, hostile, st.integers(60, 120))
def test_hostile_text_only_shows_as_text(first: str, second: str, width: int) -> None:
    found = compared(poisoned(ONE_OF_EACH, first), poisoned(ONE_OF_EACH, second))
    text = to_text(found, width=width)
    assert all(line.isprintable() and cell_len(line) <= width for line in text.split("\n"))
    console = terminal(width)
    render(found, console)
    assert SGR.sub("", written(console)) == text
    assert all(line.isprintable() for line in to_json(found).split("\n"))
    lines = to_markdown(found).split("\n")
    assert all(line.isprintable() and (not line or line.startswith(("- ", "**")) or line[0] != "#") for line in lines)
    assert "<script" not in to_markdown(found).replace("\\<script", "")
    page = Words(to_html(found))
    assert page.open == []
    assert page.tags.isdisjoint({"script", "img"})
