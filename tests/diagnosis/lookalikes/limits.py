"""Networks in which neutral hosts fail like IBKR's, one family is missing, or a part of TLS stalls."""

from conntest.model.finding import Code, Domain, Verdict
from tests.diagnosis.answers import servfail, synthesised, unanswered
from tests.diagnosis.lookalike import TWS_UNDECIDED, Lookalike, like
from tests.diagnosis.peers import crashing, dropped, far, no_route, without_tls
from tests.diagnosis.troubles.limits import only_the_web_has_ipv6
from tests.diagnosis.world import (
    captive_checks,
    controls,
    everything,
    gateways,
    ibkr,
    ipv4,
    ipv6,
    machine,
    names,
    port,
    portals,
    row,
    services,
    web,
    with_ipv6,
)

PORTAL_UNDECIDED = {Domain.TWS: Verdict.PASS, Domain.PORTAL: Verdict.INCONCLUSIVE}

large, family, local = Code.LARGE_PACKETS_LOST, Code.IPV4_BROKEN, Code.LOCAL_LIMITS

LOOKALIKES: tuple[Lookalike, ...] = (
    like(
        "neutral hosts fail like the portal",
        Code.PORTAL_BLOCKED,
        changes=((web & (portals | controls)).are(dropped),),
        verdicts=PORTAL_UNDECIDED,
    ),
    like("TLS stalls at the operator's services alone", large, changes=((web & services).are(without_tls),)),
    like("TLS stalls at gateways alone", large, Code.PORTAL_BLOCKED, changes=(gateways.are(without_tls),)),
    like(
        "TLS stalls at neutral hosts alone",
        large,
        Code.PORTAL_BLOCKED,
        changes=((web & controls).are(without_tls),),
    ),
    like(
        "nothing short is answered either",
        large,
        changes=((web & controls).are(without_tls), (port(80) | captive_checks).are(dropped)),
    ),
    like("gateways have no IPv6 addresses, and IPv4 works", family, changes=(*only_the_web_has_ipv6, with_ipv6)),
    like(
        "IPv6 alone, with a translation",
        family,
        changes=(machine(ipv4_route=False, ipv6_route=True), names().everywhere(synthesised), ipv4.are(no_route)),
    ),
    like(
        "IPv6 alone is dead",
        family,
        changes=(*only_the_web_has_ipv6, with_ipv6, ipv6.are(dropped)),
        but=frozenset({Code.IPV6_BROKEN}),
    ),
    like(
        "IPv4 works to everybody but the gateways and neutral hosts",
        Code.IPV4_BROKEN,
        changes=(*only_the_web_has_ipv6, with_ipv6, (ipv4 & (gateways | controls | captive_checks)).are(dropped)),
        verdicts={Domain.TWS: Verdict.FAIL, Domain.PORTAL: Verdict.PASS},
        but=frozenset({Code.TWS_PORTS_BLOCKED}),
    ),
    like(
        "every probe of a gateway broke, and nothing was short",
        local,
        changes=(gateways.are(crashing),),
        verdicts=TWS_UNDECIDED,
    ),
    like("a healthy network and a large table", local, Code.CONNECTIONS_LIMITED, changes=()),
    like("one gateway refuses for want of its own resources", local, changes=(row("zdc1-hb2").are(dropped),)),
    like(
        "a round trip takes longer than the system's timer",
        Code.CONNECTION_UNSTABLE,
        Code.CONNECTIONS_LIMITED,
        changes=(everything.are(far),),
    ),
    like(
        "one name is not answered",
        Code.DNS_NAMES_MISSING,
        changes=(names(row("zdc1-hb2")).to_programs(unanswered),),
    ),
    like(
        "the website's name fails once",
        Code.DNS_NAMES_MISSING,
        changes=(names(row("www-japan")).here(servfail),),
    ),
    like("many names of another operator are denied", Code.DNS_NAMES_MISSING, changes=(names(~ibkr).here(servfail),)),
)
