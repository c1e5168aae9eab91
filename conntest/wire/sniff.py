"""Which protocol the first bytes of an answer belong to."""

from conntest.model.observation import Protocol
from conntest.model.text import printable as _printable
from conntest.wire.greeting import GREETING, NotSpoken, parse

#: TLS record types (RFC 8446, section 5.1) that a peer may begin with: alert and handshake.
_TLS_RECORDS = (0x15, 0x16)

#: The second byte of a SOCKS 5 method choice: none needed, GSSAPI, password, none acceptable (RFC 1928, section 3).
_SOCKS5_METHODS = (0x00, 0x01, 0x02, 0xFF)


def protocol(data: bytes) -> Protocol | None:
    """The protocol that `data`, the first bytes a peer sent, belong to; `UNKNOWN` for all others, None for no bytes."""
    if not data:
        return None
    if _is_gateway(data):
        return Protocol.IBKR_GATEWAY
    if data.startswith(b"HTTP/") or data.lstrip().lower().startswith((b"<html", b"<!doctype html")):
        return Protocol.HTTP
    if data[0] in _TLS_RECORDS and data[1:2] in (b"", b"\x03"):
        return Protocol.TLS
    if data.startswith(b"SSH-"):
        return Protocol.SSH
    if data.startswith((b"220", b"421", b"554")):
        return _mail_or_files(data)
    return Protocol.SOCKS if _is_socks(data) else Protocol.UNKNOWN


def preview(data: bytes, limit: int = 128) -> str:
    """The first bytes of `data` as text of at most `limit` characters, all but printable ASCII escaped."""
    text = data[:limit].decode("latin-1")
    return _printable("".join(c if c.isascii() else f"\\x{ord(c):02x}" for c in text), limit)


def _is_gateway(data: bytes) -> bool:
    """A frame of the greeting's form, whole or still arriving, that is not our own question coming back."""
    return not GREETING.startswith(data) and not isinstance(parse(data), NotSpoken)


def _mail_or_files(data: bytes) -> Protocol:
    """SMTP and FTP both greet with a three-digit code (RFC 5321 and RFC 959); the words after it tell them apart."""
    words = data.upper()
    if b"SMTP" in words:
        return Protocol.SMTP
    return Protocol.FTP if b"FTP" in words else Protocol.UNKNOWN


def _is_socks(data: bytes) -> bool:
    if data[0] == 0x05:
        return data[1:2] == b"" or data[1] in _SOCKS5_METHODS
    return data[0] == 0x00 and 0x5A <= int.from_bytes(data[1:2], "big") <= 0x5D
