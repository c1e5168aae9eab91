"""Networks in which gateways accept connections, and no gateway answers."""

from conntest.model.finding import Code, Domain, Severity, Verdict
from conntest.model.observation import Protocol
from tests.diagnosis.peers import cut, hung_up, silent, speaking, speaking_http, unacknowledged
from tests.diagnosis.trouble import ONLY_TWS, Trouble, in_europe, of_europe
from tests.diagnosis.world import gateways, port, row

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
        facts={"stop": "cut"},
        verdicts=ONLY_TWS,
        subjects=gateways & port(4001),
        says=("18 gateway ports",),
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
            subjects=gateways,
            says=("it speaks HTTP", "HTTP/1.1 400"),
        )
        for name, behaviour in (
            ("a web server", speaking_http),
            ("a web server with TLS", speaking(Protocol.HTTP, "HTTP/1.1 400", tls_too=True)),
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
