"""Things that work badly: IPv6, an unsteady line."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from conntest.diagnosis import phrases
from conntest.diagnosis.case import Case
from conntest.diagnosis.views import EndpointView
from conntest.language import gettext as _
from conntest.model.addresses import family
from conntest.model.finding import Code, Domain, Draft, Severity
from conntest.model.observation import Attempt

#: IPv6 of one operator alone may be broken at that operator.
_SEVERAL_OPERATORS = 2

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


def _on_ipv6(view: EndpointView) -> Iterator[Attempt]:
    return (seen for seen in view.attempts if seen.address and family(seen.address) == 6)


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
        told = _("round trips differ by up to {number} ms").format(number=f"{worst:.0f}")
        yield _unstable("latency", jumpy, told)


def _unstable(
    variant: str, views: Sequence[EndpointView], how: str, telling: Callable[[Attempt], bool] = lambda seen: True
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
    siblings = case.views_by_row[view.endpoint.row]
    found = []
    for address in sorted(view.open_addresses):
        attempts = [seen for other in siblings for seen in other.attempts if seen.address == address and seen.connect]
        uneven = sum(_is_uneven(seen) for seen in attempts)
        if uneven >= _UNEVEN_ATTEMPTS and uneven >= _UNEVEN_SHARE * len(attempts):
            found.append(address)
    return found


def _is_uneven(seen: Attempt) -> bool:
    """Failed, or needed more than one SYN."""
    step = seen.connect
    return step is not None and (step.failure is not None or bool(step.detail.retransmits))


def _loss_in_words(views: Sequence[EndpointView]) -> str:
    attempts = [seen for view in views for seen in view.attempts if seen.connect]
    failed = sum(1 for seen in attempts if seen.connect and seen.connect.failure)
    resent = sum(_is_uneven(seen) for seen in attempts) - failed
    if not resent:
        text = _("of {attempts} attempts {failed} failed")
    elif not failed:
        text = _("of {attempts} attempts {resent} had to be repeated by the system")
    else:
        text = _("of {attempts} attempts {failed} failed and {resent} had to be repeated by the system")
    return text.format(attempts=len(attempts), failed=failed, resent=resent)


def _spread_ms(view: EndpointView) -> float:
    """The widest spread of connect times at one address, of which there are at least three."""
    times: dict[str, list[float]] = defaultdict(list)
    for seen in view.attempts:
        if seen.address and seen.connect and seen.connect.detail.rtt_ms is not None:
            times[seen.address].append(seen.connect.detail.rtt_ms)
    return max((max(several) - min(several) for several in times.values() if len(several) >= 3), default=0.0)
