"""A recording as JSON and back, as CSV and as text."""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import NoReturn

from pydantic import TypeAdapter, ValidationError

from conntest.language import gettext as _
from conntest.render.printable import printable
from conntest.watch import summary, words
from conntest.watch.outages import Began, Corrected, Ended
from conntest.watch.plausible import MOST, damage
from conntest.watch.recorder import News
from conntest.watch.values import Gap, Mark, Recording
from conntest.wording.phrases import seconds

#: What a recording says of itself, so that other documents are told from it.
KIND = "conntest-watch"


_NOT_ASCII = re.compile(r"[^\x20-\x7e\n]")


class RecordingError(Exception):
    """A document that is no recording, or a damaged one. Its text is a sentence for the user."""


@cache
def _adapter() -> TypeAdapter[Recording]:
    return TypeAdapter(Recording)


def to_json(recording: Recording) -> str:
    """All of it, as a document that ends with a newline. In ASCII, so that no letter of it acts on a terminal."""
    text = _adapter().dump_json(recording, indent=1).decode()
    return _NOT_ASCII.sub(lambda found: json.dumps(found.group())[1:-1], text) + "\n"


def is_recording(text: str) -> bool:
    """Whether a document says that it is one. `kind` is its first key."""
    return re.match(rf'\s*{{\s*"kind"\s*:\s*"{KIND}"', text) is not None


def from_json(text: str) -> Recording:
    """The recording that `text` holds. Raises RecordingError."""
    try:
        json.loads(text, parse_constant=_refuse, parse_int=_whole, parse_float=_real)
        recording = _adapter().validate_json(text, strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise RecordingError(f"this recording cannot be read: {place}: {printable(first['msg'])}") from error
    except (ValueError, RecursionError) as error:
        raise RecordingError(f"this recording cannot be read: {printable(str(error))}") from error
    if recording.kind != KIND or recording.schema_version.partition(".")[0] != "1":
        raise RecordingError("this recording cannot be read: it is of another version")
    if wrong := damage(recording):
        raise RecordingError(f"this recording cannot be read: {wrong}")
    return recording


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _whole(word: str) -> int:
    return int(word) if len(word) <= len(str(MOST)) else _refuse(word[:20])


def _real(word: str) -> float:
    number = float(word)
    return number if abs(number) <= MOST else _refuse(word[:20])


_COLUMNS = ("what", "part", "cause", "about", "began", "ended", "seconds", "text")


def to_csv(recording: Recording) -> str:
    """A row for each outage, gap and mark in the order of time (RFC 4180). Times are UTC."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    rows = sorted(_rows(recording), key=_began)
    writer.writerows(rows)
    return out.getvalue()


#: A row's texts and figures, in the order of `_COLUMNS`.
_Row = tuple[str, str, str, str, str, str, float | str, str]


def _began(row: _Row) -> str:
    return row[4]


def _rows(recording: Recording) -> Iterator[_Row]:
    for one in recording.outages:
        ended = one.ended.isoformat(timespec="seconds") if one.ended else ""
        began = one.began.isoformat(timespec="seconds")
        lasted_s = round(summary.lasted_s(one, recording), 1)
        yield "outage", one.part.value, one.cause.value, one.about or "", began, ended, lasted_s, words.cause(one)
    for gap in recording.gaps:
        began, ended = (time.isoformat(timespec="seconds") for time in (gap.began, gap.ended))
        lasted_s = round((gap.ended - gap.began).total_seconds(), 1)
        yield "gap", "", gap.why.value, "", began, ended, lasted_s, words.unwatched(gap.why)
    for mark in recording.marks:
        at = mark.at.isoformat(timespec="seconds")
        seconds_ = "" if mark.seconds is None else mark.seconds
        yield "mark", "", mark.event.value, "", at, at, seconds_, words.event(mark.event, mark.seconds)


#: Outages that a text lists, the latest of them.
_MOST_LISTED = 200


def to_text(recording: Recording) -> str:
    """What a terminal shows of it."""
    return "".join(f"{printable(line).rstrip()}\n" for line in _lines(recording))


def _lines(recording: Recording) -> Iterator[str]:
    yield summary.headline(recording)
    if recording.simulated:
        yield _("This was a demo against a simulated network on this machine. It says nothing about yours.")
    yield ""
    for label, text in summary.facts(recording):
        yield f"  {label}: {text}"
    if told := words.idle(recording.idle):
        yield f"  {told}"
    for one in summary.by_part(recording):
        yield ""
        yield f"  {summary.in_short(one)}"
        yield f"    {words.advice(one.part)}"
    yield ""
    for outage in recording.outages[-_MOST_LISTED:]:
        span = seconds(summary.lasted_s(outage, recording))
        yield f"  {words.moment(outage.began)}  {span:>8}  {words.part(outage.part)}: {words.cause(outage)}"
    yield ""
    for target in summary.targets(recording):
        mean = "-" if target.mean_ms is None else f"{target.mean_ms:.1f} ms"
        yield f"  {target.label:<34}  {mean:>10}  {_('lost')} {target.lost}/{target.asked} ({target.lost_share:.1%})"


def told(news: News, recording_now: datetime) -> str:
    """A transition in one line, with local time."""
    match news:
        case Began(outage=outage):
            return f"{words.moment(outage.began)}  ✗ {words.part(outage.part)}: {words.cause(outage)}"
        case Corrected(outage=outage):
            return f"{words.moment(recording_now)}  ✗ {words.part(outage.part)}: {words.cause(outage)}"
        case Ended(outage=outage):
            span = seconds(outage.lasted(outage.began).total_seconds())
            back = _("back after {span}").format(span=span)
            return f"{words.moment(outage.ended or recording_now)}  ✓ {words.part(outage.part)}: {back}"
        case Gap():
            span = seconds((news.ended - news.began).total_seconds())
            return f"{words.moment(news.ended)}  - {words.unwatched(news.why)} ({span})"
        case Mark():
            return f"{words.moment(news.at)}  ! {words.event(news.event, news.seconds)}"
