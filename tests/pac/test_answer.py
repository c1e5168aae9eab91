"""Answers of setup scripts, as each browser reads them."""

from hypothesis import given
from hypothesis import strategies as st

from conntest.model.pac import Browser
from conntest.pac.answer import parse_answer
from tests.every import every

#: What Chromium and Firefox make of an answer: PacResultElementToProxyServer and ProxyList::SetFromPacString, and
#: nsProtocolProxyService::ExtractProxyInfo. `-` where nothing of it means anything, and the browser connects directly.
ANSWERS = [
    ("DIRECT", "direct", "direct"),
    ("", "direct", "direct"),
    (" ; ;", "direct", "direct"),
    ("PROXY a:80", "http://a:80", "http://a:80"),
    ("PROXY\ta:80", "http://a:80", "http://a:80"),
    ("PROXY \t a:80 \t", "http://a:80", "http://a:80"),
    ("PROXY a:80;DIRECT;", "http://a:80 direct", "http://a:80 direct"),
    ("PROXY a:80 ; PROXY b:80", "http://a:80 http://b:80", "http://a:80 http://b:80"),
    ("proxy A.example.com ;direct", "http://a.example.com:80 direct", "http://a.example.com:80 direct"),
    ("HTTP a:80; DIRECT", "direct", "http://a:80 direct"),
    ("HTTP a:80", "-", "http://a:80"),
    ("HTTPS a", "https://a:443", "https://a:443"),
    ("SOCKS a", "socks4://a:1080", "socks4://a:1080"),
    ("SOCKS4 a:1;SOCKS5 b:2", "socks4://a:1 socks5://b:2", "socks4://a:1 socks5://b:2"),
    ("SOCKS5 p.example.com:1080", "socks5://p.example.com:1080", "socks5://p.example.com:1080"),
    ("PROXY [2001:db8::1]:3128", "http://[2001:db8::1]:3128", "http://[2001:db8::1]:3128"),
    ("PROXY gdc1_hb1:80", "http://gdc1_hb1:80", "http://gdc1_hb1:80"),
    ("PROXY a:80; PROXY a:80", "http://a:80", "http://a:80"),
    ("QUIC a:80; DIRECT", "direct", "direct"),
    ("FTP a:80; PROXY b:1", "http://b:1", "http://b:1"),
    (" PROXY a:80", "http://a:80", "-"),
    ("\nPROXY a:80", "-", "-"),
    ("PROXY a:80\nDIRECT", "-", "-"),
    ("DIRECT now", "-", "direct"),
    ("DIRECT now; PROXY a:1", "http://a:1", "direct http://a:1"),
    ("PROXY 0.0.0.0:0", "http://0.0.0.0:0", "http://0.0.0.0:0"),
    ("PROXY u:p@a:80", "-", "http://a:80"),
    ("PROXY http://a:80", "-", "http://a:80"),
    ("PROXY a:", "-", "-"),
    ("PROXY a:99999", "-", "-"),
    ("PROXY a:x", "-", "-"),
    ("PROXY a b:80", "-", "-"),
    ("PROXY", "-", "-"),
    ("PROXYa:80", "-", "-"),
    ("hello", "-", "-"),
    ("192.0.2.1:3128", "-", "-"),
    ("http://a:80", "-", "-"),
    ("PROXY a:80, PROXY b:80", "-", "-"),
    ("PROXY a:80; é", "-", "http://a:80"),
]


@every(("text", "chromium", "firefox"), ANSWERS)
def test_an_answer_is_read_as_browsers_do(text: str, chromium: str, firefox: str) -> None:
    for browser, right in ((Browser.CHROMIUM, chromium), (Browser.FIREFOX, firefox)):
        answer = parse_answer(text, browser)
        assert ("-" if answer is None else " ".join(answer.choices)) == right


def test_parts_that_mean_nothing_are_counted() -> None:
    answer = parse_answer("PROXY a:80; hello; PROXY :1")
    assert answer is not None
    assert answer.ignored == 2


def test_a_proxy_without_a_port_is_not_to_be_tested() -> None:
    answer = parse_answer("PROXY 0.0.0.0:0; PROXY a:1")
    assert answer is not None
    assert [proxy.id for proxy in answer.proxies] == ["http://a:1"]


@given(
    st.one_of(st.text(), st.lists(st.sampled_from(["PROXY ", "a:80", ";", "[::1]", "DIRECT", ":", "@"])).map("".join)),
    st.sampled_from(Browser),
)
def test_any_text_is_an_answer_or_none(text: str, browser: Browser) -> None:
    answer = parse_answer(text, browser)
    assert answer is None or all(choice.isprintable() for choice in answer.choices)
