"""Certificates and acceptors that mean nothing."""

from conntest.model.finding import Code, Domain, Verdict
from tests.diagnosis.lookalike import Lookalike, like
from tests.diagnosis.peers import accepting, expired, re_signed_by, refused, rejected, self_signed, wrong_name
from tests.diagnosis.world import at, canaries, controls, gateways, row, run_with, web

inspected, bad = Code.TLS_INTERCEPTED, Code.TLS_CERTIFICATE_INVALID

LOOKALIKES: tuple[Lookalike, ...] = (
    like(
        "gateways' certificates have an authority of their own",
        inspected,
        bad,
        changes=(gateways.are(re_signed_by("IBKR Private Root")),),
    ),
    like(
        "gateways' certificates are self-signed, and made for other names",
        inspected,
        bad,
        changes=(gateways.are(self_signed), gateways.are(wrong_name)),
    ),
    like(
        "roots of one's own in place of the public's, and neutral hosts on the internet",
        inspected,
        changes=(run_with(ca_bundle=True), (controls & web).are(re_signed_by("GTS Root R4", trusted_here=True))),
    ),
    like(
        "one neutral host is signed by an authority that is missing in the public's list",
        inspected,
        changes=(row("control-baidu").are(re_signed_by("CFCA EV ROOT", trusted_here=True)),),
    ),
    like("one neutral host's certificate is bad", inspected, bad, changes=(row("control-apple").are(expired),)),
    like(
        "a service's certificate is bad, and a website's is too",
        inspected,
        changes=(row("misc").are(self_signed), row("www-india").are(re_signed_by("India Test CA"))),
        verdicts={Domain.TWS: Verdict.PASS, Domain.PORTAL: Verdict.WARN},
        but=frozenset({bad}),
    ),
    like(
        "a box in a laboratory has taken one of the reserved addresses",
        Code.TRANSPARENT_ACCEPTOR,
        changes=((canaries & at("192.0.2.1")).are(accepting),),
    ),
    like("reserved addresses are refused at once", Code.TRANSPARENT_ACCEPTOR, changes=(canaries.are(refused),)),
    like("reserved addresses are rejected by ICMP", Code.TRANSPARENT_ACCEPTOR, changes=(canaries.are(rejected()),)),
)
