"""Which of IBKR's announced reset windows cover an instant, by the clocks of New York, Zurich and Hong Kong."""

from dataclasses import replace
from datetime import datetime, time, timedelta, timezone

import pytest

from conntest.model.host import Region, ResetEffect, ResetWindow, Weekday
from conntest.model.reset import MARGIN, resets_at
from tests.every import every
from tests.model.occurrences import BY_ID, OCCURRENCES, WINDOWS, utc

SECOND = timedelta(seconds=1)


def ids_at(now: datetime) -> set[str]:
    return {reset.window.id for reset in resets_at(WINDOWS, now).current}


@every(("window", "begins", "ends"), OCCURRENCES)
def test_a_window_covers_a_quarter_of_an_hour_more_on_each_side(window: str, begins: str, ends: str) -> None:
    first, end = utc(begins) - timedelta(minutes=15), utc(ends) + timedelta(minutes=15)
    assert window not in ids_at(first - SECOND)
    assert window in ids_at(first)
    assert window in ids_at(end - SECOND)
    assert window not in ids_at(end)


@every(("window", "begins", "ends"), OCCURRENCES)
def test_an_occurrence_has_its_announced_times(window: str, begins: str, ends: str) -> None:
    (reset,) = resets_at([BY_ID[window]], utc(begins)).current
    assert (reset.begins, reset.ends, reset.until) == (utc(begins), utc(ends), utc(ends) + MARGIN)


def test_every_shipped_window_is_tried_above_in_winter_and_in_summer() -> None:
    months = {(window, begins[5:7]) for window, begins, _ in OCCURRENCES}
    assert {(window.id, month) for window in WINDOWS for month in ("01", "07")} <= months


@every("window", [window for window in WINDOWS if window.effect is ResetEffect.INTERRUPTIONS])
def test_a_daily_window_is_there_from_sunday_to_friday(window: ResetWindow) -> None:
    begins = next(utc(begins) for id, begins, _ in OCCURRENCES if id == window.id)
    days = [begins + timedelta(days=number) for number in range(7)]
    local = [(day + timedelta(hours=8 if "Hong_Kong" in window.zone else -5)).strftime("%A") for day in days]
    covered = {name for day, name in zip(days, local, strict=True) if window.id in ids_at(day)}
    assert covered == {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"}


def test_the_weekend_window_is_there_once_a_week_for_every_region() -> None:
    weekend = BY_ID["reset-weekend"]
    hours = [utc("2027-01-04 00:30") + timedelta(hours=number) for number in range(7 * 24)]
    covered = [hour for hour in hours if resets_at([weekend], hour).current]
    assert covered == [utc(f"2027-01-09 0{hour}:30") for hour in (4, 5, 6, 7)]
    assert (weekend.effect, weekend.regions) == (ResetEffect.UNAVAILABLE, ())


def test_each_region_has_a_daily_window() -> None:
    daily = [region for window in WINDOWS for region in window.regions]
    assert set(daily) == set(Region)


def test_the_zone_of_the_clock_that_is_read_does_not_matter() -> None:
    tokyo = utc("2027-01-09 04:00").astimezone(timezone(timedelta(hours=9)))
    assert ids_at(tokyo) == ids_at(utc("2027-01-09 04:00")) == {"reset-weekend"}


def test_windows_that_overlap_are_all_named() -> None:
    # Monday, 06:30 in Zurich, is 00:30 in New York.
    assert ids_at(utc("2027-01-11 05:30")) == {"reset-north-america", "reset-europe"}


def test_a_time_that_clocks_skip_is_taken_in_both_meanings() -> None:
    night = replace(BY_ID["reset-north-america"], days=(Weekday.SUNDAY,), begins=time(2, 30), ends=time(3, 30))
    (reset,) = resets_at([night], utc("2027-03-14 07:00")).current
    assert (reset.begins, reset.ends) == (utc("2027-03-14 06:30"), utc("2027-03-14 07:30"))


def test_a_window_whose_zone_is_not_known_here_is_said_to_be_unknown() -> None:
    lost = replace(BY_ID["reset-europe"], zone="Europe/Nowhere")
    state = resets_at([lost, BY_ID["reset-weekend"]], utc("2027-01-09 05:30"))
    assert state.unknown == (lost,)
    assert [reset.window.id for reset in state.current] == ["reset-weekend"]


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        resets_at(WINDOWS, datetime(2027, 1, 9, 4))  # noqa: DTZ001
