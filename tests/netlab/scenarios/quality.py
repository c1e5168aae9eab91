"""Paths that work badly, IPv6 that does not, clocks that are off."""

from ..change import IPV6_ADVERTISED, Change, Rules
from ..scenario import GATEWAY_PORTS, Scenario, fails, warns
from ..zone import Zone

WORKS = {"tws": "pass", "portal": "pass"}


def _ipv6_forwarded_as(fate: str) -> Change:
    return Change(
        ip=IPV6_ADVERTISED,
        isp_records=Zone.dual_records,
        public_records=Zone.dual_records,
        router=Rules(forward=f"meta nfproto ipv6 {fate}"),
    )


#: Counted, not drawn by lot: every run of the test sees the same loss.
_EVERY_OTHER_SYN_LOST = Change(
    router=Rules(
        forward="\n".join(
            f"ip daddr @ndc1_ibllc_com tcp dport {port} tcp flags & (syn | ack) == syn numgen inc mod 2 0 drop"
            for port in (4000, 4001)
        )
    )
)

SCENARIOS: tuple[Scenario, ...] = (
    warns("ipv6-advertised-and-dead", "ipv6-broken", _ipv6_forwarded_as("drop"), verdicts=WORKS),
    warns(
        "ipv6-advertised-and-unreachable",
        "ipv6-broken",
        _ipv6_forwarded_as("reject with icmpv6 no-route"),
        verdicts=WORKS,
    ),
    fails(
        "ports-dropped-on-both-families",
        "tws-ports-blocked",
        Change(
            ip=IPV6_ADVERTISED,
            isp_records=Zone.dual_records,
            public_records=Zone.dual_records,
            router=Rules(forward=f"{GATEWAY_PORTS} drop"),
        ),
        verdicts={"tws": "fail", "portal": "pass"},
    ),
    # The servers are put back, not the client forward: libfaketime would slow the tool down.
    fails("clock-an-hour-fast", "clock-skew", Change(web_clock_offset_s=-3600)),
    fails("clock-an-hour-slow", "clock-skew", Change(web_clock_offset_s=3600)),
    warns("clock-two-minutes-fast", "clock-skew", Change(web_clock_offset_s=-120)),
    warns("a-gateway-loses-packets", "connection-unstable", _EVERY_OTHER_SYN_LOST),
)
