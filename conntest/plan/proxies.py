"""What is done to each proxy, and through it: the same host table, with fewer questions. Pure, like the plan itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from conntest.language import N_
from conntest.model.addresses import HTTP_PORT, HTTPS_PORT, bracketed, is_address
from conntest.model.gateway_port import asked_in_turn
from conntest.model.host import OPERATOR_GROUPS, Endpoint, Group
from conntest.model.observation import Trust
from conntest.model.plan import (
    AddressProbe,
    HttpProbe,
    OnlyIf,
    Probe,
    ProbePlan,
    ResolveProbe,
    SniffProbe,
    TlsProbe,
)
from conntest.model.proxy import Proxy, Scheme
from conntest.plan.recipes import TALKS, OneProbe
from conntest.values import dataclass

#: Proxies that are tested in one run: those set on a machine are few, and each costs a whole table of tunnels.
MOST_PROXIES = 6

#: Whom a proxy is asked for where the table names no website: any proxy for the web should know it.
_ANYONE = ("www.interactivebrokers.com", HTTPS_PORT)

#: One of each language. A claim stands for its family: the members differ in who resolves names.
_FAMILIES: tuple[tuple[Scheme, ...], ...] = (
    (Scheme.SOCKS5, Scheme.SOCKS5H),
    (Scheme.SOCKS4A, Scheme.SOCKS4),
    (Scheme.HTTP,),
    (Scheme.HTTPS,),
)

#: Protocols whose proxy is given an address that this machine looked up. All others are given the name.
LOCAL_NAMES = frozenset({Scheme.SOCKS4, Scheme.SOCKS5})

_WEB_GROUPS = (Group.WEBSITE, Group.CLIENT_PORTAL, Group.SERVICE, Group.CONTROL)


def with_proxies(plan: ProbePlan, proxies: Iterable[Proxy]) -> ProbePlan:
    """`plan` and, for each distinct proxy, what it speaks and what of the plan's hosts can be reached through it."""
    return replace(plan, probes=(*plan.probes, *proxy_probes(plan, proxies)))


def proxy_probes(plan: ProbePlan, proxies: Iterable[Proxy]) -> tuple[Probe, ...]:
    """What `with_proxies` adds to `plan`."""
    distinct = tuple({proxy.id: proxy for proxy in proxies}.values())[:MOST_PROXIES]
    target = _target(plan.endpoints)
    each = ((*identity_probes(proxy, target), *_table_probes(plan, proxy)) for proxy in distinct)
    return tuple(probe for probes in each for probe in probes)


def _target(endpoints: Sequence[Endpoint]) -> tuple[str, int]:
    """The first website or, without one, the first host on the web's port."""
    web = [endpoint for endpoint in endpoints if endpoint.port == HTTPS_PORT and endpoint.group in _WEB_GROUPS]
    first = min(web, key=lambda endpoint: _WEB_GROUPS.index(endpoint.group), default=None)
    return (first.host, first.port) if first else _ANYONE


def identity_probes(proxy: Proxy, target: tuple[str, int] = _ANYONE) -> Iterator[Probe]:
    """Resolve the proxy's name, and ask it in every language what it speaks, each over a connection of its own."""
    resolved_by: tuple[str, ...] = ()
    if not is_address(proxy.host):
        lookup = ResolveProbe(
            id=f"{proxy.id}/resolve",
            proxy=proxy.id,
            why=N_("the proxy's addresses as programs on this machine see them"),
            path=proxy.id,
            name=proxy.host,
            system=True,
        )
        resolved_by = (lookup.id,)
        yield lookup
    for family in _FAMILIES:
        claimed = proxy.scheme in family
        scheme = proxy.scheme if claimed else family[0]
        yield SniffProbe(
            id=_sniff_id(proxy, scheme),
            proxy=proxy.id,
            why=N_("does it speak what it is set for?") if claimed else N_("or does it speak something else, or both?"),
            path=proxy.id,
            host=proxy.host,
            port=proxy.port,
            resolved_by=resolved_by,
            scheme=scheme,
            claimed=claimed,
            target=target,
        )


def _sniff_id(proxy: Proxy, scheme: Scheme) -> str:
    return f"{proxy.id}/speaks-{scheme}"


def _table_probes(plan: ProbePlan, proxy: Proxy) -> Iterator[Probe]:
    """Web hosts first, of which one that answers shows that the proxy passes anything at all."""
    lookups = _lookups(plan)
    for endpoint in sorted(plan.endpoints, key=lambda one: one.group is Group.GATEWAY):
        beyond = _Beyond(proxy=proxy, endpoint=endpoint, resolved_by=lookups.get(endpoint.row, ()))
        if endpoint.group is Group.GATEWAY:
            yield from _gateway_probes(beyond)
        elif endpoint.group in _WEB_GROUPS and endpoint.port == HTTPS_PORT:
            yield from _web_probes(beyond)
        elif endpoint.group in OPERATOR_GROUPS and endpoint.port == HTTP_PORT:
            yield _plain_probe(beyond)


def _lookups(plan: ProbePlan) -> Mapping[str, tuple[str, ...]]:
    """The plan's own lookups as this system makes them, by row."""
    found: dict[str, tuple[str, ...]] = {}
    for probe in plan:
        if isinstance(probe, ResolveProbe) and probe.system and probe.row:
            found[probe.row] = (*found.get(probe.row, ()), probe.id)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beyond:
    """An endpoint, as far as it lies beyond a proxy. `resolved_by` are this machine's own lookups of its name."""

    proxy: Proxy
    endpoint: Endpoint
    resolved_by: tuple[str, ...]

    def probe(self, kind: Callable[..., OneProbe], name: str, why: str, **more: Any) -> OneProbe:
        """A probe of that kind, once the proxy turned out to speak what it is set for. `more` is what only it has."""
        return kind(
            id=f"{self.endpoint.id}/{name}/{self.proxy.id}",
            endpoint=self.endpoint.id,
            why=why,
            path=self.proxy.id,
            host=self.endpoint.host,
            port=self.endpoint.port,
            resolved_by=self.resolved_by,
            every_address=False,
            by_name=self.proxy.scheme not in LOCAL_NAMES,
            gate=_sniff_id(self.proxy, self.proxy.scheme),
            **more,
        )


def _gateway_probes(beyond: _Beyond) -> Iterator[AddressProbe]:
    """In the port's own language, and in the other one where that was not answered."""
    own, other = asked_in_turn(beyond.endpoint.port)
    kind, name, more = TALKS[own]
    why = N_("does the proxy let it through, and does a gateway answer at the other end?")
    first = beyond.probe(kind, name, why, **more)
    yield first
    kind, name, more = TALKS[other]
    why = N_("or does it answer in another language?")
    yield beyond.probe(kind, name, why, after=first.id, only_if=OnlyIf.UNANSWERED, **more)


def _web_probes(beyond: _Beyond) -> Iterator[AddressProbe]:
    why = N_("does the proxy carry the web, and is the certificate still one that the public trusts?")
    tls = beyond.probe(TlsProbe, "tls", why, trust=Trust.PUBLIC)
    yield tls
    why = N_("does the web server answer through the proxy?")
    url = f"https://{bracketed(beyond.endpoint.host)}/"
    yield beyond.probe(HttpProbe, "http", why, after=tls.id, only_if=OnlyIf.VERIFIED, url=url)


def _plain_probe(beyond: _Beyond) -> HttpProbe:
    why = N_("does plain HTTP get through the proxy?")
    return beyond.probe(HttpProbe, "http", why, url=f"http://{bracketed(beyond.endpoint.host)}/")
