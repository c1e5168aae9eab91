"""Passwords go at every level and from every place; sessions, tokens and parameters of URLs at support."""

from collections.abc import Callable
from dataclasses import replace

from conntest.model.pac import PacDecision, PacOutcome, PacReport
from conntest.model.privacy import Share
from conntest.model.proxy import How, ProxySetting, Scope
from conntest.model.report import Report
from conntest.report_io.json import to_json
from conntest.share import credentials, release, without_passwords
from tests.every import every
from tests.render import samples
from tests.share.knowledge import known
from tests.share.test_ordinary_names import pages, with_pages


def unheard(_: str) -> None:
    """What was taken out is not what these tests are about."""


TOKENS = [
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P",
    "AKIAIOSFODNN7EXAMPLE",
    "AIzaSyA-1234567890abcdefghijklmnopqrstu",
    "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
    "xoxb-123456789012-abcdefghijkl",
    "d41d8cd98f00b204e9800998ecf8427e",
    "123e4567-e89b-12d3-a456-426614174000",
    "Zm9vYmFyMTIzNDU2Nzg5MGFiY2RlZmdo",
    "q8Zx3Lw0Tn5Rk2Vb7Yd9Hs",
]


@every("token", TOKENS[:-1])
@every("around", ["{}", "see {} now", "<p>{}</p>", '"{}"', "x={};", "({})"])
def test_a_token_is_known_by_its_form(token: str, around: str) -> None:
    shown = credentials.without_tokens(around.format(token), unheard)
    assert token not in shown and "(removed)" in shown


WORDS = [
    "TLS_AES_256_GCM_SHA384",
    "x86_64-unknown-linux-gnu-2026-11",
    "isFindProxyForURLDefinedHere",
    "java.net.UnknownHostException",
    "/en/software/tws/downloads/latest/standalone-installers/windows/index.php",
    "2026-11-22T02:35:11.250000+00:00",
    "0000000000000000000000000000000000000000",
    "--------------------------------------",
]


@every("text", WORDS)
def test_a_long_word_is_none(text: str) -> None:
    assert credentials.without_tokens(text, unheard) == text


URLS = [
    ("http://portal.example/login?code=a&state=b%20c", "http://portal.example/login?code=(removed)&state=(removed)"),
    ("/x?u=http://other.example/&amp;sig=abc#token=1", "/x?u=(removed)&amp;sig=(removed)#token=(removed)"),
    ("https://a.example/?1234", "https://a.example/?(removed)"),
    ("https://a.example/x?empty=&y", "https://a.example/x?empty=&(removed)"),
    ("https://a.example/x", "https://a.example/x"),
]


@every(("url", "shown"), URLS)
def test_parameters_of_a_url_keep_their_names_only(url: str, shown: str) -> None:
    assert credentials.without_query(url, unheard) == shown
    assert credentials.without_query(shown, unheard) == shown


CHALLENGES = [
    ('Digest realm="corp", nonce="abc", opaque="def", qop="auth"', 'Digest realm="corp"'),
    ('Negotiate, NTLM, Basic realm="Sign in"', 'Negotiate, NTLM, Basic realm="Sign in"'),
    ("NTLM TlRMTVNTUAACAAAA", "NTLM"),
    ("Negotiate YIIabcdef==", "Negotiate"),
    ('Bearer error="invalid_token", scope="Basic"', "Bearer"),
    ('Bearer realm=corp, authorization_uri="https://login.example/t?x=1"', 'Bearer realm="corp"'),
    ("X-Own secret", "(removed)"),
    ("", ""),
]


@every(("header", "shown"), CHALLENGES)
def test_a_challenge_has_scheme_and_realm_only(header: str, shown: str) -> None:
    assert credentials.challenge(header, unheard) == shown
    assert credentials.challenge(shown, unheard) == shown


BODIES = [
    "go to /login?code=PLANTED&x=1",
    "code=PLANTED",
    "sig=PLANTED&key=PLANTED",
    "csrf_token%3DPLANTED",
    "https%3A%2F%2Fa.example%2F%3Fsession%3DPLANTED",
    "SSID: PLANTED",
    "PIN: PLANTED",
    "X-Session-Id: PLANTED",
    "HTTP/1.1 407 no\\r\\nProxy-Authenticate: Digest realm='x', nonce='PLANTED'\\r\\nSet-Cookie: a=PLANTED; b=PLANTED",
    "&quot;password&quot;: &quot;PLANTED&quot;",
    '{"access_token": "PLANTED"}',
    "http://u:PLANTED@proxy.example:3128/",
    "http://u:PLA/PLANTED@proxy.example:3128/",
    "Authorization: Basic PLANTED==",
    "nonce=PLANTED, opaque=PLANTED",
]


