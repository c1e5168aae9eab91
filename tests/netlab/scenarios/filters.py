"""Filters that know what they cut, and policies that are as they should be; proxies that nobody gets through."""

from ..change import ISP_RESOLVER, ROUTER_LAN, Change, Rules
from ..middlebox import VENDOR_INSPECTION
from ..odd_proxies import SOCKS_EMPTY, WANTS_DIGEST, WANTS_NTLM
from ..proxy_daemons import DANTE, SQUID
from ..scenario import GATEWAY_PORTS, Scenario, fails, harmless, healthy
from ..wire import Wire

WORKS = {"tws": "pass", "portal": "pass"}
CLOSED = Rules(forward='iifname "lan" drop')
QUIET = frozenset({"egress-unknown"})
LOGIN = "proxy-auth-required"


def _router(rules: str) -> Change:
    return Change(router=Rules(forward=rules))


def _only_the_operator(fate: str) -> Change:
    """What the operator's list of hosts and ports asks for, and the name server, which is the router."""
    return _router(f'iifname "lan" ip daddr @ibkr accept\niifname "lan" {fate}')


def _behind(daemon: str, **variables: str) -> dict[str, object]:
    return {"change": Change(router=CLOSED, proxies=(daemon,)), "variables": variables, "only": QUIET}


def _wants_login(name: str, daemon: str, url: str, scheme: str) -> Scenario:
    """Nothing leaves directly, and the proxy that is set wants a login: that is what is to be done something about."""
    kind = "all_proxy" if url.startswith("socks") else "https_proxy"
    more = _behind(daemon, **{kind: url}, **({} if kind == "all_proxy" else {"http_proxy": url}))
    return fails(name, LOGIN, says=(scheme,), verdicts={"proxy": "fail"}, **more)  # type: ignore[arg-type]


SCENARIOS: tuple[Scenario, ...] = (
    # Palo Alto's application-default and its kin: TLS on a port that is not TLS's is denied.
    fails(
        "tls-is-cut-on-the-gateway-ports",
        "tws-payload-blocked",
        Change(wire=Wire(reset_tls_ports=(4000, 4001))),
        verdicts={"tws": "fail", "portal": "pass"},
    ),
    # seclab-ucr/INTANG#27, ValdikSS/GoodbyeDPI#124.
    fails(
        "tls-is-cut-by-name",
        "portal-blocked",
        Change(wire=Wire(reset_names=("interactivebrokers", "ibkr"))),
        verdicts={"portal": "fail"},
        only=frozenset({"region-unreachable"}),
    ),
    # manhinhang/ib-gateway-docker#65: the daily restart. The resets come from the gateways themselves.
    fails(
        "gateways-refuse-by-themselves",
        "tws-ports-blocked",
        Change(internet=Rules(prerouting=f"ip daddr @gateways {GATEWAY_PORTS} redirect to :4444")),
        verdicts={"tws": "fail", "portal": "pass"},
        advises=("ibkr", "status"),
    ),
    # IT exempted the operator from inspection, as it is asked to; another's storage is still inspected.
    harmless(
        "inspection-spares-the-operator",
        Change(
            router=Rules(
                prerouting=f'iifname "lan" ip daddr @ibkr tcp dport 443 ip daddr != @s3_amazonaws_com accept\n'
                f'iifname "lan" tcp dport 443 redirect to :{VENDOR_INSPECTION}'
            )
        ),
        "tls-intercepted",
        verdicts=WORKS,
    ),
    fails(
        "inspection-of-the-operator-alone",
        "tls-intercepted",
        Change(router=Rules(prerouting=f'iifname "lan" ip daddr @ibkr tcp dport 443 redirect to :{VENDOR_INSPECTION}')),
    ),
    # Policies that are right, however much they stop.
    healthy("only-the-operator-allowed", _only_the_operator("drop"), verdicts=WORKS, only=QUIET),
    healthy("only-the-operator-allowed-others-reset", _only_the_operator("reject with tcp reset"), verdicts=WORKS),
    healthy(
        "gateway-ports-closed-but-for-gateways",
        _router(f"ip daddr != @gateways {GATEWAY_PORTS} drop"),
        verdicts=WORKS,
    ),
    healthy("captive-checks-dropped", _router("ip daddr @two_captive_checks tcp dport 80 drop"), verdicts=WORKS),
    healthy("echo-services-dropped", _router("ip daddr @echoes tcp dport 443 drop"), verdicts=WORKS),
    healthy("no-icmp", Change(router=Rules(forward="ip protocol icmp drop", output="ip protocol icmp drop"))),
    healthy("port-80-closed", _router("tcp dport 80 drop"), verdicts=WORKS),
    healthy("no-udp-but-dns", _router('iifname "lan" udp dport != 53 drop'), verdicts=WORKS),
    healthy("public-resolvers-closed", _router('iifname "lan" meta l4proto { tcp, udp } th dport 53 drop')),
    healthy(
        "every-resolver-is-the-provider-s",
        Change(
            router=Rules(prerouting=f'iifname "lan" udp dport 53 ip daddr != {ROUTER_LAN} dnat ip to {ISP_RESOLVER}')
        ),
        verdicts=WORKS,
    ),
    # curl#876, wstunnel#215.
    _wants_login("a-proxy-of-a-windows-domain-is-the-only-way-out", "odd", f"http://{ROUTER_LAN}:{WANTS_NTLM}", "ntlm"),
    _wants_login("a-proxy-with-digest-is-the-only-way-out", "odd", f"http://{ROUTER_LAN}:{WANTS_DIGEST}", "digest"),
    _wants_login("a-proxy-with-basic-is-the-only-way-out", "squid-login", f"http://{ROUTER_LAN}:{SQUID}", "basic"),
    _wants_login(
        "a-socks-proxy-with-a-login-is-the-only-way-out", "dante-login", f"socks5h://{ROUTER_LAN}:{DANTE}", ""
    ),
    # Clients of tunnels say that they are connected before they are.
    Scenario(
        name="a-socks-proxy-that-closes-beside-an-open-path",
        change=Change(proxies=("odd",)),
        options=("--socks", f"socks5h://{ROUTER_LAN}:{SOCKS_EMPTY}"),
        first="proxy-passes-nothing",
        verdict="warn",
        or_verdict=("fail",),
        exit=0,
        or_exit=(3,),
        verdicts=WORKS,
    ),
    Scenario(
        name="a-socks-proxy-that-closes-is-set",
        change=Change(proxies=("odd",)),
        variables={"all_proxy": f"socks5h://{ROUTER_LAN}:{SOCKS_EMPTY}"},
        first="proxy-passes-nothing",
        verdict="fail",
        or_verdict=("warn",),
        exit=3,
        or_exit=(0,),
    ),
)
