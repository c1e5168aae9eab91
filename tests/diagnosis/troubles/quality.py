"""Networks that work badly, and computers whose clock does."""

from conntest.model.failure import Failure
from conntest.model.finding import Code, Domain, Severity, Verdict
from tests.diagnosis.peers import (
    dropped,
    failing_at,
    failing_one_in,
    jumpy,
    losing_one_in,
    presenting,
    refused,
    wrong_name,
)
from tests.diagnosis.trouble import WORKS, Trouble
from tests.diagnosis.world import gateways, ipv6, port, publishing_ipv6, row, web, with_clock_ahead, with_ipv6

unsteady, late = Code.CONNECTION_UNSTABLE, Code.CLOCK_SKEW

TROUBLES: tuple[Trouble, ...] = (
    *(
        Trouble(
            name=f"the clock is {ahead} s ahead",
            changes=(with_clock_ahead(ahead),),
            code=late,
            severity=severity,
            verdicts={**WORKS, Domain.MACHINE: Verdict(severity)},
            says=(f"{amount} {variant}",),
        )
        for ahead, variant, severity, amount in (
            (3600, "ahead", Severity.FAIL, "60 min"),
            (-3600, "behind", Severity.FAIL, "60 min"),
            (120, "ahead", Severity.WARN, "120 s"),
            (-90000, "behind", Severity.FAIL, "25 h"),
        )
    ),
    Trouble(
        name="the clock is so far ahead that certificates seem to have expired",
        changes=(with_clock_ahead(160 * 86400), web.are(presenting(Failure.SSL_EXPIRED))),
        code=late,
        verdicts={Domain.PORTAL: Verdict.FAIL, Domain.MACHINE: Verdict.FAIL},
        hides=frozenset({Code.TLS_CERTIFICATE_INVALID}),
    ),
    Trouble(
        name="the clock is so far ahead that certificates seem to have expired, and one is made for another name",
        changes=(
            with_clock_ahead(160 * 86400),
            web.are(presenting(Failure.SSL_EXPIRED)),
            (row("www-japan") & web).are(wrong_name),
        ),
        code=late,
        also=frozenset({Code.TLS_CERTIFICATE_INVALID}),
        hides=frozenset({Code.TLS_CERTIFICATE_INVALID}),
    ),
    Trouble(
        name="IPv6 is advertised, and dead",
        changes=(publishing_ipv6, with_ipv6, ipv6.are(dropped)),
        code=Code.IPV6_BROKEN,
        severity=Severity.WARN,
        verdicts=WORKS,
        says=("ndc1.ibllc.com (2a0e:b107:1::1)",),
    ),
    *(
        Trouble(
            name=f"one gateway: {variant}",
            changes=(row("ndc1").are(behaviour),),
            code=unsteady,
            severity=Severity.WARN,
            verdicts={Domain.TWS: Verdict.WARN},
            subjects=row("ndc1"),
            says=(words,),
        )
        for variant, behaviour, words in (
            ("failures", failing_one_in(2), "4 of 8 attempts failed"),
            ("loss", losing_one_in(2), "repeat 4 of 8 attempts"),
        )
    ),
    Trouble(
        name="a firewall refuses one attempt in three",
        changes=(gateways.are(failing_at(0, 3)),),
        code=unsteady,
        severity=Severity.WARN,
        verdicts={Domain.TWS: Verdict.WARN},
    ),
    Trouble(
        name="attempts on one port fail, at no gateway more than three",
        changes=((gateways & port(4000)).are(failing_at(0, 2, 3)),),
        code=unsteady,
        severity=Severity.WARN,
        verdicts={Domain.TWS: Verdict.WARN},
    ),
    Trouble(
        name="the line loses every second opening packet, and all at one primary",
        changes=(gateways.are(losing_one_in(2)), (row("zdc1") & port(4000)).are(dropped)),
        code=unsteady,
        severity=Severity.WARN,
        verdicts={Domain.TWS: Verdict.WARN},
        hides=frozenset({Code.PRIMARY_UNREACHABLE}),
    ),
    Trouble(
        name="the line loses every second opening packet, and one primary is down",
        changes=(gateways.are(losing_one_in(2)), row("zdc1").are(dropped)),
        code=Code.PRIMARY_UNREACHABLE,
        severity=Severity.WARN,
        verdicts={Domain.TWS: Verdict.WARN},
        also=frozenset({unsteady}),
    ),
    Trouble(
        name="one gateway loses every second opening packet, and a primary is down",
        changes=(row("ndc1").are(losing_one_in(2)), row("zdc1").are(dropped)),
        code=Code.PRIMARY_UNREACHABLE,
        severity=Severity.WARN,
        verdicts={Domain.TWS: Verdict.WARN},
        also=frozenset({unsteady}),
    ),
    Trouble(
        name="the line loses every second opening packet, and one primary refuses",
        changes=(gateways.are(losing_one_in(2)), (row("zdc1") & port(4000)).are(refused)),
        code=Code.PRIMARY_UNREACHABLE,
        severity=Severity.WARN,
        verdicts={Domain.TWS: Verdict.WARN},
        also=frozenset({unsteady}),
    ),
    Trouble(
        name="round trips vary widely",
        changes=(gateways.are(jumpy),),
        code=unsteady,
        severity=Severity.WARN,
        says=("700 ms",),
    ),
)