@every("body", BODIES)
@every("secret", ["s3cretVALUE", "letmein"])
def test_no_page_tells_a_secret_to_support(body: str, secret: str) -> None:
    shown = release(with_pages(body.replace("PLANTED", secret)), Share.SUPPORT, known())
    assert secret not in to_json(shown.report)
    assert shown.report.redactions["credentials"]


HEADERS = [
    (("Via", "1.1 px07 (squid/5.7)"), "1.1 local-host-1 (squid/5.7)"),
    (("X-Cache", "MISS from px07"), "MISS from local-host-1"),
    (("X-Authenticated-User", "zaphod"), "(removed)"),
    (("X-Session-Id", "abc"), "(removed)"),
    (("Set-Cookie", "a=b"), "(removed)"),
    (("X-Squid-Error", "ERR_ACCESS_DENIED 0"), "ERR_ACCESS_DENIED 0"),
    (("X-Squid-Error", "ERR_JDOE jdoe"), "(removed)"),
    (("WWW-Authenticate", 'Digest realm="PX07", nonce="a"'), 'Digest realm="local-host-1"'),
    (("Location", "//px07/login?mac=00-1a-2b-3c-4d-5e&ip=10.1.2.3"), "//local-host-1/login?mac=(removed)&ip=(removed)"),
    (("Server", "squid/5.7"), "squid/5.7"),
    (("Date", "Sun, 22 Nov 2026 02:35:12 GMT"), "Sun, 22 Nov 2026 02:35:12 GMT"),
]


@every(("header", "shown"), HEADERS)
def test_headers_are_kept_by_an_allow_list(header: tuple[str, str], shown: str) -> None:
    report = with_pages("")
    seen = report.observations[0]
    http = pages(report)[0]
    step = replace(http, detail=replace(http.detail, headers=(header,)))
    clean = release(replace(report, observations=(replace(seen, steps=(step,)),)), Share.SUPPORT, known())  # type: ignore[call-arg]
    assert pages(clean.report)[0].detail.headers == ((header[0], shown),)


def _exceptions(password: str) -> Report:
    setting = ProxySetting(
        id="env:https_proxy",
        source="variable https_proxy",
        how=How.MANUAL,
        scopes=(Scope.TOOLS,),
        active=True,
        pac_url=f"http://user7:{password}@wpad.example/proxy.pac",
        bypass=(f"user7:{password}@x.corp.example", "*.example"),
    )
    report = samples.healthy()
    return replace(report, machine=replace(report.machine, proxies=(setting,)))


def _script(password: str) -> Report:
    decision = PacDecision(host="ndc1.ibllc.com", answer=f"PROXY user7:{password}@127.0.0.1:80; DIRECT", choices=())
    script = PacReport(
        setting="x", url=None, outcome=PacOutcome.EVALUATED, decisions=(decision,), reason=decision.answer
    )
    report = samples.healthy()
    return replace(report, machine=replace(report.machine, pac=(script,)))


def _page(password: str) -> Report:
    return with_pages(f"http://user7:{password}@proxy.example/ and -Dhttp.proxyPassword={password}")


@every("level", list(Share))
@every("password", ["ENVPW7", "SEC/RETpw", "p:4/3@x", "1234"])
@every("planted", [_exceptions, _script, _page])
def test_a_password_is_in_no_report_at_any_level(planted: Callable[[str], Report], password: str, level: Share) -> None:
    text = to_json(release(planted(password), level, known()).report)
    assert password not in text and "user7" not in text


def test_what_is_said_on_a_screen_holds_no_password_and_keeps_its_instructions() -> None:
    assert without_passwords("http://u:p/w@x: there is no such file") == "http://x: there is no such file"
    assert without_passwords("http:/u:pw@x: found no such file") == "http:/x: found no such file"
    told = "write it as http://host:port or http://user:password@host:port"
    assert without_passwords(told) == told


@every(
    ("place", "shown"),
    [
        ("http:/jane:s3cret@proxy/x.json", "http:/proxy/x.json"),
        ("~/https:/jane:s3/cret@proxy", "~/https:/proxy"),
        ("socks5:/jane:s3cret@10.0.0.1:1080", "socks5:/10.0.0.1:1080"),
        ("http:\\jane:s3cret@proxy", "http:\\proxy"),
        ("C:/Users/a@b.json", "C:/Users/a@b.json"),
        ("http://proxy:3128/probe@10.0.0.1", "http://proxy:3128/probe@10.0.0.1"),
    ],
)
def test_a_url_that_was_taken_for_the_name_of_a_file_has_no_login(place: str, shown: str) -> None:
    assert credentials.without_logins(place) == shown
    assert without_passwords(place) == shown
