"""Public addresses: several lines, several ways of spreading connections over them, and services that err."""

from ..change import CLIENT_LAN6, IPV6_ADVERTISED, OTHER_PROVIDER6, ROUTER_LAN, SECOND_LINE, THIRD_LINE, Change, Rules
from ..nginx import ECHO_CHANGING, ECHO_LIE, ECHO_LIMIT, ECHO_PAGE, ECHO_PRIVATE, ECHO_STALL
from ..proxy_daemons import SQUID
from ..scenario import Scenario, fails, healthy, warns
from ..zone import Zone

ROTATION = "egress-ip-rotation"
STEADY = {"tws": "pass", "portal": "pass", "egress": "pass"}
ROTATING = {"tws": "pass", "portal": "fail", "egress": "fail"}

_LINES = tuple(
    ("router", f"addr add {address}/24 dev wan", f"addr del {address}/24 dev wan")
    for address in (SECOND_LINE, THIRD_LINE)
)
_BOTH = f"map {{ 0 : {SECOND_LINE}, 1 : {THIRD_LINE} }}"
_NEW_TCP = 'oifname "wan" meta nfproto ipv4 meta l4proto tcp'


def _leaving(rules: str, filled: str = "") -> Change:
    """The router has two more addresses, and `rules` say which one a new connection leaves from."""
    return Change(router=Rules(postrouting=rules, filled=filled), ip=_LINES)


def _shared(spread: str) -> Change:
    return _leaving(f"{_NEW_TCP} snat ip to {spread}")


def _echo(where: str, port: int) -> Change:
    """A service that errs, for every visitor."""
    return Change(internet=Rules(prerouting=f"ip daddr {where} tcp dport 443 redirect to :{port}"))


#: From the ninth connection to the service that is asked again and again, everything leaves by the other line.
_FAILS_OVER = _leaving(
    f"{_NEW_TCP} ip daddr @www_cloudflare_com tcp dport 443 numgen inc mod 100000 == 8 add @moved {{ ip saddr }}\n"
    f"{_NEW_TCP} ip saddr @moved snat ip to {THIRD_LINE}\n"
    f"{_NEW_TCP} snat ip to {SECOND_LINE}",
    filled="set moved { type ipv4_addr; flags dynamic; size 16; }",
)

#: The router would translate what its own programs send, too.
_AS_THEY_ARE = "\n".join(f"ip saddr {address} snat ip to {address}" for address in (SECOND_LINE, THIRD_LINE))

_DUAL = {"isp_records": Zone.dual_records, "public_records": Zone.dual_records}

SCENARIOS: tuple[Scenario, ...] = (
    fails("lines-in-turn", ROTATION, _shared(f"numgen inc mod 2 {_BOTH}"), verdicts=ROTATING),
    fails(
        "lines-three-to-one",
        ROTATION,
        _shared(f"numgen random mod 4 map {{ 0-2 : {SECOND_LINE}, 3 : {THIRD_LINE} }}"),
        options=("--samples", "40"),
        verdicts=ROTATING,
    ),
    # With 60 connections to each of two operators, a line that carries a tenth is missed in one run of 400.
    fails(
        "lines-nine-to-one",
        ROTATION,
        _shared(f"numgen random mod 10 map {{ 0-8 : {SECOND_LINE}, 9 : {THIRD_LINE} }}"),
        options=("--samples", "60"),
        verdicts=ROTATING,
    ),
    fails(
        "line-by-source-port",
        ROTATION,
        _shared(f"jhash tcp sport mod 2 seed 0x1 {_BOTH}"),
        verdicts=ROTATING,
        says=("no visible order",),
    ),
    warns(
        "line-by-destination",
        ROTATION,
        _shared(f"jhash ip daddr mod 2 seed 0x1 {_BOTH}"),
        verdicts={"tws": "pass", "portal": "pass", "egress": "warn"},
        says=("every service always saw the same address",),
    ),
    healthy("line-by-source", _shared(f"jhash ip saddr mod 2 seed 0x1 {_BOTH}"), verdicts=STEADY),
    healthy(
        "other-line-for-the-gateways-ports",
        _leaving(f"tcp dport {{ 4000, 4001 }} snat ip to {SECOND_LINE}"),
        verdicts=STEADY,
    ),
    warns(
        "lines-fail-over",
        "egress-ip-changed",
        _FAILS_OVER,
        options=("--samples", "30"),
        verdicts={"tws": "pass", "portal": "pass"},
    ),
    Scenario(
        name="ipv6-by-another-provider",
        change=Change(
            router=Rules(postrouting=f'oifname "wan" ip6 saddr {CLIENT_LAN6} snat ip6 to {OTHER_PROVIDER6}'),
            ip=(
                *IPV6_ADVERTISED,
                ("router", f"addr add {OTHER_PROVIDER6}/64 dev wan nodad", f"addr del {OTHER_PROVIDER6}/64 dev wan"),
            ),
            **_DUAL,
        ),
        first="egress-family-split",
        verdicts=STEADY,
    ),
    healthy("echo-answers-with-a-page", _echo("@checkip_amazonaws_com", ECHO_PAGE), verdicts=STEADY),
    healthy("echo-answers-with-a-private-address", _echo("@checkip_amazonaws_com", ECHO_PRIVATE), verdicts=STEADY),
    healthy("echo-lies", _echo("@checkip_amazonaws_com", ECHO_LIE), verdicts=STEADY),
    healthy("first-echo-lies", _echo("@www_cloudflare_com", ECHO_LIE), verdicts=STEADY),
    healthy("first-echo-lies-in-many-ways", _echo("@www_cloudflare_com", ECHO_CHANGING), verdicts=STEADY),
    healthy("first-echo-stalls", _echo("@www_cloudflare_com", ECHO_STALL), verdicts={"egress": "pass"}),
    healthy("first-echo-limits-visitors", _echo("@www_cloudflare_com", ECHO_LIMIT), verdicts=STEADY),
    Scenario(
        name="no-echo-answers",
        change=_echo("@echoes", ECHO_STALL),
        options=("--exclude", "echo-portquiz-*", "--exclude", "echo-cloudflare"),
        first="egress-unknown",
        verdicts={"tws": "pass", "portal": "pass", "egress": "inconclusive"},
    ),
    # Given as an option and set nowhere: nothing goes that way yet, so it is a warning.
    warns(
        "proxy-farm-with-two-exits",
        ROTATION,
        Change(proxies=("squid-farm",), router=Rules(postrouting=_AS_THEY_ARE), ip=_LINES),
        options=("--proxy", f"http://{ROUTER_LAN}:{SQUID}"),
        only=frozenset({"proxy-refuses-tws"}),
        says=("through http://",),
        verdicts={"tws": "pass", "portal": "pass", "egress": "warn"},
    ),
    healthy("nobody-is-asked", options=("--no-third-party",), verdicts={"egress": "inconclusive"}),
)
