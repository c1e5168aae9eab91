"""Where a connection in the simulated network really goes, or why it goes nowhere: decided by a scenario's rules."""

from collections import Counter
from collections.abc import Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

from conntest.lab.scenario import Fate, Rule
from conntest.lab.servers import Servers
from conntest.lab.serving import LOOPBACK
from conntest.lab.sites import EVERYTHING, Site, servers_of
from conntest.model.failure import Failure
from conntest.model.host import Group
from conntest.model.observation import Icmp
from conntest.values import dataclass

#: The router of the simulated provider, which speaks up where a scenario has connections rejected.
ROUTER = "10.20.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A real server waits there, `round_trip_s` away."""

    place: tuple[str, int]
    round_trip_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Nowhere:
    """Nothing ever comes back: whoever connects waits for as long as their patience lasts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The attempt fails at once, as `failure`. Not by a closed port of this machine: Windows tries one of those again,
    for two seconds, and no other failure can be had on loopback."""

    failure: Failure
    words: str
    icmp: Icmp | None = None


Way = Reached | Nowhere | Refused

_RESET = Refused(failure=Failure.CONNECTION_REFUSED, words="Connection refused")
_NO_ROUTE = Refused(failure=Failure.NETWORK_UNREACHABLE, words="Network is unreachable")

#: ICMP destination unreachable (RFC 792, RFC 1812 section 5.2.7.1): by administration, and no such host.
_PROHIBITED = Refused(
    failure=Failure.HOST_UNREACHABLE, words="No route to host", icmp=Icmp(type=3, code=13, sender=ROUTER)
)
_UNREACHABLE = Refused(
    failure=Failure.HOST_UNREACHABLE, words="No route to host", icmp=Icmp(type=3, code=1, sender=ROUTER)
)

#: The right server answers, if sometimes oddly: each host and port has its own.
_OWN = frozenset({Fate.SERVED, Fate.EVERY_SECOND_DROPPED, Fate.INSPECTED, Fate.EXPIRED})


#: Of the services that are asked over UDP (RFC 1035, RFC 8489).
_DEFAULT_PORTS = {"dns": 53, "stun": 3478}


class Ways:
    """The routes of the simulated machine. `families` are the IP versions that it has a route for."""

    def __init__(
        self, sites: Sequence[Site], rules: Sequence[Rule], servers: Servers, families: frozenset[int]
    ) -> None:
        self._sites = servers_of(sites)
        self._rules = rules
        self._servers = servers
        self._families = families
        self._attempts: Counter[tuple[str, int]] = Counter()

    def open_all(self) -> None:
        """Have the servers behind every open port ready, so that their certificates cost no probe any of its time."""
        for site in self._sites.values():
            for port in site.ports:
                fate = _fate(site, port, 4, self._rules)
                if fate in _OWN:
                    self._servers.own(site, port, fate)

    def way(self, address: str, port: int) -> Way:
        """Where a connection to `address` and `port` leads now. Counts as an attempt."""
        target = ip_address(address)
        if target.is_loopback:
            return _RESET  # nothing of the real machine's is part of the simulated one
        if target.version not in self._families:
            return _NO_ROUTE
        self._attempts[address, port] += 1
        site = self._sites.get(address)
        fate = _fate(site or _NOBODY, port, target.version, self._rules)
        match fate:
            case Fate.RESET:
                return _RESET
            case Fate.PROHIBITED:
                return _PROHIBITED
            case Fate.UNREACHABLE:
                return _UNREACHABLE
            case Fate.DROPPED:
                return Nowhere()
            case Fate.EVERY_SECOND_DROPPED if self._attempts[address, port] % 2:
                return Nowhere()
        return self._answered(site, port, fate)

    def told_by(self, address: str, port: int) -> str:
        """The scheme of the echo service that UDP to `address` and `port` reaches; empty where nobody answers."""
        target = ip_address(address)
        site = self._sites.get(address)
        if site is None or target.version not in self._families:
            return ""
        if _fate(site, port, target.version, self._rules) not in _OWN:
            return ""
        urls = (urlsplit(echo.url) for echo in site.echoes)
        ports = {url.scheme: url.port or _DEFAULT_PORTS.get(url.scheme) for url in urls}
        return next((scheme for scheme in _DEFAULT_PORTS if ports.get(scheme) == port), "")

    def _answered(self, site: Site | None, port: int, fate: Fate) -> Way:
        if fate not in _OWN:
            return Reached(place=(LOOPBACK, self._servers.shared(fate)))
        if site is None or site.group is Group.CANARY:
            return Nowhere()  # nobody is there, and no router of the internet would say so
        door = self._servers.own(site, port, fate)
        return _RESET if door is None else Reached(place=(LOOPBACK, door), round_trip_s=site.round_trip_ms / 1e3)


#: Stands for an address that nobody has: only what happens to everything happens there.
_NOBODY = Site(ids=(), labels=frozenset({EVERYTHING}), ipv4="")


def _fate(site: Site, port: int, version: int, rules: Sequence[Rule]) -> Fate:
    """What the first rule that applies says; that the right server answers, where none does."""
    applying = (rule for rule in rules if _applies(rule, site, port, version))
    return next((rule.fate for rule in applying), Fate.SERVED)


def _applies(rule: Rule, site: Site, port: int, version: int) -> bool:
    if rule.ports and port not in rule.ports:
        return False
    return rule.family in (None, version) and site.is_among(rule.to)
