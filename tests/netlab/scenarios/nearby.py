"""Causes near the user: a kill switch, a filter on this computer, one of two uplinks that is dead, few descriptors."""

from ..change import ROUTER_LAN, Change, Rules
from ..scenario import Scenario, fails, harmless, healthy, warns

WORKS = {"tws": "pass", "portal": "pass"}

#: What a VPN's kill switch adds to the client's own filter: nothing leaves but through the tunnel.
_KILL_SWITCH = 'oifname != { "lo", "tun0" }'

#: A VPN whose server is the router. Everything but its own packets goes into the tunnel.
_VPN = (
    ("router", f"link add tun1 type vxlan id 7 local {ROUTER_LAN} remote 192.168.77.2 dstport 4789", "link del tun1"),
    ("router", "addr add 10.8.0.1/24 dev tun1", "addr flush dev tun1"),
    ("router", "link set tun1 up", "link set tun1 down"),
    ("client", f"link add tun0 type vxlan id 7 local 192.168.77.2 remote {ROUTER_LAN} dstport 4789", "link del tun0"),
    ("client", "addr add 10.8.0.2/24 dev tun0", "addr flush dev tun0"),
    ("client", "link set tun0 up", "link set tun0 down"),
    ("client", "route add 0.0.0.0/1 via 10.8.0.1 dev tun0", "route flush dev tun0"),
    ("client", "route add 128.0.0.0/1 via 10.8.0.1 dev tun0", "route flush dev tun0"),
)

#: A second uplink, whose router takes packets and gives none back.
_DEAD_UPLINK = (
    ("client", "link add wifi type veth peer name ether", "link del wifi"),
    ("client", "link set ether up", "link set ether down"),
    ("client", "addr add 10.9.9.2/24 dev wifi", "addr flush dev wifi"),
    ("client", "link set wifi up", "link set wifi down"),
    ("client", "neigh add 10.9.9.1 lladdr 02:00:00:00:00:01 dev wifi nud permanent", "neigh flush dev wifi"),
    ("client", "route add default via 10.9.9.1 dev wifi metric 50", "route del default via 10.9.9.1 dev wifi"),
)

#: The one that works is the second choice.
_SECOND_CHOICE = (
    (
        "client",
        f"route add default via {ROUTER_LAN} dev lan metric 100",
        f"route del default via {ROUTER_LAN} dev lan metric 100",
    ),
    (
        "client",
        f"route del default via {ROUTER_LAN} dev lan metric 0",
        f"route add default via {ROUTER_LAN}",
    ),
)

SCENARIOS: tuple[Scenario, ...] = (
    fails(
        "a-kill-switch-without-its-vpn",
        "no-internet",
        Change(client=Rules(output=f"{_KILL_SWITCH} drop")),
        says=("does not let connections out", "kill switch"),
        advises=("vpn program",),
    ),
    fails(
        "a-kill-switch-that-spares-the-home-network",
        "no-internet",
        Change(client=Rules(output=f"ip daddr 192.168.77.0/24 accept\n{_KILL_SWITCH} drop")),
        says=("does not let connections out", "kill switch"),
        advises=("vpn program",),
    ),
    fails(
        "a-kill-switch-that-rejects",
        "no-internet",
        Change(client=Rules(output=f"{_KILL_SWITCH} reject")),
        says=("own system does not let connections out",),
        advises=("vpn program",),
    ),
    harmless(
        "a-kill-switch-and-its-vpn",
        Change(ip=_VPN, client=Rules(output=f"ip daddr {ROUTER_LAN} accept\n{_KILL_SWITCH} drop")),
        "vpn-active",
        verdicts=WORKS,
    ),
    healthy(
        "own-rule-against-name-servers-of-others",
        Change(
            client=Rules(
                output=f"ip daddr != {ROUTER_LAN} udp dport 53 drop\nip daddr != {ROUTER_LAN} tcp dport 53 drop"
            )
        ),
        verdicts=WORKS,
    ),
    fails(
        "the-first-of-two-uplinks-is-dead",
        "no-internet",
        Change(ip=(*_DEAD_UPLINK, *_SECOND_CHOICE)),
        says=("several ways out (wifi and lan)",),
        advises=("disconnect it and compare",),
    ),
    healthy("the-second-of-two-uplinks-is-dead", Change(ip=_DEAD_UPLINK), verdicts=WORKS),
    warns("few-descriptors", "local-limits", Change(), descriptors=48, verdicts={"machine": "warn"}),
    # The limit of macOS.
    healthy("256-descriptors", Change(), descriptors=256, verdicts=WORKS),
)
