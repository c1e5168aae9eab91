"""The HTML report: one file that asks for nothing, and in which whatever came from the network is only ever text."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conntest.model.egress import Pattern
from conntest.model.finding import Code, Remedy, Severity, Who
from conntest.model.host import Region
from conntest.model.proxy import ProxyState, Scheme
from conntest.model.reading import PathReading
from conntest.model.report import Labels, Report
from conntest.render.html import to_html
from conntest.render.page.card import card as card_of
from conntest.render.page.request import change_request
from conntest.render.page.text import tame
from conntest.render.pieces import pieces
from tests.every import every
from tests.render import full, samples, whole_table
from tests.render.hostile import ONE_OF_EACH, hostile, poisoned, quick
from tests.render.pseudo import spoken, wide
from tests.worded import worded

SAMPLES = (samples.healthy, samples.ports_blocked, samples.dns_tampered, full.report)
VOID = frozenset({"meta", "link", "br", "wbr", "col"})
#: Isolates are the page's own, and only ever in pairs.
ISOLATES = str.maketrans("", "", "\u2068\u2069")


class Outline(HTMLParser):
    """Every tag with the names of its attributes, every address, and the text. A tag that does not close fails."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.shapes: set[tuple[str, tuple[str, ...]]] = set()
        self.addresses: list[str] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(document)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.shapes.add((tag, tuple(name for name, _ in attrs)))
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("path", "svg") or self._open[-1] == tag:
            assert self._open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.texts.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)


SHAPES = frozenset().union(*(Outline(to_html(report)).shapes for report in (*(s() for s in SAMPLES), ONE_OF_EACH)))


@pytest.mark.parametrize("sample", SAMPLES)
def test_nothing_is_fetched_and_nothing_runs(sample: Callable[[], Report]) -> None:
    document = to_html(sample())
    outline = Outline(document)
    assert document.startswith("<!DOCTYPE html>\n<html lang=")
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in document
    assert not any(tag in ("script", "img", "iframe", "object", "form", "base") for tag, _ in outline.shapes)
    assert not any(name.startswith("on") for _, names in outline.shapes for name in names)
    assert all(re.fullmatch(r"#[a-z-]+|data:,|https?://\S+", address) for address in outline.addresses)
    assert "url(" not in document
    assert "@import" not in document


@quick
@given(hostile)
def test_a_hostile_text_makes_no_markup(poison: str) -> None:
    outline = Outline(to_html(poisoned(ONE_OF_EACH, poison)))
    assert outline.shapes <= SHAPES
    assert all(line.translate(ISOLATES).isprintable() for line in outline.text.split("\n"))


@quick
@given(hostile)
def test_a_hostile_text_in_proxies_and_the_public_address_makes_no_markup(poison: str) -> None:
    report = full.report()
    small = replace(report, endpoints=report.endpoints[::12], observations=report.observations[::20])
    assert Outline(to_html(poisoned(small, poison))).shapes <= SHAPES


def test_the_sentence_and_the_act_come_first() -> None:
    header, _, main = to_html(samples.ports_blocked()).partition("<main>")
    first = (
        "TWS cannot reach any IBKR gateway from here",
        'class="route"',
        "What to do first",
        "If this is your own network",
        "In an office or hotel: send this to IT",
        "Allow outgoing TCP",
        'class="card"',
    )
    then = (
        "TWS cannot reach any IBKR gateway from here",
        "For the firewall: a change request to copy",
        "How long each phase took",
        "Every host with its ports",
        "Every attempt with",
    )
    # Its title, in the head, begins with the sentence as well.
    assert in_order([header.rindex(piece) for piece in first])
    assert in_order([main.index(piece) for piece in then])


def in_order(places: list[int]) -> bool:
    return places == sorted(places)


def test_steps_for_other_systems_are_folded() -> None:
    document = to_html(samples.ports_blocked())
    _, _, folded = document.partition("<summary>On other systems</summary>")
    assert "<dt>Windows</dt>" in folded.partition("</details>")[0]
    assert "<code>nc -vz ndc1.ibllc.com 4001</code>" in document.partition('<details class="request">')[0]


def test_every_way_out_has_a_column_and_states_are_said_in_words() -> None:
    document = to_html(full.report())
    assert '<th scope="col">socks5://127.0.0.1:1080</th>' in document
    assert '<th scope="col">http://proxy.example:3128</th>' in document
    text = Outline(document).text
    # Behind the sign, a word for it; but not twice, where the word is all there is to say.
    assert "4000✗failed4001✗failed" in text
    assert "443✓passed18 ms" in text


def test_what_became_of_a_proxy_is_said_of_its_path() -> None:
    report = full.report()
    alive = PathReading(state=ProxyState.ALIVE, speaks=(Scheme.SOCKS5,))
    text = Outline(to_html(replace(report, path_readings={full.PATHS[1].id: alive}))).text
    assert (
        "socks5://127.0.0.1:1080✓ alive, speaks SOCKS 5option --socks; microsocks listens thereany connection" in text
    )


def test_what_was_removed_is_told_with_what_stands_for_it() -> None:
    shared = replace(full.report(), redactions={"local_addresses": 12})
    assert "local addresses: 12" in Outline(to_html(shared)).text
    assert "Names such as LAN-2" in Outline(to_html(shared)).text
    assert "Names such as LAN-2" not in Outline(to_html(samples.healthy())).text


def test_a_column_of_the_map_says_in_words_what_its_shades_show() -> None:
    document = to_html(samples.ports_blocked())
    assert "<title>ndc1-hb1.ibllc.com:4000: connect timed out</title>" in document
    assert "connect 8.3 ms" in document


