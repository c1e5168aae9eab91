"""Networks in which certificates are not what they should be."""

from conntest.model.finding import Code, Domain, Severity, Verdict
from tests.diagnosis.peers import accepting, expired, not_yet_valid, re_signed_by, self_signed, wrong_name
from tests.diagnosis.trouble import NOTHING_WORKS, ONLY_PORTAL, ONLY_TWS, WORKS, ZSCALER, Trouble
from tests.diagnosis.world import canaries, controls, gateways, ibkr, port, row, web

inspected, bad = Code.TLS_INTERCEPTED, Code.TLS_CERTIFICATE_INVALID

TROUBLES: tuple[Trouble, ...] = (
    *(
        Trouble(
            name=f"the web is re-signed by {name}",
            changes=(web.are(signed), (canaries & port(443)).are(accepting)),
            code=inspected,
            facts={"sign": variant},
            severity=severity,
            verdicts={Domain.TWS: Verdict.PASS, Domain.PORTAL: Verdict(severity)},
            subjects=web & ~canaries,
            hides=frozenset({bad}),
            says=("web hosts",),
        )
        for name, variant, severity, signed in (
            ("a product", "vendor", Severity.FAIL, re_signed_by(ZSCALER, "Zscaler Inc.")),
            ("a product that is trusted here", "vendor", Severity.WARN, re_signed_by(ZSCALER, trusted_here=True)),
            ("an unknown authority", "shared-authority", Severity.FAIL, re_signed_by("Nakatomi Root")),
            ("the company", "system-trusted", Severity.WARN, re_signed_by("Nakatomi Root", trusted_here=True)),
        )
    ),
    *(
        Trouble(
            name=f"the web is re-signed by the company, and one host does not answer when this computer's {store}",
            changes=(
                web.are(re_signed_by("Nakatomi Root", trusted_here=trusted)),
                row("www-ibkr").are(re_signed_by("Nakatomi Root", lost_here=True)),
                (canaries & port(443)).are(accepting),
            ),
            code=inspected,
            facts={"sign": sign},
            severity=severity,
            verdicts={Domain.TWS: Verdict.PASS, Domain.PORTAL: Verdict(severity)},
            subjects=web & ~canaries,
            hides=frozenset({bad}),
        )
        for store, trusted, sign, severity in (
            ("store believes the others", True, "system-trusted", Severity.WARN),
            ("store refuses the others", False, "shared-authority", Severity.FAIL),
        )
    ),
    Trouble(
        name="gateways are re-signed too, by an authority that this computer trusts",
        changes=((web | gateways).are(re_signed_by("Nakatomi Root", trusted_here=True)),),
        code=inspected,
        facts={"sign": "shared-authority"},
        verdicts=NOTHING_WORKS,
        hides=frozenset({bad}),
        says=("web hosts and gateways",),
    ),
    Trouble(
        name="a product that is trusted here re-signs all, and accepts for everyone",
        changes=(
            (web | gateways).are(re_signed_by(ZSCALER, trusted_here=True)),
            (canaries & (port(443) | port(4001))).are(accepting),
        ),
        code=inspected,
        facts={"sign": "vendor"},
        verdicts=NOTHING_WORKS,
        hides=frozenset({bad}),
    ),
    Trouble(
        name="gateways alone are re-signed by a product",
        changes=(gateways.are(re_signed_by(ZSCALER)),),
        code=inspected,
        facts={"sign": "vendor"},
        verdicts=ONLY_TWS,
        subjects=gateways & port(4001),
        says=("affects gateways",),
    ),
    Trouble(
        name="only IBKR's web hosts are re-signed",
        changes=((ibkr & web).are(re_signed_by("Nakatomi Root")),),
        code=inspected,
        facts={"sign": "shared-authority"},
        verdicts=ONLY_PORTAL,
        hides=frozenset({bad}),
    ),
    Trouble(
        name="everyone's hosts are re-signed, except IBKR's",
        changes=((controls & web).are(re_signed_by("Nakatomi Root", trusted_here=True)),),
        code=inspected,
        facts={"sign": "elsewhere"},
        severity=Severity.INFO,
        verdict=Verdict.PASS,
        verdicts=WORKS,
    ),
    *(
        Trouble(
            name=f"the website's certificate: {variant}",
            changes=((row("www-america") & web).are(presented),),
            code=bad,
            facts={"invalid": variant},
            verdicts=ONLY_PORTAL,
            subjects=row("www-america") & web,
        )
        for variant, presented in (
            ("expired", expired),
            ("not-yet-valid", not_yet_valid),
            ("wrong-name", wrong_name),
            ("unknown-authority", re_signed_by("Odd CA")),
            ("self-signed", self_signed),
        )
    ),
    Trouble(
        name="all of IBKR's certificates have expired",
        changes=((ibkr & web).are(expired),),
        code=bad,
        facts={"invalid": "expired"},
        verdicts=ONLY_PORTAL,
        says=("2026-11-01",),
    ),
    *(
        Trouble(
            name=f"one website more, with a certificate {name}",
            changes=((row("www-china") & web).are(presented),),
            code=bad,
            facts={"invalid": "expired" if presented is expired else "unknown-authority"},
            severity=Severity.WARN,
            verdicts={Domain.TWS: Verdict.PASS, Domain.PORTAL: Verdict.WARN},
        )
        for name, presented in (
            ("expired", expired),
            ("signed by an authority that only this computer knows", re_signed_by("CFCA", trusted_here=True)),
        )
    ),
)
