"""Causes that lie in the path itself: long packets that vanish, loss, latency, limits, dead tunnels, IPv6 alone; each
with networks that look like it and work. Built after public reports of such networks."""

from ..change import IPV4_TAKEN, IPV6_ADVERTISED, ROUTER_LAN6, Change, Rules
from ..scenario import GATEWAY_PORTS, Scenario, fails, harmless, healthy, warns
from ..wire import Wire
from ..zone import Records, Zone

UNSTABLE, LIMITED = "connection-unstable", "connections-limited"
WORKS = {"tws": "pass", "portal": "pass"}

#: A VPN that died and left its interface, and two routes that are more exact than the default one.
DEAD_TUNNEL = Change(
    dead_tunnel="tun0",
    ip=tuple(
        ("client", do, "link set tun0 down")
        for do in (
            "addr add 10.8.0.2/24 dev tun0",
            "link set tun0 up",
            "route add 0.0.0.0/1 dev tun0",
            "route add 128.0.0.0/1 dev tun0",
        )
    ),
)

_ONLY_IPV6 = (*IPV4_TAKEN, *IPV6_ADVERTISED)


def _new_connections_limited(rate: str) -> Change:
    """As home routers and firewalls limit them: by client, and by dropping the rest."""
    return Change(
        router=Rules(
            forward=f"tcp flags & (syn | ack) == syn update @perhost {{ ip saddr limit rate over {rate} }} drop",
            filled="set perhost { type ipv4_addr; flags dynamic; size 128; }",
        )
    )


def _sessions_limited(most: int) -> Change:
    return Change(
        router=Rules(
            forward=f"ct state new add @sessions {{ ip saddr ct count over {most} }} drop",
            filled="set sessions { type ipv4_addr; flags dynamic; size 128; }",
        )
    )


def _only_web_has_ipv6(zone: Zone) -> Records:
    """Of IPv6 addresses of gateways nothing is known."""
    gateways = {name for site in zone.gateways for name in site.names}
    ipv4 = zone.ipv4_records()
    return {name: ipv4[name] if name in gateways else found for name, found in zone.dual_records().items()}


def _dual(forward: str) -> Change:
    return Change(
        ip=IPV6_ADVERTISED,
        isp_records=_only_web_has_ipv6,
        public_records=_only_web_has_ipv6,
        router=Rules(forward=forward),
    )


SCENARIOS: tuple[Scenario, ...] = (
    # hwdsl2/setup-ipsec-vpn#1162, Jool#455: a tunnel or PPPoE on the way, and no ICMP that says so.
    fails(
        "long-packets-vanish",
        "large-packets-lost",
        Change(wire=Wire(longest=1400), big_certificates=True),
        advises=("mtu",),
    ),
    healthy("long-certificates-arrive", Change(big_certificates=True), verdicts=WORKS),
    healthy(
        "a-link-of-1280-bytes",
        Change(big_certificates=True, ip=(("client", "link set lan mtu 1280", "link set lan mtu 1500"),)),
        verdicts=WORKS,
    ),
    warns("a-third-of-round-trips-is-lost", UNSTABLE, Change(wire=Wire(loss=0.163))),
    harmless("one-packet-in-twenty-is-lost", Change(wire=Wire(loss=0.025)), UNSTABLE, verdicts=WORKS),
    # Nothing is lost where a round trip takes longer than the kernel's first timer of a second.
    harmless("a-satellite-600-ms-away", Change(wire=Wire(delay_s=0.3)), verdicts=WORKS),
    harmless("hosts-at-their-real-distances", Change(distances=True), verdicts=WORKS),
    harmless("a-narrow-line-with-a-long-queue", Change(wire=Wire(bytes_per_s=32_000, queue_s=2.0)), UNSTABLE),
    healthy("connections-are-forgotten-after-30-seconds", Change(wire=Wire(idle_s=30.0)), verdicts=WORKS),
    # openwrt/packages#12681 and its kind: the run's own connections meet the limit, those of TWS never.
    harmless("20-new-connections-a-second", _new_connections_limited("20/second burst 20 packets"), LIMITED),
    harmless("25-new-connections-a-second", _new_connections_limited("25/second burst 50 packets"), LIMITED),
    harmless("100-new-connections-a-second", _new_connections_limited("100/second burst 50 packets"), LIMITED),
    harmless("200-sessions-at-a-time", _sessions_limited(200), LIMITED),
    # Tunnelblick#214.
    fails("a-dead-vpn-carries-every-route", "no-internet", DEAD_TUNNEL, advises=("vpn",)),
    # prometheus/blackbox_exporter#819.
    fails("ipv4-is-dead-and-ipv6-is-not", "ipv4-broken", _dual("meta nfproto ipv4 drop"), verdicts={"tws": "fail"}),
    healthy("gateways-without-ipv6-addresses", _dual("accept"), verdicts=WORKS),
    fails("gateways-dropped-where-both-families-work", "tws-ports-blocked", _dual(f"{GATEWAY_PORTS} drop")),
    harmless("websites-dropped-over-ipv6-alone", _dual("ip6 daddr @web_hosts6 drop"), "ipv6-broken", verdicts=WORKS),
    # nextdns/diag#17, mosh#1214.
    healthy(
        "ipv6-alone-with-a-translation",
        Change(ip=_ONLY_IPV6, name_servers=(ROUTER_LAN6,), translated=True),
        verdicts=WORKS,
    ),
    fails(
        "ipv6-alone-without-a-translation",
        "ipv4-broken",
        Change(
            ip=_ONLY_IPV6,
            name_servers=(ROUTER_LAN6,),
            translated=False,
            isp_records=_only_web_has_ipv6,
            public_records=_only_web_has_ipv6,
        ),
    ),
)
