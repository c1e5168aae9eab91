"""Whom a TLS handshake believes: one context per set of roots, made once.

A context costs 20 ms to make and is shared by all handshakes; nothing here ever changes one that was handed out.
"""

import contextlib
import ssl
import sys
from pathlib import Path

import certifi
import truststore

from conntest.model.observation import Trust

#: HTTP/1.1 only: aiohttp speaks no other, and a server that chose h2 for a probe would be reported as one that our
#: own HTTP request never meets. Offering something at all is what browsers do, and some front ends want it.
_ALPN = ("http/1.1",)

#: `ssl.OP_LEGACY_SERVER_CONNECT`, which Python names from 3.12 on: servers without secure renegotiation (RFC 5746).
_LEGACY_SERVER_CONNECT = 0x4


#: Windows and macOS verify chains with code of their own, which truststore calls.
_SYSTEM_VERIFIES: bool = sys.platform in ("win32", "darwin")

#: Where Linux distributions keep their roots, for a Python whose OpenSSL was built to look elsewhere: Alpine, Arch and
#: Fedora up to 43; Fedora from 44; older Fedora and RHEL; Debian and Ubuntu; SUSE (truststore's list).
_SYSTEM_BUNDLES = (
    Path("/etc/ssl/cert.pem"),
    Path("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
    Path("/etc/pki/tls/cert.pem"),
    Path("/etc/ssl/certs/ca-certificates.crt"),
    Path("/etc/ssl/ca-bundle.pem"),
)


class TrustError(Exception):
    """The roots to believe in cannot be read. Its text is a sentence for the user."""


class TrustStores:
    """The contexts of one run. `ca_bundle`, a PEM file or its text, takes the place of the public roots, and
    `system_bundle` that of this machine's own store, for a world that is not this machine's."""

    __slots__ = ("_ca_bundle", "_contexts", "_system_bundle")

    def __init__(self, *, ca_bundle: Path | str | None = None, system_bundle: Path | str | None = None) -> None:
        self._ca_bundle = ca_bundle
        self._system_bundle = system_bundle
        self._contexts: dict[tuple[Trust, bool], ssl.SSLContext] = {}

    def load(self) -> None:
        """Make the contexts that every run needs now, so that a bad bundle shows before the run and their cost in none
        of its times. This system's own store, which takes as long to read as all else, is needed where a certificate
        is refused (`load_system`).

        Raises TrustError.
        """
        for trust in (Trust.PUBLIC, Trust.UNVERIFIED):
            self.context(trust, "")

    def load_system(self) -> None:
        """Make the context of this system's own store, if nobody needed it yet. Raises TrustError."""
        self.context(Trust.SYSTEM, "")

    def context(self, trust: Trust, server_name: str) -> ssl.SSLContext:
        """The context for a handshake with `server_name`, verifying against `trust`.

        OpenSSL matches no wildcard against a label with an underscore (X509_check_host: letters, digits, hyphens),
        and IBKR's older backups have such names, which only a wildcard can certify today. For them the context leaves
        the name to `conntest.net.tls.check_name`. Raises TrustError.
        """
        key = (trust, "_" in server_name)
        if key not in self._contexts:
            self._contexts[key] = self._make(*key)
        return self._contexts[key]

    def _make(self, trust: Trust, name_checked_later: bool) -> ssl.SSLContext:
        match trust:
            case Trust.PUBLIC:
                context = _verifying(self._ca_bundle or Path(certifi.where()))
            case Trust.SYSTEM:
                context = _verifying(self._system_bundle) if self._system_bundle else _system()
            case Trust.UNVERIFIED:
                context = _lenient()
        if name_checked_later:
            context.check_hostname = False
        context.set_alpn_protocols(_ALPN)
        return context


def _verifying(bundle: Path | str) -> ssl.SSLContext:
    """Not `ssl.create_default_context`: from Python 3.13 on it adds VERIFY_X509_STRICT, and with it would call company
    and lab roots invalid that browsers and Java accept."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        if isinstance(bundle, str):
            context.load_verify_locations(cadata=bundle)
        else:
            context.load_verify_locations(cafile=bundle)
    except ssl.SSLError as error:
        raise TrustError(f"CA bundle {bundle}: no PEM certificate could be read from it ({error.reason})") from error
    except OSError as error:
        raise TrustError(f"CA bundle {bundle}: {error.strerror or error}") from error
    return context


def _system() -> ssl.SSLContext:
    """Where the store is files for OpenSSL, truststore would read them anew for every handshake, which holds everything
    else up for 100 ms each time. An unreadable file is a store without it, as it is for every program here."""
    if _SYSTEM_VERIFIES:
        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.set_default_verify_paths()
    if ssl.get_default_verify_paths().cafile is None:
        for bundle in filter(Path.is_file, _SYSTEM_BUNDLES):
            with contextlib.suppress(OSError):
                context.load_verify_locations(cafile=bundle)
    return context


def _lenient() -> ssl.SSLContext:
    """Takes any certificate and any protocol that OpenSSL still knows, so that an old middlebox shows its chain too.
    Nothing is ever sent over such a connection."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.options |= _LEGACY_SERVER_CONNECT
    return context
