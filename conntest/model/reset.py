"""IBKR's reset windows: when it takes gateways and services down by itself, as its system status page announces."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from conntest.model.host import Region, ResetEffect, ResetWindow, Weekday
from conntest.model.privacy import Public
from conntest.values import dataclass

#: What people who automate logins add on each side, because a reset begins early or ends late.
MARGIN = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reset:
    """One occurrence of a window, with the announced instants in UTC."""

    window: ResetWindow
    begins: datetime
    ends: datetime

    @property
    def until(self) -> datetime:
        """When it can be relied on to be over: MARGIN after its announced end."""
        return self.ends + MARGIN

    def covers(self, now: datetime) -> bool:
        """Whether `now` lies in it, or within MARGIN before or after it. The last instant is not part of it."""
        return self.begins - MARGIN <= now < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Resets:
    """What is known of resets at one instant: those that cover it, and the windows for which nothing can be said,
    because neither this system nor the package tzdata knows their time zone."""

    current: tuple[Reset, ...]
    unknown: tuple[ResetWindow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetPeriod:
    """One announced reset, as a run keeps it. `regions` is empty where it holds for all; `begins` and `ends` are RFC
    3339, UTC; `as_of` is the day on which the announcement was read."""

    regions: tuple[Region, ...]
    effect: ResetEffect
    begins: Public
    ends: Public
    as_of: Public

    def concerns(self, region: Region | None) -> bool:
        """Whether servers of that region are reset in it."""
        return not self.regions or region in self.regions


def periods_at(windows: Iterable[ResetWindow], now: datetime) -> tuple[ResetPeriod, ...]:
    """The announced resets that cover `now`, a time with a zone."""
    return tuple(
        ResetPeriod(
            regions=reset.window.regions,
            effect=reset.window.effect,
            begins=reset.begins.isoformat(timespec="minutes"),
            ends=reset.ends.isoformat(timespec="minutes"),
            as_of=reset.window.as_of.isoformat(),
        )
        for reset in resets_at(windows, now).current
    )


def resets_at(windows: Iterable[ResetWindow], now: datetime) -> Resets:
    """The resets of `windows` that cover `now`, a time with a zone, by the rules of each window's own zone.

    Raises: ValueError where `now` has no zone.
    """
    if now.tzinfo is None:
        raise ValueError("a time without a zone says nothing about a window")
    current: list[Reset] = []
    unknown: list[ResetWindow] = []
    for window in windows:
        zone = _zone(window.zone)
        if zone is None:
            unknown.append(window)
        else:
            current += (reset for reset in _around(window, zone, now) if reset.covers(now))
    return Resets(current=tuple(current), unknown=tuple(unknown))


def _zone(name: str) -> tzinfo | None:
    # Here and not above: commands that only show the table load this module too, and zoneinfo takes 5 ms.
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def _around(window: ResetWindow, zone: tzinfo, now: datetime) -> Iterator[Reset]:
    """The window's occurrences that begin on the day before `now`, on its day or on the one after, in the zone."""
    today = now.astimezone(zone).date()
    for day in (today + timedelta(days=days) for days in (-1, 0, 1)):
        if tuple(Weekday)[day.weekday()] in window.days:
            last_day = day if window.begins < window.ends else day + timedelta(days=1)
            begins, ends = _instants(day, window.begins, zone), _instants(last_day, window.ends, zone)
            yield Reset(window=window, begins=min(begins), ends=max(ends))


def _instants(day: date, at: time, zone: tzinfo) -> tuple[datetime, datetime]:
    """The instants that a clock in `zone` may mean by this time. They differ where it stands there twice, or not at
    all, because clocks are changed; nothing announced says which one is meant."""
    first = datetime.combine(day, at, tzinfo=zone)
    return first.astimezone(UTC), first.replace(fold=1).astimezone(UTC)
