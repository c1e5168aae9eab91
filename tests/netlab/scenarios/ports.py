"""Firewalls that stop TWS's ports, each in its own way: the text must tell them apart."""

from ..change import Change, Rules
from ..scenario import GATEWAY_PORTS, WEB_PORTS, Scenario, fails

BLOCKED = "tws-ports-blocked"
ONLY_TWS = {"tws": "fail", "portal": "pass", "dns": "pass"}
#: Linux's own limit: one ICMP error a second to one host.
ICMP_LIMIT_MS = 1000


def _router(rules: str, **more: object) -> Change:
    return Change(router=Rules(forward=rules), **more)  # type: ignore[arg-type]


SCENARIOS: tuple[Scenario, ...] = (
    fails("ports-dropped", BLOCKED, _router(f"{GATEWAY_PORTS} drop"), says=("drop",), verdicts=ONLY_TWS),
    fails(
        "ports-reset", BLOCKED, _router(f"{GATEWAY_PORTS} reject with tcp reset"), says=("reset",), verdicts=ONLY_TWS
    ),
    fails(
        "ports-prohibited-by-icmp",
        BLOCKED,
        _router(f"{GATEWAY_PORTS} reject with icmpx admin-prohibited"),
        says=("icmp",),
        verdicts=ONLY_TWS,
    ),
    fails("ports-unreachable-by-icmp", BLOCKED, _router(f"{GATEWAY_PORTS} reject"), says=("icmp",), verdicts=ONLY_TWS),
    # As a Linux router does it: a few rejections are heard, and the other attempts time out.
    fails(
        "ports-prohibited-by-icmp-one-a-second",
        BLOCKED,
        _router(
            f"{GATEWAY_PORTS} reject with icmpx admin-prohibited",
            router_sysctl={"net__ipv4__icmp_ratelimit": (ICMP_LIMIT_MS, 0)},
        ),
        says=("icmp",),
        verdicts=ONLY_TWS,
    ),
    fails(
        "gateways-dropped-ports-open", BLOCKED, _router(f"ip daddr @gateways {GATEWAY_PORTS} drop"), verdicts=ONLY_TWS
    ),
    fails(
        "gateways-prohibited-by-address",
        BLOCKED,
        _router("ip daddr @gateways reject with icmpx admin-prohibited"),
        verdicts=ONLY_TWS,
    ),
    fails(
        "everything-of-the-operator-rejected",
        BLOCKED,
        _router("ip daddr @ibkr reject with icmpx admin-prohibited"),
        verdicts={"tws": "fail", "portal": "fail", "dns": "pass"},
        only=frozenset({"portal-blocked"}),
    ),
    fails(
        "only-web-allowed",
        BLOCKED,
        _router(f"iifname lan ip protocol tcp {WEB_PORTS} accept\niifname lan ip protocol tcp drop"),
        says=("drop",),
        verdicts=ONLY_TWS,
    ),
    fails("own-firewall-rejects", BLOCKED, Change(client=Rules(output=f"{GATEWAY_PORTS} reject")), verdicts=ONLY_TWS),
    fails(
        "own-firewall-drops",
        BLOCKED,
        Change(client=Rules(output=f"{GATEWAY_PORTS} drop")),
        says=("drop",),
        verdicts=ONLY_TWS,
    ),
    fails(
        "port-4000-dropped",
        "tws-port-partly-blocked",
        _router("tcp dport 4000 drop"),
        says=("drop",),
        verdicts=ONLY_TWS,
    ),
    fails(
        "port-4001-reset",
        "tws-port-partly-blocked",
        _router("tcp dport 4001 reject with tcp reset"),
        says=("reset",),
        verdicts=ONLY_TWS,
    ),
)
