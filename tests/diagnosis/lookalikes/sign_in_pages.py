"""Pages that are no sign-in pages."""

from conntest.model.finding import Code, Domain, Verdict
from tests.diagnosis.lookalike import Lookalike, like
from tests.diagnosis.peers import clock_ahead, dropped, page
from tests.diagnosis.world import captive_checks, ibkr, operator, port, portals

LOOKALIKES: tuple[Lookalike, ...] = (
    like(
        "a web filter answers the checks with a block page",
        Code.CAPTIVE_PORTAL,
        Code.CLOCK_SKEW,
        changes=(captive_checks.are(page(200, "<html>This site is blocked by policy</html>")),),
    ),
    like("a web filter forbids the checks", Code.CAPTIVE_PORTAL, changes=(captive_checks.are(page(403, "Forbidden")),)),
    like(
        "a proxy rewrites all of plain HTTP, and its clock is off",
        Code.CAPTIVE_PORTAL,
        Code.CLOCK_SKEW,
        changes=(port(80).are(page(302, Location="http://proxy.corp.example/")), port(80).are(clock_ahead(86400))),
    ),
    like(
        "one operator has changed its check",
        Code.CAPTIVE_PORTAL,
        changes=(operator("Apple").are(page(200, "<html>Sure</html>")),),
    ),
    like(
        "two operators have changed their checks, six have not",
        Code.CAPTIVE_PORTAL,
        changes=((operator("Apple", "Mozilla") & captive_checks).are(page(200, "ok")), ibkr.are(dropped)),
        verdicts={Domain.PORTAL: Verdict.FAIL},
        but=frozenset({Code.TWS_PORTS_BLOCKED, Code.PORTAL_BLOCKED}),
    ),
    like(
        "the checks are answered by a filter, IBKR is out of reach, and other sites prove themselves",
        Code.CAPTIVE_PORTAL,
        changes=(captive_checks.are(page(200, "blocked")), ibkr.are(dropped)),
        verdicts={Domain.PORTAL: Verdict.FAIL},
        but=frozenset({Code.TWS_PORTS_BLOCKED, Code.PORTAL_BLOCKED}),
    ),
    like(
        "a redirect that is no URL at all",
        Code.CAPTIVE_PORTAL,
        changes=(captive_checks.are(page(302, Location="http://[::1")),),
    ),
    *(
        like(
            f"the portal answers {status} to a visitor that is no browser",
            Code.PORTAL_BLOCKED,
            Code.CAPTIVE_PORTAL,
            changes=(portals.are(page(status, "Access denied")),),
        )
        for status in (403, 503)
    ),
)
