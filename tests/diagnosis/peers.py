"""What may be at the other end of a connection, in words: a good server, silence, a reset, a box that re-signs.

A behaviour is a function from one `Peer` to another, so that a scenario can say `gateways.are(dropped)`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from conntest.model.failure import Failure
from conntest.model.observation import Certificate, Icmp, Protocol, Trust

ROUTER = "192.168.1.1"


@dataclass(frozen=True, kw_only=True)
class Talk:
    """How a peer answers one kind of question; `failure` None is the right answer."""

    failure: Failure | None = None
    spoken: Protocol | None = None
    preview: str | None = None
    acknowledged: bool | None = True


@dataclass(frozen=True, kw_only=True)
class Page:
    """An answer over HTTP. `expected` stands for whatever a captive-portal check must be answered."""

    expected: bool = True
    status: int = 200
    body: str = "<html>welcome</html>"
    headers: tuple[tuple[str, str], ...] = ()
    #: How far the server's own clock is ahead of the true time.
    clock_ahead_s: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Peer:
    """Whoever is at one address and port. `closed` ends every attempt to connect; `uneven` says it of some of them, by
    number; `resent` are attempts that needed a second SYN."""

    closed: Failure | None = None
    icmp: Icmp | None = None
    uneven: Callable[[int], Failure | None] = lambda number: None
    resent: Callable[[int], bool] = lambda number: False
    rtt_ms: Callable[[int], float] = lambda number: 20.0
    greeting: Talk = Talk(spoken=Protocol.IBKR_GATEWAY)
    tls: Talk = Talk()
    #: What each trust store says of the certificate, where the handshake gets that far; None is belief.
    belief: Mapping[Trust, Failure | None] = field(default_factory=dict)
    #: Who signed, from the leaf's issuer to the top of what is presented, as (common name, organisation).
    signed_by: tuple[tuple[str, str | None], ...] = (
        ("DigiCert TLS RSA CA1", "DigiCert Inc"),
        ("DigiCert Global Root G2", "DigiCert Inc"),
    )
    dates: tuple[str, str] = ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")
    names: tuple[str, ...] | None = None
    page: Page = Page()
    http: Talk = Talk()
    #: The probe broke: a bug of ours.
    crashed: bool = False


Behaviour = Callable[[Peer], Peer]


def _closed(failure: Failure) -> Behaviour:
    return lambda peer: replace(peer, closed=failure, icmp=None)


def fine(peer: Peer) -> Peer:
    return peer


dropped = _closed(Failure.TIMEOUT)
refused = _closed(Failure.CONNECTION_REFUSED)
reset = _closed(Failure.CONNECTION_RESET)
#: What Windows' firewall, and Linux' in some ways, make of a connection that a rule of this computer forbids.
denied = _closed(Failure.PERMISSION_DENIED)
unreachable = _closed(Failure.HOST_UNREACHABLE)
no_route = _closed(Failure.NETWORK_UNREACHABLE)


def rejected(type_: int = 3, code: int = 13, sender: str | None = ROUTER) -> Behaviour:
    """An ICMP error; "administratively prohibited" (RFC 1812, 5.2.7.1) unless said otherwise."""
    failure = Failure.CONNECTION_REFUSED if (type_, code) == (3, 3) else Failure.HOST_UNREACHABLE
    return lambda peer: replace(peer, closed=failure, icmp=Icmp(type=type_, code=code, sender=sender))


def _talks(talk: Talk) -> Behaviour:
    return lambda peer: replace(peer, greeting=talk, tls=talk, http=talk)


#: Accepts, takes our bytes, says nothing.
silent = _talks(Talk(failure=Failure.TIMEOUT))
#: The same on a system that does not tell whether bytes were acknowledged: Windows, macOS.
silent_unknown = _talks(Talk(failure=Failure.TIMEOUT, acknowledged=None))
unacknowledged = _talks(Talk(failure=Failure.TIMEOUT, acknowledged=False))
cut = _talks(Talk(failure=Failure.CONNECTION_RESET, acknowledged=None))
hung_up = _talks(Talk(failure=Failure.EOF))


def answering(peer: Peer) -> Peer:
    """Somebody is there, where nobody would be by nature."""
    return replace(peer, closed=None)


def accepting(peer: Peer) -> Peer:
    """Accepts what is closed by nature, such as an address that cannot exist."""
    return replace(silent(peer), closed=None)


def resetting_tls(peer: Peer) -> Peer:
    """A clear port: accepts a TLS hello, and resets."""
    return replace(peer, tls=Talk(failure=Failure.CONNECTION_RESET, acknowledged=None))


def closing_on_the_greeting(peer: Peer) -> Peer:
    """A TLS port: closes on the greeting, as any TLS server does."""
    return replace(peer, greeting=Talk(failure=Failure.EOF))


def deaf_to_the_greeting(peer: Peer) -> Peer:
    return replace(peer, greeting=Talk(failure=Failure.TIMEOUT))


def without_tls(peer: Peer) -> Peer:
    return replace(peer, tls=Talk(failure=Failure.TIMEOUT))


def alerting(peer: Peer) -> Peer:
    """Answers every TLS hello with an alert, and the greeting with nothing."""
    return replace(peer, greeting=Talk(failure=Failure.EOF), tls=Talk(failure=Failure.SSL_ALERT))


def speaking(protocol: Protocol, preview: str, *, tls_too: bool = False) -> Behaviour:
    """Another protocol than the one that was meant."""
    talk = Talk(failure=Failure.UNEXPECTED_PROTOCOL, spoken=protocol, preview=preview)
    tls = Talk() if tls_too else Talk(failure=Failure.SSL_NOT_SPOKEN, preview=preview)
    return lambda peer: replace(peer, greeting=talk, tls=tls, http=talk)


speaking_http = speaking(Protocol.HTTP, "HTTP/1.1 400 Bad Request\\r\\n")


def re_signed_by(
    name: str, organisation: str | None = None, *, trusted_here: bool = False, lost_here: bool = False
) -> Behaviour:
    """By an authority that this computer trusts, or does not, or would if it were answered once more."""
    here = Failure.TIMEOUT if lost_here else Failure.SSL_UNKNOWN_AUTHORITY
    belief = {Trust.PUBLIC: Failure.SSL_UNKNOWN_AUTHORITY, Trust.SYSTEM: None if trusted_here else here}
    return lambda peer: replace(peer, belief=belief, signed_by=((name, organisation),))


def presenting(failure: Failure, **more: object) -> Behaviour:
    """A certificate that nobody believes, for the reason given."""
    belief = {Trust.PUBLIC: failure, Trust.SYSTEM: failure}
    return lambda peer: replace(peer, belief=belief, **more)  # type: ignore[arg-type]


expired = presenting(Failure.SSL_EXPIRED, dates=("2025-01-01T00:00:00Z", "2026-11-01T00:00:00Z"))
not_yet_valid = presenting(Failure.SSL_NOT_YET_VALID, dates=("2026-11-25T00:00:00Z", "2027-01-01T00:00:00Z"))
wrong_name = presenting(Failure.SSL_INVALID_HOSTNAME, names=("parked.example.com", "www.example.com"))
self_signed = presenting(Failure.SSL_SELF_SIGNED, signed_by=(("localhost", None),))


def page(status: int, body: str = "", **headers: str) -> Behaviour:
    """Another page than the one expected; header names are written with underscores."""
    listed = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return lambda peer: replace(peer, page=replace(peer.page, expected=False, status=status, body=body, headers=listed))


def clock_ahead(seconds: float) -> Behaviour:
    return lambda peer: replace(peer, page=replace(peer.page, clock_ahead_s=seconds))


def failing_one_in(count: int, failure: Failure = Failure.CONNECTION_REFUSED) -> Behaviour:
    return lambda peer: replace(peer, uneven=lambda number: failure if number % count == count - 1 else None)


def failing_at(*numbers: int) -> Behaviour:
    """The attempts with these numbers are refused."""
    return lambda peer: replace(peer, uneven=lambda number: Failure.CONNECTION_REFUSED if number in numbers else None)


def losing_one_in(count: int) -> Behaviour:
    """SYNs that are lost and sent again; the connection then stands."""
    return lambda peer: replace(peer, resent=lambda number: number % count == count - 1)


def jumpy(peer: Peer) -> Peer:
    return replace(peer, rtt_ms=lambda number: 20.0 + 700.0 * (number % 2))


def crashing(peer: Peer) -> Peer:
    return replace(peer, crashed=True)


def chain(peer: Peer, host: str) -> tuple[Certificate, ...]:
    """What `peer` presents for `host`, leaf first."""
    names = peer.names or (host,)
    leaf_issuer, *above = peer.signed_by
    subjects = [(names[0], None), *peer.signed_by[: len(above)]]
    pairs = zip(subjects, (leaf_issuer, *above), strict=True)
    return tuple(_certificate(subject, issuer, peer.dates, names) for subject, issuer in pairs)


def _certificate(
    subject: tuple[str, str | None], issuer: tuple[str, str | None], dates: tuple[str, str], names: tuple[str, ...]
) -> Certificate:
    return Certificate(
        subject=f"CN={subject[0]}",
        issuer=f"CN={issuer[0]}",
        subject_common_name=subject[0],
        subject_organization=subject[1],
        issuer_common_name=issuer[0],
        issuer_organization=issuer[1],
        not_before=dates[0],
        not_after=dates[1],
        names=names,
        sha256="ab" * 32,
    )


def far(peer: Peer) -> Peer:
    """So far away that the system repeats every opening packet, and nothing is lost."""
    return replace(peer, rtt_ms=lambda number: 1200.0, resent=lambda number: True)
