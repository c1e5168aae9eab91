"""Web hosts, clocks and lines that are good enough."""

from dataclasses import replace

from conntest.model.failure import Failure
from conntest.model.finding import Code
from tests.diagnosis.answers import also
from tests.diagnosis.lookalike import Lookalike, like
from tests.diagnosis.peers import clock_ahead, dropped
from tests.diagnosis.trouble import without_third_parties
from tests.diagnosis.world import at, everything, gateways, names, operator, port, row, services, with_clock_ahead


def _first(number: int) -> Failure | None:
    return Failure.TIMEOUT if number == 0 else None


portal = Code.PORTAL_BLOCKED

LOOKALIKES: tuple[Lookalike, ...] = (
    like("one of the Client Portals is down", portal, changes=(row("portal-central").are(dropped),)),
    like("websites that no verdict rests on are down", portal, changes=(row("www-japan", "www-china").are(dropped),)),
    like("all services are down", portal, changes=(services.are(dropped),)),
    like("plain HTTP is dropped", portal, Code.CAPTIVE_PORTAL, changes=(port(80).are(dropped),)),
    like("the clock is 40 s ahead", Code.CLOCK_SKEW, changes=(with_clock_ahead(40),)),
    like(
        "two operators' clocks are off",
        Code.CLOCK_SKEW,
        changes=(operator("Microsoft", "Baidu").are(clock_ahead(7200)),),
    ),
    like(
        "servers disagree about the time",
        Code.CLOCK_SKEW,
        changes=(
            operator("Microsoft", "Baidu").are(clock_ahead(7200)),
            operator("Google", "Cloudflare").are(clock_ahead(-7200)),
            operator("Apple", "Mozilla").are(clock_ahead(900)),
            operator("Xiaomi", "Huawei", "vivo").are(clock_ahead(-900)),
        ),
    ),
    like("too few operators give a time", Code.CLOCK_SKEW, changes=(with_clock_ahead(7200), without_third_parties)),
    like(
        "pages come from a cache",
        Code.CLOCK_SKEW,
        changes=(
            everything.are(lambda peer: replace(peer, page=replace(peer.page, headers=(("Age", "86400"),)))),
            with_clock_ahead(86400),
        ),
    ),
    like(
        "one attempt in sixteen fails",
        Code.CONNECTION_UNSTABLE,
        changes=(gateways.are(lambda peer: replace(peer, uneven=_first)),),
    ),
    like(
        "a gateway has one near and one far address",
        Code.CONNECTION_UNSTABLE,
        changes=(
            names(gateways).everywhere(also("208.245.109.1")),
            at("208.245.109.1").are(lambda peer: replace(peer, rtt_ms=lambda number: 900.0)),
        ),
    ),
    like(
        "the line is slow, and steady",
        Code.CONNECTION_UNSTABLE,
        Code.DNS_SLOW,
        changes=(everything.are(lambda peer: replace(peer, rtt_ms=lambda number: 900.0 + number)),),
    ),
)
