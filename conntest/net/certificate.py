"""A presented certificate, read with tolerance: middleboxes sign odd ones, and odd ones are worth showing."""

import hashlib
import warnings
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from cryptography import x509
from cryptography.x509.oid import NameOID, ObjectIdentifier

from conntest.model.observation import Certificate
from conntest.model.text import printable

T = TypeVar("T")

#: Characters kept of one name. A distinguished name is a line of a report, a DNS name has 253 at most (RFC 1035).
_MAX_TEXT = 256

#: Alternative names kept. A content network's certificate may carry a hundred; twenty show whose it is.
_MAX_NAMES = 20


def read(der: bytes) -> Certificate:
    """What a DER certificate says. A part that cannot be read is empty; if nothing can, only `sha256` is true."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # cryptography frowns at serial numbers and encodings that are none of ours
        return _read(der)


def names(der: bytes) -> tuple[str, ...]:
    """All DNS names of the subject alternative name (RFC 6125: with one, the common name counts for nothing)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        certificate = _tolerant(lambda: x509.load_der_x509_certificate(der))
        return () if certificate is None else tuple(_dns_names(certificate))


def _read(der: bytes) -> Certificate:
    certificate = _tolerant(lambda: x509.load_der_x509_certificate(der))
    if certificate is None:
        return _unreadable(der)
    subject, issuer = _tolerant(lambda: certificate.subject), _tolerant(lambda: certificate.issuer)
    return Certificate(
        subject=_distinguished(subject),
        issuer=_distinguished(issuer),
        subject_common_name=_attribute(subject, NameOID.COMMON_NAME),
        subject_organization=_attribute(subject, NameOID.ORGANIZATION_NAME),
        issuer_common_name=_attribute(issuer, NameOID.COMMON_NAME),
        issuer_organization=_attribute(issuer, NameOID.ORGANIZATION_NAME),
        not_before=_time(lambda: certificate.not_valid_before_utc),
        not_after=_time(lambda: certificate.not_valid_after_utc),
        names=tuple(printable(name, _MAX_TEXT) for name in _alternative_names(certificate)[:_MAX_NAMES]),
        sha256=hashlib.sha256(der).hexdigest(),
    )


def _unreadable(der: bytes) -> Certificate:
    return Certificate(
        subject="",
        issuer="",
        subject_common_name=None,
        subject_organization=None,
        issuer_common_name=None,
        issuer_organization=None,
        not_before="",
        not_after="",
        names=(),
        sha256=hashlib.sha256(der).hexdigest(),
    )


def _tolerant(get: Callable[[], T]) -> T | None:
    """cryptography reads lazily, and raises one of many kinds for a malformed part; which one says nothing to us."""
    try:
        return get()
    except Exception:
        return None


def _distinguished(name: x509.Name | None) -> str:
    text = None if name is None else _tolerant(name.rfc4514_string)
    return printable(text or "", _MAX_TEXT)


def _attribute(name: x509.Name | None, oid: ObjectIdentifier) -> str | None:
    """The last attribute of that kind, which is the most specific one (RFC 6125, section 2.3.1)."""
    values = [] if name is None else [attribute.value for attribute in name.get_attributes_for_oid(oid)]
    if not values:
        return None
    value = values[-1]
    return printable(value if isinstance(value, str) else value.decode("latin-1"), _MAX_TEXT)


def _time(get: Callable[[], datetime]) -> str:
    time = _tolerant(get)
    return "" if time is None else time.isoformat().replace("+00:00", "Z")


def _alternative_names(certificate: x509.Certificate) -> list[str]:
    found = _subject_alternative_name(certificate)
    addresses = [] if found is None else found.get_values_for_type(x509.IPAddress)
    return [*_dns_names(certificate), *map(str, addresses)]


def _dns_names(certificate: x509.Certificate) -> list[str]:
    found = _subject_alternative_name(certificate)
    return [] if found is None else found.get_values_for_type(x509.DNSName)


def _subject_alternative_name(certificate: x509.Certificate) -> x509.SubjectAlternativeName | None:
    return _tolerant(lambda: certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value)
