"""Runs that did not get to see everything."""

from conntest.model.finding import Code, Domain, Verdict
from tests.diagnosis.answers import lookup_crashing
from tests.diagnosis.lookalike import TWS_UNDECIDED, UNDECIDED, Lookalike, like
from tests.diagnosis.peers import crashing, dropped
from tests.diagnosis.trouble import of_europe
from tests.diagnosis.world import canaries, ended_early, everything, gateways, names, row

LOOKALIKES: tuple[Lookalike, ...] = (
    like(
        "every probe of a gateway broke",
        Code.TWS_PORTS_BLOCKED,
        Code.REGION_UNREACHABLE,
        Code.CONNECTION_UNSTABLE,
        changes=(gateways.are(crashing),),
        verdicts=TWS_UNDECIDED,
    ),
    like(
        "every probe but those of names broke",
        *Code,
        changes=((everything | canaries).are(crashing),),
        verdicts=UNDECIDED,
    ),
    like(
        "every lookup broke",
        *Code,
        changes=(names().everywhere(lookup_crashing), names().to_programs(lookup_crashing)),
        verdicts=UNDECIDED,
    ),
    like(
        "the primary's probes broke, and the backups of my region are down",
        Code.REGION_UNREACHABLE,
        Code.PRIMARY_UNREACHABLE,
        changes=(row("zdc1").are(crashing), row("zdc1-hb1", "zdc1-hb2").are(dropped), of_europe),
        verdicts=TWS_UNDECIDED,
    ),
    like(
        "one Client Portal's probes broke, and the others are down",
        Code.PORTAL_BLOCKED,
        changes=(row("portal-east").are(crashing), row("portal-central", "portal-east-ndcdyn").are(dropped)),
        verdicts={Domain.TWS: Verdict.PASS, Domain.PORTAL: Verdict.INCONCLUSIVE},
    ),
    like("the run was ended when all was done", *Code, changes=(ended_early,)),
)
