import asyncio
import errno
import os
import socket
import ssl
from datetime import UTC, datetime

import pytest
import trustme

from conntest.model.failure import Failure
from conntest.net.failures import classify, describe
from tests.every import every

ALERT = bytes.fromhex("15 0303 0002")


@every(
    ("number", "failure"),
    [
        (errno.ECONNREFUSED, Failure.CONNECTION_REFUSED),
        (errno.ECONNRESET, Failure.CONNECTION_RESET),
        (errno.EPIPE, Failure.CONNECTION_RESET),
        (errno.ECONNABORTED, Failure.CONNECTION_ABORTED),
        (errno.EHOSTUNREACH, Failure.HOST_UNREACHABLE),
        (errno.EHOSTDOWN, Failure.HOST_UNREACHABLE),
        (errno.ENOPROTOOPT, Failure.HOST_UNREACHABLE),
        (errno.ENETUNREACH, Failure.NETWORK_UNREACHABLE),
        (errno.ENETDOWN, Failure.NETWORK_DOWN),
        (errno.ETIMEDOUT, Failure.TIMEOUT),
        (errno.EACCES, Failure.PERMISSION_DENIED),
        (errno.EPERM, Failure.PERMISSION_DENIED),
        (errno.EADDRNOTAVAIL, Failure.ADDRESS_NOT_AVAILABLE),
        (errno.EAFNOSUPPORT, Failure.ADDRESS_NOT_AVAILABLE),
        (errno.EMFILE, Failure.LOCAL_RESOURCES_EXHAUSTED),
        (errno.ENFILE, Failure.LOCAL_RESOURCES_EXHAUSTED),
        (errno.ENOBUFS, Failure.LOCAL_RESOURCES_EXHAUSTED),
        (errno.ENOMEM, Failure.LOCAL_RESOURCES_EXHAUSTED),
        (10024, Failure.LOCAL_RESOURCES_EXHAUSTED),
        (10055, Failure.LOCAL_RESOURCES_EXHAUSTED),
        (errno.EINVAL, Failure.UNKNOWN),
        (errno.EPROTO, Failure.UNKNOWN),
        (errno.EAGAIN, Failure.UNKNOWN),
        (10061, Failure.CONNECTION_REFUSED),
        (10060, Failure.TIMEOUT),
        (10054, Failure.CONNECTION_RESET),
        (10053, Failure.CONNECTION_ABORTED),
        (10065, Failure.HOST_UNREACHABLE),
        (10051, Failure.NETWORK_UNREACHABLE),
        (10013, Failure.PERMISSION_DENIED),
    ],
)
def test_a_number_names_the_failure(number: int, failure: Failure) -> None:
    assert classify(OSError(number, os.strerror(number))) is failure


@every(
    ("error", "failure"),
    [
        (TimeoutError(), Failure.TIMEOUT),
        (ConnectionResetError("what asyncio says of an end of the stream"), Failure.EOF),
        (BrokenPipeError(), Failure.CONNECTION_RESET),
        (EOFError(), Failure.EOF),
        (asyncio.IncompleteReadError(b"", 8), Failure.EOF),
        (socket.gaierror(errno.EACCES, "an EAI number, not an errno"), Failure.UNKNOWN),
        (ValueError("a bug"), Failure.UNKNOWN),
    ],
)
def test_an_exception_without_a_number_is_known_by_its_class(error: Exception, failure: Failure) -> None:
    assert classify(error) is failure


@every(
    ("number", "failure"),
    [
        (1225, Failure.CONNECTION_REFUSED),
        (121, Failure.TIMEOUT),
        (64, Failure.CONNECTION_RESET),
        (1231, Failure.NETWORK_UNREACHABLE),
        (1232, Failure.HOST_UNREACHABLE),
        (1233, Failure.HOST_UNREACHABLE),
        (1234, Failure.CONNECTION_REFUSED),
        (1214, Failure.ADDRESS_NOT_AVAILABLE),
        (10049, Failure.ADDRESS_NOT_AVAILABLE),
        (10057, Failure.CONNECTION_ABORTED),
        (1460, Failure.TIMEOUT),
        (258, Failure.TIMEOUT),
        (53, Failure.NETWORK_UNREACHABLE),
        (59, Failure.NETWORK_UNREACHABLE),
    ],
)
def test_overlapped_io_on_windows_has_numbers_of_its_own(number: int, failure: Failure) -> None:
    error = OSError(errno.EINVAL, "as Python translates what it has no errno for")
    error.winerror = number  # type: ignore[attr-defined, unused-ignore]
    assert classify(error) is failure


