from hypothesis import given
from hypothesis import strategies as st

from conntest.model.observation import Protocol
from conntest.wire.sniff import preview, protocol
from tests.every import every


@every(
    ("data", "spoken"),
    [
        (b"", None),
        (b"HTTP/1.1 400 Bad Request\r\n", Protocol.HTTP),
        (b"HTTP/1.0 200 OK\r\n", Protocol.HTTP),
        (b"\r\n<!DOCTYPE HTML><html>", Protocol.HTTP),
        (b"<html><body>blocked", Protocol.HTTP),
        (b"\x15\x03\x01\x00\x02\x02\x28", Protocol.TLS),
        (b"\x16\x03\x03\x00\x31", Protocol.TLS),
        (b"\x15", Protocol.TLS),
        (b"\x16\x04", Protocol.UNKNOWN),
        (b"SSH-2.0-OpenSSH_9.6\r\n", Protocol.SSH),
        (b"220 mail.example.com ESMTP Postfix\r\n", Protocol.SMTP),
        (b"554 no SMTP service here\r\n", Protocol.SMTP),
        (b"220 ProFTPD Server ready\r\n", Protocol.FTP),
        (b"220 hello\r\n", Protocol.UNKNOWN),
        (b"\x05\xff", Protocol.SOCKS),
        (b"\x05\x00", Protocol.SOCKS),
        (b"\x05", Protocol.SOCKS),
        (b"\x05\x77", Protocol.UNKNOWN),
        (b"\x00\x5b\0\0\0\0\0\0", Protocol.SOCKS),
        (b"\x00\x00\x00\x00", Protocol.UNKNOWN),
        (b"\x00", Protocol.UNKNOWN),
        (b"#%#%\0\0\0\x0bMISC38;529;", Protocol.IBKR_GATEWAY),
        (b"#%#%\0\0\0\x20MISC", Protocol.IBKR_GATEWAY),
        (b"#%#%\0\0\0\x0bMISC", Protocol.UNKNOWN),
        (b"#%#%\xff\xff\xff\xff", Protocol.UNKNOWN),
        (b"#%#%\0\0\0\x0bMISC38;528;", Protocol.UNKNOWN),
        (b"hello", Protocol.UNKNOWN),
    ],
)
def test_the_first_bytes_name_the_protocol(data: bytes, spoken: Protocol | None) -> None:
    assert protocol(data) is spoken


@every(
    ("data", "shown"),
    [
        (b"SSH-2.0\r\n", "SSH-2.0\\r\\n"),
        (b"\x1b[2J\x00\xff", "\\x1b[2J\\x00\\xff"),
        ("é".encode(), "\\xc3\\xa9"),
        (b"", ""),
    ],
)
def test_a_preview_is_printable_ascii(data: bytes, shown: str) -> None:
    assert preview(data) == shown


@given(st.binary(max_size=300), st.integers(min_value=1, max_value=64))
def test_a_preview_never_exceeds_its_limit(data: bytes, limit: int) -> None:
    shown = preview(data, limit)
    assert len(shown) <= limit
    assert shown.isprintable()
