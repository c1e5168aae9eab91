"""Networks in which gateways accept connections, and no gateway answers."""

from conntest.model.finding import Code, Domain, Severity, Verdict
from conntest.model.observation import Protocol
from tests.diagnosis.peers import (
    cut,
    deaf_to_the_greeting,
    hung_up,
    resetting_tls,
    silent,
    speaking,
    speaking_http,
    unacknowledged,
    without_tls,
)
from tests.diagnosis.trouble import ONLY_TWS, Trouble, in_europe, of_europe
from tests.diagnosis.world import gateways, of_one_language_each, port, row

payload, stranger = Code.TWS_PAYLOAD_BLOCKED, Code.UNEXPECTED_PROTOCOL

TROUBLES: tuple[Trouble, ...] = (
    *(
        Trouble(
            name=f"gateways: {name}",
            changes=(gateways.are(behaviour),),
            code=payload,
            facts={"stop": variant},
            verdicts=ONLY_TWS,
            subjects=gateways,
        )
        for name, variant, behaviour in (
            ("reset at the first byte", "cut", cut),
            ("hung up on at the first byte", "cut", hung_up),
            ("their data is eaten", "unacknowledged", unacknowledged),
        )
    ),
    Trouble(
        name="every gateway is cut on 4001 and answers on 4000",
        changes=((gateways & port(4001)).are(cut),),
        code=payload,
        facts={"stop": "cut", "port": 4001},
        verdicts=ONLY_TWS,
        subjects=gateways & port(4001),
        says=("18 gateway ports", "port 4001 carries logins and orders"),
    ),
    Trouble(
        name="every gateway cuts the greeting on 4000, and answers on 4001",
        changes=(of_one_language_each, (gateways & port(4000)).are(cut)),
        code=payload,
        facts={"stop": "cut", "port": 4000},
        verdicts=ONLY_TWS,
        subjects=gateways & port(4000),
        says=("18 gateway ports", "Only port 4000 is affected", "port 4000 carries market data"),
    ),
    *(
        Trouble(
            name=f"every gateway is {how} on {number}, and answers on the other port",
            changes=(of_one_language_each, (gateways & port(number)).are(behaviour)),
            code=payload,
            facts={"stop": "silent", "port": number},
            severity=Severity.WARN,
            verdicts={Domain.TWS: Verdict.WARN, Domain.PORTAL: Verdict.PASS},
            subjects=gateways & port(number),
            says=("all stayed silent", f"Only port {number} is affected"),
        )
        for number, how, behaviour in (
            (4000, "silent", silent),
            (4000, "silent in its own language", deaf_to_the_greeting),
            (4001, "silent", silent),
            (4001, "silent in its own language", without_tls),
        )
    ),
    Trouble(
        name="TLS is cut on both ports of every gateway, and the greeting is answered on both",
        changes=(gateways.are(resetting_tls),),
        code=payload,
        facts={"stop": "cut", "port": 4001},
        verdicts=ONLY_TWS,
        subjects=gateways & port(4001),
        says=("all were cut",),
    ),
    Trouble(
        name="every gateway is cut on 4000 and silent on 4001",
        changes=((gateways & port(4000)).are(cut), (gateways & port(4001)).are(silent)),
        code=payload,
        facts={"stop": "cut", "port": None},
        verdicts=ONLY_TWS,
        subjects=gateways & port(4000),
    ),
    Trouble(
        name="every gateway stays silent, and the web works: nobody knows that none does so",
        changes=(gateways.are(silent),),
        code=payload,
        facts={"stop": "silent"},
        severity=Severity.WARN,
        verdict=Verdict.INCONCLUSIVE,
        verdicts={Domain.TWS: Verdict.INCONCLUSIVE, Domain.PORTAL: Verdict.PASS},
    ),
    Trouble(
        name="most gateways stay silent, and one hangs up",
        changes=(gateways.are(silent), row("zdc1").are(hung_up)),
        code=payload,
        facts={"stop": "silent"},
        severity=Severity.WARN,
        verdict=Verdict.INCONCLUSIVE,
        says=("34 stayed silent, 2 were cut",),
    ),
    *(
        Trouble(
            name=f"{name} on every gateway's ports",
            changes=(gateways.are(behaviour),),
            code=stranger,
            facts={"everywhere_open": True},
            verdicts=ONLY_TWS,
            subjects=where,
            says=("it speaks HTTP", "HTTP/1.1 400"),
        )
        for name, behaviour, where in (
            ("a web server", speaking_http, gateways),
            # On 4001 it answers in TLS, as a gateway does.
            ("a web server with TLS", speaking(Protocol.HTTP, "HTTP/1.1 400", tls_too=True), gateways & port(4000)),
        )
    ),
    Trouble(
        name="bytes that nobody knows on every gateway's ports",
        changes=(gateways.are(speaking(Protocol.UNKNOWN, "\\x00\\x01")),),
        code=stranger,
        facts={"everywhere_open": True},
        severity=Severity.WARN,
        verdict=Verdict.INCONCLUSIVE,
        says=("an unknown protocol",),
    ),
    Trouble(
        name="an SSH server on one backup",
        changes=(row("zdc1-hb1").are(speaking(Protocol.SSH, "SSH-2.0-OpenSSH_9.6")),),
        code=stranger,
        facts={"everywhere_open": False},
        severity=Severity.WARN,
        verdicts={Domain.TWS: Verdict.WARN, Domain.PORTAL: Verdict.PASS},
        subjects=row("zdc1-hb1"),
        says=("it speaks SSH", "zdc1-hb1.ibllc.com"),
    ),
    Trouble(
        name="a web server in place of my region",
        changes=(in_europe.are(speaking_http), of_europe),
        code=stranger,
        facts={"everywhere_open": False},
        verdicts=ONLY_TWS,
        hides=frozenset({Code.REGION_UNREACHABLE}),
    ),
    Trouble(
        name="a web server in place of a region",
        changes=(in_europe.are(speaking_http),),
        code=stranger,
        facts={"everywhere_open": False},
        severity=Severity.WARN,
        hides=frozenset({Code.REGION_UNREACHABLE}),
    ),
)
