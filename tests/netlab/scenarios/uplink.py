"""No way out at all: one finding, and none of its many symptoms."""

from ..change import CLIENT_LAN, ROUTER_LAN, Change, Rules
from ..scenario import Scenario, fails

_WAN_ROUTES = "route add default via 81.2.69.1; route add default via 2a0e:b107:88::1"

SCENARIOS: tuple[Scenario, ...] = (
    # The router loses its routes with the cable: it answers with ICMP, and its name server has nobody to ask.
    fails(
        "uplink-unplugged",
        "no-internet",
        Change(ip=(("router", "link set wan down", f"link set wan up; {_WAN_ROUTES}"),)),
    ),
    fails("uplink-silent", "no-internet", Change(router=Rules(forward="drop", input='iifname "wan" drop'))),
    fails(
        "only-dns-allowed",
        "no-internet",
        Change(router=Rules(forward="udp dport 53 accept\ntcp dport 53 accept\nct state established accept\ndrop")),
    ),
    fails(
        "everything-prohibited-by-icmp",
        "no-internet",
        Change(router=Rules(forward="reject with icmpx admin-prohibited")),
    ),
    fails(
        "no-route", "no-network", Change(ip=(("client", "route del default", f"route add default via {ROUTER_LAN}"),))
    ),
    fails(
        "cable-pulled",
        "no-network",
        Change(ip=(("client", "link set lan down", f"link set lan up; route add default via {ROUTER_LAN}"),)),
    ),
    fails(
        "no-address",
        "no-network",
        Change(
            ip=(
                (
                    "client",
                    f"addr del {CLIENT_LAN}/24 dev lan",
                    f"addr add {CLIENT_LAN}/24 dev lan; route add default via {ROUTER_LAN}",
                ),
            )
        ),
    ),
)
