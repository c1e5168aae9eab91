"""What came through a proxy to one endpoint."""

from collections import Counter
from functools import cached_property

from conntest.evidence.response import best_response
from conntest.model.failure import Failure
from conntest.model.host import Endpoint
from conntest.model.observation import Attempt, Leg, ProxyConnectStep
from conntest.model.outcome import Response
from conntest.values import dataclass

#: What a proxy itself says of a page that it could not fetch, or would not.
_OF_THE_PROXY = frozenset({403, 407, 502, 503, 504})


@dataclass(frozen=True, kw_only=True)
class TunnelView:
    """One endpoint through one proxy."""

    endpoint: Endpoint
    attempts: tuple[Attempt, ...]

    @cached_property
    def tunnels(self) -> tuple[ProxyConnectStep, ...]:
        """What the proxy answered when it was asked for the endpoint."""
        return tuple(seen.proxy_connect for seen in self.attempts if seen.proxy_connect)

    @property
    def opened(self) -> bool:
        """The proxy said that it had made the connection. That alone proves nothing."""
        return any(step.failure is None for step in self.tunnels)

    @cached_property
    def response(self) -> Response:
        """The best that became of an attempt which came through."""
        return best_response(self.endpoint, filter(_came_through, self.attempts))

    @property
    def answered(self) -> bool:
        """Data flowed: a gateway's answer, or a certificate that is believed."""
        return self.response is Response.ANSWERED

    @property
    def reached(self) -> bool:
        """Somebody presented a certificate, whether a good one or not."""
        return self.response in (Response.ANSWERED, Response.REFUSED_CERTIFICATE)

    @property
    def refused_by_proxy(self) -> bool:
        """The proxy's own rules forbid it."""
        return any(step.failure and step.detail.leg is Leg.PROXY for step in self.tunnels)

    @property
    def failure(self) -> Failure | None:
        """What stopped most attempts."""
        failures = Counter(seen.failure for seen in self.attempts if seen.failure)
        return min(failures, key=lambda found: (-failures[found], found), default=None)

    def evidence(self) -> str:
        """The id of the observation that shows best what is wrong, or that nothing is."""
        failed = [seen.id for seen in self.attempts if seen.failure]
        return (failed or [seen.id for seen in self.attempts])[0]


def _came_through(seen: Attempt) -> bool:
    """The tunnel was opened; or the proxy forwarded the request itself, and the answer may well be the host's."""
    if seen.proxy_connect:
        return seen.proxy_connect.failure is None
    return seen.http is not None and seen.http.detail.status not in _OF_THE_PROXY
