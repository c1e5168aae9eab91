"""What is wrong with a proxy itself: nobody is there, it speaks another protocol, or it wants a login."""

from conntest.model.failure import Failure
from conntest.model.finding import Code, Severity, Verdict
from conntest.model.observation import Protocol
from conntest.model.proxy import Proxy, Scheme, Scope
from conntest.model.report import Listener
from tests.diagnosis.beyond import (
    LOCAL,
    NAMED,
    SOCKS,
    WEB,
    Beyond,
)
from tests.diagnosis.proxied.told import BROWSER, FAIL, WARN, Told


def dead(name: str, says: str, beyond: Beyond, **more: object) -> Told:
    settings = {"first": Code.PROXY_UNREACHABLE, "severity": Severity.FAIL, "proxy": FAIL, **more}
    return Told(name=name, beyond=beyond, says=(says, beyond.proxy.id), **settings)  # type: ignore[arg-type]


def used(name: str, says: str, **beyond: object) -> Told:
    """Browsers are set to use it."""
    return dead(name, says, Beyond(used_by=BROWSER, **beyond), portal=FAIL)  # type: ignore[arg-type]


def mixed(claimed: Proxy, *speaks: Scheme) -> Beyond:
    return Beyond(proxy=claimed, answers=dict.fromkeys(speaks))


TOLD = (
    dead(
        "nobody listens, and no setting names it",
        "was given to this run",
        Beyond(proxy=WEB, connecting=Failure.CONNECTION_REFUSED),
    ),
    used("nobody listens", "refuses connections", proxy=WEB, connecting=Failure.CONNECTION_REFUSED),
    dead(
        "a leftover on this computer that browsers use",
        "no program listens",
        Beyond(
            proxy=LOCAL,
            used_by=BROWSER,
            connecting=Failure.CONNECTION_REFUSED,
            listener=Listener(listening=False),
        ),
        portal=FAIL,
    ),
    dead(
        "a leftover that only tools use",
        "command-line tools",
        Beyond(proxy=WEB, used_by=(Scope.TOOLS,), connecting=Failure.CONNECTION_REFUSED),
        severity=Severity.WARN,
        proxy=Verdict.INCONCLUSIVE,
    ),
    dead(
        "a SOCKS proxy that Java is told to use",
        "Java programs such as TWS",
        Beyond(proxy=SOCKS, used_by=(Scope.JAVA,), connecting=Failure.TIMEOUT),
        tws=FAIL,
    ),
    used("a black hole", "no answer comes from there (timed out)", proxy=WEB, connecting=Failure.TIMEOUT),
    used("no route", "there is no way to it", proxy=WEB, connecting=Failure.HOST_UNREACHABLE),
    used("a dead name", "leads to no address (no such name)", proxy=NAMED, unresolved=Failure.DNS_NXDOMAIN),
    used("a mute port", "in none of the protocols", proxy=WEB, answers={Scheme.HTTP: Failure.TIMEOUT}),
    Told(
        name="SOCKS set as a web proxy",
        beyond=mixed(WEB, Scheme.SOCKS5),
        first=Code.PROXY_PROTOCOL_MISMATCH,
        severity=Severity.FAIL,
        says=("speaks HTTP", "what answers there speaks SOCKS 5"),
        proxy=FAIL,
    ),
    Told(
        name="a web proxy set as SOCKS for browsers",
        beyond=Beyond(proxy=SOCKS, used_by=BROWSER, answers={Scheme.HTTP: None}),
        first=Code.PROXY_PROTOCOL_MISMATCH,
        says=("speaks SOCKS 5", "what answers there speaks HTTP"),
        proxy=FAIL,
        portal=FAIL,
    ),
    Told(
        name="a web server is no proxy",
        beyond=Beyond(
            proxy=WEB, answers={Scheme.HTTP: Failure.HTTP_PROXY_NOT_SPOKEN}, status=405, spoken=Protocol.HTTP
        ),
        first=Code.PROXY_PROTOCOL_MISMATCH,
        says=("a web server (HTTP)",),
        proxy=FAIL,
    ),
    Told(
        name="SSH is no proxy",
        beyond=Beyond(proxy=SOCKS, answers={Scheme.SOCKS5H: Failure.SOCKS_NOT_SPOKEN}, spoken=Protocol.SSH),
        first=Code.PROXY_PROTOCOL_MISMATCH,
        says=("speaks SSH and is no proxy",),
        proxy=FAIL,
    ),
    Told(
        name="a login is wanted",
        beyond=Beyond(proxy=WEB, answers={Scheme.HTTP: Failure.HTTP_PROXY_AUTH_REQUIRED}, schemes=("Basic",)),
        first=Code.PROXY_AUTH_REQUIRED,
        severity=Severity.FAIL,
        says=("asks for Basic, and none is set",),
        proxy=FAIL,
    ),
    Told(
        name="a login is refused",
        beyond=Beyond(
            proxy=Proxy(scheme=Scheme.SOCKS5, host="10.0.0.8", port=1080, has_credentials=True),
            answers={Scheme.SOCKS5: Failure.SOCKS_AUTH_FAILED},
        ),
        first=Code.PROXY_AUTH_REQUIRED,
        says=("refuses the login that is set",),
        proxy=FAIL,
    ),
    Told(
        name="a login that only the company's computers have",
        beyond=Beyond(
            proxy=WEB,
            used_by=BROWSER,
            answers={Scheme.HTTP: Failure.HTTP_PROXY_AUTH_REQUIRED},
            schemes=("Negotiate", "NTLM"),
        ),
        first=Code.PROXY_AUTH_REQUIRED,
        severity=Severity.WARN,
        says=("Negotiate and NTLM",),
        portal=WARN,
        proxy=Verdict.INCONCLUSIVE,
    ),
)
