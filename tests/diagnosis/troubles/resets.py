"""Networks at times for which IBKR announces a reset of its systems: whose doing trouble may be."""

from conntest.model.finding import Code, Domain, Severity, Verdict
from conntest.model.host import Region
from tests.diagnosis.peers import cut, denied, dropped, refused, rejected, silent, speaking_http
from tests.diagnosis.trouble import ONLY_TWS, Trouble, in_europe, of_europe, tws_ports, without_third_parties
from tests.diagnosis.world import (
    at,
    at_moment,
    gateways,
    ibkr,
    port,
    portals,
    region,
    run_with,
    sharing_addresses,
    web,
    with_clock_ahead,
)

reset = Code.IBKR_MAINTENANCE

#: 00:30 in New York, in the night to Saturday; 07:00 in Zurich; 16:00 in Zurich.
WEEKEND = at_moment("2026-12-05T05:30:00+00:00")
EUROPE_DAILY = at_moment("2026-12-02T06:00:00+00:00")
WEEKDAY = at_moment("2026-12-02T15:00:00+00:00")

TWS_OPEN = {Domain.TWS: Verdict.INCONCLUSIVE, Domain.PORTAL: Verdict.PASS, Domain.DNS: Verdict.PASS}
of_asia = run_with(regions=(Region.ASIA,))

ALL_OPEN = {Domain.TWS: Verdict.INCONCLUSIVE, Domain.PORTAL: Verdict.INCONCLUSIVE}

