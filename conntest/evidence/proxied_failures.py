"""What stopped most attempts through a proxy, with the number that the proxy itself gave for it."""

from collections.abc import Sequence

from conntest.evidence.tunnel import TunnelView
from conntest.model.failure import Failure
from conntest.model.observation import ProxyConnectStep
from conntest.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxiedFailures:
    """`failure` stopped `count` of the `tried` endpoints; None where no attempt says why. `http_status` or
    `socks_reply` is the number that the proxy gave."""

    failure: Failure | None
    count: int
    tried: int
    http_status: int | None = None
    socks_reply: int | None = None


def failures_of(views: Sequence[TunnelView]) -> ProxiedFailures:
    """What stopped most of these endpoints."""
    failures = [view.failure for view in views if view.failure]
    if not failures:
        return ProxiedFailures(failure=None, count=0, tried=len(views))
    most = max(sorted(set(failures)), key=failures.count)
    steps = [step for view in views for step in view.tunnels if step.failure is most]
    return ProxiedFailures(
        failure=most,
        count=failures.count(most),
        tried=len(views),
        http_status=_first(steps, "status"),
        socks_reply=_first(steps, "reply"),
    )


def _first(steps: Sequence[ProxyConnectStep], number: str) -> int | None:
    found = (getattr(step.detail, number) for step in steps)
    return next((value for value in found if value), None)


def refused_by_rules(views: Sequence[TunnelView]) -> bool:
    """Whether most of them were refused by the proxy's own rules."""
    return sum(view.refused_by_proxy for view in views) * 2 > len(views)


def tunnel_observations(views: Sequence[TunnelView], others: Sequence[TunnelView] = ()) -> tuple[str, ...]:
    """One telling observation from each of the first of `views`, and one of the `others` they are compared with."""
    return tuple(view.evidence() for view in (*views[:4], *others[:1]))
