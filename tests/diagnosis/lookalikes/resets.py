"""Networks in which all works at a time for which IBKR announces a reset, or in which trouble is none of its."""

from conntest.model.finding import Code, Domain, Verdict
from conntest.model.host import Region
from tests.diagnosis.lookalike import Lookalike, like
from tests.diagnosis.peers import dropped, failing_one_in, refused
from tests.diagnosis.troubles.resets import EUROPE_DAILY, WEEKEND
from tests.diagnosis.world import region, row, services, sharing_addresses, web

reset = Code.IBKR_MAINTENANCE

LOOKALIKES: tuple[Lookalike, ...] = (
    like("all works in the weekend window", reset, changes=(sharing_addresses, WEEKEND)),
    like("all works in a daily window", reset, changes=(sharing_addresses, EUROPE_DAILY)),
    like(
        "a neutral host and a service fail in the weekend window",
        reset,
        changes=(row("control-apple").are(dropped), (services & web).are(refused), WEEKEND),
    ),
    like(
        "a gateway drops one attempt in two in the weekend window",
        reset,
        changes=(row("ndc1").are(failing_one_in(2)), WEEKEND),
        verdicts={Domain.TWS: Verdict.WARN},
        but=frozenset({Code.CONNECTION_UNSTABLE}),
    ),
    like(
        "another region fails in Europe's daily window",
        reset,
        changes=(region(Region.ASIA).are(refused), EUROPE_DAILY),
        verdicts={Domain.TWS: Verdict.WARN},
        but=frozenset({Code.REGION_UNREACHABLE}),
    ),
)
