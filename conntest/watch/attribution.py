"""Which part broke, from what one round saw: the nearest part that fails, by comparison with the others. Pure."""

from collections.abc import Sequence

from conntest.values import dataclass
from conntest.watch.values import Cause, Contact, Kind, Round


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """`sure` where several attempts say it in one round; otherwise the next round has to say it as well."""

    cause: Cause
    sure: bool
    about: str | None = None


def judge(seen: Round, before: Round | None = None) -> Judgement | None:
    """What is broken, None where nothing is. `before` is the previous round, which asked the other port of each
    gateway.

    Nothing is said of IBKR unless something neutral answers in the same round, and nothing of the provider unless the
    router does.
    """
    outside = _of(seen, Kind.NEUTRAL, Kind.GATEWAY, Kind.PORTAL)
    if not seen.around.addresses:
        return Judgement(cause=Cause.NO_ROUTE, sure=True)
    if outside and not any(contact.answered for contact in outside):
        return Judgement(cause=_near(seen), sure=len(outside) > 1)
    if _fails(_of(seen, Kind.NAME_SERVER)):
        return Judgement(cause=Cause.NAME_SERVER_SILENT, sure=False)
    return _at_ibkr(seen) or _in_part(seen, before)


def _near(seen: Round) -> Cause:
    """Nothing outside answers."""
    router = _of(seen, Kind.ROUTER)
    if _fails(router):
        return Cause.ROUTER_SILENT
    # Without neutral hosts it could as well be IBKR alone.
    return Cause.PROVIDER if router and _of(seen, Kind.NEUTRAL) else Cause.OUTSIDE


def _at_ibkr(seen: Round) -> Judgement | None:
    """All that was asked of a kind is silent, while something else answers."""
    neutral, gateways = _of(seen, Kind.NEUTRAL), _of(seen, Kind.GATEWAY)
    portal = _of(seen, Kind.PORTAL)
    if _fails(neutral) and (_fails(gateways) or _fails(portal)):
        return Judgement(cause=Cause.OUTSIDE, sure=True)
    if _fails(gateways):
        if seen.in_reset:
            return Judgement(cause=Cause.RESET, sure=True)
        blocked = _fails(_of(seen, Kind.COMPARISON))
        return Judgement(cause=Cause.PORT_BLOCKED if blocked else Cause.GATEWAYS, sure=len(gateways) > 1)
    if _fails(portal):
        return Judgement(cause=Cause.RESET if seen.in_reset else Cause.PORTAL, sure=False)
    return None


def _in_part(seen: Round, before: Round | None) -> Judgement | None:
    """One gateway of two on both ports, or one port of both gateways: two rounds together show it."""
    both = [*(_of(before, Kind.GATEWAY) if before else ()), *_of(seen, Kind.GATEWAY)]
    if all(contact.answered for contact in both) or seen.in_reset:
        return None
    silent = _silent([(one.target.row, str(one.port), bool(one.answered)) for one in both])
    if silent is not None:
        return Judgement(cause=Cause.ONE_GATEWAY, sure=True, about=silent)
    closed = _silent([(str(one.port), one.target.row, bool(one.answered)) for one in both])
    return None if closed is None else Judgement(cause=Cause.ONE_PORT, sure=True, about=closed)


def _silent(tried: Sequence[tuple[str, str, bool]]) -> str | None:
    """The one that failed with each of several others, while what it is compared with did not: of (one, other,
    answered)."""
    ones = {one for one, _, _ in tried}
    failed = [
        one
        for one in ones
        if len({other for name, other, _ in tried if name == one}) > 1
        and not any(answered for name, _, answered in tried if name == one)
    ]
    return failed[0] if len(failed) == 1 and len(ones) > 1 else None


def _of(seen: Round, *kinds: Kind) -> tuple[Contact, ...]:
    """Attempts of these kinds of which something can be said."""
    return tuple(one for one in seen.contacts if one.target.kind in kinds and one.answered is not None)


def _fails(contacts: Sequence[Contact]) -> bool:
    return bool(contacts) and not any(contact.answered for contact in contacts)
