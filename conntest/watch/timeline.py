"""The drawing of a recording: one lane per part, outages as bars with numbers, gaps in grey, latency below.

Pure: places in user units of an SVG picture, which the template only writes down.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from conntest.language import gettext as _
from conntest.render.words import milliseconds
from conntest.values import dataclass
from conntest.watch import summary, words
from conntest.watch.values import Cause, Event, Outage, Part, Recording, Series, Unwatched
from conntest.wording.phrases import seconds

#: User units: the picture's width, the room for the lanes' names, and the heights of lanes and of curves.
WIDTH = 1000
LEFT = 190
LANE = 30
CURVE = 46
TOP = 26

#: The narrowest bar that can be seen, and the narrowest that has room for its number beside the next one.
_THINNEST = 2.5
_NUMBER_ROOM = 13.0

#: Minutes between two lines of the time axis: the first that leaves at most ten lines.
_TICKS_MIN = (1, 5, 10, 30, 60, 180, 360, 720, 1440, 2880, 10080, 40320)
_MOST_TICKS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """`style` is a class of the style sheet, `number` that of the outage in the table, where there is room for it."""

    x: float
    width: float
    y: float
    height: float
    style: str
    title: str
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A part's lane."""

    y: float
    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Mean round trips of one target as the points of a line (several where there are gaps), and losses as bars."""

    y: float
    label: str
    scale: str
    lines: tuple[str, ...]
    losses: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    height: float
    lanes_end: float
    ticks: tuple[Tick, ...]
    gaps: tuple[Bar, ...]
    lanes: tuple[Lane, ...]
    marks: tuple[Bar, ...]
    curves: tuple[Curve, ...]


def draw(recording: Recording) -> Drawing:
    """The picture of all of it."""
    axis = _Axis(recording.began, max(recording.until, recording.began + timedelta(minutes=1)))
    lanes = tuple(_lanes(recording, axis))
    lanes_end = TOP + LANE * len(lanes)
    marks_y = lanes_end + 4
    curves = tuple(_curves(recording, axis, marks_y + 16))
    return Drawing(
        height=marks_y + 16 + CURVE * len(curves) + 6,
        lanes_end=lanes_end,
        ticks=tuple(axis.ticks()),
        gaps=tuple(_gaps(recording, axis, lanes_end)),
        lanes=lanes,
        marks=tuple(_marks(recording, axis, marks_y)),
        curves=curves,
    )


class _Axis:
    """Times to places."""

    def __init__(self, began: datetime, until: datetime) -> None:
        self._began = began
        self._span_s = (until - began).total_seconds()
        self._until = until

    def at(self, time: datetime) -> float:
        share = (time - self._began).total_seconds() / self._span_s
        return round(LEFT + max(0.0, min(1.0, share)) * (WIDTH - LEFT), 1)

    def span(self, began: datetime, ended: datetime) -> tuple[float, float]:
        """Place and width, never too thin to be seen."""
        x = self.at(began)
        return x, round(max(_THINNEST, self.at(ended) - x), 1)

    def ticks(self) -> Iterator[Tick]:
        """At round local times."""
        minutes = next((step for step in _TICKS_MIN if self._span_s / 60 / step <= _MOST_TICKS), _TICKS_MIN[-1])
        local = self._began.astimezone()
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        step = timedelta(minutes=minutes)
        time = midnight + step * (int((local - midnight) / step) + 1)
        while time <= self._until:
            yield Tick(x=self.at(time), label=f"{time:%m-%d}" if minutes >= 1440 else f"{time:%H:%M}")
            time += step


def _lanes(recording: Recording, axis: _Axis) -> Iterator[Lane]:
    numbered = list(enumerate(recording.outages, 1))
    for place, part in enumerate(Part):
        y = TOP + LANE * place
        mine = [(number, one) for number, one in numbered if one.part is part]
        yield Lane(y=y, label=words.part(part), bars=tuple(_bars(mine, recording, axis, y)))


def _bars(mine: Sequence[tuple[int, Outage]], recording: Recording, axis: _Axis, y: float) -> Iterator[Bar]:
    taken = 0.0
    for number, outage in mine:
        x, width = axis.span(outage.began, outage.ended or recording.until)
        has_room = x >= taken
        taken = x + _NUMBER_ROOM if has_room else taken
        title = f"{number}. {words.moment(outage.began)}, {seconds(summary.lasted_s(outage, recording))}. "
        yield Bar(
            x=x,
            width=width,
            y=y + 12,
            height=LANE - 14,
            style="reset" if outage.cause is Cause.RESET else "broken",
            title=title + words.cause(outage),
            number=str(number) if has_room else "",
        )


def _gaps(recording: Recording, axis: _Axis, lanes_end: float) -> Iterator[Bar]:
    for gap in recording.gaps:
        x, width = axis.span(gap.began, gap.ended)
        style = "asleep" if gap.why is Unwatched.ASLEEP else "unwatched"
        span = seconds((gap.ended - gap.began).total_seconds())
        title = f"{words.moment(gap.began)}, {span}. {words.unwatched(gap.why)}"
        yield Bar(x=x, width=width, y=TOP, height=lanes_end - TOP, style=style, title=title)


def _marks(recording: Recording, axis: _Axis, y: float) -> Iterator[Bar]:
    for mark in recording.marks:
        style = "cut" if mark.event in (Event.CONNECTION_CUT, Event.IDLE_CUT) else "mark"
        title = f"{words.moment(mark.at)}. {words.event(mark.event, mark.seconds)}"
        yield Bar(x=axis.at(mark.at) - 1.5, width=3, y=y, height=9, style=style, title=title)


def _curves(recording: Recording, axis: _Axis, top: float) -> Iterator[Curve]:
    shown = [one for one in recording.series if one.asked]
    for place, series in enumerate(shown):
        y = top + CURVE * place
        highest = max((one.mean_ms for one in series.buckets if one.mean_ms is not None), default=0.0)
        yield Curve(
            y=y,
            label=summary.label(series),
            scale=milliseconds(highest),
            lines=tuple(_lines(series, axis, y, highest)),
            losses=tuple(_losses(series, axis, y)),
        )


def _lines(series: Series, axis: _Axis, y: float, highest: float) -> Iterator[str]:
    points: list[str] = []
    last: datetime | None = None
    length = timedelta(seconds=series.bucket_s)
    for one in series.buckets:
        if one.mean_ms is None or (last is not None and one.began - last > length * 2):
            yield from [" ".join(points)] if len(points) > 1 else []
            points = []
        if one.mean_ms is not None:
            height = (CURVE - 16) * one.mean_ms / (highest or 1.0)
            points.append(f"{axis.at(one.began + length / 2)},{round(y + CURVE - 6 - height, 1)}")
        last = one.began
    yield from [" ".join(points)] if len(points) > 1 else []


def _losses(series: Series, axis: _Axis, y: float) -> Iterator[Bar]:
    for one in series.buckets:
        if one.lost:
            x, width = axis.span(one.began, one.began + timedelta(seconds=series.bucket_s))
            height = round(2 + (CURVE - 18) * one.lost / one.asked, 1)
            title = f"{words.moment(one.began)}. " + _("{lost} of {asked} lost").format(lost=one.lost, asked=one.asked)
            yield Bar(x=x, width=width, y=round(y + CURVE - 6 - height, 1), height=height, style="lost", title=title)
