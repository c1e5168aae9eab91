"""Who is at the other end of a gateway's port: what proves it, what disproves it, and what leaves it open."""

from dataclasses import replace

from conntest.evidence.endpoint import EndpointView
from conntest.evidence.evidence import Evidence
from conntest.model.failure import Failure
from conntest.model.observation import Protocol
from conntest.model.outcome import Response
from tests.diagnosis.answers import also
from tests.diagnosis.peers import (
    Behaviour,
    Talk,
    alerting,
    closing_on_the_greeting,
    cut,
    deaf_to_the_greeting,
    dropped,
    fine,
    hung_up,
    re_signed_by,
    resetting_tls,
    silent,
    silent_unknown,
    speaking,
    speaking_http,
    unacknowledged,
    without_tls,
    wrong_name,
)
from tests.diagnosis.seeing import observe
from tests.diagnosis.world import Change, at, names, row, run_with
from tests.every import every

SECOND = "208.245.107.250"


def view(endpoint: str, *changes: Change) -> EndpointView:
    return Evidence(record=observe(*changes, run_with(include=(endpoint,), third_party=False))).by_id[endpoint]


def tls_only(failure: Failure, preview: str | None = None) -> Behaviour:
    """Deaf to the greeting, and TLS ends like this."""
    talk = Talk(failure=failure, preview=preview)
    return lambda peer: replace(deaf_to_the_greeting(peer), tls=talk)


@every(
    ("behaviour", "dialogue"),
    [
        (fine, Response.ANSWERED),
        (deaf_to_the_greeting, Response.ANSWERED),
        (without_tls, Response.ANSWERED),
        (re_signed_by("Anyone"), Response.ANSWERED),
        (wrong_name, Response.ANSWERED),
        (tls_only(Failure.SSL_NOT_SPOKEN, "#%#%\\x00\\x00\\x00\\x0c38;519;"), Response.ANSWERED),
        (speaking(Protocol.UNKNOWN, "hello", tls_too=True), Response.ANSWERED),
        (speaking(Protocol.TLS, "\\x15\\x03", tls_too=True), Response.ANSWERED),
        (speaking_http, Response.OTHER),
        (speaking(Protocol.HTTP, "HTTP/1.1 400", tls_too=True), Response.ANSWERED),
        (closing_on_the_greeting, Response.ANSWERED),
        (speaking(Protocol.UNKNOWN, "hello"), Response.OTHER),
        (tls_only(Failure.SSL_NOT_SPOKEN, "HTTP/1.1 400 Bad Request"), Response.OTHER),
        (tls_only(Failure.SSL_NOT_SPOKEN, "SSH-2.0-OpenSSH_9.6"), Response.OTHER),
        (tls_only(Failure.SSL_NOT_SPOKEN, "\\x00"), Response.OTHER),
        (alerting, Response.UNCLEAR),
        (tls_only(Failure.SSL_FAILED_HANDSHAKE), Response.UNCLEAR),
        (cut, Response.CUT),
        (hung_up, Response.CUT),
        (unacknowledged, Response.UNACKNOWLEDGED),
        (silent, Response.SILENT),
        (silent_unknown, Response.SILENT),
        (dropped, Response.NONE),
    ],
)
def test_a_gateway_is_known_by_its_answer(behaviour: Behaviour, dialogue: Response) -> None:
    assert view("zdc1:4001", row("zdc1").are(behaviour)).response is dialogue


@every(
    ("behaviour", "dialogue"),
    [
        (fine, Response.ANSWERED),
        (resetting_tls, Response.ANSWERED),
        (deaf_to_the_greeting, Response.ANSWERED),
        (without_tls, Response.ANSWERED),
        (speaking(Protocol.HTTP, "HTTP/1.1 400", tls_too=True), Response.OTHER),
        (lambda peer: deaf_to_the_greeting(resetting_tls(peer)), Response.SILENT),
        (lambda peer: closing_on_the_greeting(without_tls(peer)), Response.CUT),
        (lambda peer: replace(alerting(peer), greeting=Talk(failure=Failure.TIMEOUT)), Response.UNCLEAR),
    ],
)
def test_the_clear_port_is_judged_by_the_greeting(behaviour: Behaviour, dialogue: Response) -> None:
    assert view("zdc1:4000", row("zdc1").are(behaviour)).response is dialogue


def test_a_tls_port_whose_tls_is_silent_is_not_cut_because_it_closes_on_the_greeting() -> None:
    closing = row("zdc1").are(lambda peer: closing_on_the_greeting(without_tls(peer)))
    assert view("zdc1:4001", closing).response is Response.SILENT


@every(
    ("behaviour", "is_proven"),
    [(fine, False), (without_tls, True), (deaf_to_the_greeting, False), (speaking_http, False), (silent, False)],
)
def test_a_handshake_alone_proves_no_gateway(behaviour: Behaviour, is_proven: bool) -> None:
    assert view("zdc1:4001", row("zdc1").are(behaviour)).proven is is_proven


@every(
    ("behaviour", "dialogue"),
    [
        (fine, Response.ANSWERED),
        (re_signed_by("Anyone"), Response.REFUSED_CERTIFICATE),
        (wrong_name, Response.REFUSED_CERTIFICATE),
        (speaking_http, Response.OTHER),
        (alerting, Response.UNCLEAR),
        (cut, Response.CUT),
        (unacknowledged, Response.UNACKNOWLEDGED),
        (silent, Response.SILENT),
    ],
)
def test_a_web_host_is_known_by_its_certificate(behaviour: Behaviour, dialogue: Response) -> None:
    assert view("www-america:443", row("www-america").are(behaviour)).response is dialogue


def test_one_good_address_is_enough() -> None:
    found = view("zdc1:4001", names(row("zdc1")).everywhere(also(SECOND)), at(SECOND).are(speaking_http))
    assert found.response is Response.ANSWERED
    assert found.usable


def test_a_known_protocol_is_named_before_an_unknown_one() -> None:
    both = names(row("zdc1")).everywhere(also(SECOND)), row("zdc1").are(speaking(Protocol.UNKNOWN, "hello"))
    found = view("zdc1:4001", *both, at(SECOND).are(speaking_http))
    assert (found.spoken, found.preview) == (Protocol.HTTP, "HTTP/1.1 400 Bad Request\\r\\n")
