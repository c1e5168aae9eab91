"""Networks that pass a part of everything: short packets, one address family; and computers with little left."""

from dataclasses import replace

from conntest.model.failure import Failure
from conntest.model.finding import Code, Domain, Severity, Verdict
from conntest.model.host import Endpoint
from conntest.model.report import Interface
from conntest.model.surroundings import InterfaceKind
from tests.diagnosis.answers import Answer, unanswered
from tests.diagnosis.peers import Peer, dropped, no_route, without_tls
from tests.diagnosis.trouble import NOTHING_WORKS, ONLY_TWS, Trouble
from tests.diagnosis.world import (
    HEALTHY_MACHINE,
    everything,
    gateways,
    honest_over_tcp,
    ibkr,
    ipv4,
    machine,
    names,
    port,
    publishing_ipv6,
    row,
    web,
    with_ipv6,
)

TUNNEL = Interface(name="tun0", up=True, addresses=("10.8.0.2",), mtu=1500, kind=InterfaceKind.TUNNEL)

through_a_tunnel = machine(
    interfaces=(*(HEALTHY_MACHINE.interfaces or ()), TUNNEL), route_interfaces=("tun0",), default_routes=()
)


def ipv4_alone(endpoint: Endpoint, answer: Answer) -> Answer:
    return replace(answer, addresses=answer.of("A"))


def exhausted(peer: Peer) -> Peer:
    return replace(peer, closed=Failure.LOCAL_RESOURCES_EXHAUSTED)


#: The gateways' names have no IPv6 address, all others have.
only_the_web_has_ipv6 = (publishing_ipv6, names(gateways).everywhere(ipv4_alone))


def from_a_pool(endpoint: Endpoint, answer: Answer) -> Answer:
    """A forged answer: one of a few addresses of others, and an IPv6 address that nobody has."""
    pool = ("31.13.94.37", "69.63.184.14", "157.240.7.20")
    return Answer(addresses=(pool[sum(endpoint.host.encode()) % len(pool)], "2001::1f0d:5e25"))


forged_on_the_way = (names(ibkr).everywhere(from_a_pool), honest_over_tcp)

TROUBLES: tuple[Trouble, ...] = (
    Trouble(
        name="answers are forged on the way, whoever is asked, and not over TCP",
        changes=forged_on_the_way,
        code=Code.DNS_TAMPERED,
        facts={"lie": "dead-end"},
        verdicts={Domain.TWS: Verdict.FAIL, Domain.PORTAL: Verdict.FAIL, Domain.DNS: Verdict.FAIL},
        subjects=ibkr,
        hides=frozenset({Code.PORTAL_BLOCKED}),
    ),
    Trouble(
        name="the name server answers over TCP alone",
        changes=(names().here(unanswered), honest_over_tcp),
        code=Code.DNS_UNAVAILABLE,
        facts={"servers_do": "tcp-alone"},
        hides=frozenset({Code.DNS_NAMES_MISSING}),
        says=("over TCP they answer", "192.168.1.1"),
    ),
    Trouble(
        name="large packets vanish",
        changes=((web | gateways).are(without_tls),),
        code=Code.LARGE_PACKETS_LOST,
        verdicts=NOTHING_WORKS,
        says=("www.interactivebrokers.com", "path MTU"),
    ),
    Trouble(
        name="large packets vanish in a tunnel",
        changes=((web | gateways).are(without_tls), through_a_tunnel),
        code=Code.LARGE_PACKETS_LOST,
        facts={"tunnels": ("tun0",), "mtu": 1500},
        says=("tun0",),
    ),
    Trouble(
        name="nothing comes back from the tunnel that carries every route",
        changes=(everything.are(dropped), through_a_tunnel),
        code=Code.NO_INTERNET,
        facts={"silence": "tunnel", "tunnels": ("tun0",)},
        verdicts=NOTHING_WORKS,
        hides=frozenset({Code.VPN_ACTIVE}),
        says=("into a VPN (tun0)",),
    ),
    Trouble(
        name="IPv4 is dead, and IPv6 works",
        changes=(*only_the_web_has_ipv6, with_ipv6, ipv4.are(dropped)),
        code=Code.IPV4_BROKEN,
        facts={"lack": "dead"},
        verdicts={Domain.TWS: Verdict.FAIL},
        says=("no host and no port", "ndc1.ibllc.com"),
    ),
    Trouble(
        name="IPv6 alone, and nothing translates",
        changes=(*only_the_web_has_ipv6, machine(ipv4_route=False, ipv6_route=True), ipv4.are(no_route)),
        code=Code.IPV4_BROKEN,
        facts={"lack": "no-translation"},
        verdicts={Domain.TWS: Verdict.FAIL},
        says=("DNS64",),
    ),
    Trouble(
        name="the web's port is dropped for everybody",
        changes=(port(443).are(dropped),),
        code=Code.PORTAL_BLOCKED,
        facts={"block.whole_port": True},
        verdicts={Domain.TWS: Verdict.PASS, Domain.PORTAL: Verdict.FAIL},
        says=("The web's port itself",),
    ),
    Trouble(
        name="this computer had nothing left for one gateway",
        changes=(row("zdc1-hb2").are(exhausted),),
        code=Code.LOCAL_LIMITS,
        facts={"untested": ("zdc1-hb2.ibllc.com",)},
        severity=Severity.WARN,
        verdicts={Domain.TWS: Verdict.PASS, Domain.MACHINE: Verdict.WARN},
        says=("zdc1-hb2.ibllc.com",),
    ),
    Trouble(
        name="the ports are dropped where both families work",
        changes=(*only_the_web_has_ipv6, with_ipv6, gateways.are(dropped)),
        code=Code.TWS_PORTS_BLOCKED,
        verdicts=ONLY_TWS,
    ),
)
