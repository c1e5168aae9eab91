"""Every spelling of a proxy that programs accept is understood; what is wrong with one is said without quoting it."""

from conntest.model.proxy import Scheme
from conntest.system.proxies.proxy_url import bypass_list, parse_proxy, proxy_of, script_address
from tests.every import every


@every(
    ("text", "id"),
    [
        ("proxy.example.com:3128", "http://proxy.example.com:3128"),
        ("http://proxy.example.com:3128/", "http://proxy.example.com:3128"),
        ("http://proxy.example.com", "http://proxy.example.com:80"),
        ("HTTPS://Proxy.Example.COM", "https://proxy.example.com:443"),
        ("socks5h://127.0.0.1", "socks5h://127.0.0.1:1080"),
        ("socks4a://10.0.0.1:9050", "socks4a://10.0.0.1:9050"),
        ("socks://10.0.0.1:9050", "socks5://10.0.0.1:9050"),
        ("http://[2001:DB8::1]:8080", "http://[2001:db8::1]:8080"),
        ("[::1]", "http://[::1]:80"),
        ("gdc1_hb1.ibllc.com:1080", "http://gdc1_hb1.ibllc.com:1080"),
        ("  127.0.0.1:7890  ", "http://127.0.0.1:7890"),
        ("http://user:p/a?s#s@w@proxy:3128", "http://proxy:3128"),
    ],
)
def test_a_proxy_is_understood(text: str, id: str) -> None:
    claim = parse_proxy(text)
    assert claim.proxy is not None
    assert claim.proxy.id == id


@every(
    ("text", "problem"),
    [
        ("", "nothing is written there"),
        ("   ", "nothing is written there"),
        ("x" * 3000, "what is written there is too long"),
        ("ftp://proxy:21", "its protocol is neither HTTP nor SOCKS"),
        ("http://:8080", "the host name is malformed"),
        ("http://pro xy:8080", "the host name is malformed"),
        ("http://2001:db8::1:8080", "the port is no number up to 65535"),
        ("[::1", "the host name is malformed"),
        ("[::1]x", "the host name is malformed"),
        ("proxy:http", "the port is no number up to 65535"),
        ("proxy:0", "the port is no number up to 65535"),
        ("proxy:65536", "the port is no number up to 65535"),
        ("proxy:٣", "the port is no number up to 65535"),
        ("\x1b[2Jproxy:80", "the host name is malformed"),
    ],
)
def test_a_malformed_proxy_is_described_without_quoting_it(text: str, problem: str) -> None:
    claim = parse_proxy(text)
    assert claim.proxy is None
    assert claim.malformed == problem


def test_credentials_are_decoded_and_kept_out_of_the_proxy() -> None:
    claim = parse_proxy("http://me%40corp:p%3Ass@proxy:3128")
    assert claim.proxy is not None
    assert claim.proxy.has_credentials
    assert claim.credentials is not None
    assert (claim.credentials.user, claim.credentials.password) == ("me@corp", "p:ss")
    assert "ss" not in repr(claim.credentials)
    assert "corp" not in f"{claim}"


@every(("port", "expected"), [(8080, 8080), ("8080", 8080), ("0", 1080), ("", 1080), (None, 1080)])
def test_a_port_kept_apart_is_a_number_digits_or_the_usual(port: object, expected: int) -> None:
    claim = proxy_of("proxy", port, scheme=Scheme.SOCKS5)
    assert claim.proxy is not None
    assert claim.proxy.port == expected


@every(
    ("text", "address"),
    [
        ("http://wpad.example.com/proxy.pac", "http://wpad.example.com/proxy.pac"),
        ("http://me:secret@wpad/proxy.pac?a=b", "http://wpad/proxy.pac?a=b"),
        (r"C:\proxy.pac", r"C:\proxy.pac"),
        ("file:///etc/proxy.pac", "file:///etc/proxy.pac"),
        ("", None),
        ("http://wpad/\x00", None),
        ("http://[wpad/", None),
        ("h" * 3000, None),
    ],
)
def test_a_script_address_loses_its_credentials(text: str, address: str | None) -> None:
    assert script_address(text) == address


def test_a_bypass_list_is_capped_and_printable() -> None:
    entries = bypass_list(["<local>", "", " *.corp ", "\x1b[2J", "x" * 500, *map(str, range(100))])
    assert entries[:3] == ("<local>", "*.corp", "\\x1b[2J")
    assert len(entries) == 64
    assert max(map(len, entries)) == 120
