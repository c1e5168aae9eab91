"""What proves that the right server answered."""

from conntest.model.failure import Failure
from conntest.model.observation import Attempt, Protocol, TlsStep, Trust

#: How the first bytes begin (`preview`) of what does not speak TLS. A gateway may answer a hello with a frame of its
#: own protocol: its error message.
_OPENINGS = (
    ("#%#%", Protocol.IBKR_GATEWAY),
    ("HTTP/", Protocol.HTTP),
    ("<", Protocol.HTTP),
    ("SSH-", Protocol.SSH),
)


def proves(seen: Attempt) -> bool:
    """Answered as only the right server can: a gateway's frame, or a certificate the public believes, without which no
    page is asked for over HTTPS."""
    if seen.greeting:
        return seen.greeting.failure is None
    if seen.http:
        return seen.http.failure is None and seen.http.detail.secure
    if seen.tls is None:
        return False
    if seen.tls.failure is None:
        return seen.tls.detail.trust is Trust.PUBLIC
    return spoken_instead_of_tls(seen.tls) is Protocol.IBKR_GATEWAY


def spoken_instead_of_tls(step: TlsStep | None) -> Protocol | None:
    """What a peer spoke that does not speak TLS; None where it does, or nothing came back."""
    if step is None or step.failure is not Failure.SSL_NOT_SPOKEN:
        return None
    preview = step.detail.preview or ""
    return next((protocol for opening, protocol in _OPENINGS if preview.startswith(opening)), Protocol.UNKNOWN)
