"""The timeline as one page: the drawing, what it says in words, and the table of outages."""

from collections.abc import Iterator

from conntest.language import ENGLISH, used
from conntest.render.pages import template
from conntest.values import dataclass
from conntest.watch import summary, timeline, words
from conntest.watch.values import Outage, Part, Recording
from conntest.wording.phrases import seconds

#: Rows of the table of outages: the latest, as the CSV document has all of them.
_MOST_ROWS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One outage in the table."""

    number: int
    began: str
    lasted: str
    part: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    part: str
    count: int
    total: str
    longest: str
    advice: str


def to_html(recording: Recording) -> str:
    """`recording` as a whole HTML document that ends with a newline."""
    rows = tuple(_rows(recording))
    return template("watch.html.j2").render(
        language=used(),
        is_english=used() == ENGLISH,
        recording=recording,
        headline=summary.headline(recording),
        drawing=timeline.draw(recording),
        width=timeline.WIDTH,
        left=timeline.LEFT,
        facts=tuple(summary.facts(recording)),
        idle=words.idle(recording.idle),
        advice=tuple(_advice(recording)),
        rows=rows[-_MOST_ROWS:],
        hidden=max(0, len(rows) - _MOST_ROWS) + recording.dropped.get("outages", 0),
        marks=tuple((words.moment(one.at), words.event(one.event, one.seconds)) for one in recording.marks),
        targets=tuple(_target(one) for one in summary.targets(recording)),
    )


def _rows(recording: Recording) -> Iterator[Row]:
    for number, outage in enumerate(recording.outages, 1):
        yield Row(
            number=number,
            began=words.moment(outage.began),
            lasted=_lasted(outage, recording),
            part=words.part(outage.part),
            cause=words.cause(outage),
        )


def _lasted(outage: Outage, recording: Recording) -> str:
    return seconds(summary.lasted_s(outage, recording))


def _advice(recording: Recording) -> Iterator[Advice]:
    for one in summary.by_part(recording):
        yield Advice(
            part=words.part(one.part),
            count=one.count,
            total=seconds(one.total_s),
            longest=seconds(one.longest_s),
            advice=words.advice(Part(one.part)),
        )


def _target(one: summary.TargetSum) -> tuple[str, str, str, str, str]:
    """Name, shortest, mean and longest round trip, and loss."""
    trips = (one.shortest_ms, one.mean_ms, one.longest_ms)
    shortest, mean, longest = ("-" if ms is None else f"{ms:.1f} ms" for ms in trips)
    return one.label, shortest, mean, longest, f"{one.lost}/{one.asked} ({one.lost_share:.1%})"
