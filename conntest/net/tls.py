"""A TLS handshake over any connected socket, pumped through memory.

asyncio's own TLS would hold 256 KiB per connection on Python 3.11, wants the whole transport, and drops the chain of a
peer it does not believe. Here the bytes are ours: the chain is kept, and so are the first bytes of a peer that
speaks something else.
"""

import asyncio
import socket
import ssl
import sys
from dataclasses import field

import truststore

from conntest.model.failure import Failure
from conntest.model.observation import Certificate
from conntest.net.blocking import Permits, in_thread
from conntest.net.deadline import deadline
from conntest.net.failures import classify, describe
from conntest.net.kernel import data_acknowledged
from conntest.net.stream import receive, send_all
from conntest.values import dataclass

#: The largest TLS record (RFC 8446, section 5.2: 16 KiB and 256 bytes), so that one read can take it whole.
_CHUNK = 16 * 1024 + 256

#: First bytes kept of a peer that does not speak TLS: enough for a banner or the head of an error page.
_FIRST_BYTES = 256

#: Seconds for the system's judgement of a certificate. Windows gives up fetching what it lacks for one after 20 s in
#: all (CryptoAPI's default for a chain), and then judges without.
VERIFICATION_S = 30.0

#: Judgements at once; they may all wait for the same thing.
_VERIFYING = Permits(32)

#: Certificates kept of a chain. Real ones have two to four.
_MAX_CHAIN = 10

#: TLS record types a peer may begin with (RFC 8446, section 5.1): alert and handshake.
_RECORD_TYPES = (0x15, 0x16)

#: `_ssl.ENCODING_DER`: of X.509's encodings the binary one (X509_FILETYPE_ASN1).
_ENCODING_DER = 2

#: X509_V_ERR_HOSTNAME_MISMATCH, as OpenSSL itself would report it.
_HOSTNAME_MISMATCH = 62


@dataclass(frozen=True, slots=True, kw_only=True)
class Secured:
    """The handshake succeeded, and the certificate was believed where the context asks for that. Leaf first. `client`
    can go on with the connection."""

    version: str | None
    cipher: str | None
    alpn: str | None
    chain: tuple[Certificate, ...]
    client: "TlsClient" = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsecured:
    """The handshake failed. `chain` is what was presented, where it got that far; `first_bytes` what a peer sent that
    does not speak TLS; `data_acknowledged` whether its kernel acknowledged our hello (None: not known)."""

    failure: Failure
    raw_error: str
    chain: tuple[Certificate, ...]
    first_bytes: bytes
    data_acknowledged: bool | None


async def handshake(
    sock: socket.socket, context: ssl.SSLContext, server_name: str, *, timeout_s: float
) -> Secured | Unsecured:
    """Shake hands as a client of `server_name` (a name or a literal address), within `timeout_s` altogether.

    Nothing is sent afterwards, and `sock` stays the caller's to close.
    """
    client = TlsClient(sock, context, server_name)
    try:
        await client.handshake(timeout_s)
    except (OSError, EOFError) as error:
        return client.failed(classify(error), describe(error))
    cipher = client.tls.cipher()
    return Secured(
        version=client.tls.version(),
        cipher=cipher[0] if cipher else None,
        alpn=client.tls.selected_alpn_protocol(),
        chain=client.chain(),
        client=client,
    )


def check_name(tls: ssl.SSLObject, server_name: str) -> None:
    """Match the leaf's names against `server_name`, where a verifying context left that to us (`TrustStores.context`).

    A wildcard stands for one whole leftmost label (RFC 6125, section 6.4.3). Raises SSLCertVerificationError.
    """
    if tls.context.verify_mode is not ssl.CERT_REQUIRED or tls.context.check_hostname:
        return
    from conntest.net import certificate  # late: see `chain`

    wanted = server_name.lower()
    wildcard = "*." + wanted.partition(".")[2]
    der = tls.getpeercert(True) or b""
    if not {wanted, wildcard}.intersection(name.lower() for name in certificate.names(der)):
        error = ssl.SSLCertVerificationError(1, f"Hostname mismatch, certificate is not valid for '{server_name}'.")
        error.verify_code = _HOSTNAME_MISMATCH
        raise error


