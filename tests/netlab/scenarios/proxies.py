"""Real proxies, the direct path open and closed; each as what it is, and as what it is not."""

from ..change import DEAD_NEIGHBOUR, ROUTER_LAN, Change, Rules
from ..nginx import SIGN_IN_PAGE
from ..proxy_daemons import (
    DANTE,
    HAPROXY,
    MICROSOCKS,
    PASSWORD_IN_URL,
    SQUID,
    SSH,
    TINYPROXY,
    USER,
)
from ..scenario import GATEWAY_PORTS, Scenario, fails, healthy

#: Nothing that is not the router's own leaves; its name server still answers.
CLOSED = Rules(forward='iifname "lan" drop')
BLOCKED = Rules(forward=f'iifname "lan" {GATEWAY_PORTS} drop')
OPEN = Rules()

REFUSES, CANNOT_CARRY, SOCKS_REQUIRED = "proxy-refuses-tws", "http-proxy-cannot-carry-tws", "socks-required"
DEAD, MISMATCH, LOGIN = "proxy-unreachable", "proxy-protocol-mismatch", "proxy-auth-required"
PORTS_BLOCKED = "tws-ports-blocked"

ALL_PASS = {"tws": "pass", "portal": "pass", "proxy": "pass"}
ONLY_TWS_FAILS = {"tws": "fail", "portal": "pass", "proxy": "pass"}
TWS_NEEDS_IT = {"tws": "fail", "portal": "pass", "proxy": "pass"}
ALL_NEED_IT = {"tws": "fail", "portal": "fail", "proxy": "pass"}
ONLY_PROXY_FAILS = {"tws": "pass", "portal": "pass", "proxy": "fail"}
#: Where nothing leaves directly, nobody tells the public address either.
QUIET = frozenset({"egress-unknown"})


def _with(daemon: str, router: Rules) -> Change:
    return Change(router=router, proxies=(daemon,) if daemon else ())


def _web(port: int, host: str = ROUTER_LAN, login: str = "") -> tuple[str, ...]:
    return ("--proxy", f"http://{login}{host}:{port}")


def _socks(port: int, scheme: str = "socks5", host: str = ROUTER_LAN, login: str = "") -> tuple[str, ...]:
    return ("--socks", f"{scheme}://{login}{host}:{port}")


RIGHT = f"{USER}:{PASSWORD_IN_URL}@"
WRONG = f"{USER}:something-else@"

