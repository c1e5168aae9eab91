"""Whatever people read goes through a catalogue, and what comes back from it fits."""

import ast
import re
from collections.abc import Callable, Iterator
from contextvars import Context
from dataclasses import replace
from itertools import pairwise

import pytest
from rich.cells import cell_len

from conntest.hosts import load_table
from conntest.language import gettext, using
from conntest.model.event import ProbeStarted
from conntest.model.finding import Code
from conntest.model.host import Group
from conntest.model.proxy import Scheme
from conntest.model.report import Report, RunOptions
from conntest.plan import direct_plan, with_egress
from conntest.render import markdown, plan, probe_words, proxies, table, terminal, trials
from conntest.render.live import LiveProgress
from conntest.render.scenarios import scenario_lines
from conntest.render.wrapping import ends
from tests.every import every
from tests.languages.catalogues import KEYWORDS, PACKAGE
from tests.render import full, samples
from tests.render.paper import pipe, written
from tests.render.paper import terminal as screen
from tests.render.pseudo import bracketed, foreign, spoken, untranslated, wide

TABLE = load_table()
PLAN = with_egress(direct_plan(TABLE, RunOptions(timeout_s=3.0, deadline_s=60.0), ("10.20.30.1",)), TABLE)

REPORTS = {
    "healthy": samples.healthy(),
    "ports blocked": samples.ports_blocked(),
    "dns tampered": samples.dns_tampered(),
    "full": full.report(),
}

#: Names, units, and what tools know things by. They are the same in every language.
SAME = {"conntest", "explain", "Python", "MTU", "UTC", "IPv", "HTTP", "TLS", "GET", "DNS", "ms", "s", "SOCKS", "direct"}
SAME |= {*Code, *Scheme, *map(probe_words.kind, PLAN)}

#: What an escape of an invisible character is made of, and the marks of a timeline of public addresses.
SIGNS = re.compile(r"\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|(?<!\w)[AB.x]+(?!\w)")


def on_paper(render: Callable[..., None], of: object, *, verbose: bool = False, width: int = 80) -> str:
    console = pipe(width)
    render(of, console, verbose=verbose)
    return written(console)


def shown(report: Report) -> Iterator[str]:
    for verbose in (False, True):
        yield terminal.to_text(report, width=80, verbose=verbose)


def progress() -> str:
    chosen = pipe()
    with LiveProgress(chosen, PLAN) as live:
        for probe in PLAN:
            live(ProbeStarted(probe=probe, t=0.0))
    return written(chosen)


def scenarios() -> str:
    console = pipe()
    grown = trials.TrialTable(console)
    grown.begin()
    for differences in ((), ("A sentence.",)):
        grown.add(trials.Trial(name="healthy", expected="pass", differences=differences, seconds=1.0))
    grown.end()
    return written(console) + "\n".join(scenario_lines([("healthy", "A title", "A story.")]))


def _unseen(source: str) -> Iterator[str]:
    """Messages within f-strings, which are one token to the tools that gather messages before Python 3.12."""
    outer = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr))
    for node in (inner for string in outer for inner in ast.walk(string)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            yield ast.unparse(node)


@pytest.mark.parametrize("room", ["app", "plan", "render"])
def test_every_message_can_be_gathered(room: str) -> None:
    files = (PACKAGE / room).rglob("*.py")
    assert [found for file in files for found in _unseen(file.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("name", REPORTS)
def test_nothing_in_a_report_is_left_untranslated(name: str) -> None:
    report = foreign(REPORTS[name])
    with spoken(bracketed):
        texts = [*shown(report), markdown.to_markdown(report), on_paper(proxies.render, report, verbose=True)]
    for text in texts:
        assert untranslated(SIGNS.sub(" ", text)) - SAME == set()


@pytest.mark.parametrize("verbose", [False, True])
def test_nothing_in_a_plan_or_table_is_left_untranslated(verbose: bool) -> None:
    with spoken(bracketed):
        text = on_paper(plan.render, foreign(PLAN), verbose=verbose) + on_paper(
            table.render, foreign(TABLE), verbose=verbose
        )
    assert untranslated(text) - SAME == set()


def test_nothing_of_a_run_s_progress_or_the_demo_s_list_is_left_untranslated() -> None:
    with spoken(bracketed):
        text = progress() + scenarios()
    assert untranslated(text) - SAME - {"healthy", "pass", "A", "sentence"} == set()


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_in_wide_letters_stays_within_80_cells(name: str) -> None:
    with spoken(wide):
        for text in (*shown(REPORTS[name]), on_paper(proxies.render, REPORTS[name], verbose=True)):
            assert [line for line in text.splitlines() if cell_len(line) > 80] == []


def test_plans_tables_and_lists_in_wide_letters_stay_within_80_cells() -> None:
    with spoken(wide):
        text = on_paper(plan.render, PLAN) + on_paper(table.render, TABLE, verbose=True) + scenarios() + progress()
    assert [line for line in text.splitlines() if cell_len(line) > 80] == []


def test_the_columns_of_hosts_stand_under_one_another_in_wide_letters() -> None:
    report = REPORTS["healthy"]
    with spoken(wide):
        lines = terminal.to_text(report, width=80, verbose=True).splitlines()
    for endings in ((".ibllc.com", ".ibllc.com.cn"), (".interactivebrokers.com", ".interactivebrokers.co.uk")):
        rows = [line for line in lines if line.strip().split(" ")[0].endswith(endings)]
        first = {cell_len(line.partition("✓")[0]) for line in rows if line.count("✓") == 2}
        assert len(rows) > 1
        assert len(first) == 1


def test_the_columns_of_ways_stand_under_their_titles_in_wide_letters() -> None:
    report = full.report()
    some = tuple(result for result in report.endpoints if result.group in (Group.GATEWAY, Group.CLIENT_PORTAL))
    with spoken(wide):
        lines = terminal.to_text(replace(report, endpoints=some), width=80, verbose=True).splitlines()
        titles = next(line for line in lines if line.split() == [gettext("gateways"), gettext("portal")])
        row = next(line for line in lines if line.strip().startswith(gettext("direct")) and "/" in line)
    starts = [cell_len(titles[: word.start()]) for word in re.finditer(r"\S+", titles)]
    assert [cell_len(row[: sign.start()]) for sign in re.finditer(r"\S(?= \d+/)", row)] == starts


def test_progress_in_place_is_told_in_the_language_of_whoever_started_the_run() -> None:
    with spoken(bracketed, only="ja"):
        with using("ja"):
            live = LiveProgress(screen(), PLAN)
        for probe in PLAN:
            live(ProbeStarted(probe=probe, t=0.0))
        text = str(Context().run(live._panel))
    assert "⟦Gateways⟧" in text
    assert "⟦0 of 36 answered⟧" in text


@every(
    ("text", "width", "lines"),
    [
        ("接続は遮断されています。", 8, ["接続は遮", "断されて", "います。"]),
        ("これはTWS 10.30です", 8, ["これは", "TWS ", "10.30で", "す"]),
        ("接続が切断。", 10, ["接続が切", "断。"]),
        ("名前「ホスト」は", 6, ["名前", "「ホス", "ト」は"]),
        ("ネットワーク", 8, ["ネット", "ワーク"]),
        ("abcdefghij接", 4, ["abcd", "efgh", "ij接"]),
        ("接続", 4, ["接続"]),
        ("", 4, [""]),
    ],
)
def test_lines_end_between_letters_but_not_before_a_full_stop(text: str, width: int, lines: list[str]) -> None:
    cuts = [0, *ends(text, width), len(text)]
    assert [text[start:end] for start, end in pairwise(cuts)] == lines
