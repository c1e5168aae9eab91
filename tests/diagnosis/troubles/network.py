"""Networks without a way out."""

from conntest.model.finding import Code, Domain, Verdict
from conntest.model.surroundings import DefaultRoute
from tests.diagnosis.answers import unanswered
from tests.diagnosis.peers import denied, dropped, rejected
from tests.diagnosis.trouble import NOTHING_WORKS, Trouble
from tests.diagnosis.world import everything, machine, names

nothing, alone = Code.NO_INTERNET, Code.NO_NETWORK

TWO_WAYS = (
    DefaultRoute(version=4, gateway="10.9.9.1", interface="wlan0"),
    DefaultRoute(version=4, gateway="192.168.1.1", interface="eth0"),
)

TROUBLES: tuple[Trouble, ...] = (
    Trouble(
        name="the line is down",
        changes=(everything.are(dropped), names().everywhere(unanswered)),
        code=nothing,
        facts={"silence": "silent"},
        verdicts=NOTHING_WORKS,
        hides=frozenset({Code.DNS_UNAVAILABLE}),
    ),
    Trouble(
        name="only name servers are let through",
        changes=(everything.are(dropped),),
        code=nothing,
        facts={"silence": "names-only"},
        verdicts=NOTHING_WORKS,
        says=("1.1.1.1, 192.168.1.1 and 8.8.8.8",),
    ),
    Trouble(
        name="the first of two ways out is dead",
        changes=(everything.are(dropped), machine(route_interfaces=("wlan0",), default_routes=TWO_WAYS)),
        code=nothing,
        facts={"silence": "names-only", "ways_out": ("wlan0", "eth0")},
        verdicts=NOTHING_WORKS,
        says=("several ways out (wlan0 and eth0)",),
    ),
    Trouble(
        name="the router rejects everything",
        changes=(everything.are(rejected()), names().publicly(unanswered)),
        code=nothing,
        facts={"silence": "rejected"},
        verdicts=NOTHING_WORKS,
        says=("turned away by 192.168.1.1",),
    ),
    Trouble(
        name="this computer lets nothing out",
        changes=(everything.are(denied),),
        code=nothing,
        facts={"silence": "denied"},
        verdicts=NOTHING_WORKS,
    ),
    Trouble(
        name="no route",
        changes=(machine(ipv4_route=False),),
        code=alone,
        verdicts={**NOTHING_WORKS, Domain.MACHINE: Verdict.FAIL},
        says=("eth0",),
    ),
    Trouble(
        name="no interface, and no name server either",
        changes=(machine(ipv4_route=False, interfaces=()), names().everywhere(unanswered)),
        code=alone,
        hides=frozenset({Code.DNS_UNAVAILABLE}),
    ),
)
