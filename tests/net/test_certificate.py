import hashlib
import ssl
import warnings
from datetime import UTC, datetime

import trustme
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from conntest.net.certificate import names, read
from tests.every import every


def der_of(certificate: trustme.LeafCert) -> bytes:
    return ssl.PEM_cert_to_DER_cert(certificate.cert_chain_pems[0].bytes().decode())


def self_made(common_name: str, *, organization: str | None = None) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    attributes = [x509.NameAttribute(NameOID.COMMON_NAME, common_name)]
    if organization is not None:
        attributes.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization))
    name = x509.Name(attributes)
    builder = (
        x509.CertificateBuilder(subject_name=name, issuer_name=name, public_key=key.public_key(), serial_number=7)
        .not_valid_before(datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC))
        .not_valid_after(datetime(2035, 1, 2, 3, 4, 5, tzinfo=UTC))
    )
    return builder.sign(key, SHA256()).public_bytes(Encoding.DER)


def test_a_certificate_is_read_whole() -> None:
    der = self_made("gateway", organization="Zscaler Inc.")
    certificate = read(der)
    assert certificate.subject == certificate.issuer == "O=Zscaler Inc.,CN=gateway"
    assert (certificate.subject_common_name, certificate.subject_organization) == ("gateway", "Zscaler Inc.")
    assert (certificate.issuer_common_name, certificate.issuer_organization) == ("gateway", "Zscaler Inc.")
    assert (certificate.not_before, certificate.not_after) == ("2025-01-02T03:04:05Z", "2035-01-02T03:04:05Z")
    assert certificate.names == ()
    assert certificate.sha256 == hashlib.sha256(der).hexdigest()


def test_names_and_addresses_are_kept_and_capped() -> None:
    ca = trustme.CA()
    assert read(der_of(ca.issue_cert("a.example", "127.0.0.1"))).names == ("a.example", "127.0.0.1")
    assert len(read(der_of(ca.issue_cert(*(f"{n}.example" for n in range(50))))).names) == 20


def test_all_dns_names_can_be_matched() -> None:
    der = der_of(trustme.CA().issue_cert(*(f"{n}.example" for n in range(50)), "127.0.0.1"))
    assert names(der) == tuple(f"{n}.example" for n in range(50))


def test_what_is_absent_is_none() -> None:
    assert read(self_made("alone")).subject_organization is None


def test_hostile_names_are_printable_and_short() -> None:
    certificate = read(self_made("\x1b[2J\u202e", organization="x" * 64))
    assert certificate.subject_common_name == "\\x1b[2J\\u202e"
    assert certificate.subject.isprintable()


@every("der", [b"", b"\0", b"not a certificate", self_made("cut")[:200]])
def test_what_cannot_be_read_is_known_by_its_digest_alone(der: bytes) -> None:
    certificate = read(der)
    assert certificate.sha256 == hashlib.sha256(der).hexdigest()
    assert (certificate.subject, certificate.not_after, certificate.names) == ("", "", ())
    assert names(der) == ()


SAMPLE = self_made("sample", organization="Sample")


@given(st.integers(min_value=0, max_value=len(SAMPLE) - 1), st.integers(min_value=0, max_value=255))
def test_no_damaged_certificate_breaks_the_reader(position: int, byte: int) -> None:
    damaged = SAMPLE[:position] + bytes([byte]) + SAMPLE[position + 1 :]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        certificate = read(damaged)
    assert certificate.sha256 == hashlib.sha256(damaged).hexdigest()
    assert certificate.subject.isprintable()
