"""Networks whose name servers are dead, slow, or deny what exists."""

from conntest.model.finding import Code, Domain, Severity, Verdict
from conntest.model.host import Group
from tests.diagnosis.answers import lookup_refused, nxdomain, servfail, slow, unanswered
from tests.diagnosis.trouble import NO_NAMES, Trouble, without_third_parties
from tests.diagnosis.world import gateways, ibkr, machine, names, row, run_with

dead, missing, late = Code.DNS_UNAVAILABLE, Code.DNS_NAMES_MISSING, Code.DNS_SLOW

TROUBLES: tuple[Trouble, ...] = (
    *(
        Trouble(
            name=f"the name server: {variant}",
            changes=(names().here(answer),),
            code=dead,
            facts={"servers_do": variant},
            verdicts=NO_NAMES,
            hides=frozenset({missing}),
            says=("192.168.1.1",),
        )
        for variant, answer in (
            ("timeout", unanswered),
            ("refused", lookup_refused),
            ("servfail", servfail),
            ("denies-all", nxdomain),
        )
    ),
    Trouble(
        name="one name server is silent, the other refuses",
        changes=(
            machine(name_servers=("192.168.1.1", "192.168.1.2")),
            names().by_server("192.168.1.1", unanswered),
            names().by_server("192.168.1.2", lookup_refused),
        ),
        code=dead,
        facts={"servers_do": "mixed"},
        hides=frozenset({missing}),
    ),
    Trouble(
        name="programs resolve nothing, though the name server answers",
        changes=(names().to_programs(unanswered),),
        code=dead,
        facts={"servers_do": "this-computer"},
        hides=frozenset({missing}),
    ),
    Trouble(
        name="programs resolve nothing, and nobody knows by whom",
        changes=(machine(name_servers=()), names().to_programs(unanswered)),
        code=dead,
        facts={"servers_do": "not-asked"},
        hides=frozenset({missing}),
    ),
    Trouble(
        name="the name server is silent, and no neutral name was asked for",
        changes=(names().here(unanswered), without_third_parties),
        code=dead,
        facts={"servers_do": "timeout"},
        verdicts=NO_NAMES,
    ),
    Trouble(
        name="the name server denies IBKR's names",
        changes=(names(ibkr).here(nxdomain),),
        code=missing,
        facts={"missing": "all-independent"},
        verdicts=NO_NAMES,
        subjects=ibkr,
        says=("1.1.1.1 and 8.8.8.8",),
    ),
    Trouble(
        name="everyone in reach denies IBKR's names",
        changes=(names(ibkr).everywhere(nxdomain),),
        code=missing,
        facts={"missing": "all"},
        verdicts=NO_NAMES,
    ),
    Trouble(
        name="the name server denies all of IBKR's domains but one, and nobody else was asked",
        changes=(names(ibkr & ~row("cloud-settings")).here(nxdomain), without_third_parties),
        code=missing,
        facts={"missing": "some"},
        verdicts=NO_NAMES,
        says=("whole domains are missing",),
    ),
    Trouble(
        name="the name server denies the gateways' domains",
        changes=(names(gateways).here(nxdomain), without_third_parties),
        code=missing,
        facts={"missing": "some"},
        verdicts={Domain.TWS: Verdict.FAIL, Domain.PORTAL: Verdict.PASS, Domain.DNS: Verdict.FAIL},
        subjects=gateways,
    ),
    Trouble(
        name="gateways' names alone were asked for, and do not exist",
        changes=(names().here(nxdomain), run_with(third_party=False, groups=(Group.GATEWAY,))),
        code=missing,
        facts={"missing": "alone"},
        verdicts={Domain.TWS: Verdict.FAIL},
    ),
    Trouble(
        name="the name server fails for IBKR's names",
        changes=(names(ibkr).here(servfail),),
        code=missing,
        facts={"missing": "unanswered"},
        verdicts=NO_NAMES,
    ),
    Trouble(
        name="something on this computer hides IBKR's names",
        changes=(names(ibkr).to_programs(nxdomain),),
        code=missing,
        facts={"missing": "this-computer"},
        verdicts=NO_NAMES,
    ),
    Trouble(
        name="the name server denies one backup that others know",
        changes=(names(row("zdc1-hb2")).here(nxdomain),),
        code=missing,
        facts={"missing": "some-independent"},
        severity=Severity.WARN,
        verdicts={Domain.TWS: Verdict.WARN, Domain.PORTAL: Verdict.PASS, Domain.DNS: Verdict.WARN},
        subjects=row("zdc1-hb2"),
    ),
    Trouble(
        name="the website's name is denied",
        changes=(names(row("www-america")).here(nxdomain),),
        code=missing,
        facts={"missing": "some-independent"},
        verdicts={Domain.TWS: Verdict.PASS, Domain.PORTAL: Verdict.FAIL, Domain.DNS: Verdict.FAIL},
    ),
    Trouble(
        name="names take 1.4 s",
        changes=(names().here(slow(1.4)),),
        code=late,
        facts={"dead_servers": ()},
        severity=Severity.WARN,
        verdicts={Domain.TWS: Verdict.PASS, Domain.PORTAL: Verdict.PASS, Domain.DNS: Verdict.WARN},
        says=("1.4 s", "20 ms"),
    ),
    Trouble(
        name="the first of two name servers is silent",
        changes=(machine(name_servers=("192.168.1.9", "192.168.1.1")), names().by_server("192.168.1.9", unanswered)),
        code=late,
        severity=Severity.WARN,
        says=("Silent: 192.168.1.9.",),
    ),
)