@every(
    ("code", "failure"),
    [
        (9, Failure.SSL_NOT_YET_VALID),
        (10, Failure.SSL_EXPIRED),
        (18, Failure.SSL_SELF_SIGNED),
        (19, Failure.SSL_UNKNOWN_AUTHORITY),
        (20, Failure.SSL_UNKNOWN_AUTHORITY),
        (21, Failure.SSL_UNKNOWN_AUTHORITY),
        (62, Failure.SSL_INVALID_HOSTNAME),
        (64, Failure.SSL_INVALID_HOSTNAME),
        (0x800B0109, Failure.SSL_UNKNOWN_AUTHORITY),
        (-67818, Failure.SSL_EXPIRED),
        (23, Failure.SSL_FAILED_HANDSHAKE),
    ],
)
def test_a_refused_certificate_is_known_by_its_verify_code(code: int, failure: Failure) -> None:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code = code
    assert classify(error) is failure


def handshake(received: bytes, *, then_eof: bool = False) -> Exception:
    """What OpenSSL makes of `received` in answer to a hello."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = ssl.create_default_context().wrap_bio(incoming, outgoing, server_hostname="gateway.test")
    with pytest.raises(ssl.SSLWantReadError):
        tls.do_handshake()
    incoming.write(received)
    if then_eof:
        incoming.write_eof()
    with pytest.raises(ssl.SSLError) as caught:
        tls.do_handshake()
    return caught.value


@pytest.mark.parametrize(
    ("received", "failure"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", Failure.SSL_NOT_SPOKEN),
        (b"SSH-2.0-OpenSSH_9.6\r\n", Failure.SSL_NOT_SPOKEN),
        (b"220 smtp.example ESMTP\r\n", Failure.SSL_NOT_SPOKEN),
        (ALERT + bytes([2, 40]), Failure.SSL_ALERT),  # handshake_failure
        (ALERT + bytes([2, 70]), Failure.SSL_ALERT),  # protocol_version
        (ALERT + bytes([2, 112]), Failure.SSL_ALERT),  # unrecognized_name
    ],
)
def test_openssl_tells_plain_text_from_an_alert(received: bytes, failure: Failure) -> None:
    assert classify(handshake(received)) is failure


def test_a_stream_that_ends_in_the_handshake_is_eof() -> None:
    assert classify(handshake(b"", then_eof=True)) is Failure.EOF


def test_a_newer_openssl_under_an_older_python_gives_words_and_no_reason() -> None:
    assert classify(ssl.SSLError(1, "[SSL] record layer failure (_ssl.c:1033)")) is Failure.SSL_NOT_SPOKEN


def test_openssls_error_numbers_are_not_taken_for_errno() -> None:
    assert classify(ssl.SSLError(errno.EPERM, "[SSL: NO_CIPHERS_AVAILABLE]")) is Failure.SSL_FAILED_HANDSHAKE


def verify(certificate: trustme.LeafCert, trusted: trustme.CA, name: str) -> Failure:
    """A whole handshake between two OpenSSLs, without a socket."""
    to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(server_side)
    client_side = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusted.configure_trust(client_side)
    server = server_side.wrap_bio(to_server, to_client, server_side=True)
    client = client_side.wrap_bio(to_client, to_server, server_hostname=name)
    for tls in (client, server):
        with pytest.raises(ssl.SSLWantReadError):
            tls.do_handshake()
    with pytest.raises(ssl.SSLCertVerificationError) as caught:
        client.do_handshake()
    return classify(caught.value)


def test_real_certificates_fail_by_their_real_names() -> None:
    ours, theirs = trustme.CA(), trustme.CA()
    past = datetime(2001, 1, 1, tzinfo=UTC)
    assert verify(theirs.issue_cert("a.test"), ours, "a.test") is Failure.SSL_UNKNOWN_AUTHORITY
    assert verify(ours.issue_cert("a.test", not_after=past), ours, "a.test") is Failure.SSL_EXPIRED
    assert verify(ours.issue_cert("a.test"), ours, "b.test") is Failure.SSL_INVALID_HOSTNAME
    assert verify(ours.issue_cert("a.test"), ours, "127.0.0.1") is Failure.SSL_INVALID_HOSTNAME


@every(
    ("error", "words"),
    [
        (OSError(errno.ECONNREFUSED, "Connection refused"), f"[Errno {errno.ECONNREFUSED}] Connection refused"),
        (TimeoutError(), "timed out"),
        (EOFError(), "EOFError"),
        (ValueError("two\nlines\x1b[31m\u202e"), r"two\nlines\x1b[31m\u202e"),
        (ValueError("x" * 300), "x" * 199 + "…"),
    ],
)
def test_a_description_is_one_short_printable_line(error: Exception, words: str) -> None:
    assert describe(error) == words
