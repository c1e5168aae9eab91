"""Networks in which TWS and the portal work: nothing may be reported, however unusual they look."""

from ..change import IPV6_ADVERTISED, ROUTER_LAN, Change, Rules
from ..gateway_server import CUT, GREETING_ONLY, PRIVATE_CERTIFICATE, TLS_ONLY
from ..middlebox import FORWARDER
from ..scenario import GATEWAY_PORTS, Scenario, healthy
from ..zone import Records, Zone

ALL_WELL = {"tws": "pass", "portal": "pass", "dns": "pass"}


def _gateways_go_to(port: int) -> Change:
    return Change(internet=Rules(prerouting=f"ip daddr @gateways {GATEWAY_PORTS} redirect to :{port}"))


def _router_drops(rule: str) -> Change:
    return Change(router=Rules(forward=f"{rule} drop"))


def _without_sdc(zone: Zone) -> Records:
    return {name: found for name, found in zone.ipv4_records().items() if not name.startswith("sdc1")}


def _nowhere(fate: str) -> Change:
    return Change(router=Rules(forward=f"ip daddr {{ 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24 }} {fate}"))


_IPV6_DEAD = Change(
    ip=IPV6_ADVERTISED,
    isp_records=Zone.dual_records,
    public_records=Zone.dual_records,
    router=Rules(forward="meta nfproto ipv6 drop"),
)
_RIGHT_PINS = Change(hosts_file=tuple((name, name) for name in ("ndc1.ibllc.com", "www.interactivebrokers.com")))
_FORWARDER_IN_THIS_NETWORK = Change(
    home_dns=(f"address=/ndc1.ibllc.com/{ROUTER_LAN}",),
    router=Rules(prerouting=f"ip daddr {ROUTER_LAN} {GATEWAY_PORTS} dnat ip to $ndc1_ibllc_com"),
)
_HTTP_PROXY = Change(router=Rules(prerouting=f'iifname "lan" tcp dport 80 redirect to :{FORWARDER}'))

SCENARIOS: tuple[Scenario, ...] = (
    healthy("healthy", verdicts=ALL_WELL),
    healthy(
        "healthy-dual-stack",
        Change(ip=IPV6_ADVERTISED, isp_records=Zone.dual_records, public_records=Zone.dual_records),
        verdicts=ALL_WELL,
    ),
    healthy(
        "names-have-ipv6-and-this-network-has-not",
        Change(isp_records=Zone.dual_records, public_records=Zone.dual_records),
        verdicts=ALL_WELL,
    ),
    healthy("only-the-operator-contacted", options=("--no-third-party",)),
    healthy("one-region-asked-for", options=("--region", "europe"), verdicts=ALL_WELL),
    healthy("only-ipv4-asked-for-and-ipv6-dead", _IPV6_DEAD, options=("--ipv4",), verdicts=ALL_WELL),
    # How a network refuses what cannot exist is its own affair.
    healthy("nowhere-is-unreachable-by-icmp", _nowhere("reject with icmpx no-route"), verdicts=ALL_WELL),
    healthy("nowhere-is-reset", _nowhere("reject with tcp reset"), verdicts=ALL_WELL),
    healthy("hosts-file-pins-that-are-right", _RIGHT_PINS, verdicts=ALL_WELL),
    # IBKR's own advice where no SOCKS proxy can be set: routing to a forwarding gateway (domain.md).
    healthy("gateway-behind-a-forwarder-in-this-network", _FORWARDER_IN_THIS_NETWORK, verdicts=ALL_WELL),
    healthy("web-proxy-in-the-way-of-http", _HTTP_PROXY, verdicts=ALL_WELL),
    healthy("other-addresses-per-resolver", Change(isp_records=Zone.twin_records), verdicts=ALL_WELL),
    # Which authority signs for the gateways is the operator's own affair.
    healthy("gateways-with-private-certificates", _gateways_go_to(PRIVATE_CERTIFICATE), verdicts=ALL_WELL),
    # Either answer proves a gateway (domain.md).
    healthy("gateways-ignore-the-greeting", _gateways_go_to(TLS_ONLY), verdicts=ALL_WELL),
    healthy("gateways-without-tls", _gateways_go_to(GREETING_ONLY), verdicts=ALL_WELL),
    healthy("port-quiz-down", _router_drops("ip daddr @portquiz_net"), verdicts=ALL_WELL),
    healthy("one-control-down", _router_drops("ip daddr 1.1.1.1"), verdicts=ALL_WELL),
    healthy("two-captive-checks-down", _router_drops("ip daddr @two_captive_checks"), verdicts=ALL_WELL),
    healthy("no-plain-http-on-a-website", _router_drops("ip daddr @www_interactivebrokers_com tcp dport 80")),
    healthy("a-backup-down", _router_drops("ip daddr @zdc1_hb2_ibllc_com"), verdicts=ALL_WELL),
    healthy("one-of-two-client-portals-down", _router_drops("ip daddr @cdcdyn_interactivebrokers_com")),
    healthy("a-foreign-website-down", _router_drops("ip daddr @www_interactivebrokers_co_in")),
    # One gateway that hangs up proves nothing by itself (domain.md).
    healthy(
        "a-backup-hangs-up",
        Change(internet=Rules(prerouting=f"ip daddr @zdc1_hb2_ibllc_com {GATEWAY_PORTS} redirect to :{CUT}")),
    ),
    healthy("a-region-is-nowhere-in-dns", Change(isp_records=_without_sdc, public_records=_without_sdc)),
    healthy("one-packet-in-a-hundred-is-lost", _router_drops("numgen inc mod 100 0")),
    healthy("clock-20-seconds-fast", Change(web_clock_offset_s=-20)),
)
