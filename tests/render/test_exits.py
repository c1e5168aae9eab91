"""The public address on paper: which it is, a mark per sample, and what the sample excludes."""

import random
from dataclasses import replace

import pytest

from conntest.diagnosis import diagnose
from conntest.model.echo import Series
from conntest.model.report import Report, RunOptions, Tool
from conntest.render.terminal import to_text
from conntest.report_io.json import from_json, record_of, to_json
from tests.diagnosis.exits import A6, A, B, Exit, Run, after, always, in_turn

TOOL = Tool(name="conntest", version="0.1.0")


def report(leaves: Exit, **options: object) -> Report:
    chosen = replace(RunOptions(timeout_s=5.0, deadline_s=90.0), **options)  # type: ignore[arg-type]
    return diagnose(Run(leaves=leaves, says=SAYS, options=chosen, lots=random.Random(1)).record(), TOOL)


SAYS = {"echo-ipify": lambda flow, address: None}


def section(of: Report, *, width: int = 90) -> str:
    text = to_text(of, width=width, verbose=True)
    return text[text.index("Public address ─") : text.index("Totals ─")]


def test_one_address_looks_static_and_is_the_one_for_a_restricted_account() -> None:
    text = section(report(always(A)))
    assert f"IPv4  {A}  looks static during this run" in text
    assert "one, repeatedly    AAAAAAAAAAA\n" in text
    assert "one connection     AAA\n" in text
    words = " ".join(text.split())
    assert "20 new connections, always the same address. A second line with less than 14% of the traffic" in words
    assert f"its list needs {A}" in words
    assert "no rotation" not in text


def test_a_service_that_did_not_answer_is_a_gap() -> None:
    assert "(9 of 10 answered)" in section(report(always(A)))
    assert "AA.AAAAAAA" in section(report(always(A)))


def test_several_addresses_have_letters_and_counts() -> None:
    text = section(report(in_turn(A, B)))
    assert "A 81.2.69.16" in text
    assert "B 81.2.69.16" in text
    assert "new connections take turns" in text
    assert "ABABAB" in text or "BABABA" in text
    assert "its list needs" not in text


def test_a_change_is_told() -> None:
    assert "it changed once, and stayed" in section(report(after(0.7, A, B)))


def test_udp_is_shown_and_told_where_it_differs() -> None:
    udp_elsewhere = report(lambda flow: B if flow.series in (Series.DNS, Series.STUN) else A)
    assert f"only DNS and STUN (UDP) saw {B}" in section(udp_elsewhere)
    assert "STUN (UDP)         AAAAA" in section(report(always(A)))


def test_families_are_apart() -> None:
    text = section(report(lambda flow: A6 if flow.number % 2 else A))
    assert f"IPv4  {A}" in text
    assert f"IPv6  {A6}" in text


@pytest.mark.parametrize("options", [{"third_party": False}, {"samples": 0}])
def test_what_was_not_tested_is_said(options: dict[str, object]) -> None:
    assert "Not tested: with" in section(report(always(A), **options))


def test_the_report_comes_back_from_json_and_is_judged_the_same() -> None:
    whole = report(in_turn(A, B))
    read = from_json(to_json(whole))
    assert to_json(read) == to_json(whole)
    again = diagnose(record_of(read), TOOL)
    assert again.egress is not None
    assert whole.egress is not None
    assert again.egress.pattern is whole.egress.pattern
    assert again.findings == whole.findings


@pytest.mark.parametrize("width", [60, 80, 110])
def test_no_line_is_too_long(width: int) -> None:
    text = section(report(in_turn(A, B), samples=200), width=width)
    assert max(map(len, text.splitlines())) <= width