SCENARIOS: tuple[Scenario, ...] = (
    # A web proxy as it comes: the web and nothing else.
    healthy("squid-beside-an-open-path", _with("squid", OPEN), options=_web(SQUID), first=REFUSES, verdicts=ALL_PASS),
    fails(
        "squid-is-the-only-way-out",
        CANNOT_CARRY,
        _with("squid", CLOSED),
        options=_web(SQUID),
        verdicts=ONLY_TWS_FAILS,
        only=QUIET,
        says=("403",),
    ),
    fails(
        "squid-where-the-ports-are-blocked",
        PORTS_BLOCKED,
        _with("squid", BLOCKED),
        options=_web(SQUID),
        verdicts={"tws": "fail", "portal": "pass"},
        only=frozenset({REFUSES}),
    ),
    fails(
        "squid-that-connects-anywhere-is-the-only-way-out",
        CANNOT_CARRY,
        _with("squid-open", CLOSED),
        options=_web(SQUID),
        verdicts=ONLY_TWS_FAILS,
        only=QUIET,
        says=("(connect)", "tws asks no proxy for a tunnel"),
    ),
    healthy(
        "squid-that-connects-anywhere-beside-an-open-path",
        _with("squid-open", OPEN),
        options=_web(SQUID),
        verdicts=ALL_PASS,
    ),
    fails(
        "squid-wants-a-login",
        LOGIN,
        _with("squid-login", OPEN),
        options=_web(SQUID),
        verdicts=ONLY_PROXY_FAILS,
        says=("basic", "none is set"),
    ),
    fails(
        "squid-rejects-the-login",
        LOGIN,
        _with("squid-login", OPEN),
        options=_web(SQUID, login=WRONG),
        verdicts=ONLY_PROXY_FAILS,
        says=("refuses the login",),
    ),
    healthy(
        "squid-takes-the-login",
        _with("squid-login", OPEN),
        options=_web(SQUID, login=RIGHT),
        first=REFUSES,
        verdicts=ALL_PASS,
    ),
    fails(
        "tinyproxy-is-the-only-way-out",
        CANNOT_CARRY,
        _with("tinyproxy", CLOSED),
        options=_web(TINYPROXY),
        verdicts=ONLY_TWS_FAILS,
        only=QUIET,
        says=("403",),
    ),
    # SOCKS proxies carry TWS.
    healthy("dante-beside-an-open-path", _with("dante", OPEN), options=_socks(DANTE), verdicts=ALL_PASS),
    fails(
        "dante-where-the-ports-are-blocked",
        SOCKS_REQUIRED,
        _with("dante", BLOCKED),
        options=_socks(DANTE),
        verdicts=TWS_NEEDS_IT,
    ),
    fails(
        "dante-is-the-only-way-out",
        SOCKS_REQUIRED,
        _with("dante", CLOSED),
        options=_socks(DANTE, "socks5h"),
        verdicts=ALL_NEED_IT,
        only=QUIET,
    ),
    fails(
        "dante-as-socks-4",
        SOCKS_REQUIRED,
        _with("dante", BLOCKED),
        options=_socks(DANTE, "socks4"),
        verdicts=TWS_NEEDS_IT,
    ),
    fails(
        "dante-denies-the-ports",
        PORTS_BLOCKED,
        _with("dante-denies", BLOCKED),
        options=_socks(DANTE),
        verdicts={"tws": "fail", "portal": "pass"},
        only=frozenset({REFUSES}),
    ),
    healthy(
        "dante-denies-the-ports-beside-an-open-path",
        _with("dante-denies", OPEN),
        options=_socks(DANTE),
        first=REFUSES,
        verdicts=ALL_PASS,
        says=("socks: not allowed, reply 2",),
    ),
    fails(
        "dante-wants-a-login",
        LOGIN,
        _with("dante-login", OPEN),
        options=_socks(DANTE),
        verdicts=ONLY_PROXY_FAILS,
    ),
    fails(
        "dante-rejects-the-login",
        LOGIN,
        _with("dante-login", OPEN),
        options=_socks(DANTE, login=WRONG),
        verdicts=ONLY_PROXY_FAILS,
        says=("refuses the login",),
    ),
    fails(
        "dante-takes-the-login",
        SOCKS_REQUIRED,
        _with("dante-login", BLOCKED),
        options=_socks(DANTE, login=RIGHT),
        verdicts=TWS_NEEDS_IT,
    ),
    fails(
        "microsocks-is-the-only-way-out",
        SOCKS_REQUIRED,
        _with("microsocks", CLOSED),
        options=_socks(MICROSOCKS, "socks5h"),
        verdicts=ALL_NEED_IT,
        only=QUIET,
    ),
    fails(
        "ssh-is-the-only-way-out",
        SOCKS_REQUIRED,
        _with("ssh", CLOSED),
        options=_socks(SSH, "socks5h", host="127.0.0.1"),
        verdicts=ALL_NEED_IT,
        only=QUIET,
    ),
    # As what they are not.
    fails(
        "squid-set-as-socks",
        MISMATCH,
        _with("squid", OPEN),
        options=_socks(SQUID),
        verdicts=ONLY_PROXY_FAILS,
        says=("speaks http",),
    ),
    fails(
        "microsocks-set-as-a-web-proxy",
        MISMATCH,
        _with("microsocks", OPEN),
        options=_web(MICROSOCKS),
        verdicts=ONLY_PROXY_FAILS,
        says=("speaks socks 5",),
    ),
    fails(
        "dante-set-as-a-web-proxy",
        MISMATCH,
        _with("dante", OPEN),
        options=_web(DANTE),
        verdicts=ONLY_PROXY_FAILS,
        says=("socks 5",),
    ),
    fails(
        "haproxy-is-no-proxy",
        MISMATCH,
        _with("haproxy", OPEN),
        options=_web(HAPROXY),
        verdicts=ONLY_PROXY_FAILS,
        says=("web server",),
    ),
    fails(
        "nginx-is-no-proxy",
        MISMATCH,
        _with("", OPEN),
        options=_web(SIGN_IN_PAGE),
        verdicts=ONLY_PROXY_FAILS,
        says=("web server",),
    ),
    # Dead ones.
    fails(
        "the-proxys-port-is-dead",
        DEAD,
        _with("", OPEN),
        options=_socks(1099),
        verdicts=ONLY_PROXY_FAILS,
        says=("does not work: refused",),
    ),
    fails(
        "the-proxys-name-is-dead",
        DEAD,
        _with("", OPEN),
        options=_web(8080, host="proxy.gone.example"),
        verdicts=ONLY_PROXY_FAILS,
        says=("no such name",),
    ),
    fails(
        "the-proxy-is-a-black-hole",
        DEAD,
        Change(router=Rules(input="tcp dport 1099 drop")),
        options=_socks(1099),
        verdicts=ONLY_PROXY_FAILS,
        says=("timed out",),
    ),
    fails(
        "the-proxys-machine-is-off",
        DEAD,
        _with("", OPEN),
        options=_socks(1080, host=DEAD_NEIGHBOUR),
        verdicts=ONLY_PROXY_FAILS,
    ),
    fails(
        "a-leftover-on-this-computer",
        DEAD,
        _with("", OPEN),
        options=_socks(7890, host="127.0.0.1"),
        verdicts=ONLY_PROXY_FAILS,
        says=("does not work: refused",),
    ),
    fails(
        "a-dead-proxy-where-nothing-leaves-directly",
        "no-internet",
        _with("", CLOSED),
        options=_web(3129),
        verdicts={"tws": "fail", "portal": "fail", "proxy": "fail"},
        only=frozenset({DEAD}),
    ),
    # Set where browsers look, rather than asked about.
    fails(
        "a-leftover-that-browsers-use",
        DEAD,
        _with("", OPEN),
        variables={"https_proxy": "http://127.0.0.1:7890"},
        verdicts={"tws": "pass", "portal": "fail", "proxy": "fail"},
        says=("no program listens", "browsers"),
    ),
    fails(
        "the-companys-proxy-is-the-only-way-out",
        CANNOT_CARRY,
        _with("squid-login", CLOSED),
        variables={"https_proxy": f"http://{RIGHT}{ROUTER_LAN}:{SQUID}"},
        verdicts=ONLY_TWS_FAILS,
        only=QUIET,
    ),
)
