"""Networks from which a part of IBKR's hosts is out of reach."""

from conntest.findings.blocked import Block
from conntest.model.finding import Code, Domain, Severity, Verdict
from tests.diagnosis.peers import cut, denied, dropped, refused, rejected, silent, unacknowledged
from tests.diagnosis.trouble import ONLY_PORTAL, ONLY_TWS, WORKS, Trouble, in_europe, of_europe
from tests.diagnosis.world import at, client_portals, port, portals, row, run_with, sharing_addresses, web, websites

lost, primary, portal = Code.REGION_UNREACHABLE, Code.PRIMARY_UNREACHABLE, Code.PORTAL_BLOCKED

TROUBLES: tuple[Trouble, ...] = (
    Trouble(
        name="my region is down",
        changes=(in_europe.are(dropped), of_europe),
        code=lost,
        facts={"yours": True},
        verdicts=ONLY_TWS,
        subjects=in_europe,
        says=("all timed out", "your region (Europe)"),
    ),
    Trouble(
        name="my region refuses on one port",
        changes=((in_europe & port(4001)).are(refused), of_europe),
        code=lost,
        facts={"yours": True},
        verdicts=ONLY_TWS,
        says=("3 of 6 were refused",),
    ),
    Trouble(
        name="my region's data is eaten",
        changes=(in_europe.are(unacknowledged), of_europe),
        code=lost,
        facts={"yours": True},
        verdicts=ONLY_TWS,
    ),
    Trouble(
        name="a region has closed for the weekend",
        changes=(in_europe.are(refused),),
        code=lost,
        facts={"yours": False},
        severity=Severity.WARN,
        verdicts={Domain.TWS: Verdict.WARN, Domain.PORTAL: Verdict.PASS},
        subjects=in_europe,
    ),
    Trouble(
        name="a primary is down",
        changes=(row("zdc1").are(dropped),),
        code=primary,
        severity=Severity.WARN,
        verdicts={Domain.TWS: Verdict.WARN, Domain.PORTAL: Verdict.PASS},
        subjects=row("zdc1"),
        says=("both timed out", "zdc1-hb1.ibllc.com"),
    ),
    Trouble(
        name="the server of a primary is down, to which backups of other regions lead too",
        changes=(sharing_addresses, at("8.17.22.31").are(dropped)),
        code=primary,
        facts={"primary": "cdc1.ibllc.com", "addresses": ("8.17.22.31",)},
        severity=Severity.WARN,
        subjects=row("cdc1", "ndc1-hb1", "zdc1-hb1", "hdc1-hb1", "sdc1-hb2"),
        says=("at 8.17.22.31, has more names", "ndc1-hb1.ibllc.com"),
    ),
    Trouble(
        name="a primary refuses on one port",
        changes=((row("zdc1") & port(4000)).are(refused),),
        code=primary,
        severity=Severity.WARN,
        subjects=row("zdc1") & port(4000),
        says=("1 of 2 was refused",),
    ),
    Trouble(
        name="another region's primary is down",
        changes=(row("hdc1").are(dropped), of_europe),
        code=primary,
        severity=Severity.INFO,
        verdict=Verdict.PASS,
        verdicts=WORKS,
    ),
    *(
        Trouble(
            name=f"website and portal: {variant}",
            changes=((portals & web).are(behaviour),),
            code=portal,
            facts=facts,
            verdicts=ONLY_PORTAL,
            subjects=portals & web,
            says=("the website and Client Portal",),
        )
        for variant, behaviour, facts in (
            ("dropped", dropped, {"block.block": Block.DROPPED}),
            ("reset", refused, {"block.block": Block.RESET}),
            ("rejected", rejected(), {"block.block": Block.REJECTED_BY}),
            ("denied", denied, {"block.block": Block.DENIED}),
            ("tls-cut", cut, {"block.in_tls": True}),
            ("tls-cut", silent, {"block.in_tls": True}),
        )
    ),
    Trouble(
        name="the website alone is dropped",
        changes=(row("www-america").are(dropped),),
        code=portal,
        facts={"block.block": Block.DROPPED},
        verdicts=ONLY_PORTAL,
        subjects=row("www-america") & web,
        says=("No answer comes from www.interactivebrokers.com (the website; it timed out)",),
    ),
    Trouble(
        name="the Client Portals are closed, each in its own way",
        changes=(client_portals.are(refused), row("portal-east").are(dropped)),
        code=portal,
        facts={"block.block": Block.MIXED},
        verdicts=ONLY_PORTAL,
        subjects=client_portals,
        says=("Client Portal; 2 were refused, 1 timed out",),
    ),
    Trouble(
        name="the website is dropped, and nothing but a gateway is there to compare with",
        changes=(websites.are(dropped), run_with(include=("zdc1", "www-america"), third_party=False)),
        code=portal,
        facts={"block.block": Block.DROPPED},
        says=("gateways such as zdc1.ibllc.com answer",),
    ),
)
