"""Name servers with habits, and forged answers; each with its harmless kin."""

from dataclasses import replace

from ..change import ISP_RESOLVER, ROUTER_LAN, Change, Rules
from ..name_habits import Habits
from ..scenario import Scenario, fails, harmless, healthy, warns
from ..wire import Forgery, Wire
from .names import DOMAINS

TAMPERED, SLOW, UNAVAILABLE = "dns-tampered", "dns-slow", "dns-unavailable"
WORKS = {"tws": "pass", "portal": "pass", "dns": "pass"}
#: What a national firewall's answers have been seen to name: addresses of others, and IPv6 addresses made from them.
_OF_OTHERS = ("31.13.94.37", "69.63.184.14", "157.240.7.20")
_OF_OTHERS6 = "2001::1f0d:5e25"
_STALE = "151.101.66.250"

_ALL_FORGED = Forgery(suffixes=DOMAINS, ipv4=_OF_OTHERS[:1], ipv6=_OF_OTHERS6)


def _forged(forgery: Forgery) -> Change:
    return Change(wire=Wire(forgery=forgery))


SCENARIOS: tuple[Scenario, ...] = (
    # ooni/probe#60, #1535: whoever is asked, the first answer is forged; TCP is left alone.
    fails("answers-forged-on-the-way", TAMPERED, _forged(_ALL_FORGED), verdicts={"dns": "fail"}),
    fails("answers-forged-on-the-way-with-empty-ipv6", TAMPERED, _forged(replace(_ALL_FORGED, ipv6=""))),
    fails("answers-forged-on-the-way-for-ipv4-alone", TAMPERED, _forged(replace(_ALL_FORGED, ipv6=None))),
    fails("answers-forged-on-the-way-from-a-pool", TAMPERED, _forged(replace(_ALL_FORGED, ipv4=_OF_OTHERS))),
    # ooni/probe#1523: public resolvers are forged, and what is used is right.
    healthy(
        "answers-of-public-resolvers-forged",
        Change(wire=Wire(forgery=replace(_ALL_FORGED, ipv6="", spared=(ROUTER_LAN,)))),
        verdicts={"tws": "pass", "portal": "pass"},
    ),
    # docker/for-win#4884: pinned once, and moved since.
    fails(
        "hosts-file-pins-a-region-to-an-old-address",
        TAMPERED,
        Change(hosts_file=tuple((f"zdc1{backup}.ibllc.com", _STALE) for backup in ("", "-hb1", "-hb2"))),
        options=("--region", "europe"),
    ),
    # curl#11684, systemd#22575: programs get their address after the system's patience, not never.
    warns("questions-for-ipv6-are-never-answered", SLOW, Change(habits=Habits(ignored=("AAAA",)))),
    healthy("questions-for-ipv6-fail", Change(habits=Habits(errors={"AAAA": "SERVFAIL"})), verdicts=WORKS),
    healthy("questions-for-ipv6-are-not-implemented", Change(habits=Habits(errors={"AAAA": "NOTIMP"})), verdicts=WORKS),
    healthy("questions-for-ipv6-are-malformed", Change(habits=Habits(errors={"AAAA": "FORMERR"})), verdicts=WORKS),
    harmless("a-resolver-loses-a-quarter", Change(habits=Habits(lost=0.25)), SLOW),
    harmless("a-resolver-fails-for-a-fifth", Change(habits=Habits(servfail=0.2)), SLOW),
    harmless("a-resolver-with-20-places", Change(habits=Habits(delay_s=0.02, places=20)), SLOW),
    healthy("a-resolver-takes-300-ms", Change(habits=Habits(delay_s=0.3)), verdicts=WORKS),
    fails(
        "a-resolver-over-tcp-alone",
        UNAVAILABLE,
        Change(router=Rules(input="udp dport 53 drop")),
        says=("tcp",),
    ),
    # ProtonVPN/protonvpn-cli#175: a VPN went and left its name server.
    fails("the-name-server-of-a-vpn-is-left", UNAVAILABLE, Change(name_servers=("10.8.0.1",))),
    # moby/moby#15978: only the network's own resolver may be used, and it is the provider's.
    healthy("the-providers-resolver-is-set", Change(name_servers=(ISP_RESOLVER,)), verdicts=WORKS),
)
