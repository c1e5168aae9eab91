"""Addresses that are odd, and right."""

from conntest.model.finding import Code, Domain, Verdict
from tests.diagnosis.answers import addresses, numbered
from tests.diagnosis.lookalike import (
    FORWARDER,
    PRIVATE,
    TWS_UNDECIDED,
    UNKNOWN_OUTSIDE,
    Lookalike,
    gateway,
    like,
    own_table,
)
from tests.diagnosis.peers import accepting, deaf_to_the_greeting, dropped, refused, silent
from tests.diagnosis.trouble import tws_ports, without_third_parties
from tests.diagnosis.world import (
    at,
    canaries,
    gateways,
    ibkr,
    names,
    pinned,
    row,
    services,
    sharing_addresses,
    websites,
)

lie = Code.DNS_TAMPERED

LOOKALIKES: tuple[Lookalike, ...] = (
    like(
        "a content network gives every resolver other addresses",
        lie,
        changes=(names(websites | services).here(numbered("23.45.67.{}", genuine=True)),),
    ),
    like(
        "a content network gives other addresses, and one website's are dead",
        lie,
        changes=(
            names(websites).here(numbered("23.45.67.{}", genuine=True)),
            (row("www-japan") & ~at("81.2.69.27")).are(dropped),
        ),
        but=frozenset(),
    ),
    like(
        "gateways have other addresses elsewhere, and neither greet",
        lie,
        changes=(names(gateways).here(numbered("208.245.108.{}", genuine=True)), gateways.are(deaf_to_the_greeting)),
    ),
    like("gateways of several regions share addresses", lie, changes=(sharing_addresses,)),
    like(
        "gateways share addresses, and one of these is dead",
        lie,
        Code.REGION_UNREACHABLE,
        changes=(sharing_addresses, at("8.17.22.31").are(dropped)),
        verdicts={Domain.TWS: Verdict.WARN, Domain.PORTAL: Verdict.PASS, Domain.DNS: Verdict.PASS},
        but=frozenset({Code.PRIMARY_UNREACHABLE}),
    ),
    like(
        "gateways share addresses, public resolvers are not asked, and one of these is dead",
        lie,
        changes=(sharing_addresses, at("8.17.22.31").are(dropped), without_third_parties),
        verdicts={Domain.TWS: Verdict.WARN, Domain.PORTAL: Verdict.PASS, Domain.DNS: Verdict.PASS},
        but=frozenset({Code.PRIMARY_UNREACHABLE}),
    ),
    like(
        "the hosts file leads to a forwarding gateway that works",
        lie,
        changes=(pinned({"zdc1": "10.1.2.3"}), names(row("zdc1")).to_programs(addresses("10.1.2.3", genuine=True))),
    ),
    like(
        "the hosts file leads to a forwarding gateway that answers on TLS alone",
        lie,
        changes=(
            pinned({"zdc1": "10.1.2.3"}),
            names(row("zdc1")).to_programs(addresses("10.1.2.3", genuine=True)),
            gateways.are(deaf_to_the_greeting),
        ),
    ),
    like(
        "a proxy program gives every name a made-up address, and all works",
        lie,
        Code.TWS_PAYLOAD_BLOCKED,
        Code.UNEXPECTED_PROTOCOL,
        changes=(names().everywhere(numbered("198.18.0.{}", genuine=True)), canaries.are(accepting)),
        but=frozenset({Code.TRANSPARENT_ACCEPTOR}),
    ),
    like(
        "a proxy program gives every name a made-up address, and gateways say nothing to anyone",
        lie,
        Code.UNEXPECTED_PROTOCOL,
        changes=(
            names().everywhere(numbered("198.18.0.{}", genuine=True)),
            canaries.are(accepting),
            gateways.are(silent),
        ),
        verdicts=TWS_UNDECIDED,
        but=frozenset({Code.TRANSPARENT_ACCEPTOR, Code.TWS_PAYLOAD_BLOCKED}),
    ),
    like(
        "a private access product leads IBKR's names over carrier-grade addresses",
        lie,
        changes=(names(ibkr).here(numbered("100.64.1.{}", genuine=True)),),
    ),
    like(
        "a gateway of one's own, in one's own network, is down",
        lie,
        Code.TWS_PORTS_BLOCKED,
        Code.REGION_UNREACHABLE,
        Code.NO_INTERNET,
        changes=(FORWARDER, PRIVATE, UNKNOWN_OUTSIDE, row("ours").are(dropped)),
        verdicts={Domain.TWS: Verdict.INCONCLUSIVE},
    ),
    like(
        "a gateway of one's own is down, and the ports are closed to the outside",
        Code.TWS_PORTS_BLOCKED,
        changes=(FORWARDER, PRIVATE, UNKNOWN_OUTSIDE, tws_ports.are(dropped)),
        verdicts={Domain.TWS: Verdict.INCONCLUSIVE},
    ),
    like(
        "a gateway of one's own, given as an address, is down",
        lie,
        Code.DNS_UNAVAILABLE,
        Code.TWS_PORTS_BLOCKED,
        changes=(own_table(gateway("ours", "10.1.2.3")), gateways.are(refused)),
        verdicts={Domain.TWS: Verdict.INCONCLUSIVE, Domain.DNS: Verdict.INCONCLUSIVE},
    ),
)
