"""Things that answer in others' names, or meddle with what flows."""

from ..change import Change, Rules
from ..gateway_server import CUT, HANG_UP, HTTP, SILENT, SSH
from ..middlebox import ACCEPTOR, COMPANY_INSPECTION, FORWARDER, VENDOR_INSPECTION
from ..nginx import EXPIRED, SIGN_IN_PAGE, SIGN_IN_REDIRECT, SIGN_IN_TLS, WRONG_NAME
from ..scenario import GATEWAY_PORTS, INCONCLUSIVE, Scenario, fails, warns

ONLY_TWS = {"tws": "fail", "portal": "pass"}
#: A packet with application data: longer than SYN, ACK and FIN with all their TCP options.
DATA = "ip length > 60"

_FROM_INSIDE = 'iifname "lan" tcp dport'


def _gateways_go_to(port: int) -> Change:
    return Change(internet=Rules(prerouting=f"ip daddr @gateways {GATEWAY_PORTS} redirect to :{port}"))


def _web_hosts_go_to(port: int, hosts: str = "web_hosts") -> Change:
    return Change(internet=Rules(prerouting=f"ip daddr @{hosts} tcp dport 443 redirect to :{port}"))


def _inspected(port: int, which: str = "tcp dport 443") -> Change:
    """By a proxy that accepts the client's connection before it makes its own, for addresses that cannot exist too."""
    return Change(router=Rules(prerouting=f'iifname "lan" {which} redirect to :{port}'))


#: A box that inspects what flows, instead of answering in its name, lets connections to nowhere fail as they should.
_EXISTING = "ip daddr != { 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24 } tcp dport 443"
_WEB_HOSTS = "ip daddr @web_hosts tcp dport 443"
_ONE_HOST = "ip daddr @www_interactivebrokers_com tcp dport 443"


def _captive(rest: str, *redirects: str) -> Change:
    return Change(router=Rules(prerouting="\n".join(redirects), forward=f"udp dport 53 accept\n{rest}"))


_PAGE = f"{_FROM_INSIDE} 80 redirect to :{SIGN_IN_REDIRECT}"
_PAGE_TLS = f"{_FROM_INSIDE} 443 redirect to :{SIGN_IN_TLS}"

SCENARIOS: tuple[Scenario, ...] = (
    fails("sign-in-page-rest-rejected", "captive-portal", _captive('iifname "lan" reject', _PAGE)),
    fails("sign-in-page-rest-dropped", "captive-portal", _captive('iifname "lan" drop', _PAGE)),
    fails("sign-in-page-on-tls-too", "captive-portal", _captive('iifname "lan" drop', _PAGE, _PAGE_TLS)),
    fails(
        "sign-in-page-in-place",
        "captive-portal",
        _captive('iifname "lan" drop', f"{_FROM_INSIDE} 80 redirect to :{SIGN_IN_PAGE}"),
    ),
    fails(
        "sign-in-page-by-dns",
        "captive-portal",
        Change(
            home_dns=("address=/#/192.168.77.1",),
            router=Rules(prerouting=f"{_PAGE}\n{_PAGE_TLS}", forward='iifname "lan" drop'),
        ),
    ),
    fails("inspected-by-a-vendor", "tls-intercepted", _inspected(VENDOR_INSPECTION), says=("zscaler",)),
    fails("inspected-in-passing", "tls-intercepted", _inspected(VENDOR_INSPECTION, _EXISTING), says=("zscaler",)),
    warns(
        "inspected-by-a-trusted-vendor",
        "tls-intercepted",
        _inspected(VENDOR_INSPECTION),
        vendor_in_system_store=True,
        says=("zscaler",),
    ),
    warns(
        "inspected-in-passing-by-a-trusted-vendor",
        "tls-intercepted",
        _inspected(VENDOR_INSPECTION, _EXISTING),
        vendor_in_system_store=True,
        says=("zscaler",),
    ),
    fails("inspected-by-the-company", "tls-intercepted", _inspected(COMPANY_INSPECTION), says=("nakatomi",)),
    fails("inspected-selectively", "tls-intercepted", _inspected(VENDOR_INSPECTION, _WEB_HOSTS)),
    fails("inspected-selectively-by-the-company", "tls-intercepted", _inspected(COMPANY_INSPECTION, _WEB_HOSTS)),
    # TWS believes its own list of authorities: inspected gateways stop it even where the machine trusts the vendor.
    fails(
        "gateways-inspected-by-a-trusted-vendor",
        "tls-intercepted",
        _inspected(VENDOR_INSPECTION, "tcp dport { 443, 4000, 4001 }"),
        vendor_in_system_store=True,
        verdicts={"tws": "fail"},
    ),
    # One host with a certificate of unknown origin is no proof of a box.
    fails("one-website-of-unknown-authority", "tls-certificate-invalid", _inspected(COMPANY_INSPECTION, _ONE_HOST)),
    fails(
        "website-certificate-expired",
        "tls-certificate-invalid",
        _web_hosts_go_to(EXPIRED, "www_interactivebrokers_com"),
    ),
    fails("all-certificates-expired", "tls-certificate-invalid", _web_hosts_go_to(EXPIRED)),
    fails(
        "website-shows-another-name",
        "tls-certificate-invalid",
        _web_hosts_go_to(WRONG_NAME, "www_interactivebrokers_com"),
    ),
    fails(
        "everything-is-accepted",
        "transparent-acceptor",
        Change(router=Rules(prerouting=f'iifname "lan" meta l4proto tcp tcp dport != 53 redirect to :{ACCEPTOR}')),
    ),
    fails(
        "gateway-ports-are-accepted",
        "transparent-acceptor",
        Change(router=Rules(prerouting=f'iifname "lan" {GATEWAY_PORTS} redirect to :{ACCEPTOR}')),
        verdicts=ONLY_TWS,
    ),
    Scenario(
        name="everything-goes-through-a-transparent-proxy",
        change=Change(
            router=Rules(prerouting=f'iifname "lan" meta l4proto tcp tcp dport != 53 redirect to :{FORWARDER}')
        ),
        first="transparent-acceptor",
        verdict="warn",
    ),
    fails("gateways-cut-at-first-payload", "tws-payload-blocked", _gateways_go_to(CUT), verdicts=ONLY_TWS),
    fails("gateways-hang-up-at-first-payload", "tws-payload-blocked", _gateways_go_to(HANG_UP), verdicts=ONLY_TWS),
    # Whether a real gateway may stay silent is open (domain.md): no accusation, and no promise either.
    Scenario(
        name="gateways-say-nothing",
        change=_gateways_go_to(SILENT),
        first="tws-payload-blocked",
        verdict="inconclusive",
        verdicts={"tws": "inconclusive", "portal": "pass"},
        exit=INCONCLUSIVE,
    ),
    fails(
        "payload-dropped",
        "tws-payload-blocked",
        Change(router=Rules(forward=f"{GATEWAY_PORTS} {DATA} drop")),
        verdicts=ONLY_TWS,
    ),
    fails("web-server-on-gateway-ports", "unexpected-protocol", _gateways_go_to(HTTP), verdicts=ONLY_TWS),
    fails("ssh-server-on-gateway-ports", "unexpected-protocol", _gateways_go_to(SSH), verdicts=ONLY_TWS),
    warns(
        "web-server-on-one-backup",
        "unexpected-protocol",
        Change(internet=Rules(prerouting=f"ip daddr @zdc1_hb1_ibllc_com {GATEWAY_PORTS} redirect to :{HTTP}")),
        verdicts={"portal": "pass"},
    ),
)
