"""Things that work badly: IPv6, the clock, an unsteady line."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from statistics import median

from conntest.diagnosis import phrases
from conntest.diagnosis.case import Case
from conntest.diagnosis.rules.middlebox import as_expected
from conntest.diagnosis.views import EndpointView, family
from conntest.model.failure import Failure
from conntest.model.finding import Code, Domain, Draft, Severity
from conntest.model.host import Group
from conntest.model.observation import HttpDetail, Observation
from conntest.model.report import Clock, Record

#: From here on misdated logs and one-time codes become a nuisance; beyond five minutes certificates, Kerberos and
#: one-time codes start to fail (contract.md).
_SKEW_WARN_S = 60.0
_SKEW_FAIL_S = 300.0

#: IPv6 of one operator alone may be broken at that operator.
_SEVERAL_OPERATORS = 2

#: `Date` headers of one or two operators may come from a stale cache or a box in between.
_CLOCK_OPERATORS = 3

#: Servers that keep time agree within a second or two; the round trip adds some.
_AGREEMENT_S = 30.0

#: Of the attempts at one address, follow-ups included, these many and this share must be uneven. At 2 % loss, which is
#: a bad mobile line, that happens to one of 18 gateways in one run of 200; at 50 % loss it is missed in one of 30.
_UNEVEN_ATTEMPTS = 4
_UNEVEN_SHARE = 0.25

#: A spread of connect times that a user feels at every click, and that no steady line has.
_SPREAD_MS = 500.0


def ipv6_broken(case: Case) -> Iterator[Draft]:
    """The machine has a route for IPv6, names of several operators have IPv6 addresses, none of these answers, and IPv4
    does. One operator's may be at fault by themselves."""
    if not case.machine.ipv6_route:
        return
    advertised = [view for view in case.views if any(family(address) == 6 for address in view.addresses)]
    names = {view.endpoint.host for view in advertised}
    operators = {view.endpoint.operator for view in advertised}
    if len(operators) < _SEVERAL_OPERATORS or any(
        family(address) == 6 for view in case.views for address in view.open_addresses
    ):
        return
    working = [view for view in advertised if view.is_open]
    if not working:
        return
    example = next(address for address in sorted(working[0].addresses) if family(address) == 6)
    yield Draft(
        code=Code.IPV6_BROKEN,
        severity=Severity.WARN,
        params={"count": len(names), "example": f"{working[0].endpoint.host} ({example})"},
        subjects=tuple(view.id for view in advertised),
        evidence=tuple(seen.id for view in working[:3] for seen in _on_ipv6(view))[:3],
        domains=frozenset({Domain.MACHINE}),
    )


def _on_ipv6(view: EndpointView) -> Iterator[Observation]:
    return (seen for seen in view.attempts if seen.address and family(seen.address) == 6)


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
    for seen in record.observations:
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


def _dated(seen: Observation) -> HttpDetail | None:
    """A page that carries its server's time, of a server that is no stranger: HTTPS is only asked after the certificate
    was believed. Not one from a cache, whose age is unknown."""
    page = seen.http.detail if seen.http else None
    if page is None or page.header("Date") is None or page.header("Age") is not None:
        return None
    return page if page.url.startswith("https:") or as_expected(page) else None


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


def connection_unstable(case: Case) -> Iterator[Draft]:
    """Attempts at the same gateway address differ too often for chance, or their round trips vary widely."""
    uneven = [view for view in case.gateways if _uneven_addresses(case, view)]
    if uneven:
        failed = any(view.manners for view in uneven)
        yield _unstable("failures" if failed else "loss", uneven, _loss_in_words(uneven), _is_uneven)
        return
    jumpy = [view for view in case.gateways if _spread_ms(view) > _SPREAD_MS]
    if jumpy and len(jumpy) * 2 >= sum(view.is_open for view in case.gateways):
        worst = max(_spread_ms(view) for view in jumpy)
        yield _unstable("latency", jumpy, f"round trips differ by up to {worst:.0f} ms")


def _unstable(
    variant: str, views: Sequence[EndpointView], how: str, telling: Callable[[Observation], bool] = lambda seen: True
) -> Draft:
    return Draft(
        code=Code.CONNECTION_UNSTABLE,
        severity=Severity.WARN,
        variant=variant,
        params={"hosts": phrases.hosts(views), "how": how},
        subjects=tuple(view.id for view in views),
        evidence=tuple(seen.id for view in views[:3] for seen in view.attempts if telling(seen))[:6],
        domains=frozenset({Domain.TWS}),
    )


def _uneven_addresses(case: Case, view: EndpointView) -> list[str]:
    """Addresses of this endpoint whose attempts, pooled over the host's ports, are uneven too often."""
    siblings = case.views_by_row[view.endpoint.host_id]
    found = []
    for address in sorted(view.open_addresses):
        attempts = [seen for other in siblings for seen in other.attempts if seen.address == address and seen.connect]
        uneven = sum(_is_uneven(seen) for seen in attempts)
        if uneven >= _UNEVEN_ATTEMPTS and uneven >= _UNEVEN_SHARE * len(attempts):
            found.append(address)
    return found


def _is_uneven(seen: Observation) -> bool:
    """Failed, or needed more than one SYN."""
    step = seen.connect
    return step is not None and (step.failure is not None or bool(step.detail.retransmits))


def _loss_in_words(views: Sequence[EndpointView]) -> str:
    attempts = [seen for view in views for seen in view.attempts if seen.connect]
    failed = sum(1 for seen in attempts if seen.connect and seen.connect.failure)
    resent = sum(_is_uneven(seen) for seen in attempts) - failed
    parts = [f"{failed} failed"] if failed else []
    parts += [f"{resent} had to be repeated by the system"] if resent else []
    return f"of {len(attempts)} attempts {phrases.listed(parts)}"


def _spread_ms(view: EndpointView) -> float:
    """The widest spread of connect times at one address, of which there are at least three."""
    times: dict[str, list[float]] = defaultdict(list)
    for seen in view.attempts:
        if seen.address and seen.connect and seen.connect.detail.rtt_ms is not None:
            times[seen.address].append(seen.connect.detail.rtt_ms)
    return max((max(several) - min(several) for several in times.values() if len(several) >= 3), default=0.0)
