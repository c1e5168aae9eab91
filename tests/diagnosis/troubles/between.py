"""Networks in which something answers for others: a sign-in page, a proxy program."""

from conntest.model.finding import Code, Severity
from tests.diagnosis.peers import accepting, answering, dropped, hung_up, page, self_signed, silent
from tests.diagnosis.trouble import NOTHING_WORKS, ONLY_TWS, WORKS, Trouble
from tests.diagnosis.world import canaries, captive_checks, everything, gateways, port, row, web

_redirected = captive_checks.are(page(302, Location="http://login.hotel.example/?from=x"))

sign_in, acceptor = Code.CAPTIVE_PORTAL, Code.TRANSPARENT_ACCEPTOR

TROUBLES: tuple[Trouble, ...] = (
    Trouble(
        name="a sign-in page, the rest dropped",
        changes=(everything.are(dropped), captive_checks.are(answering), _redirected),
        code=sign_in,
        verdicts=NOTHING_WORKS,
        subjects=captive_checks,
        says=("login.hotel.example",),
    ),
    Trouble(
        name="a sign-in page in the place of others, Apple's check and site let through to hide it",
        changes=(
            (~captive_checks).are(dropped),
            captive_checks.are(page(200, "<html>Welcome! Please sign in</html>")),
            row("captive-apple", "control-apple").are(answering),
            row("captive-apple").are(lambda peer: type(peer)()),
        ),
        code=sign_in,
        verdicts=NOTHING_WORKS,
        hides=frozenset({Code.TWS_PORTS_BLOCKED}),
        says=("a page of the network's own",),
    ),
    Trouble(
        name="a sign-in page that answers on TLS too",
        changes=(captive_checks.are(page(511)), web.are(self_signed), gateways.are(dropped)),
        code=sign_in,
        verdicts=NOTHING_WORKS,
        hides=frozenset({Code.TLS_INTERCEPTED, Code.TLS_CERTIFICATE_INVALID, Code.TWS_PORTS_BLOCKED}),
    ),
    Trouble(
        name="everything is accepted, and nobody answers",
        changes=((canaries | gateways | web).are(accepting),),
        code=acceptor,
        facts={"proven": False},
        verdicts=NOTHING_WORKS,
        subjects=canaries,
        says=("IBKR's hosts",),
    ),
    Trouble(
        name="the gateways' ports are accepted for all, and nobody answers there",
        changes=((canaries & port(4001)).are(accepting), gateways.are(silent)),
        code=acceptor,
        facts={"proven": False},
        verdicts=ONLY_TWS,
        hides=frozenset({Code.TWS_PAYLOAD_BLOCKED}),
        says=("IBKR's gateways",),
    ),
    Trouble(
        name="a proxy program accepts everything, reaches the web, and gives up on the gateways",
        changes=(canaries.are(accepting), gateways.are(hung_up)),
        code=acceptor,
        facts={"proven": False},
        verdicts=ONLY_TWS,
        hides=frozenset({Code.TWS_PAYLOAD_BLOCKED}),
    ),
    Trouble(
        name="a proxy program accepts everything, and reaches it",
        changes=(canaries.are(accepting),),
        code=acceptor,
        facts={"proven": True},
        severity=Severity.WARN,
        verdicts=WORKS,
    ),
)
