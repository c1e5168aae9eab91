"""From the judgement of each round to outages with a beginning, an end and a cause. Pure, but for its own state."""

from dataclasses import replace
from datetime import datetime, timedelta

from conntest.values import dataclass
from conntest.watch.attribution import Judgement
from conntest.watch.values import Cause, Outage, Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Began:
    outage: Outage


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """The second round of an outage knows its cause better than the first one."""

    outage: Outage


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    outage: Outage


Change = Began | Corrected | Ended


class Outages:
    """The outage that lasts, if one does, and what may become one."""

    def __init__(self) -> None:
        self.current: Outage | None = None
        self.blips = 0
        self._suspected: Outage | None = None
        self._other: Outage | None = None
        self._good: datetime | None = None

    @property
    def unsettled(self) -> bool:
        """Whether the next round should come soon, as it decides something."""
        return self._suspected is not None or self._other is not None or self._is_new()

    def _is_new(self) -> bool:
        return self.current is not None and self.current.rounds == 1

    def add(self, found: Judgement | None, at: datetime) -> tuple[Change, ...]:
        """What a round at `at` changes."""
        if found is None:
            return self._good_round(at)
        seen = Outage(cause=found.cause, began=at, good_before=self._good, about=found.about)
        return self._goes_on(seen) if self.current else self._may_begin(seen, sure=found.sure)

    def cut_off(self, at: datetime) -> tuple[Change, ...]:
        """Nothing was seen after `at`, when this computer fell asleep or the watch ended."""
        self._suspected = self._other = None
        return self._end(at)

    def rename(self, cause: Cause) -> Outage:
        """Give what lasts another cause."""
        assert self.current is not None
        self.current = replace(self.current, cause=cause, about=None)
        return self.current

    def shift(self, by: timedelta) -> None:
        """Move what is not over by so much, as the clock was."""
        self.current, self._suspected, self._other = (
            one and replace(one, began=one.began + by, good_before=one.good_before and one.good_before + by)
            for one in (self.current, self._suspected, self._other)
        )
        self._good = self._good and self._good + by

    def _good_round(self, at: datetime) -> tuple[Change, ...]:
        self._good = at
        self.blips += self._suspected is not None
        self._suspected = self._other = None
        return self._end(at)

    def _end(self, at: datetime) -> tuple[Change, ...]:
        if self.current is None:
            return ()
        ended, self.current = replace(self.current, ended=at), None
        return (Ended(outage=ended),)

    def _may_begin(self, seen: Outage, *, sure: bool) -> tuple[Change, ...]:
        if not sure and (self._suspected is None or self._suspected.part is not seen.part):
            self._suspected = seen
            return ()
        if self._suspected is not None:
            seen = replace(seen, began=self._suspected.began, good_before=self._suspected.good_before, rounds=2)
        self._suspected = None
        self.current = seen
        return (Began(outage=seen),)

    def _goes_on(self, seen: Outage) -> tuple[Change, ...]:
        current = self.current
        assert current is not None
        if (seen.cause, seen.about) == (current.cause, current.about):
            self._other = None
            self.current = replace(current, rounds=current.rounds + 1)
            return ()
        if current.rounds == 1:
            self.current = replace(seen, began=current.began, good_before=current.good_before, rounds=2)
            return (Corrected(outage=self.current),)
        return self._turns_into(seen)

    def _turns_into(self, seen: Outage) -> tuple[Change, ...]:
        """Another cause has to be seen twice, as one part comes back before the other."""
        if self._other is None or self._other.cause is not seen.cause:
            self._other = seen
            return ()
        ended = self._end(self._other.began)
        self.current = replace(seen, began=self._other.began, rounds=2)
        self._other = None
        return (*ended, Began(outage=self.current))


def is_local(outage: Outage) -> bool:
    """Whether a change of this computer's address can be behind it."""
    return outage.part in (Part.LOCAL_NETWORK, Part.PROVIDER, Part.NAME_SERVER)
