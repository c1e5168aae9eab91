"""Name resolution that is missing, slow or lies."""

from dataclasses import replace

from ..change import DEAD_NEIGHBOUR, ROUTER_LAN, Change, Rules
from ..name_habits import Habits
from ..scenario import Scenario, fails, healthy, warns
from ..zone import ELSEWHERE_ADDRESS, Zone

#: The domains of the operator. s3.amazonaws.com is not one of them, and such a filter leaves it alone.
_GATEWAY_DOMAINS = ("ibllc.com", "ibllc.com.cn")
_WEB_DOMAINS = (
    "interactivebrokers.com",
    "interactivebrokers.ca",
    "interactivebrokers.co.uk",
    "interactivebrokers.co.in",
    "interactivebrokers.co.jp",
    "interactivebrokers.com.hk",
    "interactivebrokers.com.au",
    "ibkr.com",
    "ibkr.com.cn",
    "ibgdr.com",
)
DOMAINS = (*_GATEWAY_DOMAINS, *_WEB_DOMAINS)
#: Looks public, is routed, and nothing answers there.
SINKHOLE = "81.2.69.66"
NOTHING_WORKS = {"tws": "fail", "portal": "fail", "dns": "fail"}


def _answer(address: str, *domains: str) -> Change:
    """The home router's name server gives this answer for every name of these domains; an empty one is NXDOMAIN."""
    return Change(home_dns=tuple(f"address=/{domain}/{address}" for domain in domains or DOMAINS))


def _for_all_resolvers(lie: Change) -> Change:
    """The router answers whatever question passes by, whoever was asked."""
    return replace(lie, router=Rules(prerouting='iifname "lan" meta l4proto { tcp, udp } th dport 53 redirect to :53'))


SCENARIOS: tuple[Scenario, ...] = (
    fails(
        "resolver-refuses-connections",
        "dns-unavailable",
        Change(router=Rules(input="meta l4proto { tcp, udp } th dport 53 reject")),
        verdicts={"dns": "fail"},
    ),
    fails(
        "resolver-silent",
        "dns-unavailable",
        Change(router=Rules(input="meta l4proto { tcp, udp } th dport 53 drop")),
        verdicts={"dns": "fail"},
    ),
    fails("resolver-answers-refused", "dns-unavailable", Change(home_upstream=""), verdicts={"dns": "fail"}),
    warns(
        "first-of-two-name-servers-silent",
        "dns-slow",
        Change(
            name_servers=(DEAD_NEIGHBOUR, ROUTER_LAN),
            router=Rules(input=f"ip daddr {DEAD_NEIGHBOUR} drop"),
            ip=(("router", f"addr add {DEAD_NEIGHBOUR}/24 dev lan", f"addr del {DEAD_NEIGHBOUR}/24 dev lan"),),
        ),
        only=frozenset({"dns-unavailable"}),
    ),
    healthy(
        "second-of-two-name-servers-silent",
        Change(
            name_servers=(ROUTER_LAN, DEAD_NEIGHBOUR),
            router=Rules(input=f"ip daddr {DEAD_NEIGHBOUR} drop"),
            ip=(("router", f"addr add {DEAD_NEIGHBOUR}/24 dev lan", f"addr del {DEAD_NEIGHBOUR}/24 dev lan"),),
        ),
    ),
    fails("names-do-not-exist", "dns-names-missing", _answer(""), verdicts=NOTHING_WORKS),
    fails(
        "gateway-names-do-not-exist",
        "dns-names-missing",
        _answer("", *_GATEWAY_DOMAINS),
        verdicts={"tws": "fail", "portal": "pass", "dns": "fail"},
    ),
    fails(
        "web-names-do-not-exist",
        "dns-names-missing",
        _answer("", *_WEB_DOMAINS),
        verdicts={"tws": "pass", "portal": "fail", "dns": "fail"},
    ),
    fails("names-do-not-exist-no-third-party", "dns-names-missing", _answer(""), options=("--no-third-party",)),
    fails("names-are-loopback", "dns-tampered", _answer("127.0.0.1"), verdicts=NOTHING_WORKS),
    fails("names-are-zero", "dns-tampered", _answer("0.0.0.0"), verdicts=NOTHING_WORKS),
    fails("names-are-private", "dns-tampered", _answer("192.168.77.1"), verdicts=NOTHING_WORKS),
    fails("names-are-loopback-no-third-party", "dns-tampered", _answer("127.0.0.1"), options=("--no-third-party",)),
    fails("names-lead-to-another-server", "dns-tampered", _answer(ELSEWHERE_ADDRESS), verdicts=NOTHING_WORKS),
    fails("names-lead-to-a-sinkhole", "dns-tampered", _answer(SINKHOLE), verdicts=NOTHING_WORKS),
    fails("names-do-not-exist-for-any-resolver", "dns-names-missing", _for_all_resolvers(_answer(""))),
    fails("names-are-loopback-for-all-resolvers", "dns-tampered", _for_all_resolvers(_answer("127.0.0.1"))),
    fails("names-lead-elsewhere-for-all-resolvers", "dns-tampered", _for_all_resolvers(_answer(ELSEWHERE_ADDRESS))),
    fails(
        "hosts-file-pins",
        "dns-tampered",
        Change(
            hosts_file=(
                ("ndc1.ibllc.com", ELSEWHERE_ADDRESS),
                ("www.interactivebrokers.com", ELSEWHERE_ADDRESS),
            )
        ),
    ),
    warns(
        "resolver-slow",
        "dns-slow",
        Change(habits=Habits(delay_s=1.2)),
        verdicts={"tws": "pass", "portal": "pass"},
    ),
    healthy("different-answers-by-continent", Change(public_records=Zone.twin_records)),
)
