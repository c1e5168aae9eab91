"""The ways through proxies, short of judging them: is the proxy alive, what does it speak, and what came through it?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from conntest.evidence.tunnel import TunnelView
from conntest.model.addresses import HTTPS_PORT
from conntest.model.failure import Failure
from conntest.model.host import Group, Region
from conntest.model.observation import Attempt, ProxyConnectStep, attempts
from conntest.model.proxy import SOCKS_SCHEMES, Proxy, ProxyState, Scheme
from conntest.model.reading import PathReading
from conntest.model.report import Path, Record
from conntest.values import dataclass

_LOGIN = frozenset({Failure.HTTP_PROXY_AUTH_REQUIRED, Failure.SOCKS_NO_ACCEPTABLE_AUTH, Failure.SOCKS_AUTH_FAILED})

#: Bytes came back, and they are another protocol's.
_NOT_SPOKEN = frozenset({Failure.SOCKS_NOT_SPOKEN, Failure.HTTP_PROXY_NOT_SPOKEN, Failure.SSL_NOT_SPOKEN})

_BY_CONNECT_FAILURE = {
    Failure.CONNECTION_REFUSED: ProxyState.REFUSED,
    Failure.CONNECTION_RESET: ProxyState.REFUSED,
    Failure.TIMEOUT: ProxyState.SILENT,
}

_WEB = (Group.WEBSITE, Group.CLIENT_PORTAL, Group.SERVICE, Group.CONTROL)


@dataclass(frozen=True, kw_only=True)
class ProxyPath:
    """One path through a proxy. `looked_up` are the lookups of its name, `asked` the questions what it speaks."""

    path: Path
    proxy: Proxy
    looked_up: tuple[Attempt, ...]
    asked: tuple[Attempt, ...]
    views: tuple[TunnelView, ...]

    @property
    def carries_tcp(self) -> bool:
        """A SOCKS proxy carries any TCP connection; a web proxy's tunnels are for programs that ask for them."""
        return self.proxy.scheme in SOCKS_SCHEMES

    @cached_property
    def claimed(self) -> tuple[Attempt, ...]:
        """The questions in the protocol that the proxy is set for."""
        return tuple(seen for seen in self.asked if seen.scheme is self.proxy.scheme)

    @cached_property
    def speaks(self) -> tuple[Scheme, ...]:
        """The protocols in which it answered as a proxy does, be it to ask for a login."""
        spoken = (seen.scheme for seen in self.asked if seen.proxy_connect and _speaks(seen.proxy_connect))
        return tuple(dict.fromkeys(scheme for scheme in spoken if scheme))

    @cached_property
    def state(self) -> ProxyState:
        if any(not seen.failure for seen in self.claimed if seen.proxy_connect):
            return ProxyState.ALIVE
        if not self.asked:
            return ProxyState.UNRESOLVED if self.looked_up else ProxyState.UNTESTED
        connected = [seen.proxy_connect for seen in self.asked if seen.proxy_connect]
        if not connected:
            return _BY_CONNECT_FAILURE.get(self.asked[0].failure or Failure.UNKNOWN, ProxyState.UNREACHABLE)
        return self._state_of_connected(connected)

    def _state_of_connected(self, steps: Iterable[ProxyConnectStep]) -> ProxyState:
        """It accepts connections, and does not let us in as what it is set for."""
        own = {seen.proxy_connect.failure for seen in self.claimed if seen.proxy_connect}
        if own & _LOGIN:
            return ProxyState.LOGIN
        if self.speaks or any(step.failure in _NOT_SPOKEN for step in steps):
            return ProxyState.MISMATCH
        return ProxyState.MUTE

    @property
    def is_alive(self) -> bool:
        return self.state is ProxyState.ALIVE

    def of(self, *groups: Group) -> tuple[TunnelView, ...]:
        """The endpoints of these groups that were tried."""
        return tuple(view for view in self.views if view.endpoint.group in groups and view.attempts)

    @cached_property
    def gateways(self) -> tuple[TunnelView, ...]:
        return self.of(Group.GATEWAY)

    @cached_property
    def web(self) -> tuple[TunnelView, ...]:
        """Hosts on the web's port, whose certificates tell that it was they who answered."""
        return tuple(view for view in self.of(*_WEB) if view.endpoint.port == HTTPS_PORT)

    @cached_property
    def web_reached(self) -> tuple[TunnelView, ...]:
        return tuple(view for view in self.web if view.reached)

    @property
    def carries_anything(self) -> bool:
        return any(view.reached for view in (*self.gateways, *self.web))

    def carries_gateways(self, regions: Iterable[Region]) -> bool:
        """A gateway host of these regions answered on every port of it that was tried."""
        wanted = set(regions)
        by_host: dict[str, list[TunnelView]] = defaultdict(list)
        for view in self.gateways:
            if view.endpoint.region in wanted:
                by_host[view.endpoint.row].append(view)
        return any(all(view.answered for view in views) for views in by_host.values())


def _speaks(step: ProxyConnectStep) -> bool:
    return step.failure is None or step.failure in _LOGIN


def ways_of(record: Record) -> tuple[ProxyPath, ...]:
    """Every path through a proxy, in the report's order."""
    seen_on: Mapping[str, list[Attempt]] = defaultdict(list)
    for seen in sorted(attempts(record.observations), key=lambda seen: seen.id):
        if seen.tells_of_network:
            seen_on[seen.path].append(seen)
    return tuple(_way(path, path.proxy, seen_on[path.id], record) for path in record.paths if path.proxy)


def _way(path: Path, proxy: Proxy, seen: list[Attempt], record: Record) -> ProxyPath:
    own = [one for one in seen if one.proxy == path.id]
    by_endpoint: dict[str, list[Attempt]] = defaultdict(list)
    for one in seen:
        if one.endpoint:
            by_endpoint[one.endpoint].append(one)
    return ProxyPath(
        path=path,
        proxy=proxy,
        looked_up=tuple(one for one in own if one.resolves),
        asked=tuple(one for one in own if one.connect),
        views=tuple(TunnelView(endpoint=each, attempts=tuple(by_endpoint[each.id])) for each in record.endpoints),
    )


def path_readings(ways: Iterable[ProxyPath]) -> Mapping[str, PathReading]:
    """What became of each path's proxy, by the path's id."""
    return {way.path.id: PathReading(state=way.state, speaks=way.speaks) for way in ways}
