import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from conntest.model.failure import Failure
from conntest.model.observation import Trust
from conntest.net import stream
from conntest.net.ca_store import TrustStores
from conntest.net.tls import Secured, Unsecured, handshake
from tests.loopback import (
    Handler,
    bundle,
    dial,
    drips,
    ends,
    hangs_up,
    relays,
    resets,
    says,
    server_context,
    serving,
    silent,
)

NAME = "ndc1.ibllc.com"
UNDERSCORED = "mcgw1_hb1.ibllc.com.cn"
NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def ca() -> trustme.CA:
    return trustme.CA(organization_name="Test Authority")


@pytest.fixture(scope="module")
def stores(ca: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> TrustStores:
    return TrustStores(ca_bundle=bundle(ca, tmp_path_factory.mktemp("roots")))


async def shake(
    port: int, stores: TrustStores, name: str = NAME, *, trust: Trust = Trust.PUBLIC, timeout_s: float = 5.0
) -> Secured | Unsecured:
    sock = await dial(port)
    try:
        return await handshake(sock, stores.context(trust, name), name, timeout_s=timeout_s)
    finally:
        stream.close(sock)


async def test_a_good_certificate_is_believed(ca: trustme.CA, stores: TrustStores) -> None:
    context = server_context(ca.issue_cert(NAME, organization_name="IBKR"))
    context.set_alpn_protocols(["h2", "http/1.1"])
    async with serving(silent, tls=context) as port:
        outcome = await shake(port, stores)
    assert isinstance(outcome, Secured)
    assert (outcome.version, outcome.alpn) == ("TLSv1.3", "http/1.1")
    assert outcome.cipher is not None
    assert [certificate.names for certificate in outcome.chain] == [(NAME,)]
    assert outcome.chain[0].issuer_organization == "Test Authority"


async def test_the_whole_presented_chain_is_kept(ca: trustme.CA, stores: TrustStores) -> None:
    certificate = ca.create_child_ca().issue_cert(NAME)
    async with serving(silent, tls=server_context(certificate)) as port:
        outcome = await shake(port, stores)
    assert isinstance(outcome, Secured)
    leaf, intermediate = outcome.chain
    assert leaf.issuer == intermediate.subject != intermediate.issuer


REFUSED: list[tuple[str, Callable[[trustme.CA], trustme.LeafCert], Failure]] = [
    ("expired", lambda ca: ca.issue_cert(NAME, not_before=NOW - 9 * DAY, not_after=NOW - DAY), Failure.SSL_EXPIRED),
    ("early", lambda ca: ca.issue_cert(NAME, not_before=NOW + DAY, not_after=NOW + 9 * DAY), Failure.SSL_NOT_YET_VALID),
    ("other name", lambda ca: ca.issue_cert("www.example.com"), Failure.SSL_INVALID_HOSTNAME),
    ("unknown CA", lambda ca: trustme.CA().issue_cert(NAME), Failure.SSL_UNKNOWN_AUTHORITY),
]


@pytest.mark.parametrize(("certificate", "failure"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
async def test_a_bad_certificate_is_refused_and_its_chain_kept(
    ca: trustme.CA, stores: TrustStores, certificate: Callable[[trustme.CA], trustme.LeafCert], failure: Failure
) -> None:
    async with serving(silent, tls=server_context(certificate(ca))) as port:
        refused = await shake(port, stores)
        looked_at = await shake(port, stores, trust=Trust.UNVERIFIED)
    assert isinstance(refused, Unsecured)
    assert refused.failure is failure
    assert refused.raw_error
    assert isinstance(looked_at, Secured)
    assert refused.chain == looked_at.chain != ()
    assert refused.first_bytes == b""


async def test_a_self_signed_certificate_is_called_so(stores: TrustStores, tmp_path: Path) -> None:
    alone = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    alone.cert_pem.write_to_path(tmp_path / "cert.pem")
    alone.private_key_pem.write_to_path(tmp_path / "key.pem")
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    async with serving(silent, tls=context) as port:
        outcome = await shake(port, stores)
    assert isinstance(outcome, Unsecured)
    assert outcome.failure is Failure.SSL_SELF_SIGNED


async def test_the_systems_store_does_not_know_a_private_root(ca: trustme.CA, stores: TrustStores) -> None:
    async with serving(silent, tls=server_context(ca.issue_cert(NAME))) as port:
        outcome = await shake(port, stores, trust=Trust.SYSTEM)
    assert isinstance(outcome, Unsecured)
    assert outcome.failure is Failure.SSL_UNKNOWN_AUTHORITY


async def test_the_systems_store_believes_what_was_added_to_it(
    ca: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle(ca, tmp_path)))
    async with serving(silent, tls=server_context(ca.issue_cert(NAME))) as port:
        outcome = await shake(port, TrustStores(), trust=Trust.SYSTEM)
    assert isinstance(outcome, Secured)


@pytest.mark.parametrize("trust", [Trust.PUBLIC, Trust.UNVERIFIED])
async def test_a_wildcard_covers_a_name_with_an_underscore(ca: trustme.CA, stores: TrustStores, trust: Trust) -> None:
    async with serving(silent, tls=server_context(ca.issue_cert("*.ibllc.com.cn"))) as port:
        assert isinstance(await shake(port, stores, UNDERSCORED, trust=trust), Secured)


@pytest.mark.parametrize("names", [("*.ibllc.com",), ("*.com.cn",), ("ibllc.com.cn",), ("127.0.0.1",)])
async def test_other_names_do_not_cover_it(ca: trustme.CA, stores: TrustStores, names: tuple[str, ...]) -> None:
    async with serving(silent, tls=server_context(ca.issue_cert(*names))) as port:
        outcome = await shake(port, stores, UNDERSCORED)
    assert isinstance(outcome, Unsecured)
    assert outcome.failure is Failure.SSL_INVALID_HOSTNAME
    assert outcome.chain


async def test_the_name_with_an_underscore_is_sent(ca: trustme.CA, stores: TrustStores) -> None:
    heard: list[str] = []
    context = server_context(ca.issue_cert("*.ibllc.com.cn"))
    context.sni_callback = lambda _tls, name, _context: heard.append(name)
    async with serving(silent, tls=context) as port:
        await shake(port, stores, UNDERSCORED)
    assert heard == [UNDERSCORED]


async def test_a_literal_address_is_verified_as_an_address(ca: trustme.CA, stores: TrustStores) -> None:
    heard: list[str | None] = []
    context = server_context(ca.issue_cert("127.0.0.1"))
    context.sni_callback = lambda _tls, name, _context: heard.append(name)
    async with serving(silent, tls=context) as port:
        good = await shake(port, stores, "127.0.0.1")
        other = await shake(port, stores, "127.0.0.2")
    assert isinstance(good, Secured)
    assert isinstance(other, Unsecured)
    assert other.failure is Failure.SSL_INVALID_HOSTNAME
    assert heard == [None, None]


NOT_TLS: list[tuple[str, Handler, Failure, bytes]] = [
    ("HTTP", says(b"HTTP/1.1 400 Bad Request\r\n\r\n"), Failure.SSL_NOT_SPOKEN, b"HTTP/1.1 400 Bad Request\r\n\r\n"),
    ("SSH", says(b"SSH-2.0-x\r\n"), Failure.SSL_NOT_SPOKEN, b"SSH-2.0-x\r\n"),
    ("two bytes, then the end", says(b"no", then=ends), Failure.SSL_NOT_SPOKEN, b"no"),
    ("drip of letters", drips(b"a line of text that is no TLS"), Failure.SSL_NOT_SPOKEN, b"a line of text"[:5]),
    ("alert", says(b"\x15\x03\x03\x00\x02\x02\x28"), Failure.SSL_ALERT, b""),
    ("record of another version", says(b"\x16\x09\x09\x00\x02\x02\x28"), Failure.SSL_NOT_SPOKEN, b"\x16\x09\x09"),
    ("close", hangs_up, Failure.EOF, b""),
    ("reset", resets, Failure.CONNECTION_RESET, b""),
]


@pytest.mark.parametrize(
    ("handler", "failure", "first_bytes"), [row[1:] for row in NOT_TLS], ids=[row[0] for row in NOT_TLS]
)
async def test_who_does_not_speak_tls_is_heard(
    stores: TrustStores, handler: Handler, failure: Failure, first_bytes: bytes
) -> None:
    async with serving(handler) as port:
        outcome = await shake(port, stores)
    assert isinstance(outcome, Unsecured)
    assert outcome.failure is failure
    assert outcome.first_bytes.startswith(first_bytes)
    assert bool(outcome.first_bytes) == bool(first_bytes)
    assert outcome.chain == ()


async def test_silence_is_a_timeout_and_tells_whether_the_hello_arrived(stores: TrustStores) -> None:
    async with serving(silent) as port:
        outcome = await shake(port, stores, timeout_s=0.1)
    assert isinstance(outcome, Unsecured)
    assert (outcome.failure, outcome.raw_error) == (Failure.TIMEOUT, "no answer within 0.1 s")
    assert outcome.data_acknowledged in (True, None)


async def test_an_endless_drip_ends_with_the_patience(stores: TrustStores) -> None:
    record = b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc"
    async with serving(drips(record)) as port:
        outcome = await shake(port, stores, timeout_s=0.1)
    assert isinstance(outcome, Unsecured)
    assert outcome.failure is Failure.TIMEOUT
    assert outcome.first_bytes == b""


async def test_a_handshake_in_small_pieces_is_one_handshake(ca: trustme.CA, stores: TrustStores) -> None:
    """The server's flight, relayed a byte at a time."""
    async with (
        serving(silent, tls=server_context(ca.issue_cert(NAME))) as upstream,
        serving(relays(upstream)) as port,
    ):
        outcome = await shake(port, stores)
    assert isinstance(outcome, Secured)
