"""Reports taken while the operator announces a reset: what that explains is marked, and nobody's regression."""

from dataclasses import replace
from functools import cache

import pytest

from conntest.model.comparison import About, Comparison, Kind
from conntest.model.finding import Code, Domain, Severity, Status
from conntest.model.host import Group, Region
from conntest.model.report import Report
from conntest.render.comparison.terminal import to_text
from conntest.render.merged import csv_, html, terminal
from tests.compare.pairs import compared, healthy, of
from tests.compare.sites import HEALTHY, conclusions, failing, found, merged
from tests.diagnosis.peers import dropped, rejected
from tests.diagnosis.seeing import report as seen
from tests.diagnosis.trouble import in_europe, of_europe
from tests.diagnosis.troubles.resets import EUROPE_DAILY, WEEKDAY, WEEKEND
from tests.diagnosis.world import Change, gateways, region

MARK = "(IBKR announced a reset)"


def checks_in_reset(comparison: Comparison) -> set[bool]:
    return {change.in_reset for change in of(comparison, About.CHECK) if change.group is Group.GATEWAY}


def weekend() -> Report:
    return seen(gateways.are(dropped), WEEKEND)


def test_gateways_that_are_reset_are_no_regression() -> None:
    comparison = compared(healthy(), weekend())
    assert comparison.regression is None
    assert checks_in_reset(comparison) == {True}
    assert {change.id: change.in_reset for change in of(comparison, About.VERDICT)} == {Domain.TWS: True}
    (whole,) = of(comparison, About.REPORT)
    assert (whole.kind, whole.in_reset) == (Kind.UNCERTAIN, True)


def test_the_reset_and_what_it_explains_are_said() -> None:
    comparison = compared(healthy(), weekend())
    (note,) = comparison.notes
    assert note.startswith("The new run was made while IBKR announces a reset of all its systems, from 2026-12-")
    assert note.endswith("What that explains is marked, and is no regression.")
    assert f"18 checks {MARK}" in to_text(comparison, width=200)
    assert [len(one.resets) for one in (comparison.old, comparison.new)] == [0, 1]


def test_what_is_fixed_after_a_reset_is_marked_too() -> None:
    comparison = compared(weekend(), healthy())
    assert checks_in_reset(comparison) == {True}
    assert any(note.startswith("The old run was made while IBKR announces a reset") for note in comparison.notes)
    assert all(change.in_reset for change in of(comparison, About.REPORT) + of(comparison, About.VERDICT))


@pytest.mark.parametrize(
    ("why", "changes"),
    [
        ("no window", (gateways.are(dropped), WEEKDAY)),
        ("a router nearby rejects them", (gateways.are(rejected()), WEEKEND)),
        ("another region is reset", (region(Region.ASIA).are(dropped), EUROPE_DAILY)),
    ],
)
def test_what_a_reset_does_not_explain_is_a_regression(why: str, changes: tuple[Change, ...]) -> None:
    comparison = compared(healthy(), seen(*changes))
    assert comparison.regression is Status.FAIL, why
    assert checks_in_reset(comparison) == {False}
    assert MARK not in to_text(comparison)


def test_a_region_in_its_daily_reset_is_no_regression() -> None:
    comparison = compared(seen(of_europe), seen(in_europe.are(dropped), of_europe, EUROPE_DAILY))
    assert comparison.regression is None
    assert checks_in_reset(comparison) == {True}
    assert any("a reset of Europe, from 2026-12-02" in note for note in comparison.notes)


def test_what_else_got_worse_in_a_window_counts() -> None:
    comparison = compared(healthy(), seen(gateways.are(dropped), region(Region.ASIA).are(rejected()), WEEKEND))
    assert comparison.regression is Status.FAIL


@cache
def out() -> Report:
    return conclusions(weekend())


@cache
def daily() -> Report:
    return conclusions(seen(in_europe.are(dropped), of_europe, EUROPE_DAILY))


def test_a_site_that_was_tested_in_a_reset_says_so() -> None:
    result = merged({"london": HEALTHY, "rome": out()})
    assert [bool(site.resets) for site in result.sites] == [False, True]
    assert "1 run was made while IBKR announces a reset. What that explains is ranked as no cause." in result.notes
    text = terminal.to_text(result)
    assert "rome (IBKR reset)" in text
    assert "london (IBKR reset)" not in text
    assert html.to_html(result).count(">IBKR reset</span>") == 1
    assert [line.split(",")[csv_.COLUMNS.index("in_reset")] for line in csv_.to_csv(result).splitlines()] == [
        "in_reset",
        "false",
        "true",
    ]


def test_a_finding_of_a_site_in_its_reset_is_no_cause() -> None:
    (site,) = merged({"rome": daily()}).sites
    assert [(one.code, one.in_reset) for one in site.findings] == [(Code.REGION_UNREACHABLE, True)]
    assert merged({"rome": daily()}).causes == ()


def test_of_a_site_in_its_reset_other_findings_are_ranked() -> None:
    slow = found(Code.DNS_SLOW, of=daily())
    blocked = found(Code.PRIMARY_UNREACHABLE, "hdc1:4000", of=slow, severity=Severity.FAIL)
    assert {code for cause in merged({"rome": blocked}).causes for code in cause.codes} == {
        Code.DNS_SLOW,
        Code.PRIMARY_UNREACHABLE,
    }


def test_sites_in_a_reset_do_not_witness_that_a_host_is_down() -> None:
    one = failing(lambda name: name.startswith("zdc1-hb1:"))
    resting = replace(one, run=replace(one.run, resets=daily().run.resets))
    assert merged(dict.fromkeys("abc", one)).outages != ()
    assert merged(dict.fromkeys("abc", resting)).outages == ()