class TlsClient:
    """Moves records between the socket and OpenSSL, which only ever sees memory: `incoming` and `outgoing`."""

    def __init__(self, sock: socket.socket, context: ssl.SSLContext, server_name: str) -> None:
        self._sock = sock
        self._server_name = server_name
        self._first_bytes = b""
        #: Whether Windows or macOS judges the certificate, which takes as long as they please.
        self._verified_by_system = isinstance(context, truststore.SSLContext)
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing, server_hostname=server_name)

    async def handshake(self, timeout_s: float) -> None:
        """Within `timeout_s` for the peer's part. Raises OSError (ssl.SSLError is one) and EOFError."""
        async with deadline(timeout_s) as scope:
            while not await self._advance(scope):
                await self._flush(timeout_s)
                data = await receive(self._sock, _CHUNK, timeout_s=timeout_s)
                self._first_bytes += data[: _FIRST_BYTES - len(self._first_bytes)]
                self.incoming.write(data)
            await self._flush(timeout_s)
        check_name(self.tls, self._server_name)

    async def _advance(self, scope: asyncio.Timeout) -> bool:
        """True when the handshake is complete, False when it needs the peer.

        The system's own judgement may take tens of seconds behind a firewall, while it tries to fetch certificates and
        revocation lists: a thread waits for it, and that time is none of the peer's.
        """
        ends = scope.when()
        if not self._verified_by_system or ends is None:
            return self._step()
        now = asyncio.get_running_loop().time
        left_s = ends - now()
        scope.reschedule(None)
        try:
            return await in_thread(self._step, timeout_s=VERIFICATION_S, permits=_VERIFYING)
        finally:
            scope.reschedule(now() + left_s)

    def _step(self) -> bool:
        try:
            self.tls.do_handshake()
        except ssl.SSLWantReadError:
            return False
        return True

    async def _flush(self, timeout_s: float) -> None:
        if self.outgoing.pending:
            await send_all(self._sock, self.outgoing.read(), timeout_s=timeout_s)

    def failed(self, failure: Failure, raw_error: str) -> Unsecured:
        """Bytes that are no TLS name the failure, whatever else ended the attempt."""
        speaks_tls = self._speaks_tls()
        return Unsecured(
            failure=failure if speaks_tls else Failure.SSL_NOT_SPOKEN,
            raw_error=raw_error,
            chain=self.chain(),
            first_bytes=b"" if speaks_tls else self._first_bytes,
            data_acknowledged=data_acknowledged(self._sock),
        )

    def _speaks_tls(self) -> bool:
        """Whether the peer's first bytes look like a TLS record. One that has sent nothing has not shown otherwise."""
        first = self._first_bytes
        return not first or (first[0] in _RECORD_TYPES and first[1:2] in (b"", b"\x03"))

    def chain(self) -> tuple[Certificate, ...]:
        from conntest.net import certificate  # late: a run begins a tenth of a second sooner without what reads them

        return tuple(certificate.read(der) for der in _presented(self.tls)[:_MAX_CHAIN])


def _presented(tls: ssl.SSLObject) -> list[bytes]:
    """The chain as the peer sent it, DER, leaf first, whether or not it was believed.

    Public from Python 3.13 on; until then on the object beneath. Without either, the leaf, of a finished handshake.
    """
    holder = tls if sys.version_info >= (3, 13) else getattr(tls, "_sslobj", None)
    get = getattr(holder, "get_unverified_chain", None)
    if get is None:
        leaf = tls.getpeercert(True) if tls.version() else None
        return [leaf] if leaf else []
    return [found if isinstance(found, bytes) else found.public_bytes(_ENCODING_DER) for found in get() or ()]
