"""The path diagram: where the way breaks, what stands in it, and that a reader of titles learns the same."""

import re
from collections.abc import Mapping
from html import unescape

import pytest

from conntest.model.finding import Status
from conntest.model.report import Report
from conntest.render.html import to_html
from conntest.render.page.route import Stop, route_of
from tests.played import Plays

#: What the titles of the drawing say of a scenario's gateways, Client Portal and all the rest.
TITLES = {
    "healthy": ("Gateways: 36 of 36.", "Portal, websites: 13 of 13."),
    "ports-dropped": ("Gateways: 0 of 36, timed out; broken at: Router, firewall.", "Portal, websites: 13 of 13."),
    "portal-down": ("Gateways: 36 of 36.", "Portal, websites: 0 of 13, timed out; broken at: Router, firewall."),
    "no-network": ("broken at: This computer.",),
    "captive-portal": ("broken at: Sign-in page.", "Gateways: 0 of 36, "),
    "dns-missing": ("broken at: Name server.",),
    "proxy-only-way-out": ("Gateways: 0 of 36, proxy refuses; broken at: Web proxy.", "Web proxy 192.168.77.8:3128"),
    "tls-inspection": (
        "Portal, websites: 0 of 13, unknown authority; broken at: TLS inspection.",
        "Encrypted connections are opened by Zscaler.",
        "TLS inspection Zscaler",
    ),
    "egress-rotation": ("81.2.69.160", "81.2.70.17"),
    "no-internet": ("Gateways: 0 of 36, timed out; broken at: Router, firewall.",),
    "vpn": ("VPN ", "Gateways: 36 of 36."),
}

TITLE = re.compile(r"<title>(.*?)</title>")


@pytest.fixture(scope="module")
def reports(demos: Mapping[str, Report]) -> Mapping[str, Report]:
    return {name: demos[name] for name in TITLES if name in demos}


def drawings(page: str) -> list[str]:
    figure = page[page.index('<figure class="route">') : page.index("</figure>")]
    return figure.split("</svg>")[:-1]


@pytest.fixture(scope="module")
def pages(reports: Mapping[str, Report]) -> Mapping[str, str]:
    return {name: to_html(report) for name, report in reports.items()}


def test_the_titles_of_the_drawing_say_where_it_breaks_and_what_stands_there(pages: Mapping[str, str]) -> None:
    for name, page in pages.items():
        across, down = drawings(page)
        titles = [unescape(title) for title in TITLE.findall(across)]
        for said in TITLES[name]:
            assert any(said in title for title in titles), (name, titles)
        lanes = {title for title in titles if ":" in title and "of" in title}
        assert lanes <= {unescape(title) for title in TITLE.findall(down)}, name


def test_a_lane_has_a_cross_just_where_it_breaks(reports: Mapping[str, Report], pages: Mapping[str, str]) -> None:
    for name, report in reports.items():
        broken = sum(lane.breaks is not None for lane in route_of(report).lanes)
        for drawing in drawings(pages[name]):
            assert drawing.count('class="lane fail"') == drawing.count('class="lane off"') == broken, name


def test_where_addresses_change_two_exits_are_drawn_and_elsewhere_none(pages: Mapping[str, str]) -> None:
    for name, page in pages.items():
        for drawing in drawings(page):
            assert drawing.count("exit-a") == drawing.count("exit-b") == (name == "egress-rotation"), name


def test_a_broken_lock_is_drawn_where_encryption_is_opened_and_nowhere_else(pages: Mapping[str, str]) -> None:
    for name, page in pages.items():
        assert ('class="lock"' in page) == (name == "tls-inspection"), name


def test_a_lane_that_is_spoilt_though_it_arrives_is_not_drawn_as_sound(plays: Plays) -> None:
    lanes = {lane.title: lane for lane in route_of(plays.report("egress-rotation")).lanes}
    assert (lanes["Portal, websites"].status, lanes["Portal, websites"].breaks) == (Status.WARN, None)


def test_a_cable_that_is_not_plugged_in_breaks_every_lane_at_this_computer(plays: Plays) -> None:
    assert {lane.breaks for lane in route_of(plays.report("no-network")).lanes} == {Stop.COMPUTER}
