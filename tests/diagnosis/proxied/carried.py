"""What a proxy carries, and what it does not, beside paths that are open or blocked."""

from conntest.model.failure import Failure
from conntest.model.finding import Code, Severity, Verdict
from conntest.model.host import Group
from conntest.model.proxy import Proxy, Scheme
from conntest.model.redirector import Redirector, Sign
from tests.diagnosis.answers import unanswered
from tests.diagnosis.beyond import (
    FORBIDDEN,
    NAMED,
    NOT_ALLOWED,
    SOCKS,
    UNAVAILABLE,
    UNREACHED,
    WEB,
    Beyond,
    all_but,
    nothing,
    only_web,
)
from tests.diagnosis.peers import dropped
from tests.diagnosis.proxied.told import BROWSER, FAIL, WARN, Told
from tests.diagnosis.world import everything, gateways, machine, names

CLOSED = (everything.are(dropped),)
CLOSED_AND_NAMELESS = (*CLOSED, names().everywhere(unanswered))
PORTS_BLOCKED = (gateways.are(dropped),)

TOLD = (
    Told(name="a SOCKS proxy that carries everything, beside an open path", beyond=Beyond(proxy=SOCKS), first=None),
    Told(name="a web proxy that carries everything, beside an open path", beyond=Beyond(proxy=WEB), first=None),
    Told(
        name="a web proxy that refuses the ports, beside an open path",
        beyond=Beyond(proxy=WEB, used_by=BROWSER, through=only_web(FORBIDDEN)),
        first=Code.PROXY_REFUSES_TWS,
        severity=Severity.INFO,
        says=("proxy refuses, HTTP 403", "web proxy"),
    ),
    Told(
        name="a web proxy that refuses the ports where they are blocked too",
        beyond=Beyond(proxy=WEB, used_by=BROWSER, through=only_web(FORBIDDEN)),
        changes=PORTS_BLOCKED,
        first=Code.TWS_PORTS_BLOCKED,
        also=frozenset({Code.PROXY_REFUSES_TWS}),
        tws=FAIL,
        proxy=FAIL,
    ),
    Told(
        name="the only way out is a web proxy that refuses the ports",
        beyond=Beyond(proxy=WEB, used_by=BROWSER, through=only_web(FORBIDDEN)),
        changes=CLOSED,
        first=Code.HTTP_PROXY_CANNOT_CARRY_TWS,
        severity=Severity.FAIL,
        says=("Nothing leaves this network directly", "refuses ports 4000 and 4001", "HTTP 403"),
        tws=FAIL,
    ),
    Told(
        name="the only way out is a web proxy, and names resolve only there",
        beyond=Beyond(proxy=WEB, used_by=BROWSER, through=only_web(UNAVAILABLE)),
        changes=CLOSED_AND_NAMELESS,
        first=Code.HTTP_PROXY_CANNOT_CARRY_TWS,
        says=("no gateway did", "HTTP 503"),
        tws=FAIL,
    ),
    Told(
        name="the only way out is a web proxy that connects anywhere",
        beyond=Beyond(proxy=WEB),
        changes=CLOSED,
        first=Code.HTTP_PROXY_CANNOT_CARRY_TWS,
        says=("(CONNECT)", "TWS asks no proxy for a tunnel"),
        tws=FAIL,
    ),
    Told(
        name="the ports are blocked, and a web proxy connects anywhere",
        beyond=Beyond(proxy=WEB),
        changes=PORTS_BLOCKED,
        first=Code.TWS_PORTS_BLOCKED,
        also=frozenset({Code.HTTP_PROXY_CANNOT_CARRY_TWS}),
        tws=FAIL,
    ),
    Told(
        name="the ports are blocked, and a SOCKS proxy carries them",
        beyond=Beyond(proxy=SOCKS),
        changes=PORTS_BLOCKED,
        first=Code.SOCKS_REQUIRED,
        severity=Severity.FAIL,
        says=("answered through the SOCKS proxy", "timed out"),
        tws=FAIL,
    ),
    Told(
        name="the ports are blocked, and a redirector leads to a SOCKS proxy that carries them",
        beyond=Beyond(proxy=SOCKS),
        changes=(*PORTS_BLOCKED, machine(redirectors=(Redirector(name="Proxifier", signs=(Sign.PROCESS,)),))),
        first=Code.SOCKS_REQUIRED,
        severity=Severity.WARN,
        says=("Proxifier runs here",),
        tws=WARN,
    ),
    Told(
        name="the ports are blocked, and a redirector's configuration was left behind",
        beyond=Beyond(proxy=SOCKS),
        changes=(*PORTS_BLOCKED, machine(redirectors=(Redirector(name="redsocks", signs=(Sign.CONFIGURATION,)),))),
        first=Code.SOCKS_REQUIRED,
        severity=Severity.FAIL,
        tws=FAIL,
    ),
    Told(
        name="the only way out is a SOCKS proxy",
        beyond=Beyond(proxy=SOCKS),
        changes=CLOSED,
        first=Code.SOCKS_REQUIRED,
        severity=Severity.FAIL,
        says=("Nothing leaves this network directly",),
        tws=FAIL,
        portal=FAIL,
    ),
    Told(
        name="the only way out is a SOCKS proxy, and names resolve only there",
        beyond=Beyond(proxy=SOCKS),
        changes=CLOSED_AND_NAMELESS,
        first=Code.SOCKS_REQUIRED,
        says=("their names do not resolve here",),
        tws=FAIL,
        portal=FAIL,
    ),
    Told(
        name="the only way out is a SOCKS proxy that browsers use",
        beyond=Beyond(proxy=SOCKS, used_by=BROWSER),
        changes=CLOSED,
        first=Code.SOCKS_REQUIRED,
        tws=FAIL,
    ),
    Told(
        name="a machine without a route of its own, beside a SOCKS proxy",
        beyond=Beyond(proxy=SOCKS),
        changes=(machine(ipv4_route=False),),
        first=Code.SOCKS_REQUIRED,
        says=("they could not be tried",),
        tws=FAIL,
        portal=FAIL,
    ),
    Told(
        name="a SOCKS proxy whose rules forbid the ports",
        beyond=Beyond(proxy=SOCKS, through=only_web(NOT_ALLOWED)),
        changes=PORTS_BLOCKED,
        first=Code.TWS_PORTS_BLOCKED,
        also=frozenset({Code.PROXY_REFUSES_TWS}),
        tws=FAIL,
        proxy=FAIL,
    ),
    Told(
        name="a SOCKS proxy that does not get through",
        beyond=Beyond(proxy=SOCKS, through=only_web(UNREACHED)),
        first=Code.PROXY_REFUSES_TWS,
        severity=Severity.INFO,
        says=("does not get through", "SOCKS: unreachable, reply 4"),
    ),
    Told(
        name="nothing comes through the proxy",
        beyond=Beyond(proxy=SOCKS, through=nothing(UNREACHED)),
        first=Code.PROXY_PASSES_NOTHING,
        severity=Severity.WARN,
        says=("neither www.interactivebrokers.com", "SOCKS: unreachable, reply 4"),
        proxy=Verdict.INCONCLUSIVE,
    ),
    Told(
        name="nothing comes through the proxy that browsers use",
        beyond=Beyond(proxy=SOCKS, used_by=BROWSER, flows=False),
        first=Code.PROXY_PASSES_NOTHING,
        severity=Severity.FAIL,
        portal=FAIL,
        proxy=FAIL,
    ),
    Told(
        name="tunnels that lead nowhere",
        beyond=Beyond(proxy=SOCKS, flows=False),
        changes=CLOSED,
        first=Code.NO_INTERNET,
        also=frozenset({Code.PROXY_PASSES_NOTHING}),
        tws=FAIL,
        portal=FAIL,
        proxy=Verdict.INCONCLUSIVE,
    ),
    *(
        Told(
            name=f"nothing leaves but through a proxy that wants a login: {name}",
            beyond=Beyond(
                proxy=proxy, used_by=BROWSER, answers={proxy.scheme: failure}, schemes=schemes, status=status
            ),
            changes=CLOSED,
            first=Code.PROXY_AUTH_REQUIRED,
            severity=Severity.FAIL,
            says=("Nothing leaves this network directly", *schemes),
            tws=FAIL,
            portal=FAIL,
            proxy=FAIL,
        )
        for name, proxy, failure, schemes, status in (
            ("Basic", WEB, Failure.HTTP_PROXY_AUTH_REQUIRED, ("Basic",), 407),
            ("Digest", WEB, Failure.HTTP_PROXY_AUTH_REQUIRED, ("Digest",), 407),
            ("NTLM", WEB, Failure.HTTP_PROXY_AUTH_REQUIRED, ("Negotiate", "NTLM"), 407),
            ("SOCKS", SOCKS, Failure.SOCKS_NO_ACCEPTABLE_AUTH, (), None),
        )
    ),
    Told(
        name="the browsers' proxy blocks Client Portal",
        beyond=Beyond(proxy=WEB, used_by=BROWSER, through=all_but(Group.CLIENT_PORTAL, FORBIDDEN)),
        first=Code.PORTAL_BLOCKED,
        severity=Severity.FAIL,
        says=("Client Portal cannot be reached", "HTTP 403", WEB.id),
        portal=FAIL,
        proxy=FAIL,
    ),
    Told(
        name="a dead proxy where nothing leaves directly",
        beyond=Beyond(proxy=WEB, used_by=BROWSER, connecting=Failure.CONNECTION_REFUSED),
        changes=CLOSED,
        first=Code.NO_INTERNET,
        also=frozenset({Code.PROXY_UNREACHABLE}),
        tws=FAIL,
        portal=FAIL,
        proxy=FAIL,
    ),
    Told(
        name="a proxy out on the internet where nothing leaves at all",
        beyond=Beyond(proxy=Proxy(scheme=Scheme.HTTP, host="81.2.69.99", port=80), connecting=Failure.TIMEOUT),
        changes=CLOSED,
        first=Code.NO_INTERNET,
        tws=FAIL,
        portal=FAIL,
        proxy=Verdict.INCONCLUSIVE,
    ),
    Told(
        name="a proxy's name where no name resolves",
        beyond=Beyond(proxy=NAMED, unresolved=Failure.DNS_TIMEOUT),
        changes=CLOSED_AND_NAMELESS,
        first=None,
        tws=FAIL,
        portal=FAIL,
        proxy=Verdict.INCONCLUSIVE,
    ),
)