TROUBLES: tuple[Trouble, ...] = (
    *(
        Trouble(
            name=f"in the weekend window, gateways: {name}{layout}",
            changes=(*more, gateways.are(behaviour), WEEKEND),
            code=reset,
            facts={"outage": True, "begins": "2026-12-05T04:00+00:00", "ends": "2026-12-05T08:00+00:00"},
            severity=Severity.INFO,
            verdict=Verdict.INCONCLUSIVE,
            verdicts=TWS_OPEN,
            subjects=gateways,
            hides=hides,
        )
        for name, behaviour, hides in (
            ("refuse", refused, frozenset({Code.TWS_PORTS_BLOCKED})),
            ("are silent", dropped, frozenset({Code.TWS_PORTS_BLOCKED})),
            ("cut what is said", cut, frozenset({Code.TWS_PAYLOAD_BLOCKED})),
            ("say nothing", silent, frozenset({Code.TWS_PAYLOAD_BLOCKED})),
        )
        for layout, more in (("", ()), (", which share addresses", (sharing_addresses,)))
    ),
    Trouble(
        name="in the weekend window, everything of IBKR's refuses",
        changes=(ibkr.are(refused), WEEKEND),
        code=reset,
        severity=Severity.INFO,
        verdict=Verdict.INCONCLUSIVE,
        verdicts=ALL_OPEN,
        hides=frozenset({Code.TWS_PORTS_BLOCKED, Code.PORTAL_BLOCKED}),
    ),
    Trouble(
        name="in the weekend window, the portal alone refuses",
        changes=((portals & web).are(refused), WEEKEND),
        code=reset,
        severity=Severity.INFO,
        verdict=Verdict.INCONCLUSIVE,
        verdicts={Domain.TWS: Verdict.PASS, Domain.PORTAL: Verdict.INCONCLUSIVE},
        hides=frozenset({Code.PORTAL_BLOCKED}),
    ),
    Trouble(
        name="in the weekend window, my region alone refuses",
        changes=(in_europe.are(refused), of_europe, WEEKEND),
        code=reset,
        severity=Severity.INFO,
        verdict=Verdict.INCONCLUSIVE,
        verdicts=TWS_OPEN,
        hides=frozenset({Code.REGION_UNREACHABLE}),
    ),
    Trouble(
        name="in the weekend window by the servers' time, and not by this computer's",
        changes=(gateways.are(refused), with_clock_ahead(40.0 * 86400), WEEKEND),
        code=Code.CLOCK_SKEW,
        verdicts={Domain.TWS: Verdict.INCONCLUSIVE},
        also=frozenset({reset}),
    ),
    Trouble(
        name="in the weekend window by this computer's time, and not by the servers'",
        changes=(gateways.are(refused), with_clock_ahead(2 * 86400 + 14.5 * 3600), WEEKDAY),
        code=Code.CLOCK_SKEW,
        verdicts={Domain.TWS: Verdict.FAIL},
        also=frozenset({Code.TWS_PORTS_BLOCKED}),
    ),
    *(
        Trouble(
            name=f"in the weekend window, and something nearby is seen: {name}",
            changes=(*changes, WEEKEND),
            code=code,
            verdicts={Domain.TWS: Verdict.FAIL},
        )
        for name, code, changes in (
            ("this computer forbids it", Code.TWS_PORTS_BLOCKED, (gateways.are(denied),)),
            ("a router rejects it", Code.TWS_PORTS_BLOCKED, (gateways.are(rejected()),)),
            ("a web server answers", Code.UNEXPECTED_PROTOCOL, (gateways.are(speaking_http),)),
            ("neutral hosts fail on the ports", Code.TWS_PORTS_BLOCKED, (tws_ports.are(dropped),)),
            ("a neutral host fails on one of them", Code.TWS_PORT_PARTLY_BLOCKED, (port(4000).are(dropped),)),
        )
    ),
    Trouble(
        name="in the weekend window, a router rejects the website",
        changes=((portals & web).are(rejected()), WEEKEND),
        code=Code.PORTAL_BLOCKED,
        verdicts={Domain.TWS: Verdict.PASS, Domain.PORTAL: Verdict.FAIL},
    ),
    Trouble(
        name="in the weekend window, a router rejects the website and gateways refuse",
        changes=((portals & web).are(rejected()), gateways.are(refused), WEEKEND),
        code=Code.PORTAL_BLOCKED,
        verdicts={Domain.TWS: Verdict.INCONCLUSIVE, Domain.PORTAL: Verdict.FAIL},
        also=frozenset({reset}),
    ),
    Trouble(
        name="on a weekday, gateways refuse by themselves",
        changes=(sharing_addresses, gateways.are(refused), WEEKDAY),
        code=Code.TWS_PORTS_BLOCKED,
        verdicts=ONLY_TWS,
    ),
    Trouble(
        name="in Europe's daily window, its data centre refuses",
        changes=(sharing_addresses, at("217.192.86.32").are(refused), of_europe, EUROPE_DAILY),
        code=Code.PRIMARY_UNREACHABLE,
        severity=Severity.WARN,
        verdicts={Domain.TWS: Verdict.WARN},
        also=frozenset({reset}),
    ),
    Trouble(
        name="in Europe's daily window, my region refuses",
        changes=(in_europe.are(refused), of_europe, EUROPE_DAILY),
        code=Code.REGION_UNREACHABLE,
        severity=Severity.WARN,
        verdicts={Domain.TWS: Verdict.WARN},
        also=frozenset({reset}),
    ),
    Trouble(
        name="in Europe's daily window, a router rejects my region",
        changes=(in_europe.are(rejected()), of_europe, EUROPE_DAILY),
        code=Code.REGION_UNREACHABLE,
        verdicts=ONLY_TWS,
    ),
    Trouble(
        name="in Europe's daily window, another region of mine refuses",
        changes=(region(Region.ASIA).are(refused), of_asia, EUROPE_DAILY),
        code=Code.REGION_UNREACHABLE,
        verdicts=ONLY_TWS,
    ),
    Trouble(
        name="in Europe's daily window, all gateways refuse",
        changes=(gateways.are(refused), of_europe, EUROPE_DAILY),
        code=Code.TWS_PORTS_BLOCKED,
        verdicts=ONLY_TWS,
    ),
    Trouble(
        name="in Europe's daily window, the website refuses",
        changes=((portals & web).are(refused), EUROPE_DAILY),
        code=Code.PORTAL_BLOCKED,
        verdicts={Domain.PORTAL: Verdict.FAIL},
    ),
    Trouble(
        name="in the weekend window, nobody neutral is asked, and a gateway of one region refuses",
        changes=(gateways.are(refused), run_with(include=("zdc1",)), without_third_parties, WEEKEND),
        code=reset,
        severity=Severity.INFO,
        verdict=Verdict.INCONCLUSIVE,
        verdicts={Domain.TWS: Verdict.INCONCLUSIVE},
    ),
)
