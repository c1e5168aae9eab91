"""Unusual ways out, and none to compare with."""

from conntest.model.finding import Code, Domain, Verdict
from tests.diagnosis.answers import synthesised, unanswered
from tests.diagnosis.lookalike import FORWARDER, ONLY_TWS_ASKED, PRIVATE, UNDECIDED, UNKNOWN_OUTSIDE, Lookalike, like
from tests.diagnosis.peers import dropped, no_route, rejected
from tests.diagnosis.trouble import without_third_parties
from tests.diagnosis.world import (
    captive_checks,
    controls,
    ibkr,
    ipv4,
    ipv6,
    machine,
    names,
    operator,
    publishing_ipv6,
    with_ipv6,
)

LOOKALIKES: tuple[Lookalike, ...] = (
    like(
        "only IBKR was tried, and none of it answers",
        Code.NO_INTERNET,
        Code.TWS_PORTS_BLOCKED,
        Code.PORTAL_BLOCKED,
        changes=(ibkr.are(dropped), without_third_parties),
        verdicts={**UNDECIDED, Domain.DNS: Verdict.PASS},
    ),
    like(
        "behind a border that blocks two operators of controls",
        Code.NO_INTERNET,
        Code.CAPTIVE_PORTAL,
        changes=(operator("Google", "Cloudflare").are(dropped),),
    ),
    like(
        "a company lets out to IBKR alone",
        Code.NO_INTERNET,
        Code.CAPTIVE_PORTAL,
        changes=((controls | captive_checks).are(rejected()), names().publicly(unanswered)),
    ),
    like(
        "no default route, and the company's own gateway on the same network",
        Code.NO_NETWORK,
        Code.NO_INTERNET,
        changes=(machine(ipv4_route=False), FORWARDER, PRIVATE, UNKNOWN_OUTSIDE, without_third_parties),
        verdicts=ONLY_TWS_ASKED,
    ),
    like(
        "IPv6 only, with NAT64",
        Code.NO_NETWORK,
        Code.DNS_TAMPERED,
        Code.IPV6_BROKEN,
        Code.TWS_PORTS_BLOCKED,
        changes=(machine(ipv4_route=False, ipv6_route=True), names().everywhere(synthesised), ipv4.are(no_route)),
    ),
    like("interfaces could not be looked at", Code.NO_NETWORK, changes=(machine(interfaces=None),)),
    like(
        "IPv6 is published, and this network has none",
        Code.IPV6_BROKEN,
        Code.CONNECTION_UNSTABLE,
        changes=(publishing_ipv6, ipv6.are(no_route)),
    ),
    like(
        "IPv6 works, only IBKR's does not",
        Code.IPV6_BROKEN,
        changes=(publishing_ipv6, with_ipv6, (ibkr & ipv6).are(dropped)),
    ),
    like(
        "IBKR's IPv6 does not work, and nobody else's was tried",
        Code.IPV6_BROKEN,
        changes=(publishing_ipv6, with_ipv6, ipv6.are(dropped), without_third_parties),
    ),
)
