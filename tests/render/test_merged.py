"""Many sites as a page, as CSV and JSON, and on a terminal."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import given
from rich.cells import cell_len

from conntest.compare.audit import Audit
from conntest.compare.gathering import Gathering
from conntest.model.finding import Status, Verdict
from conntest.model.merged import Absence, Conclusions, Merged, Missing
from conntest.model.observation import DIRECT
from conntest.render.merged import html
from conntest.render.merged.csv_ import to_csv
from conntest.render.merged.html import to_html
from conntest.render.merged.json_ import to_json
from conntest.render.merged.matrix import headline, matrix, mood
from conntest.render.merged.terminal import render, to_text
from tests.compare.sites import AUDIT, BLOCKED, HEALTHY, TOOL, conclusions, failing, merged, texts
from tests.render.hostile import ONE_OF_EACH, hostile, poisoned, quick
from tests.render.html_words import Words
from tests.render.paper import SGR, terminal, written


@cache
def three() -> Merged:
    return merged({"london": HEALTHY, "paris": HEALTHY, "rome": BLOCKED})


def test_sites_that_are_alike_share_a_row_and_the_worst_come_first() -> None:
    found = matrix(three())
    assert [(row.verdict, row.sites) for row in found.rows] == [
        (Verdict.FAIL, ("rome",)),
        (Verdict.PASS, ("london", "paris")),
    ]
    assert [group.title for group in found.groups][:4] == [
        "The site itself",
        "America \u2013 East",
        "America \u2013 Central",
        "Europe",
    ]
    assert [column.host for column in found.groups[3].columns] == [
        "zdc1.ibllc.com",
        "zdc1-hb1.ibllc.com",
        "zdc1-hb2.ibllc.com",
    ]
    assert set(found.rows[0].cells[1]) == {Status.FAIL}


def test_a_cell_is_the_worst_of_the_host_s_ports() -> None:
    one = failing(lambda name: name == "ndc1:4001")
    assert matrix(merged({"a": one})).rows[0].cells[1] == (Status.FAIL, Status.PASS, Status.PASS)


def test_the_terminal_shows_causes_and_one_sign_per_host() -> None:
    text = to_text(three())
    assert text.startswith("FAIL  At 1 of 3 sites something fails.\n      FAIL 1, PASS 2\n")
    assert "✗ 1 site  Ask for: outgoing TCP to ports 4000 and 4001 of IBKR's gateways\n    (tws-ports-blocked)" in text
    assert "      title of tws-ports-blocked\n" in text
    assert "  ✗ rome                ✓? !           85 min   ✗✗✗  ✗✗✗  ✗✗✗  ✗✗✗  ✗✗✗  ✗✗✗" in text
    assert "  ✓ london +1           ✓?    192 ms   85 min   ✓✓✓  " in text
    assert max(cell_len(line) for line in text.split("\n")) <= 80


def test_csv_is_the_matrix() -> None:
    header, *rows = csv.reader(io.StringIO(to_csv(three()), newline=""))
    assert [row[0] for row in rows] == ["london", "paris", "rome"]
    rome = dict(zip(header, rows[2], strict=True))
    assert rome["verdict"] == rome["tws"] == rome["ndc1:4000"] == "fail"
    assert rome["findings"] == "tws-ports-blocked clock-skew"
    assert rome["simulated"] == "false"


def test_json_has_everything_of_every_site() -> None:
    document = json.loads(to_json(three()))
    assert document["schema_version"] == "1.0"
    assert document["sites"][2]["results"]["ndc1:4000"] == "fail"
    assert document["causes"][0] | {"codes": ["tws-ports-blocked"], "sites": ["rome"]} == document["causes"][0]


def test_the_page_is_whole_and_asks_for_nothing() -> None:
    page = to_html(three())
    words = Words(page)
    assert words.open == []
    assert not words.tags & {"script", "img", "iframe", "form", "object"}
    assert "http://" not in page and "https://" not in page
    assert "At 1 of 3 sites something fails." in words.text


def audited() -> Merged:
    """Two of four expected sites, a day later, beside an earlier audit."""
    gathering = Gathering()
    gathering.add(HEALTHY, "london", "london.json", "london.html")
    gathering.add(BLOCKED, "rome", "rome.json")
    before = merged({"london": HEALTHY, "rome": HEALTHY, "oslo": BLOCKED})
    audit = Audit(
        now=datetime(2026, 11, 23, 4, tzinfo=UTC),
        max_age_s=3600,
        expected=("london", "rome", "oslo", "bern"),
        absent={"bern": Missing(site="bern", why=Absence.UNREACHABLE, detail="No route to host")},
        before={site.site: site for site in before.sites},
    )
    return gathering.result(TOOL, texts, audit)


def test_sites_without_a_report_stand_among_the_others_and_why() -> None:
    text, page, table = to_text(audited()), "".join(Words(to_html(audited())).text), to_csv(audited())
    for document in (text, page):
        assert "2 expected sites have no report." in document
        assert "Not reached: No route to host" in document
        assert "2 reports are older than was asked for." in document
    last = dict(zip(*(line.split(",") for line in (table.splitlines()[0], table.splitlines()[-2])), strict=True))
    assert (last["site"], last["verdict"], last["absence"]) == ("bern", "", "unreachable: No route to host")


def test_a_site_leads_to_its_page() -> None:
    page = to_html(audited())
    assert '<a href="london.html">london</a>' in page
    assert page.count("<a href=") == page.count('<a href="#') + 1 + page.count('<a href="london.html">') - 1


def test_what_changed_since_the_last_audit() -> None:
    text = to_text(audited())
    assert "✗ rome: PASS \u2192 FAIL  +tws-ports-blocked +clock-skew" in text
    assert "oslo: FAIL before, no report now" in text
    assert "Unchanged: 1 site" in text
    assert "PASS \u2192 FAIL" in "".join(Words(to_html(audited())).text)
    assert json.loads(to_json(audited()))["since"]["changes"][0]["site"] == "rome"


def test_nothing_is_well_where_sites_are_unknown() -> None:
    alone = merged({"london": HEALTHY}, Audit(now=AUDIT.now, expected=("rome",)))
    assert (mood(merged({"london": HEALTHY})), mood(alone)) == (Verdict.PASS, Verdict.INCONCLUSIVE)


@pytest.mark.thorough
def test_thousands_of_sites_stay_a_page() -> None:
    """Every site looks different from all others: the worst there can be."""
    gathering = Gathering()
    names = [one.id for one in HEALTHY.endpoints]
    for number in range(1500):
        broken = {name for place, name in enumerate(names) if number >> (place % 11) & 1 and place < 30}
        gathering.add(failing(lambda name, broken=broken: name in broken), f"site-{number}", "f")  # type: ignore[misc]
    whole = gathering.result(TOOL, texts, AUDIT)
    page = to_html(whole)
    assert len(page) < 900_000
    assert page.count('<th class="site" scope="row">') == min(html.ROWS, len(matrix(whole).rows))
    assert "more sites have no room here" in page
    text = to_text(whole)
    assert text.count("\n") < 150


def wide(number: int) -> Conclusions:
    """A table of one's own with thousands of hosts, of which some fail."""
    first = HEALTHY.endpoints[0]
    results = tuple(
        replace(
            first,
            id=f"own-{place}:4000",
            row=f"own-{place}",
            host=f"own-{place}.example",
            status=Status.FAIL if place % 1000 == number else Status.PASS,
            paths={DIRECT: Status.PASS},
        )
        for place in range(3000)
    )
    return replace(HEALTHY, endpoints=results)


