"""Networks that stop connections to the gateways' ports."""

from conntest.findings.blocked import Block
from conntest.model.finding import Code
from conntest.model.host import Region
from conntest.model.observation import IcmpHeard
from tests.diagnosis.peers import denied, dropped, refused, rejected, reset, unreachable
from tests.diagnosis.trouble import NOTHING_WORKS, ONLY_TWS, Trouble, in_europe, tws_ports, without_third_parties
from tests.diagnosis.world import gateways, ibkr, machine, port, region, run_with, sharing_addresses

blocked, partly = Code.TWS_PORTS_BLOCKED, Code.TWS_PORT_PARTLY_BLOCKED

TROUBLES: tuple[Trouble, ...] = (
    *(
        Trouble(
            name=f"the gateways' ports: {variant}",
            changes=(tws_ports.are(behaviour),),
            code=blocked,
            facts={"block": Block(variant)},
            verdicts=ONLY_TWS,
            subjects=gateways,
            says=("36 gateway ports in 6 regions",),
        )
        for variant, behaviour in (
            ("dropped", dropped),
            ("reset", refused),
            ("reset", reset),
            ("rejected-by", rejected()),
            ("rejected", rejected(sender=None)),
            ("rejected", unreachable),
            ("denied", rejected(3, 3, sender="192.168.1.20")),
            ("denied", denied),
        )
    ),
    *(
        Trouble(
            name=f"gateways share addresses, and their ports: {variant}{how}",
            changes=(sharing_addresses, tws_ports.are(behaviour), *more),
            code=blocked,
            facts={"block": Block(variant)},
            verdicts=ONLY_TWS,
            subjects=gateways,
        )
        for variant, behaviour in (("dropped", dropped), ("reset", reset), ("rejected-by", rejected()))
        for how, more in (
            ("", ()),
            (", and nobody else is asked", (without_third_parties,)),
        )
    ),
    Trouble(
        name="the only region tried stands in several data centres, and nothing neutral is asked on its ports",
        changes=(
            sharing_addresses,
            tws_ports.are(dropped),
            run_with(include=("zdc1*", "www-*", "portal-*"), exclude=("portquiz*",)),
        ),
        code=blocked,
        verdicts=ONLY_TWS,
        says=("6 gateway ports in 1 region",),
    ),
    Trouble(
        name="the gateways' ports are silent, on a system that does not tell ICMP errors",
        changes=(tws_ports.are(dropped), machine(icmp_errors=IcmpHeard.NONE)),
        code=blocked,
        facts={"block": Block.DROPPED, "icmp_errors": IcmpHeard.NONE},
        verdicts=ONLY_TWS,
        says=("rejects them in a way that this Windows does not tell",),
    ),
    Trouble(
        name="the gateways' ports are refused, on a system where ICMP errors read like that",
        changes=(tws_ports.are(refused), machine(icmp_errors=IcmpHeard.AS_REFUSAL)),
        code=blocked,
        facts={"block": Block.RESET, "icmp_errors": IcmpHeard.AS_REFUSAL},
        verdicts=ONLY_TWS,
        says=("a TCP reset or an ICMP error",),
    ),
    Trouble(
        name="each gateway port is stopped in its own way",
        changes=((tws_ports & port(4000)).are(dropped), (tws_ports & port(4001)).are(refused)),
        code=blocked,
        facts={"block": Block.MIXED},
        verdicts=ONLY_TWS,
        says=("18 timed out, 18 were refused",),
    ),
    Trouble(
        name="a router rejects the gateways' ports, and sends few ICMP errors",
        changes=(tws_ports.are(dropped), region(Region.ASIA).are(rejected())),
        code=blocked,
        facts={"block": Block.REJECTED_SOME},
        verdicts=ONLY_TWS,
        says=("30 timed out, 6 were rejected by ICMP", "192.168.1.1 answered some"),
    ),
    Trouble(
        name="the gateways' addresses are dropped, their ports are not",
        changes=(gateways.are(dropped),),
        code=blocked,
        verdicts=ONLY_TWS,
        says=("portquiz.net",),
    ),
    Trouble(
        name="everything of the operator's is rejected",
        changes=(ibkr.are(rejected()),),
        code=blocked,
        verdicts=NOTHING_WORKS,
        also=frozenset({Code.PORTAL_BLOCKED}),
    ),
    Trouble(
        name="one region of gateways, and the neutral host fails on the same ports",
        changes=(tws_ports.are(dropped), run_with(include=("zdc1*", "www-*", "portal-*"))),
        code=blocked,
        facts={"block": Block.DROPPED},
        verdicts=ONLY_TWS,
        says=("6 gateway ports in 1 region",),
    ),
    Trouble(
        name="port 4000 is dropped",
        changes=(port(4000).are(dropped),),
        code=partly,
        facts={"block": Block.DROPPED},
        verdicts=ONLY_TWS,
        subjects=gateways & port(4000),
        says=("port 4001 works", "market data"),
    ),
    Trouble(
        name="port 4000 is refused",
        changes=(port(4000).are(refused),),
        code=partly,
        facts={"block": Block.RESET},
        verdicts=ONLY_TWS,
    ),
    Trouble(
        name="port 4001 is rejected by ICMP",
        changes=(port(4001).are(rejected()),),
        code=partly,
        facts={"block": Block.REJECTED_BY},
        verdicts=ONLY_TWS,
        subjects=gateways & port(4001),
    ),
    Trouble(
        name="a router rejects port 4001, and sends few ICMP errors",
        changes=(port(4001).are(dropped), (region(Region.ASIA) & port(4001)).are(rejected())),
        code=partly,
        facts={"block": Block.REJECTED_SOME},
        verdicts=ONLY_TWS,
    ),
    Trouble(
        name="this computer lets port 4001 not out",
        changes=(port(4001).are(denied),),
        code=partly,
        facts={"block": Block.DENIED},
        verdicts=ONLY_TWS,
    ),
    Trouble(
        name="port 4001 is blocked, in two ways, and Europe is down",
        changes=(port(4001).are(refused), (region(Region.ASIA) & port(4001)).are(dropped), in_europe.are(dropped)),
        code=partly,
        facts={"block": Block.MIXED},
        verdicts=ONLY_TWS,
    ),
)
