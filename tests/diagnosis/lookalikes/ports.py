"""Ports that are closed for reasons of their own."""

from conntest.model.finding import Code, Domain, Verdict
from conntest.model.host import Group
from tests.diagnosis.answers import also
from tests.diagnosis.lookalike import FORWARDER, PRIVATE, TWS_UNDECIDED, Lookalike, like
from tests.diagnosis.peers import dropped, refused
from tests.diagnosis.trouble import of_europe
from tests.diagnosis.world import at, gateways, names, port, row, run_with

blocked, partly = Code.TWS_PORTS_BLOCKED, Code.TWS_PORT_PARTLY_BLOCKED

LOOKALIKES: tuple[Lookalike, ...] = (
    like("the neutral host on these ports is down", blocked, partly, changes=(row("control-portquiz").are(dropped),)),
    like(
        "one region was asked for, and is down; the neutral host is down as a whole",
        blocked,
        changes=((gateways | row("control-portquiz")).are(dropped), run_with(include=("zdc1*", "www-*", "portal-*"))),
        verdicts=TWS_UNDECIDED,
    ),
    like(
        "one region was asked for, and is down; the ports are open elsewhere",
        blocked,
        changes=(gateways.are(dropped), run_with(include=("zdc1*", "www-*", "portal-*"))),
        verdicts=TWS_UNDECIDED,
    ),
    like(
        "gateways were tried, and nothing else that answers",
        blocked,
        Code.NO_INTERNET,
        changes=(gateways.are(dropped), run_with(groups=(Group.GATEWAY,), third_party=False)),
        verdicts={Domain.TWS: Verdict.INCONCLUSIVE},
    ),
    like(
        "one host listens on one port",
        partly,
        Code.REGION_UNREACHABLE,
        changes=(FORWARDER, PRIVATE, (gateways & port(4000)).are(refused)),
        verdicts={Domain.TWS: Verdict.INCONCLUSIVE},
    ),
    like(
        "backups lack a port here and there",
        partly,
        Code.PRIMARY_UNREACHABLE,
        changes=((row("zdc1-hb1") & port(4000)).are(refused), (row("hdc1-hb2") & port(4001)).are(dropped)),
    ),
    like(
        "the backups of my region are down",
        Code.REGION_UNREACHABLE,
        Code.PRIMARY_UNREACHABLE,
        changes=(row("zdc1-hb1", "zdc1-hb2").are(dropped), of_europe),
    ),
    like(
        "a gateway has a second address that is dead",
        Code.PRIMARY_UNREACHABLE,
        Code.CONNECTION_UNSTABLE,
        changes=(names(row("zdc1")).everywhere(also("208.245.107.250")), at("208.245.107.250").are(dropped)),
    ),
)
