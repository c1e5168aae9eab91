"""Gateways with manners of their own."""

from conntest.model.finding import Code, Domain, Verdict
from conntest.model.host import Group
from conntest.model.observation import Protocol
from tests.diagnosis.lookalike import TWS_UNDECIDED, Lookalike, like
from tests.diagnosis.peers import (
    alerting,
    closing_on_the_greeting,
    cut,
    deaf_to_the_greeting,
    hung_up,
    silent,
    silent_unknown,
    speaking,
    without_tls,
)
from tests.diagnosis.trouble import in_europe, of_europe
from tests.diagnosis.world import gateways, of_one_language_each, port, run_with

payload = Code.TWS_PAYLOAD_BLOCKED

LOOKALIKES: tuple[Lookalike, ...] = (
    like("gateways are deaf to the greeting", payload, changes=(gateways.are(deaf_to_the_greeting),)),
    like("each port speaks its own language, and ends the other", payload, changes=(of_one_language_each,)),
    like(
        "the clear port is closed on, and TLS answers there",
        payload,
        changes=((gateways & port(4000)).are(closing_on_the_greeting),),
    ),
    like("gateways do without TLS", payload, changes=(gateways.are(without_tls),)),
    like(
        "a gateway answers a TLS hello with an error in its own protocol",
        payload,
        Code.UNEXPECTED_PROTOCOL,
        changes=(gateways.are(speaking(Protocol.IBKR_GATEWAY, "#%#%\\x00\\x00\\x00")),),
    ),
    like(
        "gateways greet with bytes that nobody knows, and speak TLS",
        Code.UNEXPECTED_PROTOCOL,
        changes=(gateways.are(speaking(Protocol.UNKNOWN, "hello", tls_too=True)),),
    ),
    like(
        "gateways greet with a TLS alert, and speak TLS",
        Code.UNEXPECTED_PROTOCOL,
        changes=(gateways.are(speaking(Protocol.TLS, "\\x15\\x03", tls_too=True)),),
    ),
    *(
        like(
            f"real gateways are {name}, and nobody else was tried",
            payload,
            changes=(gateways.are(behaviour), run_with(groups=(Group.GATEWAY,), third_party=False)),
            verdicts={Domain.TWS: Verdict.INCONCLUSIVE},
        )
        for name, behaviour in (("silent", silent), ("silent, as far as Windows tells", silent_unknown))
    ),
    like(
        "gateways end TLS with an alert",
        Code.UNEXPECTED_PROTOCOL,
        changes=(gateways.are(alerting),),
        verdicts=TWS_UNDECIDED,
        but=frozenset({payload}),
    ),
    like(
        "my region restarts: its load balancer accepts and hangs up",
        payload,
        Code.REGION_UNREACHABLE,
        changes=(in_europe.are(hung_up), of_europe),
        verdicts=TWS_UNDECIDED,
    ),
    like(
        "the only region tried hangs up",
        payload,
        changes=(run_with(include=("zdc1*", "www-*")), gateways.are(cut)),
        verdicts={Domain.TWS: Verdict.INCONCLUSIVE},
    ),
)
