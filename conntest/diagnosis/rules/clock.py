"""What other people's clocks say of this computer's."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from statistics import median

from conntest.diagnosis import phrases
from conntest.diagnosis.case import Case
from conntest.diagnosis.rules.middlebox import as_expected
from conntest.diagnosis.views import EndpointView
from conntest.model.failure import Failure
from conntest.model.finding import Code, Domain, Draft, Severity
from conntest.model.host import Group
from conntest.model.observation import Attempt, HttpDetail, attempts
from conntest.model.reading import Clock
from conntest.model.report import Record

#: From here on misdated logs and one-time codes become a nuisance; beyond five minutes certificates, Kerberos and
#: one-time codes start to fail (contract.md).
_SKEW_WARN_S = 60.0
_SKEW_FAIL_S = 300.0

#: `Date` headers of one or two operators may come from a stale cache or a box in between.
_CLOCK_OPERATORS = 3

#: Servers that keep time agree within a second or two; the round trip adds some.
_AGREEMENT_S = 30.0


def clock_skew(case: Case) -> Iterator[Draft]:
    """Web servers of at least three operators, and most of those asked, agree that this machine's clock is off. Only
    servers count that proved themselves, or gave the very answer that was expected of them."""
    clock = clock_reading(case.record)
    if clock is None or abs(clock.offset_s) <= _SKEW_WARN_S:
        return
    is_fail = abs(clock.offset_s) > _SKEW_FAIL_S
    misdated = [view for view in case.own_web if _is_misdated(view, case.record, clock)]
    portal = {Domain.PORTAL} if any(view.endpoint.group is not Group.SERVICE for view in misdated) else set()
    yield Draft(
        code=Code.CLOCK_SKEW,
        severity=Severity.FAIL if is_fail else Severity.WARN,
        variant="ahead" if clock.offset_s > 0 else "behind",
        params={"amount": phrases.seconds(abs(clock.offset_s)), "operators": clock.operators},
        subjects=tuple(view.id for view in misdated),
        evidence=tuple(seen.id for seen in case.observations if _dated(seen))[:3],
        domains=frozenset({Domain.MACHINE} | portal),
        explains=frozenset({Code.TLS_CERTIFICATE_INVALID}) if misdated else frozenset(),
    )


def _is_misdated(view: EndpointView, record: Record, clock: Clock) -> bool:
    """Its certificate is refused for its dates, which are good at the true time."""
    if view.certificate_failure not in (Failure.SSL_EXPIRED, Failure.SSL_NOT_YET_VALID) or not view.chain:
        return False
    started, begins, ends = map(_moment, (record.run.started_at, view.chain[0].not_before, view.chain[0].not_after))
    if started is None or begins is None or ends is None:
        return False
    return begins <= started - timedelta(seconds=clock.offset_s) <= ends


def _moment(text: str) -> datetime | None:
    """A moment as reports write it, or None where a saved one holds something else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def clock_reading(record: Record) -> Clock | None:
    """How far this machine's clock is ahead of the median operator's, in seconds, and how many operators agree on that;
    None where they are too few, or not most of those that gave a time."""
    started = _moment(record.run.started_at)
    if started is None:
        return None
    offsets: dict[str, list[float]] = defaultdict(list)
    operators = {endpoint.id: endpoint.operator for endpoint in record.endpoints}
    for seen in attempts(record.observations):
        if (page := _dated(seen)) and (offset := _offset(page, started)) is not None and seen.endpoint in operators:
            offsets[operators[seen.endpoint]].append(offset)
    readings = [median(several) for several in offsets.values()]
    if len(readings) < _CLOCK_OPERATORS:
        return None
    middle = median(readings)
    agreeing = sum(abs(reading - middle) <= _AGREEMENT_S for reading in readings)
    if agreeing < _CLOCK_OPERATORS or agreeing * 2 <= len(readings):
        return None
    return Clock(offset_s=round(middle, 1), operators=agreeing)


def _dated(seen: Attempt) -> HttpDetail | None:
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
