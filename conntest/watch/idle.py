"""How long a connection may be silent before something on the way forgets it: which silence to try next. Pure.

Routers and firewalls keep a table of connections and drop entries that were not used for a while (RFC 5382 asks for two
hours and four minutes, many give five minutes or less). TWS then finds its connection dead at the next message.
"""

import math

from conntest.values import dataclass
from conntest.watch.values import IdleReading

#: The silences that are tried, in seconds, the shortest first. TWS and the gateways say something to each other more
#: often than every half an hour, so that a longer limit does not matter.
STEPS_S = (15.0, 30.0, 60.0, 120.0, 240.0, 480.0, 900.0, 1800.0)

#: The limit is known well enough where the shortest silence that was cut is so much longer than the longest that was
#: not.
_CLOSE_ENOUGH = 1.25

#: Seconds that a connection has to live beyond a silence for the outcome to be seen.
CHECK_S = 20.0

#: How often a silence has to be cut, so that one lost connection is not taken for a limit.
_CUTS_THAT_COUNT = 2


@dataclass(slots=True)
class Ladder:
    """What has been tried."""

    survived_s: float = 0.0
    cut_s: float | None = None
    cuts: int = 0
    closed_s: float | None = None
    silently: bool | None = None
    noticed_s: float | None = None

    def next_s(self) -> float | None:
        """The silence to try now; None where no more can be found out."""
        if self.cut_s is not None:
            return self._between(self.cut_s)
        longer = next((step for step in STEPS_S if step > self.survived_s), None)
        if longer is None or (self.closed_s is not None and longer + CHECK_S >= self.closed_s):
            return None
        return longer

    def _between(self, cut_s: float) -> float | None:
        """A silence between the two limits, or the longer one again."""
        if cut_s <= max(self.survived_s * _CLOSE_ENOUGH, STEPS_S[0]):
            return cut_s if self.cuts < _CUTS_THAT_COUNT else None
        return round(math.sqrt((self.survived_s or STEPS_S[0] / 2) * cut_s), 1)

    def survive(self, idle_s: float) -> None:
        """A connection that was silent for so long still worked."""
        self.survived_s = max(self.survived_s, idle_s)
        if self.cut_s is not None and self.survived_s >= self.cut_s:
            self.cut_s, self.cuts, self.silently, self.noticed_s = None, 0, None, None

    def cut(self, idle_s: float, *, silently: bool, noticed_s: float) -> None:
        """A connection that was silent for so long did not work any more."""
        if idle_s <= self.survived_s:
            return
        self.cuts = self.cuts + 1 if self.cut_s is not None and idle_s >= self.cut_s * 0.95 else 1
        self.cut_s = min(idle_s, self.cut_s or idle_s)
        self.silently, self.noticed_s = silently, noticed_s

    def close(self, idle_s: float) -> None:
        """The other side ended it in order after so long: no longer silence can be tried with it."""
        self.closed_s = idle_s if self.closed_s is None else max(self.closed_s, idle_s)

    def reading(self) -> IdleReading:
        return IdleReading(
            survived_s=self.survived_s or None,
            cut_s=self.cut_s,
            closed_s=self.closed_s,
            silently=self.silently,
            noticed_s=self.noticed_s,
            found=self.next_s() is None,
        )

    @classmethod
    def of(cls, reading: IdleReading) -> "Ladder":
        """As a recording left it."""
        return cls(
            survived_s=reading.survived_s or 0.0,
            cut_s=reading.cut_s,
            cuts=_CUTS_THAT_COUNT if reading.found and reading.cut_s else 0,
            closed_s=reading.closed_s,
            silently=reading.silently,
            noticed_s=reading.noticed_s,
        )
