"""What came of talking to an open port: who answered, if anyone did, and whether that can be believed."""

from collections.abc import Iterable, Iterator, Sequence

from conntest.model.failure import CERTIFICATE_FAILURES, CUT_FAILURES, Failure
from conntest.model.gateway_port import in_own_language
from conntest.model.host import Endpoint, Group
from conntest.model.observation import Attempt, GreetingStep, Protocol, Trust
from conntest.model.outcome import Response
from conntest.model.proof import proves, spoken_instead_of_tls

_ORDER = {response: place for place, response in enumerate(Response)}

#: What a peer on a gateway port may speak and still be a gateway: TLS is one of its languages.
_GATEWAY_PROTOCOLS = frozenset({Protocol.IBKR_GATEWAY, Protocol.TLS})


def best_response(endpoint: Endpoint, attempts: Iterable[Attempt]) -> Response:
    """The best response over all addresses: one good address is what a program needs."""
    by_address: dict[str | None, list[Attempt]] = {}
    for seen in attempts:
        by_address.setdefault(seen.address, []).append(seen)
    responses = (_response(endpoint, several) for several in by_address.values())
    return min(responses, key=_ORDER.__getitem__, default=Response.NONE)


def _response(endpoint: Endpoint, attempts: Sequence[Attempt]) -> Response:
    if endpoint.group is Group.GATEWAY:
        return _gateway_response(attempts, endpoint.port)
    return _web_response(attempts)


def foreign(seen: Attempt) -> tuple[Protocol, str] | None:
    """The protocol that a peer spoke and no gateway speaks, and its first bytes; None where it did not."""
    spoken = _spoken(seen.greeting) if seen.greeting else spoken_instead_of_tls(seen.tls)
    if spoken is None or spoken in _GATEWAY_PROTOCOLS:
        return None
    step = seen.greeting or seen.tls
    return spoken, (step.detail.preview if step else None) or ""


def _spoken(step: GreetingStep) -> Protocol | None:
    return step.detail.spoken


def _gateway_response(attempts: Sequence[Attempt], port: int) -> Response:
    """An answer in either language proves a gateway; a failure counts in the port's own language alone. A foreign
    protocol that is known disproves a gateway, whatever TLS says; unknown bytes do so only where no handshake
    completes. A TLS alert is an answer, by whomever."""
    if any(proves(seen) for seen in attempts):
        return Response.ANSWERED
    own = [seen for seen in attempts if in_own_language(seen, port)]
    known = {found[0] for seen in attempts if (found := foreign(seen))} - {Protocol.UNKNOWN}
    if known:
        return Response.OTHER
    if any(seen.tls and seen.tls.failure is None for seen in attempts):
        return Response.ANSWERED
    if any(map(foreign, own)):
        return Response.OTHER
    return Response.UNCLEAR if any(map(_is_tls_error, attempts)) else _unanswered(own)


def _web_response(attempts: Sequence[Attempt]) -> Response:
    handshakes = [seen for seen in attempts if seen.tls and seen.tls.detail.trust is Trust.PUBLIC]
    if not handshakes:
        return _plain_response(attempts)
    failures = {seen.tls.failure for seen in handshakes if seen.tls}
    if None in failures:
        return Response.ANSWERED
    if failures & CERTIFICATE_FAILURES:
        return Response.REFUSED_CERTIFICATE
    return Response.OTHER if Failure.SSL_NOT_SPOKEN in failures else _unanswered(handshakes)


def _plain_response(attempts: Sequence[Attempt]) -> Response:
    """Plain HTTP: nobody vouches for who answered, only that something did."""
    requests = [seen.http for seen in attempts if seen.http]
    if any(step.failure is None for step in requests):
        return Response.ANSWERED
    if any(step.failure is Failure.UNEXPECTED_PROTOCOL for step in requests):
        return Response.OTHER
    return Response.NONE


#: TLS was spoken, by whomever.
_TLS_ERRORS = frozenset({Failure.SSL_ALERT, Failure.SSL_FAILED_HANDSHAKE})


def _is_tls_error(seen: Attempt) -> bool:
    return seen.tls is not None and seen.tls.failure in _TLS_ERRORS


def _unanswered(attempts: Sequence[Attempt]) -> Response:
    """Where neither the greeting nor a handshake was answered as it should be."""
    outcomes = list(_outcomes(attempts))
    failures = {failure for failure, _ in outcomes}
    if not outcomes:
        return Response.NONE
    if failures & _TLS_ERRORS:
        return Response.UNCLEAR
    if failures & CUT_FAILURES:
        return Response.CUT
    if all(acknowledged is False for _, acknowledged in outcomes):
        return Response.UNACKNOWLEDGED
    return Response.SILENT


def _outcomes(attempts: Sequence[Attempt]) -> Iterator[tuple[Failure | None, bool | None]]:
    for seen in attempts:
        step = seen.greeting or seen.tls
        if step:
            yield step.failure, step.detail.data_acknowledged