def test_of_thousands_of_hosts_those_in_trouble_are_shown() -> None:
    found = merged({"a": wide(7), "b": wide(8)})
    page = to_html(found)
    assert page.count('<div class="turned">') == 4 + 6
    assert "only those in trouble are shown" in page
    assert "2997/3000" in to_text(found) or "2,997" in to_text(found)


def test_what_was_left_out_is_told() -> None:
    gathering = Gathering()
    gathering.add(HEALTHY, "london", "a.json")
    gathering.add(HEALTHY, "london", "b.json")
    gathering.leave_out("c.json", "this is not JSON")
    left = gathering.result(TOOL, texts, AUDIT)
    for document in (to_html(left), to_text(left)):
        assert "c.json: this is not JSON" in document
        assert "london has a later report" in document


def test_headlines() -> None:
    unsure = replace(HEALTHY, verdict=Verdict.INCONCLUSIVE)
    assert headline(merged({"a": HEALTHY})) == "Nothing fails at 1 site."
    assert headline(merged({"a": HEALTHY, "b": unsure})) == (
        "Nothing fails at 2 sites, and 1 of them could not be judged."
    )
    assert headline(merged({"a": BLOCKED})) == "At 1 of 1 site something fails."


@pytest.mark.thorough
@quick
@given(hostile)
def test_hostile_text_only_shows_as_text(poison: str) -> None:
    one = conclusions(poisoned(ONE_OF_EACH, poison))
    gathering = Gathering()
    gathering.add(one, f"site{poison}", f"file{poison}")
    gathering.add(one, f"site{poison}", f"file2{poison}")
    gathering.leave_out(f"gone{poison}", f"reason{poison}")
    absent = Missing(site=f"gone{poison}", why=Absence.FAILED, detail=f"said{poison}")
    audit = replace(AUDIT, absent={absent.site: absent}, before=gathering.sites, expected=(f"other{poison}",))
    found = gathering.result(TOOL, lambda code: (f"title{poison}", None), audit)
    text = to_text(found)
    hosts = tuple(one.host for one in found.endpoints)
    assert all(line.isprintable() for line in text.split("\n"))
    assert all(cell_len(line) <= 80 or "site" in line for line in text.split("\n")), hosts
    console = terminal()
    render(found, console)
    assert SGR.sub("", written(console)) == text
    page = Words(to_html(found))
    assert page.open == []
    assert not page.tags & {"script", "img"}
    assert all(line.isprintable() for line in to_json(found).split("\n"))
    for row in csv.reader(io.StringIO(to_csv(found), newline="")):
        assert all(cell.isprintable() and not cell.lstrip().startswith(tuple("=+-@")) for cell in row)
