"""Networks in which something is wrong, each with the cause that is to be named: the sentences of the rules' tests."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from conntest.model.failure import Failure
from conntest.model.finding import Code, Domain, Severity, Verdict
from conntest.model.host import Group, Region
from conntest.model.observation import Protocol
from tests.diagnosis.answers import addresses, lookup_refused, numbered, nxdomain, servfail, slow, unanswered
from tests.diagnosis.peers import (
    accepting,
    answering,
    cut,
    denied,
    dropped,
    expired,
    failing_one_in,
    hung_up,
    jumpy,
    losing_one_in,
    not_yet_valid,
    page,
    presenting,
    re_signed_by,
    refused,
    rejected,
    reset,
    self_signed,
    silent,
    speaking,
    speaking_http,
    unacknowledged,
    unreachable,
    wrong_name,
)
from tests.diagnosis.world import (
    Change,
    Where,
    at,
    canaries,
    captive_checks,
    client_portals,
    controls,
    everything,
    gateways,
    ibkr,
    ipv6,
    machine,
    names,
    pinned,
    port,
    portals,
    publishing_ipv6,
    region,
    row,
    run_with,
    web,
    websites,
    with_clock_ahead,
    with_ipv6,
)

NOTHING_WORKS = {Domain.TWS: Verdict.FAIL, Domain.PORTAL: Verdict.FAIL}
ONLY_TWS = {Domain.TWS: Verdict.FAIL, Domain.PORTAL: Verdict.PASS, Domain.DNS: Verdict.PASS}
ONLY_PORTAL = {Domain.TWS: Verdict.PASS, Domain.PORTAL: Verdict.FAIL, Domain.DNS: Verdict.PASS}
NO_NAMES = {**NOTHING_WORKS, Domain.DNS: Verdict.FAIL}
WORKS = {Domain.TWS: Verdict.PASS, Domain.PORTAL: Verdict.PASS, Domain.DNS: Verdict.PASS}

#: The gateways' ports, whoever is asked on them: what a firewall rule about ports concerns.
tws_ports = port(4000) | port(4001)
in_europe = region(Region.EUROPE)
of_europe = run_with(regions=(Region.EUROPE,))
without_third_parties = run_with(third_party=False)
#: Looks public, and is none of IBKR's.
SINKHOLE = "81.2.70.66"
ZSCALER = "Zscaler Intermediate Root CA (zscalerthree.net)"


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """`code` comes first, as `variant`; besides it at most `also` is found, and it hides exactly `hides`. `verdict` is
    that of the whole run, where it is not as bad as the first finding."""

    name: str
    changes: tuple[Change, ...]
    code: Code
    variant: str = ""
    severity: Severity = Severity.FAIL
    verdicts: dict[Domain, Verdict] = field(default_factory=dict)
    verdict: Verdict | None = None
    subjects: Where | None = None
    also: frozenset[Code] = frozenset()
    hides: frozenset[Code] = frozenset()
    says: tuple[str, ...] = ()


def _ports() -> Iterator[Trouble]:
    blocked, partly = Code.TWS_PORTS_BLOCKED, Code.TWS_PORT_PARTLY_BLOCKED
    for variant, behaviour in (
        ("dropped", dropped),
        ("reset", refused),
        ("reset", reset),
        ("rejected-by", rejected()),
        ("rejected", rejected(sender=None)),
        ("rejected", unreachable),
        ("denied", rejected(3, 3, sender="192.168.1.20")),
        ("denied", denied),
    ):
        yield Trouble(
            name=f"the gateways' ports: {variant}",
            changes=(tws_ports.are(behaviour),),
            code=blocked,
            variant=variant,
            verdicts=ONLY_TWS,
            subjects=gateways,
            says=("36 gateway ports in 6 regions",),
        )
    yield Trouble(
        name="each gateway port is stopped in its own way",
        changes=((tws_ports & port(4000)).are(dropped), (tws_ports & port(4001)).are(refused)),
        code=blocked,
        variant="mixed",
        verdicts=ONLY_TWS,
        says=("18 timed out, 18 were refused",),
    )
    yield Trouble(
        name="a router rejects the gateways' ports, and sends few ICMP errors",
        changes=(tws_ports.are(dropped), region(Region.ASIA).are(rejected())),
        code=blocked,
        variant="rejected-some",
        verdicts=ONLY_TWS,
        says=("30 timed out, 6 were rejected by ICMP", "192.168.1.1 answered some"),
    )
    yield Trouble(
        name="the gateways' addresses are dropped, their ports are not",
        changes=(gateways.are(dropped),),
        code=blocked,
        variant="destination",
        verdicts=ONLY_TWS,
        says=("portquiz.net",),
    )
    yield Trouble(
        name="everything of the operator's is rejected",
        changes=(ibkr.are(rejected()),),
        code=blocked,
        variant="destination",
        verdicts=NOTHING_WORKS,
        also=frozenset({Code.PORTAL_BLOCKED}),
    )
    yield Trouble(
        name="one region of gateways, and the neutral host fails on the same ports",
        changes=(tws_ports.are(dropped), run_with(include=("zdc1*", "www-*", "portal-*"))),
        code=blocked,
        variant="dropped",
        verdicts=ONLY_TWS,
        says=("6 gateway ports in 1 region",),
    )
    yield Trouble(
        name="port 4000 is dropped",
        changes=(port(4000).are(dropped),),
        code=partly,
        variant="dropped",
        verdicts=ONLY_TWS,
        subjects=gateways & port(4000),
        says=("port 4001 works", "market data"),
    )
    yield Trouble(
        name="port 4000 is refused",
        changes=(port(4000).are(refused),),
        code=partly,
        variant="reset",
        verdicts=ONLY_TWS,
    )
    yield Trouble(
        name="port 4001 is rejected by ICMP",
        changes=(port(4001).are(rejected()),),
        code=partly,
        variant="rejected",
        verdicts=ONLY_TWS,
        subjects=gateways & port(4001),
    )
    yield Trouble(
        name="a router rejects port 4001, and sends few ICMP errors",
        changes=(port(4001).are(dropped), (region(Region.ASIA) & port(4001)).are(rejected())),
        code=partly,
        variant="rejected-some",
        verdicts=ONLY_TWS,
    )
    yield Trouble(
        name="this computer lets port 4001 not out",
        changes=(port(4001).are(denied),),
        code=partly,
        variant="denied",
        verdicts=ONLY_TWS,
    )
    yield Trouble(
        name="port 4001 is blocked, in two ways, and Europe is down",
        changes=(
            port(4001).are(refused),
            (region(Region.ASIA) & port(4001)).are(dropped),
            in_europe.are(dropped),
        ),
        code=partly,
        variant="mixed",
        verdicts=ONLY_TWS,
    )


def _talking() -> Iterator[Trouble]:
    payload, stranger = Code.TWS_PAYLOAD_BLOCKED, Code.UNEXPECTED_PROTOCOL
    for name, variant, behaviour in (
        ("reset at the first byte", "cut", cut),
        ("hung up on at the first byte", "cut", hung_up),
        ("their data is eaten", "unacknowledged", unacknowledged),
    ):
        yield Trouble(
            name=f"gateways: {name}",
            changes=(gateways.are(behaviour),),
            code=payload,
            variant=variant,
            verdicts=ONLY_TWS,
            subjects=gateways,
        )
    yield Trouble(
        name="every gateway is cut on 4001 and answers on 4000",
        changes=((gateways & port(4001)).are(cut),),
        code=payload,
        variant="cut",
        verdicts=ONLY_TWS,
        subjects=gateways & port(4001),
        says=("18 gateway ports",),
    )
    yield Trouble(
        name="every gateway stays silent, and the web works: nobody knows that none does so",
        changes=(gateways.are(silent),),
        code=payload,
        variant="silent",
        severity=Severity.WARN,
        verdict=Verdict.INCONCLUSIVE,
        verdicts={Domain.TWS: Verdict.INCONCLUSIVE, Domain.PORTAL: Verdict.PASS},
    )
    yield Trouble(
        name="most gateways stay silent, and one hangs up",
        changes=(gateways.are(silent), row("zdc1").are(hung_up)),
        code=payload,
        variant="silent",
        severity=Severity.WARN,
        verdict=Verdict.INCONCLUSIVE,
        says=("34 stayed silent, 2 were cut",),
    )
    for name, behaviour in (
        ("a web server", speaking_http),
        ("a web server with TLS", speaking(Protocol.HTTP, "HTTP/1.1 400", tls_too=True)),
    ):
        yield Trouble(
            name=f"{name} on every gateway's ports",
            changes=(gateways.are(behaviour),),
            code=stranger,
            variant="all",
            verdicts=ONLY_TWS,
            subjects=gateways,
            says=("it speaks HTTP", "HTTP/1.1 400"),
        )
    yield Trouble(
        name="bytes that nobody knows on every gateway's ports",
        changes=(gateways.are(speaking(Protocol.UNKNOWN, "\\x00\\x01")),),
        code=stranger,
        variant="all",
        severity=Severity.WARN,
        verdict=Verdict.INCONCLUSIVE,
        says=("an unknown protocol",),
    )
    yield Trouble(
        name="an SSH server on one backup",
        changes=(row("zdc1-hb1").are(speaking(Protocol.SSH, "SSH-2.0-OpenSSH_9.6")),),
        code=stranger,
        variant="some",
        severity=Severity.WARN,
        verdicts={Domain.TWS: Verdict.WARN, Domain.PORTAL: Verdict.PASS},
        subjects=row("zdc1-hb1"),
        says=("it speaks SSH", "zdc1-hb1.ibllc.com"),
    )
    yield Trouble(
        name="a web server in place of my region",
        changes=(in_europe.are(speaking_http), of_europe),
        code=stranger,
        variant="some",
        verdicts=ONLY_TWS,
        hides=frozenset({Code.REGION_UNREACHABLE}),
    )
    yield Trouble(
        name="a web server in place of a region",
        changes=(in_europe.are(speaking_http),),
        code=stranger,
        variant="some",
        severity=Severity.WARN,
        hides=frozenset({Code.REGION_UNREACHABLE}),
    )


def _reach() -> Iterator[Trouble]:
    lost, primary, portal = Code.REGION_UNREACHABLE, Code.PRIMARY_UNREACHABLE, Code.PORTAL_BLOCKED
    yield Trouble(
        name="my region is down",
        changes=(in_europe.are(dropped), of_europe),
        code=lost,
        variant="yours",
        verdicts=ONLY_TWS,
        subjects=in_europe,
        says=("all timed out", "America East"),
    )
    yield Trouble(
        name="my region refuses on one port",
        changes=((in_europe & port(4001)).are(refused), of_europe),
        code=lost,
        variant="yours",
        verdicts=ONLY_TWS,
        says=("3 of 6 were refused",),
    )
    yield Trouble(
        name="my region's data is eaten",
        changes=(in_europe.are(unacknowledged), of_europe),
        code=lost,
        variant="yours",
        verdicts=ONLY_TWS,
    )
    yield Trouble(
        name="a region has closed for the weekend",
        changes=(in_europe.are(refused),),
        code=lost,
        variant="other",
        severity=Severity.WARN,
        verdicts={Domain.TWS: Verdict.WARN, Domain.PORTAL: Verdict.PASS},
        subjects=in_europe,
    )
    yield Trouble(
        name="a primary is down",
        changes=(row("zdc1").are(dropped),),
        code=primary,
        severity=Severity.WARN,
        verdicts={Domain.TWS: Verdict.WARN, Domain.PORTAL: Verdict.PASS},
        subjects=row("zdc1"),
        says=("both timed out", "zdc1-hb1.ibllc.com"),
    )
    yield Trouble(
        name="a primary refuses on one port",
        changes=((row("zdc1") & port(4000)).are(refused),),
        code=primary,
        severity=Severity.WARN,
        subjects=row("zdc1") & port(4000),
        says=("1 of 2 was refused",),
    )
    yield Trouble(
        name="another region's primary is down",
        changes=(row("hdc1").are(dropped), of_europe),
        code=primary,
        severity=Severity.INFO,
        verdict=Verdict.PASS,
        verdicts=WORKS,
    )
    for variant, behaviour in (
        ("dropped", dropped),
        ("reset", refused),
        ("rejected", rejected()),
        ("denied", denied),
        ("tls-cut", cut),
        ("tls-cut", silent),
    ):
        yield Trouble(
            name=f"website and portal: {variant}",
            changes=((portals & web).are(behaviour),),
            code=portal,
            variant=variant,
            verdicts=ONLY_PORTAL,
            subjects=portals & web,
            says=("the website and Client Portal",),
        )
    yield Trouble(
        name="the website alone is dropped",
        changes=(row("www-america").are(dropped),),
        code=portal,
        variant="dropped",
        verdicts=ONLY_PORTAL,
        subjects=row("www-america") & web,
        says=("No answer comes from www.interactivebrokers.com (the website; it timed out)",),
    )
    yield Trouble(
        name="the Client Portals are closed, each in its own way",
        changes=(client_portals.are(refused), row("portal-east").are(dropped)),
        code=portal,
        variant="mixed",
        verdicts=ONLY_PORTAL,
        subjects=client_portals,
        says=("Client Portal; 2 were refused, 1 timed out",),
    )
    yield Trouble(
        name="the website is dropped, and nothing but a gateway is there to compare with",
        changes=(websites.are(dropped), run_with(include=("zdc1", "www-america"), third_party=False)),
        code=portal,
        variant="dropped",
        says=("gateways such as zdc1.ibllc.com answer",),
    )


def _network() -> Iterator[Trouble]:
    nothing, alone = Code.NO_INTERNET, Code.NO_NETWORK
    yield Trouble(
        name="the line is down",
        changes=(everything.are(dropped), names().everywhere(unanswered)),
        code=nothing,
        variant="silent",
        verdicts=NOTHING_WORKS,
        hides=frozenset({Code.DNS_UNAVAILABLE}),
    )
    yield Trouble(
        name="only name servers are let through",
        changes=(everything.are(dropped),),
        code=nothing,
        variant="names-only",
        verdicts=NOTHING_WORKS,
        says=("1.1.1.1, 192.168.1.1 and 8.8.8.8",),
    )
    yield Trouble(
        name="the router rejects everything",
        changes=(everything.are(rejected()), names().publicly(unanswered)),
        code=nothing,
        variant="rejected",
        verdicts=NOTHING_WORKS,
        says=("turned away by 192.168.1.1",),
    )
    yield Trouble(
        name="this computer lets nothing out",
        changes=(everything.are(denied),),
        code=nothing,
        variant="denied",
        verdicts=NOTHING_WORKS,
    )
    yield Trouble(
        name="no route",
        changes=(machine(ipv4_route=False),),
        code=alone,
        variant="no-route",
        verdicts={**NOTHING_WORKS, Domain.MACHINE: Verdict.FAIL},
        says=("eth0",),
    )
    yield Trouble(
        name="no interface, and no name server either",
        changes=(machine(ipv4_route=False, interfaces=()), names().everywhere(unanswered)),
        code=alone,
        variant="no-interface",
        hides=frozenset({Code.DNS_UNAVAILABLE}),
    )


def _resolving() -> Iterator[Trouble]:
    dead, missing, late = Code.DNS_UNAVAILABLE, Code.DNS_NAMES_MISSING, Code.DNS_SLOW
    for variant, answer in (
        ("timeout", unanswered),
        ("refused", lookup_refused),
        ("servfail", servfail),
        ("denies-all", nxdomain),
    ):
        yield Trouble(
            name=f"the name server: {variant}",
            changes=(names().here(answer),),
            code=dead,
            variant=variant,
            verdicts=NO_NAMES,
            hides=frozenset({missing}),
            says=("192.168.1.1",),
        )
    yield Trouble(
        name="one name server is silent, the other refuses",
        changes=(
            machine(name_servers=("192.168.1.1", "192.168.1.2")),
            names().by_server("192.168.1.1", unanswered),
            names().by_server("192.168.1.2", lookup_refused),
        ),
        code=dead,
        variant="mixed",
        hides=frozenset({missing}),
    )
    yield Trouble(
        name="programs resolve nothing, though the name server answers",
        changes=(names().to_programs(unanswered),),
        code=dead,
        variant="this-computer",
        hides=frozenset({missing}),
    )
    yield Trouble(
        name="programs resolve nothing, and nobody knows by whom",
        changes=(machine(name_servers=()), names().to_programs(unanswered)),
        code=dead,
        variant="not-asked",
        hides=frozenset({missing}),
    )
    yield Trouble(
        name="the name server is silent, and no neutral name was asked for",
        changes=(names().here(unanswered), without_third_parties),
        code=dead,
        variant="timeout",
        verdicts=NO_NAMES,
    )
    yield Trouble(
        name="the name server denies IBKR's names",
        changes=(names(ibkr).here(nxdomain),),
        code=missing,
        variant="all-independent",
        verdicts=NO_NAMES,
        subjects=ibkr,
        says=("1.1.1.1 and 8.8.8.8",),
    )
    yield Trouble(
        name="everyone in reach denies IBKR's names",
        changes=(names(ibkr).everywhere(nxdomain),),
        code=missing,
        variant="all",
        verdicts=NO_NAMES,
    )
    yield Trouble(
        name="the name server denies all of IBKR's domains but one, and nobody else was asked",
        changes=(names(ibkr & ~row("cloud-settings")).here(nxdomain), without_third_parties),
        code=missing,
        variant="some",
        verdicts=NO_NAMES,
        says=("whole domains are missing",),
    )
    yield Trouble(
        name="the name server denies the gateways' domains",
        changes=(names(gateways).here(nxdomain), without_third_parties),
        code=missing,
        variant="some",
        verdicts={Domain.TWS: Verdict.FAIL, Domain.PORTAL: Verdict.PASS, Domain.DNS: Verdict.FAIL},
        subjects=gateways,
    )
    yield Trouble(
        name="gateways' names alone were asked for, and do not exist",
        changes=(names().here(nxdomain), run_with(third_party=False, groups=(Group.GATEWAY,))),
        code=missing,
        variant="alone",
        verdicts={Domain.TWS: Verdict.FAIL},
    )
    yield Trouble(
        name="the name server fails for IBKR's names",
        changes=(names(ibkr).here(servfail),),
        code=missing,
        variant="unanswered",
        verdicts=NO_NAMES,
    )
    yield Trouble(
        name="something on this computer hides IBKR's names",
        changes=(names(ibkr).to_programs(nxdomain),),
        code=missing,
        variant="this-computer",
        verdicts=NO_NAMES,
    )
    yield Trouble(
        name="the name server denies one backup that others know",
        changes=(names(row("zdc1-hb2")).here(nxdomain),),
        code=missing,
        variant="some-independent",
        severity=Severity.WARN,
        verdicts={Domain.TWS: Verdict.WARN, Domain.PORTAL: Verdict.PASS, Domain.DNS: Verdict.WARN},
        subjects=row("zdc1-hb2"),
    )
    yield Trouble(
        name="the website's name is denied",
        changes=(names(row("www-america")).here(nxdomain),),
        code=missing,
        variant="some-independent",
        verdicts={Domain.TWS: Verdict.PASS, Domain.PORTAL: Verdict.FAIL, Domain.DNS: Verdict.FAIL},
    )
    yield Trouble(
        name="names take 1.4 s",
        changes=(names().here(slow(1.4)),),
        code=late,
        variant="slow",
        severity=Severity.WARN,
        verdicts={Domain.TWS: Verdict.PASS, Domain.PORTAL: Verdict.PASS, Domain.DNS: Verdict.WARN},
        says=("1.4 s", "20 ms"),
    )
    yield Trouble(
        name="the first of two name servers is silent",
        changes=(
            machine(name_servers=("192.168.1.9", "192.168.1.1")),
            names().by_server("192.168.1.9", unanswered),
        ),
        code=late,
        variant="dead-server",
        severity=Severity.WARN,
        says=("Silent: 192.168.1.9.",),
    )


def _lies() -> Iterator[Trouble]:
    lie = Code.DNS_TAMPERED
    for address, kind in (
        ("127.0.0.1", "a loopback address"),
        ("0.0.0.0", "the unspecified address"),
        ("10.10.34.35", "a private address"),
    ):
        yield Trouble(
            name=f"IBKR's names lead to {address}",
            changes=(names(ibkr).here(addresses(address)),),
            code=lie,
            variant="bogon",
            verdicts=NO_NAMES,
            subjects=ibkr,
            hides=frozenset() if address == "0.0.0.0" else frozenset({Code.PORTAL_BLOCKED}),
            says=(kind, "192.168.1.1"),
        )
    yield Trouble(
        name="whoever is asked, IBKR's names lead to a private address",
        changes=(names(ibkr).everywhere(addresses("10.10.34.35")),),
        code=lie,
        variant="bogon",
        verdicts=NO_NAMES,
        hides=frozenset({Code.TWS_PORTS_BLOCKED, Code.PORTAL_BLOCKED}),
    )
    yield Trouble(
        name="IBKR's names lead to an address where nobody is",
        changes=(names(ibkr).here(addresses(SINKHOLE)),),
        code=lie,
        variant="dead-end",
        verdicts=NO_NAMES,
        subjects=ibkr,
        hides=frozenset({Code.PORTAL_BLOCKED}),
        says=(SINKHOLE, "208.245.107.1", "1.1.1.1 and 8.8.8.8"),
    )
    yield Trouble(
        name="the gateways' names lead to addresses of others, where no gateway is",
        changes=(names(gateways).here(numbered("31.13.90.{}")),),
        code=lie,
        variant="dead-end",
        verdicts={Domain.TWS: Verdict.FAIL, Domain.PORTAL: Verdict.PASS, Domain.DNS: Verdict.FAIL},
        subjects=gateways,
    )
    yield Trouble(
        name="IBKR's names lead to somebody else's server",
        changes=(
            names(ibkr).here(addresses(SINKHOLE)),
            at(SINKHOLE).are(answering),
            (at(SINKHOLE) & web).are(wrong_name),
            (at(SINKHOLE) & tws_ports).are(refused),
        ),
        code=lie,
        variant="other-server",
        verdicts=NO_NAMES,
        subjects=ibkr,
        hides=frozenset({Code.TLS_CERTIFICATE_INVALID}),
    )
    yield Trouble(
        name="IBKR's names all lead to one address, and nobody says otherwise",
        changes=(names(ibkr).everywhere(addresses(SINKHOLE)),),
        code=lie,
        variant="one-address",
        verdicts=NO_NAMES,
        hides=frozenset({Code.TWS_PORTS_BLOCKED, Code.PORTAL_BLOCKED}),
        says=("where none of them answers",),
    )
    yield Trouble(
        name="IBKR's names all lead to one address, where somebody answers",
        changes=(
            names(ibkr).here(addresses(SINKHOLE)),
            (at(SINKHOLE) & web).are(answering),
            (at(SINKHOLE) & web).are(wrong_name),
            without_third_parties,
        ),
        code=lie,
        variant="one-address",
        verdicts=NO_NAMES,
        hides=frozenset({Code.TWS_PORTS_BLOCKED, Code.TLS_CERTIFICATE_INVALID}),
        says=("where a server answers that calls itself parked.example.com",),
    )
    yield Trouble(
        name="something on this computer leads the website elsewhere",
        changes=(names(row("www-america")).to_programs(addresses(SINKHOLE)),),
        code=lie,
        variant="dead-end",
        verdicts={Domain.TWS: Verdict.PASS, Domain.PORTAL: Verdict.FAIL, Domain.DNS: Verdict.FAIL},
        hides=frozenset({Code.PORTAL_BLOCKED}),
        says=("came from: this computer itself",),
    )
    yield Trouble(
        name="the hosts file leads to an address that was given up",
        changes=(pinned({"ndc1": SINKHOLE, "www-america": SINKHOLE}),),
        code=lie,
        variant="hosts-file",
        verdicts={Domain.PORTAL: Verdict.FAIL, Domain.DNS: Verdict.FAIL},
        subjects=row("ndc1", "www-america"),
        hides=frozenset({Code.PORTAL_BLOCKED, Code.PRIMARY_UNREACHABLE}),
    )
    yield Trouble(
        name="the hosts file leads a backup to a forwarding gateway that is gone",
        changes=(pinned({"zdc1-hb2": "10.1.2.3"}),),
        code=lie,
        variant="hosts-file",
        severity=Severity.WARN,
        says=("zdc1-hb2.ibllc.com by hand: 10.1.2.3",),
    )


def _between() -> Iterator[Trouble]:
    sign_in, acceptor = Code.CAPTIVE_PORTAL, Code.TRANSPARENT_ACCEPTOR
    yield Trouble(
        name="a sign-in page, the rest dropped",
        changes=(everything.are(dropped), captive_checks.are(answering), _redirected),
        code=sign_in,
        verdicts=NOTHING_WORKS,
        subjects=captive_checks,
        says=("login.hotel.example",),
    )
    yield Trouble(
        name="a sign-in page in the place of others, Apple's check and site let through to hide it",
        changes=(
            (~captive_checks).are(dropped),
            captive_checks.are(page(200, "<html>Welcome! Please sign in</html>")),
            row("captive-apple", "control-apple").are(answering),
            row("captive-apple").are(lambda peer: type(peer)()),
        ),
        code=sign_in,
        verdicts=NOTHING_WORKS,
        hides=frozenset({Code.TWS_PORTS_BLOCKED, Code.PORTAL_BLOCKED}),
        says=("a page of the network's own",),
    )
    yield Trouble(
        name="a sign-in page that answers on TLS too",
        changes=(captive_checks.are(page(511)), web.are(self_signed), gateways.are(dropped)),
        code=sign_in,
        verdicts=NOTHING_WORKS,
        hides=frozenset({Code.TLS_INTERCEPTED, Code.TLS_CERTIFICATE_INVALID, Code.TWS_PORTS_BLOCKED}),
    )
    yield Trouble(
        name="everything is accepted, and nobody answers",
        changes=((canaries | gateways | web).are(accepting),),
        code=acceptor,
        variant="unproven",
        verdicts=NOTHING_WORKS,
        subjects=canaries,
        says=("IBKR's hosts",),
    )
    yield Trouble(
        name="the gateways' ports are accepted for all, and nobody answers there",
        changes=((canaries & port(4001)).are(accepting), gateways.are(silent)),
        code=acceptor,
        variant="unproven",
        verdicts=ONLY_TWS,
        hides=frozenset({Code.TWS_PAYLOAD_BLOCKED}),
        says=("IBKR's gateways",),
    )
    yield Trouble(
        name="a proxy program accepts everything, reaches the web, and gives up on the gateways",
        changes=(canaries.are(accepting), gateways.are(hung_up)),
        code=acceptor,
        variant="unproven",
        verdicts=ONLY_TWS,
        hides=frozenset({Code.TWS_PAYLOAD_BLOCKED}),
    )
    yield Trouble(
        name="a proxy program accepts everything, and reaches it",
        changes=(canaries.are(accepting),),
        code=acceptor,
        variant="proven",
        severity=Severity.WARN,
        verdicts=WORKS,
    )


_redirected = captive_checks.are(page(302, Location="http://login.hotel.example/?from=x"))


def _certificates() -> Iterator[Trouble]:
    inspected, bad = Code.TLS_INTERCEPTED, Code.TLS_CERTIFICATE_INVALID
    for name, variant, severity, signed in (
        ("a product", "vendor", Severity.FAIL, re_signed_by(ZSCALER, "Zscaler Inc.")),
        ("a product that is trusted here", "vendor", Severity.WARN, re_signed_by(ZSCALER, trusted_here=True)),
        ("an unknown authority", "shared-authority", Severity.FAIL, re_signed_by("Nakatomi Root")),
        ("the company", "system-trusted", Severity.WARN, re_signed_by("Nakatomi Root", trusted_here=True)),
    ):
        yield Trouble(
            name=f"the web is re-signed by {name}",
            changes=(web.are(signed), (canaries & port(443)).are(accepting)),
            code=inspected,
            variant=variant,
            severity=severity,
            verdicts={Domain.TWS: Verdict.PASS, Domain.PORTAL: Verdict(severity)},
            subjects=web & ~canaries,
            hides=frozenset({bad}),
            says=("web hosts",),
        )
    yield Trouble(
        name="gateways are re-signed too, by an authority that this computer trusts",
        changes=((web | gateways).are(re_signed_by("Nakatomi Root", trusted_here=True)),),
        code=inspected,
        variant="shared-authority",
        verdicts=NOTHING_WORKS,
        hides=frozenset({bad}),
        says=("web hosts and gateways",),
    )
    yield Trouble(
        name="a product that is trusted here re-signs all, and accepts for everyone",
        changes=(
            (web | gateways).are(re_signed_by(ZSCALER, trusted_here=True)),
            (canaries & (port(443) | port(4001))).are(accepting),
        ),
        code=inspected,
        variant="vendor",
        verdicts=NOTHING_WORKS,
        hides=frozenset({bad}),
    )
    yield Trouble(
        name="gateways alone are re-signed by a product",
        changes=(gateways.are(re_signed_by(ZSCALER)),),
        code=inspected,
        variant="vendor",
        verdicts=ONLY_TWS,
        subjects=gateways,
        says=("affects gateways",),
    )
    yield Trouble(
        name="only IBKR's web hosts are re-signed",
        changes=((ibkr & web).are(re_signed_by("Nakatomi Root")),),
        code=inspected,
        variant="shared-authority",
        verdicts=ONLY_PORTAL,
        hides=frozenset({bad}),
    )
    yield Trouble(
        name="everyone's hosts are re-signed, except IBKR's",
        changes=((controls & web).are(re_signed_by("Nakatomi Root", trusted_here=True)),),
        code=inspected,
        variant="elsewhere",
        severity=Severity.INFO,
        verdict=Verdict.PASS,
        verdicts=WORKS,
    )
    for variant, presented in (
        ("expired", expired),
        ("not-yet-valid", not_yet_valid),
        ("wrong-name", wrong_name),
        ("unknown-authority", re_signed_by("Odd CA")),
        ("self-signed", self_signed),
    ):
        yield Trouble(
            name=f"the website's certificate: {variant}",
            changes=((row("www-america") & web).are(presented),),
            code=bad,
            variant=variant,
            verdicts=ONLY_PORTAL,
            subjects=row("www-america") & web,
        )
    yield Trouble(
        name="all of IBKR's certificates have expired",
        changes=((ibkr & web).are(expired),),
        code=bad,
        variant="expired",
        verdicts=ONLY_PORTAL,
        says=("2026-11-01",),
    )
    for name, presented in (
        ("expired", expired),
        ("signed by an authority that only this computer knows", re_signed_by("CFCA", trusted_here=True)),
    ):
        yield Trouble(
            name=f"one website more, with a certificate {name}",
            changes=((row("www-china") & web).are(presented),),
            code=bad,
            variant="expired" if presented is expired else "unknown-authority",
            severity=Severity.WARN,
            verdicts={Domain.TWS: Verdict.PASS, Domain.PORTAL: Verdict.WARN},
        )


def _quality() -> Iterator[Trouble]:
    unsteady, late = Code.CONNECTION_UNSTABLE, Code.CLOCK_SKEW
    for ahead, variant, severity, amount in (
        (3600, "ahead", Severity.FAIL, "60 min"),
        (-3600, "behind", Severity.FAIL, "60 min"),
        (120, "ahead", Severity.WARN, "120 s"),
        (-90_000, "behind", Severity.FAIL, "25 h"),
    ):
        yield Trouble(
            name=f"the clock is {ahead} s ahead",
            changes=(with_clock_ahead(ahead),),
            code=late,
            variant=variant,
            severity=severity,
            verdicts={**WORKS, Domain.MACHINE: Verdict(severity)},
            says=(f"{amount} {variant}",),
        )
    yield Trouble(
        name="the clock is so far ahead that certificates seem to have expired",
        changes=(with_clock_ahead(160 * 86400), web.are(presenting(Failure.SSL_EXPIRED))),
        code=late,
        variant="ahead",
        verdicts={Domain.PORTAL: Verdict.FAIL, Domain.MACHINE: Verdict.FAIL},
        hides=frozenset({Code.TLS_CERTIFICATE_INVALID}),
    )
    yield Trouble(
        name="the clock is so far ahead that certificates seem to have expired, and one is made for another name",
        changes=(
            with_clock_ahead(160 * 86400),
            web.are(presenting(Failure.SSL_EXPIRED)),
            (row("www-japan") & web).are(wrong_name),
        ),
        code=late,
        variant="ahead",
        also=frozenset({Code.TLS_CERTIFICATE_INVALID}),
        hides=frozenset({Code.TLS_CERTIFICATE_INVALID}),
    )
    yield Trouble(
        name="IPv6 is advertised, and dead",
        changes=(publishing_ipv6, with_ipv6, ipv6.are(dropped)),
        code=Code.IPV6_BROKEN,
        severity=Severity.WARN,
        verdicts=WORKS,
        says=("ndc1.ibllc.com (2a0e:b107:1::1)",),
    )
    for variant, behaviour, words in (
        ("failures", failing_one_in(2), "of 16 attempts 8 failed"),
        ("loss", losing_one_in(2), "of 16 attempts 8 had to be repeated"),
    ):
        yield Trouble(
            name=f"one gateway: {variant}",
            changes=(row("ndc1").are(behaviour),),
            code=unsteady,
            variant=variant,
            severity=Severity.WARN,
            verdicts={Domain.TWS: Verdict.WARN},
            subjects=row("ndc1"),
            says=(words,),
        )
    yield Trouble(
        name="a firewall refuses one attempt in three",
        changes=(gateways.are(failing_one_in(3)),),
        code=unsteady,
        variant="failures",
        severity=Severity.WARN,
        verdicts={Domain.TWS: Verdict.WARN},
    )
    yield Trouble(
        name="round trips vary widely",
        changes=(gateways.are(jumpy),),
        code=unsteady,
        variant="latency",
        severity=Severity.WARN,
        says=("700 ms",),
    )


TROUBLES: tuple[Trouble, ...] = (
    *_network(),
    *_between(),
    *_resolving(),
    *_lies(),
    *_ports(),
    *_talking(),
    *_reach(),
    *_certificates(),
    *_quality(),
)
