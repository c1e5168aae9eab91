"""How the bytes of a script become its text, and the addresses that carry one."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conntest.model.pac import Browser
from conntest.model.pac_url import not_followed_by, shown
from conntest.pac.source import charset_of, data_url, decoded
from tests.every import every

SCRIPT = "// é\nfunction FindProxyForURL(url, host) { return 'DIRECT'; }"


@every(
    ("data", "charset"),
    [
        (SCRIPT.encode(), None),
        (SCRIPT.encode("utf-8-sig"), None),
        (SCRIPT.encode("latin-1"), None),
        (b"\xff\xfe" + SCRIPT.encode("utf-16-le"), None),
        (b"\xfe\xff" + SCRIPT.encode("utf-16-be"), None),
        (SCRIPT.encode("utf-16-le"), "utf-16le"),
        (SCRIPT.encode("utf-16"), "UTF-16"),
        (SCRIPT.encode("utf-8-sig"), "utf-8"),
        (SCRIPT.encode("windows-1252"), "windows-1252"),
        (SCRIPT.encode(), "no-such-charset"),
        (SCRIPT.encode(), "base64"),
    ],
)
def test_a_script_is_read_by_charset_mark_or_guess(data: bytes, charset: str | None) -> None:
    assert decoded(data, charset) == SCRIPT


def test_what_is_no_character_is_replaced() -> None:
    assert decoded(b"a\xffb", "utf-8") == "a\ufffdb"


@every(
    ("header", "charset"),
    [
        ("application/x-ns-proxy-autoconfig", None),
        ("text/plain; charset=utf-16le", "utf-16le"),
        ('text/plain;charset="UTF-8"', "UTF-8"),
        ("text/plain; charset=", None),
        ("", None),
        (None, None),
    ],
)
def test_the_charset_stands_in_the_content_type(header: str | None, charset: str | None) -> None:
    assert charset_of(header) == charset


@every(
    "url",
    [
        "data:application/x-ns-proxy-autoconfig;base64," + base64.b64encode(SCRIPT.encode()).decode(),
        "data:application/x-ns-proxy-autoconfig;base64," + base64.b64encode(SCRIPT.encode()).decode().rstrip("="),
        "DATA:;charset=utf-8;BASE64," + base64.b64encode(SCRIPT.encode()).decode(),
        "data:,//%20%C3%A9%0Afunction FindProxyForURL(url, host) { return 'DIRECT'; }",
    ],
)
def test_a_data_url_carries_the_script(url: str) -> None:
    carried = data_url(url)
    assert decoded(carried.data, carried.charset) == SCRIPT


def test_a_data_url_may_say_its_charset() -> None:
    assert data_url("data:text/plain;charset=utf-16le,x").charset == "utf-16le"


@pytest.mark.parametrize("url", ["data:nothing", "http://x/", "data:;base64,a"])
def test_what_carries_nothing_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="no "):
        data_url(url)


def test_what_a_data_url_carries_is_not_shown() -> None:
    assert shown("data:text/plain,PROXY%20me:hunter2@p") == "data:text/plain,…"
    assert shown("http://wpad/p.pac") == "http://wpad/p.pac"


@every(
    ("url", "browsers"),
    [
        ("http://wpad/p.pac", ()),
        ("HTTPS://wpad/p.pac", ()),
        ("data:,x", ()),
        ("file:///etc/p.pac", (Browser.CHROMIUM,)),
        (r"C:\p.pac", (Browser.CHROMIUM,)),
        ("/etc/p.pac", (Browser.CHROMIUM,)),
    ],
)
def test_chromium_follows_no_file(url: str, browsers: tuple[Browser, ...]) -> None:
    assert not_followed_by(url) == browsers


@given(st.binary(max_size=200), st.none() | st.text(max_size=12))
def test_any_bytes_are_a_text(data: bytes, charset: str | None) -> None:
    assert isinstance(decoded(data, charset), str)
