"""Hosts that are down or blocked while the others work: regions, primaries, the portal."""

from ..change import Change, Rules
from ..scenario import WEB_PORTS, Scenario, fails, warns

TWS_WORKS = {"tws": "pass", "portal": "fail"}


def _router(rules: str) -> Change:
    return Change(router=Rules(forward=rules))


_EUROPE_DEAD = _router("ip daddr @europe drop")

SCENARIOS: tuple[Scenario, ...] = (
    fails(
        "my-region-dead",
        "region-unreachable",
        _EUROPE_DEAD,
        options=("--region", "europe"),
        verdicts={"tws": "fail", "portal": "pass"},
    ),
    warns("a-region-dead", "region-unreachable", _EUROPE_DEAD, verdicts={"portal": "pass"}),
    warns(
        "another-region-dead",
        "region-unreachable",
        _EUROPE_DEAD,
        options=("--region", "asia"),
        verdicts={"portal": "pass"},
    ),
    warns("primary-dead", "primary-unreachable", _router("ip daddr @zdc1_ibllc_com drop"), verdicts={"portal": "pass"}),
    warns(
        "my-primary-refuses",
        "primary-unreachable",
        _router("ip daddr @zdc1_ibllc_com reject with tcp reset"),
        options=("--region", "europe"),
    ),
    fails("portal-dropped", "portal-blocked", _router("ip daddr @web_hosts drop"), says=("drop",), verdicts=TWS_WORKS),
    fails(
        "portal-dropped-only-the-operator-contacted",
        "portal-blocked",
        _router("ip daddr @web_hosts drop"),
        options=("--no-third-party",),
        verdicts=TWS_WORKS,
    ),
    # Neutral hosts' too: the gateways are what shows that the line is up.
    fails("web-ports-dropped", "portal-blocked", _router(f"{WEB_PORTS} drop"), verdicts=TWS_WORKS),
    fails(
        "portal-prohibited",
        "portal-blocked",
        _router("ip daddr @web_hosts reject with icmpx admin-prohibited"),
        says=("icmp",),
        verdicts=TWS_WORKS,
    ),
    # What a filter on the server name does: the connection opens, and is reset at the first byte of TLS.
    fails(
        "portal-cut-at-client-hello",
        "portal-blocked",
        _router("ip daddr @web_hosts tcp dport 443 ip length > 100 reject with tcp reset"),
        says=("cut",),
        verdicts=TWS_WORKS,
    ),
    fails(
        "portal-client-hello-swallowed",
        "portal-blocked",
        _router("ip daddr @web_hosts tcp dport 443 ip length > 100 drop"),
        verdicts=TWS_WORKS,
    ),
    fails("client-portals-dropped", "portal-blocked", _router("ip daddr @client_portals drop"), verdicts=TWS_WORKS),
)
