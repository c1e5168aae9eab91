"""How far this computer's clock is off, by the times that web servers give."""

from collections import defaultdict
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from statistics import median

from conntest.evidence.pages import as_expected
from conntest.model.observation import Attempt, HttpDetail, attempts
from conntest.model.reading import Clock
from conntest.model.report import Record

#: `Date` headers of one or two operators may come from a stale cache or a box in between.
_CLOCK_OPERATORS = 3

#: Servers that keep time agree within a second or two; the round trip adds some.
_AGREEMENT_S = 30.0


def moment(text: str) -> datetime | None:
    """A moment as reports write it, or None where a saved one holds something else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def clock_reading(record: Record) -> Clock | None:
    """How far this machine's clock is ahead of the median operator's, in seconds, and how many operators agree on that;
    None where they are too few, or not most of those that gave a time."""
    started = moment(record.run.started_at)
    if started is None:
        return None
    offsets: dict[str, list[float]] = defaultdict(list)
    operators = {endpoint.id: endpoint.operator for endpoint in record.endpoints}
    for seen in attempts(record.observations):
        if (page := dated_page(seen)) and (offset := _offset(page, started)) is not None and seen.endpoint in operators:
            offsets[operators[seen.endpoint]].append(offset)
    readings = [median(several) for several in offsets.values()]
    if len(readings) < _CLOCK_OPERATORS:
        return None
    middle = median(readings)
    agreeing = sum(abs(reading - middle) <= _AGREEMENT_S for reading in readings)
    if agreeing < _CLOCK_OPERATORS or agreeing * 2 <= len(readings):
        return None
    return Clock(offset_s=round(middle, 1), operators=agreeing)


def dated_page(seen: Attempt) -> HttpDetail | None:
    """A page that carries its server's time, of a server that is no stranger: HTTPS is only asked after the certificate
    was believed. Not one from a cache, whose age is unknown."""
    page = seen.http.detail if seen.http else None
    if page is None or page.header("Date") is None or page.header("Age") is not None:
        return None
    return page if page.secure or as_expected(seen) else None


def _offset(page: HttpDetail, started: datetime) -> float | None:
    """Ours minus theirs. `Date` has whole seconds, cut off: half a second is added (RFC 9110 section 6.6.1)."""
    try:
        theirs = parsedate_to_datetime(page.header("Date") or "")
    except (ValueError, OverflowError):
        return None
    if page.sent_s is None or page.first_byte_s is None or theirs.tzinfo is None:
        return None
    ours = started + timedelta(seconds=(page.sent_s + page.first_byte_s) / 2)
    return (ours - theirs).total_seconds() - 0.5
