"""Two simulated days: every trouble of the story is seen once, with the right cause, and nothing else is."""

from datetime import timedelta

import pytest

from conntest.lab.days import BEGAN, HOUR, MINUTE, Trouble, two_days
from conntest.watch.values import Cause, Event, Outage, Unwatched
from tests.every import every
from tests.watch.scene import watched_days

CAUSES = {
    Trouble.WIFI: Cause.NO_ROUTE,
    Trouble.ROUTER: Cause.ROUTER_SILENT,
    Trouble.NAME_SERVER: Cause.NAME_SERVER_SILENT,
    Trouble.PROVIDER: Cause.PROVIDER,
    Trouble.GATEWAYS: Cause.GATEWAYS,
    Trouble.PORTAL: Cause.PORTAL,
    Trouble.PORTS: Cause.PORT_BLOCKED,
    Trouble.PRIMARY: Cause.ONE_GATEWAY,
    Trouble.PORT_4000: Cause.ONE_PORT,
    Trouble.MOVING: Cause.ADDRESS_CHANGED,
}

#: The one of the weekend, which IBKR announces.
RESET_S = 22.2 * HOUR

TROUBLES = [span for span in two_days().spans if span.trouble is not Trouble.ASLEEP]


def outage_at(at_s: float) -> Outage:
    """The one that begins within two rounds of it."""
    at = BEGAN + timedelta(seconds=at_s)
    found = [one for one in watched_days().outages if at <= one.began <= at + timedelta(seconds=121)]
    assert len(found) == 1, (at, watched_days().outages)
    return found[0]


@every("span", TROUBLES, ids=lambda span: f"{span.trouble.value} at {span.begins_s / HOUR:g} h")
def test_each_trouble_is_one_outage_with_its_cause_and_length(span: object) -> None:
    assert span in TROUBLES
    trouble = next(one for one in TROUBLES if one == span)
    found = outage_at(trouble.begins_s)
    expected = Cause.RESET if trouble.begins_s == RESET_S else CAUSES[trouble.trouble]
    assert found.cause is expected
    lasted_s = found.lasted(BEGAN).total_seconds()
    assert lasted_s == pytest.approx(trouble.ends_s - trouble.begins_s, abs=2 * MINUTE)


def test_nothing_else_is_an_outage() -> None:
    assert len(watched_days().outages) == len(TROUBLES)


def test_sleep_is_a_gap_and_no_outage() -> None:
    gaps = watched_days().gaps
    assert [gap.why for gap in gaps] == [Unwatched.ASLEEP, Unwatched.ASLEEP]
    hours = [(gap.ended - gap.began).total_seconds() / HOUR for gap in gaps]
    assert hours == pytest.approx([6, 7], abs=0.05)
    assert watched_days().watched_s == pytest.approx(35 * HOUR, abs=5 * MINUTE)


def test_both_routers_limits_of_silence_are_found() -> None:
    marks = [mark for mark in watched_days().marks if mark.event is Event.IDLE_CUT]
    assert [mark.seconds for mark in marks] == pytest.approx([30, 300], rel=0.25)
    idle = watched_days().idle
    assert idle.survived_s is not None and idle.cut_s is not None
    assert idle.survived_s < 300 <= idle.cut_s
    assert idle.silently is True


def test_no_connection_is_said_to_be_cut_where_an_outage_or_sleep_ended_it() -> None:
    assert not [mark for mark in watched_days().marks if mark.event is Event.CONNECTION_CUT]


def test_the_move_is_marked_once() -> None:
    assert [mark.event for mark in watched_days().marks].count(Event.ADDRESS_CHANGED) == 1
