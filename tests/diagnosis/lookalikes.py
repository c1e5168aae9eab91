"""Networks that resemble troubled ones and are not, or not in the way they seem: what must not be said of each."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from conntest.model.failure import Failure
from conntest.model.finding import Code, Domain, Verdict
from conntest.model.host import Evidence, Group, Host, HostTable, Region, Role, TableInfo
from conntest.model.observation import Protocol
from tests.diagnosis.answers import (
    addresses,
    also,
    empty,
    lookup_crashing,
    numbered,
    nxdomain,
    servfail,
    slow,
    synthesised,
    unanswered,
)
from tests.diagnosis.peers import (
    accepting,
    alerting,
    clock_ahead,
    crashing,
    cut,
    deaf_to_the_greeting,
    dropped,
    expired,
    hung_up,
    no_route,
    page,
    re_signed_by,
    refused,
    rejected,
    self_signed,
    silent,
    silent_unknown,
    speaking,
    without_tls,
    wrong_name,
)
from tests.diagnosis.troubles import WORKS, in_europe, of_europe, tws_ports, without_third_parties
from tests.diagnosis.world import (
    Change,
    at,
    canaries,
    captive_checks,
    controls,
    ended_early,
    everything,
    gateways,
    ibkr,
    ipv4,
    ipv6,
    machine,
    names,
    operator,
    pinned,
    port,
    portals,
    publishing_ipv6,
    region,
    row,
    run_with,
    services,
    table,
    truly,
    web,
    websites,
    with_clock_ahead,
    with_ipv6,
)


@dataclass(frozen=True, kw_only=True)
class Lookalike:
    """A network about which no finding of `resembles` may be made. At most `but` are found, and none of them as a
    failure; `verdicts` are what the run comes to."""

    name: str
    changes: tuple[Change, ...]
    resembles: frozenset[Code]
    verdicts: dict[Domain, Verdict] = field(default_factory=lambda: WORKS)
    but: frozenset[Code] = frozenset()


def _like(name: str, *resembles: Code, changes: tuple[Change, ...], **more: object) -> Lookalike:
    return Lookalike(name=name, changes=changes, resembles=frozenset(resembles), **more)  # type: ignore[arg-type]


_UNDECIDED = {Domain.TWS: Verdict.INCONCLUSIVE, Domain.PORTAL: Verdict.INCONCLUSIVE}
_TWS_UNDECIDED = {Domain.TWS: Verdict.INCONCLUSIVE, Domain.PORTAL: Verdict.PASS}
_ONLY_TWS_ASKED = {Domain.TWS: Verdict.PASS}


def _own_table(*hosts: Host) -> Change:
    def changed(shipped: HostTable) -> HostTable:
        info = TableInfo(source="own.yaml", version="1", updated="2026-11-22")
        return replace(shipped, info=info, hosts=hosts)

    return table(changed)


def _gateway(id_: str, host: str, region_: Region = Region.EUROPE, role: Role = Role.PRIMARY) -> Host:
    return Host(
        id=id_,
        label=id_,
        host=host,
        ports=(4000, 4001),
        group=Group.GATEWAY,
        region=region_,
        role=role,
        service="Gateway",
        required=True,
        source="our network team",
        evidence=Evidence.SINGLE,
    )


_FORWARDER = _own_table(_gateway("ours", "tws.corp.example"))
_PRIVATE = names(row("ours")).here(addresses("10.1.2.3", genuine=True))
_UNKNOWN_OUTSIDE = names(row("ours")).publicly(nxdomain)


def _filters() -> Iterator[Lookalike]:
    yield _like("nothing is wrong", *Code, changes=())
    yield _like(
        "only gateways are asked for",
        Code.NO_INTERNET,
        Code.PORTAL_BLOCKED,
        Code.DNS_UNAVAILABLE,
        changes=(run_with(groups=(Group.GATEWAY,), third_party=False),),
        verdicts=_ONLY_TWS_ASKED,
    )
    yield _like(
        "one primary is asked for",
        Code.REGION_UNREACHABLE,
        Code.TWS_PORT_PARTLY_BLOCKED,
        changes=(run_with(include=("zdc1",)), of_europe),
        verdicts=_ONLY_TWS_ASKED,
    )
    yield _like("one region is mine", Code.REGION_UNREACHABLE, changes=(of_europe,))
    yield _like(
        "IPv6 alone is asked for, and there is none",
        Code.NO_INTERNET,
        Code.NO_NETWORK,
        Code.TWS_PORTS_BLOCKED,
        changes=(run_with(ipv4=False), publishing_ipv6),
        verdicts=_UNDECIDED,
    )


def _uplinks() -> Iterator[Lookalike]:
    yield _like(
        "only IBKR was tried, and none of it answers",
        Code.NO_INTERNET,
        Code.TWS_PORTS_BLOCKED,
        Code.PORTAL_BLOCKED,
        changes=(ibkr.are(dropped), without_third_parties),
        verdicts={**_UNDECIDED, Domain.DNS: Verdict.PASS},
    )
    yield _like(
        "behind a border that blocks two operators of controls",
        Code.NO_INTERNET,
        Code.CAPTIVE_PORTAL,
        changes=(operator("Google", "Cloudflare").are(dropped),),
    )
    yield _like(
        "a company lets out to IBKR alone",
        Code.NO_INTERNET,
        Code.CAPTIVE_PORTAL,
        changes=((controls | captive_checks).are(rejected()), names().publicly(unanswered)),
    )
    yield _like(
        "no default route, and the company's own gateway on the same network",
        Code.NO_NETWORK,
        Code.NO_INTERNET,
        changes=(machine(ipv4_route=False), _FORWARDER, _PRIVATE, _UNKNOWN_OUTSIDE, without_third_parties),
        verdicts=_ONLY_TWS_ASKED,
    )
    yield _like(
        "IPv6 only, with NAT64",
        Code.NO_NETWORK,
        Code.DNS_TAMPERED,
        Code.IPV6_BROKEN,
        Code.TWS_PORTS_BLOCKED,
        changes=(machine(ipv4_route=False, ipv6_route=True), names().everywhere(synthesised), ipv4.are(no_route)),
    )
    yield _like(
        "interfaces could not be looked at",
        Code.NO_NETWORK,
        changes=(machine(interfaces=None),),
    )
    yield _like(
        "IPv6 is published, and this network has none",
        Code.IPV6_BROKEN,
        Code.CONNECTION_UNSTABLE,
        changes=(publishing_ipv6, ipv6.are(no_route)),
    )
    yield _like(
        "IPv6 works, only IBKR's does not",
        Code.IPV6_BROKEN,
        changes=(publishing_ipv6, with_ipv6, (ibkr & ipv6).are(dropped)),
    )
    yield _like(
        "IBKR's IPv6 does not work, and nobody else's was tried",
        Code.IPV6_BROKEN,
        changes=(publishing_ipv6, with_ipv6, ipv6.are(dropped), without_third_parties),
    )


def _sign_in_pages() -> Iterator[Lookalike]:
    yield _like(
        "a web filter answers the checks with a block page",
        Code.CAPTIVE_PORTAL,
        Code.CLOCK_SKEW,
        changes=(captive_checks.are(page(200, "<html>This site is blocked by policy</html>")),),
    )
    yield _like(
        "a web filter forbids the checks",
        Code.CAPTIVE_PORTAL,
        changes=(captive_checks.are(page(403, "Forbidden")),),
    )
    yield _like(
        "a proxy rewrites all of plain HTTP, and its clock is off",
        Code.CAPTIVE_PORTAL,
        Code.CLOCK_SKEW,
        changes=(
            port(80).are(page(302, Location="http://proxy.corp.example/")),
            port(80).are(clock_ahead(86400)),
        ),
    )
    yield _like(
        "one operator has changed its check",
        Code.CAPTIVE_PORTAL,
        changes=(operator("Apple").are(page(200, "<html>Sure</html>")),),
    )
    yield _like(
        "two operators have changed their checks, six have not",
        Code.CAPTIVE_PORTAL,
        changes=((operator("Apple", "Mozilla") & captive_checks).are(page(200, "ok")), ibkr.are(dropped)),
        verdicts={Domain.PORTAL: Verdict.FAIL},
        but=frozenset({Code.TWS_PORTS_BLOCKED, Code.PORTAL_BLOCKED}),
    )
    yield _like(
        "the checks are answered by a filter, IBKR is out of reach, and other sites prove themselves",
        Code.CAPTIVE_PORTAL,
        changes=(captive_checks.are(page(200, "blocked")), ibkr.are(dropped)),
        verdicts={Domain.PORTAL: Verdict.FAIL},
        but=frozenset({Code.TWS_PORTS_BLOCKED, Code.PORTAL_BLOCKED}),
    )
    yield _like(
        "a redirect that is no URL at all",
        Code.CAPTIVE_PORTAL,
        changes=(captive_checks.are(page(302, Location="http://[::1")),),
    )
    for status in (403, 503):
        yield _like(
            f"the portal answers {status} to a visitor that is no browser",
            Code.PORTAL_BLOCKED,
            Code.CAPTIVE_PORTAL,
            changes=(portals.are(page(status, "Access denied")),),
        )


def _resolvers() -> Iterator[Lookalike]:
    yield _like(
        "the second of two name servers is dead",
        Code.DNS_UNAVAILABLE,
        Code.DNS_SLOW,
        Code.DNS_NAMES_MISSING,
        changes=(
            machine(name_servers=("192.168.1.1", "192.168.1.9")),
            names().by_server("192.168.1.9", unanswered),
        ),
    )
    yield _like(
        "public resolvers are out of reach",
        Code.DNS_UNAVAILABLE,
        Code.DNS_NAMES_MISSING,
        Code.DNS_TAMPERED,
        changes=(names().publicly(unanswered),),
    )
    yield _like(
        "name servers cannot be asked by themselves, and programs resolve",
        Code.DNS_UNAVAILABLE,
        Code.DNS_SLOW,
        changes=(names().here(unanswered), names().to_programs(truly)),
    )
    yield _like(
        "one name of one's own is asked for, and nobody knows it",
        Code.DNS_UNAVAILABLE,
        Code.DNS_NAMES_MISSING,
        changes=(_FORWARDER, names(row("ours")).everywhere(nxdomain), without_third_parties),
        verdicts={Domain.TWS: Verdict.INCONCLUSIVE, Domain.DNS: Verdict.INCONCLUSIVE},
    )
    yield _like(
        "one region's names alone are asked for, and their owner's servers fail",
        Code.DNS_UNAVAILABLE,
        Code.DNS_NAMES_MISSING,
        changes=(run_with(include=("mcgw1*",), third_party=False), names().here(servfail)),
        verdicts={Domain.TWS: Verdict.INCONCLUSIVE},
    )
    yield _like(
        "a backup has been retired",
        Code.DNS_NAMES_MISSING,
        Code.REGION_UNREACHABLE,
        changes=(names(row("zdc1-hb2")).everywhere(nxdomain),),
    )
    yield _like(
        "a region has been retired, and only that was asked for",
        Code.DNS_NAMES_MISSING,
        Code.DNS_UNAVAILABLE,
        changes=(names(region(Region.SDC)).everywhere(nxdomain), run_with(include=("sdc1*",))),
        verdicts={Domain.TWS: Verdict.INCONCLUSIVE},
    )
    yield _like(
        "retired hosts are gone, and nobody else was asked",
        Code.DNS_NAMES_MISSING,
        changes=(
            names(region(Region.SDC) | row("mcgw1-hb2", "misc")).here(nxdomain),
            without_third_parties,
        ),
    )
    yield _like(
        "the operator's own name servers fail for everyone",
        Code.DNS_NAMES_MISSING,
        Code.DNS_UNAVAILABLE,
        changes=(names(ibkr).everywhere(servfail),),
        verdicts={**_UNDECIDED, Domain.DNS: Verdict.INCONCLUSIVE},
    )
    yield _like(
        "names have no IPv4 address for anyone",
        Code.DNS_NAMES_MISSING,
        changes=(names(row("misc")).everywhere(empty),),
    )
    yield _like(
        "names take 0.8 s",
        Code.DNS_SLOW,
        changes=(names().here(slow(0.8)),),
    )
    yield _like(
        "this computer is busy: its programs wait for names that its name server gives at once",
        Code.DNS_SLOW,
        changes=(names().to_programs(slow(2.0)),),
    )
    yield _like(
        "one name takes long",
        Code.DNS_SLOW,
        changes=(names(row("zdc1")).here(slow(4.0)),),
    )
    yield _like(
        "the only name asked for takes long",
        Code.DNS_SLOW,
        changes=(run_with(include=("zdc1",), third_party=False), names().here(slow(4.0))),
        verdicts=_ONLY_TWS_ASKED,
    )


def _addresses() -> Iterator[Lookalike]:
    lie = Code.DNS_TAMPERED
    yield _like(
        "a content network gives every resolver other addresses",
        lie,
        changes=(names(websites | services).here(numbered("23.45.67.{}", genuine=True)),),
    )
    yield _like(
        "a content network gives other addresses, and one website's are dead",
        lie,
        changes=(
            names(websites).here(numbered("23.45.67.{}", genuine=True)),
            (row("www-japan") & ~at("81.2.69.27")).are(dropped),
        ),
        but=frozenset(),
    )
    yield _like(
        "gateways have other addresses elsewhere, and neither greet",
        lie,
        changes=(
            names(gateways).here(numbered("208.245.108.{}", genuine=True)),
            gateways.are(deaf_to_the_greeting),
        ),
    )
    yield _like(
        "the hosts file leads to a forwarding gateway that works",
        lie,
        changes=(pinned({"zdc1": "10.1.2.3"}), names(row("zdc1")).to_programs(addresses("10.1.2.3", genuine=True))),
    )
    yield _like(
        "the hosts file leads to a forwarding gateway that answers on TLS alone",
        lie,
        changes=(
            pinned({"zdc1": "10.1.2.3"}),
            names(row("zdc1")).to_programs(addresses("10.1.2.3", genuine=True)),
            gateways.are(deaf_to_the_greeting),
        ),
    )
    yield _like(
        "a proxy program gives every name a made-up address, and all works",
        lie,
        Code.TWS_PAYLOAD_BLOCKED,
        Code.UNEXPECTED_PROTOCOL,
        changes=(names().everywhere(numbered("198.18.0.{}", genuine=True)), canaries.are(accepting)),
        but=frozenset({Code.TRANSPARENT_ACCEPTOR}),
    )
    yield _like(
        "a proxy program gives every name a made-up address, and gateways say nothing to anyone",
        lie,
        Code.UNEXPECTED_PROTOCOL,
        changes=(
            names().everywhere(numbered("198.18.0.{}", genuine=True)),
            canaries.are(accepting),
            gateways.are(silent),
        ),
        verdicts=_TWS_UNDECIDED,
        but=frozenset({Code.TRANSPARENT_ACCEPTOR, Code.TWS_PAYLOAD_BLOCKED}),
    )
    yield _like(
        "a private access product leads IBKR's names over carrier-grade addresses",
        lie,
        changes=(names(ibkr).here(numbered("100.64.1.{}", genuine=True)),),
    )
    yield _like(
        "a gateway of one's own, in one's own network, is down",
        lie,
        Code.TWS_PORTS_BLOCKED,
        Code.REGION_UNREACHABLE,
        Code.NO_INTERNET,
        changes=(_FORWARDER, _PRIVATE, _UNKNOWN_OUTSIDE, row("ours").are(dropped)),
        verdicts={Domain.TWS: Verdict.INCONCLUSIVE},
    )
    yield _like(
        "a gateway of one's own is down, and the ports are closed to the outside",
        Code.TWS_PORTS_BLOCKED,
        changes=(_FORWARDER, _PRIVATE, _UNKNOWN_OUTSIDE, tws_ports.are(dropped)),
        verdicts={Domain.TWS: Verdict.INCONCLUSIVE},
    )
    yield _like(
        "a gateway of one's own, given as an address, is down",
        lie,
        Code.DNS_UNAVAILABLE,
        Code.TWS_PORTS_BLOCKED,
        changes=(_own_table(_gateway("ours", "10.1.2.3")), gateways.are(refused)),
        verdicts={Domain.TWS: Verdict.INCONCLUSIVE, Domain.DNS: Verdict.INCONCLUSIVE},
    )


def _ports() -> Iterator[Lookalike]:
    blocked, partly = Code.TWS_PORTS_BLOCKED, Code.TWS_PORT_PARTLY_BLOCKED
    yield _like(
        "the neutral host on these ports is down", blocked, partly, changes=(row("control-portquiz").are(dropped),)
    )
    yield _like(
        "one region was asked for, and is down; the neutral host is down as a whole",
        blocked,
        changes=((gateways | row("control-portquiz")).are(dropped), run_with(include=("zdc1*", "www-*", "portal-*"))),
        verdicts=_TWS_UNDECIDED,
    )
    yield _like(
        "one region was asked for, and is down; the ports are open elsewhere",
        blocked,
        changes=(gateways.are(dropped), run_with(include=("zdc1*", "www-*", "portal-*"))),
        verdicts=_TWS_UNDECIDED,
    )
    yield _like(
        "gateways were tried, and nothing else that answers",
        blocked,
        Code.NO_INTERNET,
        changes=(gateways.are(dropped), run_with(groups=(Group.GATEWAY,), third_party=False)),
        verdicts={Domain.TWS: Verdict.INCONCLUSIVE},
    )
    yield _like(
        "one host listens on one port",
        partly,
        Code.REGION_UNREACHABLE,
        changes=(_FORWARDER, _PRIVATE, (gateways & port(4000)).are(refused)),
        verdicts={Domain.TWS: Verdict.INCONCLUSIVE},
    )
    yield _like(
        "backups lack a port here and there",
        partly,
        Code.PRIMARY_UNREACHABLE,
        changes=(
            (row("zdc1-hb1") & port(4000)).are(refused),
            (row("hdc1-hb2") & port(4001)).are(dropped),
        ),
    )
    yield _like(
        "the backups of my region are down",
        Code.REGION_UNREACHABLE,
        Code.PRIMARY_UNREACHABLE,
        changes=(row("zdc1-hb1", "zdc1-hb2").are(dropped), of_europe),
    )
    yield _like(
        "a gateway has a second address that is dead",
        Code.PRIMARY_UNREACHABLE,
        Code.CONNECTION_UNSTABLE,
        changes=(names(row("zdc1")).everywhere(also("208.245.107.250")), at("208.245.107.250").are(dropped)),
    )


def _talking() -> Iterator[Lookalike]:
    payload = Code.TWS_PAYLOAD_BLOCKED
    yield _like("gateways are deaf to the greeting", payload, changes=(gateways.are(deaf_to_the_greeting),))
    yield _like("gateways do without TLS", payload, changes=(gateways.are(without_tls),))
    yield _like(
        "a gateway answers a TLS hello with an error in its own protocol",
        payload,
        Code.UNEXPECTED_PROTOCOL,
        changes=(gateways.are(speaking(Protocol.IBKR_GATEWAY, "#%#%\\x00\\x00\\x00")),),
    )
    yield _like(
        "gateways greet with bytes that nobody knows, and speak TLS",
        Code.UNEXPECTED_PROTOCOL,
        changes=(gateways.are(speaking(Protocol.UNKNOWN, "hello", tls_too=True)),),
    )
    yield _like(
        "gateways greet with a TLS alert, and speak TLS",
        Code.UNEXPECTED_PROTOCOL,
        changes=(gateways.are(speaking(Protocol.TLS, "\\x15\\x03", tls_too=True)),),
    )
    for name, behaviour in (("silent", silent), ("silent, as far as Windows tells", silent_unknown)):
        yield _like(
            f"real gateways are {name}, and nobody else was tried",
            payload,
            changes=(gateways.are(behaviour), run_with(groups=(Group.GATEWAY,), third_party=False)),
            verdicts={Domain.TWS: Verdict.INCONCLUSIVE},
        )
    yield _like(
        "gateways end TLS with an alert",
        Code.UNEXPECTED_PROTOCOL,
        changes=(gateways.are(alerting),),
        verdicts=_TWS_UNDECIDED,
        but=frozenset({payload}),
    )
    yield _like(
        "my region restarts: its load balancer accepts and hangs up",
        payload,
        Code.REGION_UNREACHABLE,
        changes=(in_europe.are(hung_up), of_europe),
        verdicts=_TWS_UNDECIDED,
    )
    yield _like(
        "the only region tried hangs up",
        payload,
        changes=(run_with(include=("zdc1*", "www-*")), gateways.are(cut)),
        verdicts={Domain.TWS: Verdict.INCONCLUSIVE},
    )


def _certificates() -> Iterator[Lookalike]:
    inspected, bad = Code.TLS_INTERCEPTED, Code.TLS_CERTIFICATE_INVALID
    yield _like(
        "gateways' certificates have an authority of their own",
        inspected,
        bad,
        changes=(gateways.are(re_signed_by("IBKR Private Root")),),
    )
    yield _like(
        "gateways' certificates are self-signed, and made for other names",
        inspected,
        bad,
        changes=(gateways.are(self_signed), gateways.are(wrong_name)),
    )
    yield _like(
        "roots of one's own in place of the public's, and neutral hosts on the internet",
        inspected,
        changes=(run_with(ca_bundle=True), (controls & web).are(re_signed_by("GTS Root R4", trusted_here=True))),
    )
    yield _like(
        "one neutral host is signed by an authority that is missing in the public's list",
        inspected,
        changes=(row("control-baidu").are(re_signed_by("CFCA EV ROOT", trusted_here=True)),),
    )
    yield _like(
        "one neutral host's certificate is bad",
        inspected,
        bad,
        changes=(row("control-apple").are(expired),),
    )
    yield _like(
        "a service's certificate is bad, and a website's is too",
        inspected,
        changes=(row("misc").are(self_signed), row("www-india").are(re_signed_by("India Test CA"))),
        verdicts={Domain.TWS: Verdict.PASS, Domain.PORTAL: Verdict.WARN},
        but=frozenset({bad}),
    )
    yield _like(
        "a box in a laboratory has taken one of the reserved addresses",
        Code.TRANSPARENT_ACCEPTOR,
        changes=((canaries & at("192.0.2.1")).are(accepting),),
    )
    yield _like(
        "reserved addresses are refused at once",
        Code.TRANSPARENT_ACCEPTOR,
        changes=(canaries.are(refused),),
    )
    yield _like(
        "reserved addresses are rejected by ICMP",
        Code.TRANSPARENT_ACCEPTOR,
        changes=(canaries.are(rejected()),),
    )


def _web() -> Iterator[Lookalike]:
    portal = Code.PORTAL_BLOCKED
    yield _like("one of the Client Portals is down", portal, changes=(row("portal-central").are(dropped),))
    yield _like(
        "websites that no verdict rests on are down", portal, changes=(row("www-japan", "www-china").are(dropped),)
    )
    yield _like("all services are down", portal, changes=(services.are(dropped),))
    yield _like("plain HTTP is dropped", portal, Code.CAPTIVE_PORTAL, changes=(port(80).are(dropped),))
    yield _like(
        "the clock is 40 s ahead",
        Code.CLOCK_SKEW,
        changes=(with_clock_ahead(40),),
    )
    yield _like(
        "two operators' clocks are off",
        Code.CLOCK_SKEW,
        changes=(operator("Microsoft", "Baidu").are(clock_ahead(7200)),),
    )
    yield _like(
        "servers disagree about the time",
        Code.CLOCK_SKEW,
        changes=(
            operator("Microsoft", "Baidu").are(clock_ahead(7200)),
            operator("Google", "Cloudflare").are(clock_ahead(-7200)),
            operator("Apple", "Mozilla").are(clock_ahead(900)),
            operator("Xiaomi", "Huawei", "vivo").are(clock_ahead(-900)),
        ),
    )
    yield _like(
        "too few operators give a time",
        Code.CLOCK_SKEW,
        changes=(with_clock_ahead(7200), without_third_parties),
    )
    yield _like(
        "pages come from a cache",
        Code.CLOCK_SKEW,
        changes=(
            everything.are(lambda peer: replace(peer, page=replace(peer.page, headers=(("Age", "86400"),)))),
            with_clock_ahead(86400),
        ),
    )
    yield _like(
        "one attempt in sixteen fails",
        Code.CONNECTION_UNSTABLE,
        changes=(gateways.are(lambda peer: replace(peer, uneven=_first)),),
    )
    yield _like(
        "a gateway has one near and one far address",
        Code.CONNECTION_UNSTABLE,
        changes=(
            names(gateways).everywhere(also("208.245.109.1")),
            at("208.245.109.1").are(lambda peer: replace(peer, rtt_ms=lambda number: 900.0)),
        ),
    )
    yield _like(
        "the line is slow, and steady",
        Code.CONNECTION_UNSTABLE,
        Code.DNS_SLOW,
        changes=(everything.are(lambda peer: replace(peer, rtt_ms=lambda number: 900.0 + number)),),
    )


def _first(number: int) -> Failure | None:
    return Failure.TIMEOUT if number == 0 else None


def _unfinished() -> Iterator[Lookalike]:
    yield _like(
        "every probe of a gateway broke",
        Code.TWS_PORTS_BLOCKED,
        Code.REGION_UNREACHABLE,
        Code.CONNECTION_UNSTABLE,
        changes=(gateways.are(crashing),),
        verdicts=_TWS_UNDECIDED,
    )
    yield _like(
        "every probe but those of names broke",
        *Code,
        changes=((everything | canaries).are(crashing),),
        verdicts=_UNDECIDED,
    )
    yield _like(
        "every lookup broke",
        *Code,
        changes=(names().everywhere(lookup_crashing), names().to_programs(lookup_crashing)),
        verdicts=_UNDECIDED,
    )
    yield _like(
        "the primary's probes broke, and the backups of my region are down",
        Code.REGION_UNREACHABLE,
        Code.PRIMARY_UNREACHABLE,
        changes=(row("zdc1").are(crashing), row("zdc1-hb1", "zdc1-hb2").are(dropped), of_europe),
        verdicts=_TWS_UNDECIDED,
    )
    yield _like(
        "one Client Portal's probes broke, and the others are down",
        Code.PORTAL_BLOCKED,
        changes=(row("portal-east").are(crashing), row("portal-central", "portal-east-ndcdyn").are(dropped)),
        verdicts={Domain.TWS: Verdict.PASS, Domain.PORTAL: Verdict.INCONCLUSIVE},
    )
    yield _like("the run was ended when all was done", *Code, changes=(ended_early,))


LOOKALIKES: tuple[Lookalike, ...] = (
    *_filters(),
    *_uplinks(),
    *_sign_in_pages(),
    *_resolvers(),
    *_addresses(),
    *_ports(),
    *_talking(),
    *_certificates(),
    *_web(),
    *_unfinished(),
)
