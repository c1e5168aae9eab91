"""Networks in which names lead to wrong addresses."""

from conntest.model.finding import Code, Domain, Severity, Verdict
from tests.diagnosis.answers import addresses, numbered, numbered_too
from tests.diagnosis.peers import answering, refused, wrong_name
from tests.diagnosis.trouble import NO_NAMES, SINKHOLE, Trouble, tws_ports, without_third_parties
from tests.diagnosis.world import at, gateways, ibkr, names, pinned, row, truly, web, with_ipv6

lie = Code.DNS_TAMPERED

TROUBLES: tuple[Trouble, ...] = (
    *(
        Trouble(
            name=f"IBKR's names lead to {address}",
            changes=(names(ibkr).here(addresses(address)),),
            code=lie,
            facts={"lie": "bogon"},
            verdicts=NO_NAMES,
            subjects=ibkr,
            hides=frozenset() if address == "0.0.0.0" else frozenset({Code.PORTAL_BLOCKED}),
            says=(kind, "192.168.1.1"),
        )
        for address, kind in (
            ("127.0.0.1", "a loopback address"),
            ("0.0.0.0", "the unspecified address"),
            ("10.10.34.35", "a private address"),
        )
    ),
    Trouble(
        name="whoever is asked, IBKR's names lead to a private address",
        changes=(names(ibkr).everywhere(addresses("10.10.34.35")),),
        code=lie,
        facts={"lie": "bogon"},
        verdicts=NO_NAMES,
        hides=frozenset({Code.PORTAL_BLOCKED}),
    ),
    Trouble(
        name="IBKR's names lead to an address where nobody is",
        changes=(names(ibkr).here(addresses(SINKHOLE)),),
        code=lie,
        facts={"lie": "dead-end"},
        verdicts=NO_NAMES,
        subjects=ibkr,
        hides=frozenset({Code.PORTAL_BLOCKED}),
        says=(SINKHOLE, "208.245.107.1", "1.1.1.1 and 8.8.8.8"),
    ),
    Trouble(
        name="the gateways' names lead to addresses of others, where no gateway is",
        changes=(names(gateways).here(numbered("31.13.90.{}")),),
        code=lie,
        facts={"lie": "dead-end"},
        verdicts={Domain.TWS: Verdict.FAIL, Domain.PORTAL: Verdict.PASS, Domain.DNS: Verdict.FAIL},
        subjects=gateways,
    ),
    Trouble(
        name="IBKR's names lead to somebody else's server",
        changes=(
            names(ibkr).here(addresses(SINKHOLE)),
            at(SINKHOLE).are(answering),
            (at(SINKHOLE) & web).are(wrong_name),
            (at(SINKHOLE) & tws_ports).are(refused),
        ),
        code=lie,
        facts={"lie": "other-server"},
        verdicts=NO_NAMES,
        subjects=ibkr,
        hides=frozenset({Code.TLS_CERTIFICATE_INVALID}),
    ),
    Trouble(
        name="IBKR's names all lead to one address, and nobody says otherwise",
        changes=(names(ibkr).everywhere(addresses(SINKHOLE)),),
        code=lie,
        facts={"lie": "one-address"},
        verdicts=NO_NAMES,
        hides=frozenset({Code.PORTAL_BLOCKED}),
        says=("where none of them answers",),
    ),
    Trouble(
        name="most of IBKR's names lead to one address, whoever is asked",
        changes=(
            names(ibkr).everywhere(addresses(SINKHOLE)),
            names(row("white-label", "cloud-settings")).everywhere(truly),
        ),
        code=lie,
        facts={"lie": "one-address"},
        verdicts=NO_NAMES,
        hides=frozenset({Code.PORTAL_BLOCKED}),
    ),
    Trouble(
        name="IBKR's names all lead to one address, where somebody answers",
        changes=(
            names(ibkr).here(addresses(SINKHOLE)),
            (at(SINKHOLE) & web).are(answering),
            (at(SINKHOLE) & web).are(wrong_name),
            without_third_parties,
        ),
        code=lie,
        facts={"lie": "one-address"},
        verdicts=NO_NAMES,
        hides=frozenset({Code.TLS_CERTIFICATE_INVALID}),
        says=("where a server answers that calls itself parked.example.com",),
    ),
    Trouble(
        name="all gateways' names lead to one address, and the websites' do not",
        changes=(names(gateways).here(addresses(SINKHOLE)), without_third_parties),
        code=lie,
        facts={"lie": "one-address"},
        verdicts={Domain.TWS: Verdict.FAIL, Domain.PORTAL: Verdict.PASS, Domain.DNS: Verdict.FAIL},
        subjects=gateways,
    ),
    Trouble(
        name="IBKR's names lead to one IPv4 address and to IPv6 addresses of their own, where nobody answers",
        changes=(
            names(ibkr).here(addresses(SINKHOLE)),
            names(ibkr).here(numbered_too("2a0e:b107:9::{}")),
            with_ipv6,
            without_third_parties,
        ),
        code=lie,
        facts={"lie": "one-address", "address": SINKHOLE},
        verdicts=NO_NAMES,
        subjects=ibkr,
    ),
    Trouble(
        name="something on this computer leads the website elsewhere",
        changes=(names(row("www-america")).to_programs(addresses(SINKHOLE)),),
        code=lie,
        facts={"lie": "dead-end"},
        verdicts={Domain.TWS: Verdict.PASS, Domain.PORTAL: Verdict.FAIL, Domain.DNS: Verdict.FAIL},
        hides=frozenset({Code.PORTAL_BLOCKED}),
        says=("came from: this computer itself",),
    ),
    Trouble(
        name="the hosts file leads to an address that was given up",
        changes=(pinned({"ndc1": SINKHOLE, "www-america": SINKHOLE}),),
        code=lie,
        facts={"lie": "hosts-file"},
        verdicts={Domain.PORTAL: Verdict.FAIL, Domain.DNS: Verdict.FAIL},
        subjects=row("ndc1", "www-america"),
        hides=frozenset({Code.PORTAL_BLOCKED, Code.PRIMARY_UNREACHABLE}),
    ),
    Trouble(
        name="the hosts file leads a backup to a forwarding gateway that is gone",
        changes=(pinned({"zdc1-hb2": "10.1.2.3"}),),
        code=lie,
        facts={"lie": "hosts-file"},
        severity=Severity.WARN,
        says=("zdc1-hb2.ibllc.com by hand: 10.1.2.3",),
    ),
)
