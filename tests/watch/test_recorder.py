"""Rounds become outages; sleep, moves and clocks that are set are told from them."""

from datetime import timedelta

from conntest.watch.outages import Began, Corrected, Ended
from conntest.watch.recorder import MOST, Recorder
from conntest.watch.targets import NAME_SERVER, ROUTER
from conntest.watch.values import Cause, Event, Gap, Mark, Surroundings, Unwatched
from tests.watch.scene import BACKUP, BEGAN, HEAD, HOME, NEUTRAL, NOWHERE, PORTAL, PRIMARY, SECOND, recorder, seen

OUTSIDE = (NAME_SERVER, NEUTRAL, SECOND, PRIMARY, BACKUP, PORTAL)
ELSEWHERE = Surroundings(addresses=frozenset({"10.0.0.9"}), router="10.0.0.1", name_servers=("10.0.0.1",))


def test_an_outage_begins_and_ends_with_the_rounds_that_see_it() -> None:
    made = recorder()
    assert made.add(seen(0)) == ()
    (began,) = made.add(seen(30, fails=OUTSIDE))
    assert isinstance(began, Began) and began.outage.cause is Cause.PROVIDER
    assert made.add(seen(40, fails=OUTSIDE)) == ()
    (ended,) = made.add(seen(60))
    assert isinstance(ended, Ended)
    assert ended.outage.lasted(BEGAN) == timedelta(seconds=30)
    assert ended.outage.good_before == BEGAN


def test_the_second_round_may_correct_the_first() -> None:
    made = recorder()
    made.add(seen(0, fails=OUTSIDE))
    (corrected,) = made.add(seen(10, fails=(ROUTER, *OUTSIDE)))
    assert isinstance(corrected, Corrected) and corrected.outage.cause is Cause.ROUTER_SILENT
    assert corrected.outage.began == BEGAN


def test_what_a_single_attempt_says_has_to_be_seen_twice() -> None:
    made = recorder()
    assert made.add(seen(0, fails=(NAME_SERVER,))) == ()
    assert made.unsettled
    (began,) = made.add(seen(10, fails=(NAME_SERVER,)))
    assert isinstance(began, Began) and began.outage.began == BEGAN


def test_a_single_lost_attempt_is_no_outage() -> None:
    made = recorder()
    made.add(seen(0, fails=(PORTAL,)))
    made.add(seen(10))
    assert made.recording().outages == ()
    assert made.recording().blips == 1


def test_a_long_outage_that_changes_its_cause_is_two() -> None:
    made = recorder()
    for at_s in (0, 10, 20):
        made.add(seen(at_s, fails=OUTSIDE))
    for at_s in (30, 40, 50):
        made.add(seen(at_s, fails=(PRIMARY, BACKUP)))
    made.add(seen(60))
    assert [one.cause for one in made.recording().outages] == [Cause.PROVIDER, Cause.GATEWAYS]


def test_an_outage_ends_where_this_computer_falls_asleep() -> None:
    made = recorder()
    made.add(seen(0, fails=OUTSIDE))
    made.add(seen(10, fails=OUTSIDE))
    news = made.gap(Unwatched.ASLEEP, BEGAN + timedelta(hours=8), 8 * 3600.0)
    assert [type(one) for one in news] == [Ended, Gap]
    (outage,) = made.recording().outages
    assert outage.ended == BEGAN + timedelta(seconds=10)


def test_the_first_minute_after_sleep_is_this_computers() -> None:
    made = recorder()
    made.add(seen(0))
    made.gap(Unwatched.ASLEEP, BEGAN + timedelta(seconds=7200), 7200.0)
    (began,) = made.add(seen(7201, around=NOWHERE, fails=OUTSIDE))
    assert isinstance(began, Began) and began.outage.cause is Cause.WAKING


def test_an_outage_of_the_gateways_after_sleep_is_theirs() -> None:
    made = recorder()
    made.add(seen(0))
    made.gap(Unwatched.ASLEEP, BEGAN + timedelta(seconds=7200), 7200.0)
    (began,) = made.add(seen(7201, fails=(PRIMARY, BACKUP)))
    assert isinstance(began, Began) and began.outage.cause is Cause.GATEWAYS


def test_a_short_outage_at_a_change_of_addresses_is_the_change() -> None:
    made = recorder()
    made.add(seen(0))
    made.add(seen(30, around=NOWHERE, fails=OUTSIDE))
    made.add(seen(50, around=ELSEWHERE))
    (outage,) = made.recording().outages
    assert outage.cause is Cause.ADDRESS_CHANGED
    assert [mark.event for mark in made.recording().marks] == [Event.ADDRESS_CHANGED]


def test_wi_fi_that_comes_back_with_the_same_address_is_no_change() -> None:
    made = recorder()
    made.add(seen(0))
    made.add(seen(30, around=NOWHERE, fails=OUTSIDE))
    made.add(seen(50))
    (outage,) = made.recording().outages
    assert outage.cause is Cause.NO_ROUTE
    assert made.recording().marks == ()


def test_a_family_of_addresses_that_comes_or_goes_is_no_change() -> None:
    both = Surroundings(
        addresses=HOME.addresses | {"2001:db8:1::/64"}, router=HOME.router, name_servers=HOME.name_servers
    )
    made = recorder()
    for at_s, around in ((0, HOME), (30, both), (60, HOME)):
        made.add(seen(at_s, around=around))
    assert made.recording().marks == ()


def test_a_clock_that_is_set_moves_what_lasts() -> None:
    made = recorder()
    made.add(seen(0, fails=OUTSIDE))
    (mark,) = made.clock_set(BEGAN + timedelta(hours=1), 3600.0)
    assert isinstance(mark, Mark) and mark.seconds == 3600.0
    made.add(seen(3600 + 60))
    (outage,) = made.recording().outages
    assert outage.lasted(BEGAN) == timedelta(seconds=60)


def test_a_watch_continues_an_earlier_one() -> None:
    made = recorder()
    for at_s in range(0, 300, 30):
        made.add(seen(at_s, fails=OUTSIDE if 60 <= at_s < 120 else ()))
    earlier = made.recording()
    again = Recorder(HEAD, BEGAN + timedelta(hours=1), earlier)
    again.add(seen(3600))
    later = again.recording()
    assert later.began == BEGAN and later.rounds == earlier.rounds + 1
    assert later.outages == earlier.outages
    assert [gap.why for gap in later.gaps] == [Unwatched.NOT_RUNNING]
    assert [one.asked for one in later.series] == [one.asked + 1 for one in earlier.series]
    assert again.counts()[Cause.PROVIDER] == (1, 60.0)


def test_an_outage_that_lasted_when_the_watch_ended_is_over_then() -> None:
    made = recorder()
    for at_s in (0, 10, 20):
        made.add(seen(at_s, fails=OUTSIDE))
    again = Recorder(HEAD, BEGAN + timedelta(hours=1), made.recording())
    (outage,) = again.recording().outages
    assert outage.ended == BEGAN + timedelta(seconds=20)


def test_there_are_never_more_outages_than_a_file_can_hold() -> None:
    made = recorder()
    for number in range(MOST + 5):
        made.add(seen(number * 60.0, fails=OUTSIDE))
        made.add(seen(number * 60.0 + 30.0))
    recording = made.recording()
    assert len(recording.outages) == MOST
    assert recording.dropped == {"outages": 5}
    assert made.counts()[Cause.PROVIDER][0] == MOST + 5
