"""The figures of a recording: what broke how often and for how long. Pure."""

from collections.abc import Iterator

from conntest.language import gettext as _
from conntest.language import ngettext
from conntest.values import dataclass
from conntest.watch import words
from conntest.watch.values import Cause, Outage, Part, Recording, Series, Unwatched
from conntest.wording.phrases import seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class PartSum:
    """Outages of one part."""

    part: Part
    count: int
    total_s: float
    longest_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSum:
    """One target's answers over all: `mean_ms` None where no round trip was measured."""

    label: str
    asked: int
    lost: int
    shortest_ms: float | None
    mean_ms: float | None
    longest_ms: float | None

    @property
    def lost_share(self) -> float:
        return self.lost / self.asked if self.asked else 0.0


def lasted_s(outage: Outage, recording: Recording) -> float:
    """Seconds, of one that lasts until the recording's end."""
    return outage.lasted(recording.until).total_seconds()


def by_part(recording: Recording) -> tuple[PartSum, ...]:
    """Parts that broke, the one that broke most often first. Resets that IBKR announces are not counted."""
    sums = []
    for part in Part:
        spans = [lasted_s(one, recording) for one in recording.outages if one.part is part and counts(one)]
        if spans:
            sums.append(PartSum(part=part, count=len(spans), total_s=sum(spans), longest_s=max(spans)))
    return tuple(sorted(sums, key=lambda one: (-one.count, -one.total_s)))


def in_short(one: PartSum) -> str:
    """`Internet provider: 4 outages, 68 min in all, the longest 40 min`."""
    told = ngettext(
        "{part}: {count} outage, {total}",
        "{part}: {count} outages, {total} in all, the longest {longest}",
        one.count,
    )
    return told.format(
        part=words.part(one.part), count=one.count, total=seconds(one.total_s), longest=seconds(one.longest_s)
    )


def counts(outage: Outage) -> bool:
    """Whether it is somebody's fault."""
    return outage.cause is not Cause.RESET


def headline(recording: Recording) -> str:
    """One sentence: what broke most."""
    sums = by_part(recording)
    if not recording.rounds:
        return _("Nothing was watched.")
    if not sums:
        return _("Nothing broke in {span}.").format(span=seconds(recording.watched_s))
    return broke(sums[0], recording.watched_s)


def broke(worst: PartSum, watched_s: float) -> str:
    """The same of the part that broke most, in `watched_s` seconds."""
    return ngettext(
        "{part} broke {count} time in {span}, for {total}.",
        "{part} broke {count} times in {span}, for {total} in all.",
        worst.count,
    ).format(part=words.part(worst.part), count=worst.count, span=seconds(watched_s), total=seconds(worst.total_s))


def facts(recording: Recording) -> Iterator[tuple[str, str]]:
    """Labels and texts about the recording itself."""
    yield _("From"), f"{words.moment(recording.began)} ({words.zone(recording.began)})"
    yield _("Until"), f"{words.moment(recording.until)} ({words.zone(recording.until)})"
    yield _("Watched"), seconds(recording.watched_s)
    asleep = [gap for gap in recording.gaps if gap.why is Unwatched.ASLEEP]
    if asleep:
        yield _("Asleep"), seconds(sum((gap.ended - gap.began).total_seconds() for gap in asleep))
    yield _("Rounds"), f"{recording.rounds:,}"
    if recording.blips:
        yield _("Short disturbances"), f"{recording.blips:,}"
    yield _("Made by"), f"{recording.tool}, {recording.host_table}"


def targets(recording: Recording) -> tuple[TargetSum, ...]:
    """Every target that was asked."""
    return tuple(_target(one) for one in recording.series if one.asked)


def label(series: Series) -> str:
    """A host's name, or what the router and the name server are called."""
    return series.target.host or (_("Router") if series.target.row == "router" else _("Name server"))


def _target(series: Series) -> TargetSum:
    timed = [one for one in series.buckets if one.mean_ms is not None]
    weight = sum(one.asked - one.lost for one in timed)
    total = sum((one.mean_ms or 0.0) * (one.asked - one.lost) for one in timed)
    return TargetSum(
        label=label(series),
        asked=series.asked,
        lost=series.lost,
        shortest_ms=min((one.shortest_ms for one in timed if one.shortest_ms is not None), default=None),
        mean_ms=total / weight if weight else None,
        longest_ms=max((one.longest_ms for one in timed if one.longest_ms is not None), default=None),
    )