def test_the_regions_are_in_the_order_of_their_distance_and_the_user_s_own_is_marked() -> None:
    base = samples.healthy()
    options = replace(base.run.options, regions=(Region.EUROPE,))
    text = Outline(to_html(replace(base, run=replace(base.run, options=options)))).text
    distances = text[text.index("Distance to each region") :]
    assert in_order([distances.index(region) for region in ("Europe", "Singapore", "Asia, Hong Kong", "America")])
    assert "Europe your region" in " ".join(distances.split())


def test_a_ticket_card_says_who_when_and_where_it_was_made() -> None:
    base = samples.ports_blocked()
    labels = Labels(site="berlin-01", note="ticket 123 <b>")
    run = replace(base.run, labels=labels, local_offset_min=-330)
    card = dict(card_of(replace(base, run=run)))
    assert card["Cause"] == "tws-ports-blocked, clock-skew"
    assert (card["Site"], card["Note"]) == ("berlin-01", "ticket 123 <b>")
    assert (card["Time (UTC)"], card["Local time"]) == ("2026-11-22 02:35:11", "2026-11-21 21:05:11 (UTC-05:30)")
    assert "ticket 123 &lt;b&gt;" in to_html(replace(base, run=run))
    assert "Local time" not in dict(card_of(replace(base, run=replace(run, local_offset_min=None))))


def test_the_change_request_names_the_gateways_of_the_user_s_region_and_all_websites() -> None:
    request = change_request(samples.ports_blocked())
    assert "zdc1.ibllc.com  TCP 4000, 4001" in request
    assert "www.interactivebrokers.com  TCP 443, 80" in request
    assert "ndc1.ibllc.com" not in request
    assert "one.one.one.one" not in request
    document = to_html(samples.ports_blocked())
    assert request.rstrip() in unescape(document)


def test_changing_addresses_are_a_ribbon_beside_the_finding() -> None:
    report = full.report()
    assert report.egress
    both = ("81.2.69.160", "81.2.69.161")
    seen = tuple(replace(sample, address=both[n % 2]) for n, sample in enumerate(report.egress.samples))
    exits = tuple(replace(one, addresses=both, pattern=Pattern.ROUND_ROBIN) for one in report.egress.exits)
    document = to_html(replace(report, egress=replace(report.egress, samples=seen, exits=exits)))
    letters = re.findall(r'<b class="[ab]" title="[^"]*">([AB])</b>', document)
    assert len(letters) >= len(seen)
    assert "".join(letters).startswith("ABAB")


def test_the_public_address_has_a_row_per_address() -> None:
    text = Outline(to_html(full.report())).text
    assert "A81.2.69.160" in text
    assert "An address with less than 24% of the traffic can be missed." in text
    assert "The address that outside services saw" not in Outline(to_html(samples.healthy())).text


def test_a_demo_says_so() -> None:
    assert "simulated network" in Outline(to_html(samples.dns_tampered())).text


def test_only_a_web_address_becomes_a_link() -> None:
    links = ("javascript:alert(1)", "https://ibkr.info/article/2816")
    remedies = tuple(Remedy(who=Who.YOU, steps=("Read this.",), link=link) for link in links)
    finding = worded(
        code=Code.NO_INTERNET, severity=Severity.FAIL, title="Nothing answers", summary="Nothing.", remedies=remedies
    )
    document = to_html(replace(samples.ports_blocked(), findings=(finding,)))
    assert "javascript:" not in document
    assert 'href="https://ibkr.info/article/2816"' in document


@pytest.mark.parametrize(
    "report",
    [
        whole_table.report,
        pytest.param(whole_table.dropped, marks=pytest.mark.thorough),
        pytest.param(whole_table.through_proxies, marks=pytest.mark.thorough),
    ],
)
def test_the_whole_table_with_all_attempts_fits_a_mail(report: Callable[..., Report]) -> None:
    """400 KiB in any language: so there has to be room left in English."""
    made = report(whole_table.BOTH)
    assert len(made.observations) >= 550
    assert len(to_html(made).encode()) < 300 * 1024
    with spoken(wide):
        assert len(to_html(made).encode()) < 400 * 1024


def test_a_table_of_thousands_is_cut_and_says_so() -> None:
    base = samples.ports_blocked()
    many = tuple(
        replace(result, id=f"h{number}:{result.port}", host=f"h{number}.example")
        for number in range(50)
        for result in base.endpoints
    )
    document = to_html(replace(base, endpoints=many, observations=base.observations * 30))
    assert len(document.encode()) < 1_000_000
    assert "hosts are not shown" in document
    assert "more observations are in the JSON report" in document


@every(
    ("text", "told"),
    [
        ("plain", "plain"),
        ("a\u202eb\x1b", "a\\u202eb\\x1b"),
        ("שלם FAIL", "\u2068שלם\u2069 FAIL"),
        ("before שלם עלם after", "before \u2068שלם עלם\u2069 after"),
        ("e" + "\u0301" * 40, "e" + "\u0301" * 4),
        ("日本語", "日本語"),
    ],
)
def test_what_reorders_or_covers_its_neighbours_is_kept_in_its_place(text: str, told: str) -> None:
    assert tame(text) == told


@given(st.text())
def test_tame_text_keeps_its_isolates_paired(text: str) -> None:
    told = tame(text)
    assert told.count("\u2068") == told.count("\u2069")
    assert told.translate(ISOLATES).isprintable()


def test_backticks_become_code_only_in_pairs() -> None:
    assert pieces("run `a b` now") == (("run ", False), ("a b", True), (" now", False))
    assert pieces("run `a b now") == (("run `a b now", False),)
