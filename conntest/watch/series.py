"""Latency and loss of one target over time, in a bounded number of buckets: too many are joined by twos."""

from datetime import UTC, datetime

from conntest.values import dataclass
from conntest.watch.values import Bucket, Contact, Series, Target

#: Seconds of a bucket to begin with, and how many of them: two days. After four days they are ten minutes long.
BUCKET_S = 300
MOST_BUCKETS = 576


@dataclass(slots=True)
class _Sums:
    began_s: int
    asked: int = 0
    lost: int = 0
    shortest_ms: float | None = None
    sum_ms: float = 0.0
    longest_ms: float | None = None
    timed: int = 0

    def add(self, answered: bool, rtt_ms: float | None) -> None:
        self.asked += 1
        self.lost += not answered
        if answered and rtt_ms is not None:
            self._time(rtt_ms, rtt_ms, rtt_ms, 1)

    def take(self, other: "_Sums") -> None:
        self.asked += other.asked
        self.lost += other.lost
        if other.shortest_ms is not None and other.longest_ms is not None:
            self._time(other.shortest_ms, other.sum_ms, other.longest_ms, other.timed)

    def _time(self, shortest_ms: float, sum_ms: float, longest_ms: float, count: int) -> None:
        self.shortest_ms = shortest_ms if self.shortest_ms is None else min(self.shortest_ms, shortest_ms)
        self.longest_ms = longest_ms if self.longest_ms is None else max(self.longest_ms, longest_ms)
        self.sum_ms += sum_ms
        self.timed += count


class SeriesBuilder:
    """Counts what becomes of one target."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.asked = self.lost = 0
        self.last: Contact | None = None
        self._bucket_s = BUCKET_S
        self._buckets: list[_Sums] = []

    def add(self, contact: Contact, at: datetime) -> None:
        """One attempt at the time `at`, which may lie before the one before where the clock was set."""
        self.last = contact
        if contact.answered is None:
            return
        self.asked += 1
        self.lost += not contact.answered
        self._bucket(at).add(contact.answered, None if contact.rtt_s is None else contact.rtt_s * 1e3)

    def _bucket(self, at: datetime) -> _Sums:
        began_s = int(at.timestamp()) // self._bucket_s * self._bucket_s
        if not self._buckets or self._buckets[-1].began_s < began_s:
            if len(self._buckets) >= MOST_BUCKETS:
                self._halve()
                return self._bucket(at)
            self._buckets.append(_Sums(began_s=began_s))
        return self._buckets[-1]

    def _halve(self) -> None:
        """Buckets of twice the length."""
        self._bucket_s *= 2
        merged: list[_Sums] = []
        for one in self._buckets:
            began_s = one.began_s // self._bucket_s * self._bucket_s
            if not merged or merged[-1].began_s != began_s:
                merged.append(_Sums(began_s=began_s))
            merged[-1].take(one)
        self._buckets = merged

    def series(self) -> Series:
        return Series(
            target=self.target,
            asked=self.asked,
            lost=self.lost,
            bucket_s=self._bucket_s,
            buckets=tuple(
                Bucket(
                    began=datetime.fromtimestamp(one.began_s, UTC),
                    asked=one.asked,
                    lost=one.lost,
                    shortest_ms=_rounded(one.shortest_ms),
                    mean_ms=_rounded(one.sum_ms / one.timed) if one.timed else None,
                    longest_ms=_rounded(one.longest_ms),
                )
                for one in self._buckets
            ),
        )

    @classmethod
    def of(cls, series: Series) -> "SeriesBuilder":
        """As a recording left it."""
        made = cls(series.target)
        made.asked, made.lost, made._bucket_s = series.asked, series.lost, series.bucket_s
        made._buckets = [_sums(bucket) for bucket in series.buckets[-MOST_BUCKETS:]]
        return made


def _sums(bucket: Bucket) -> _Sums:
    timed = bucket.asked - bucket.lost if bucket.mean_ms is not None else 0
    return _Sums(
        began_s=int(bucket.began.timestamp()),
        asked=bucket.asked,
        lost=bucket.lost,
        shortest_ms=bucket.shortest_ms,
        sum_ms=(bucket.mean_ms or 0.0) * timed,
        longest_ms=bucket.longest_ms,
        timed=timed,
    )


def _rounded(value_ms: float | None) -> float | None:
    """Microseconds: no clock here tells more."""
    return None if value_ms is None else round(value_ms, 3)
