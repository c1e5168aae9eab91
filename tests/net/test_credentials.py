"""No password in any text, in whatever form it comes back."""

import base64
import html
from urllib.parse import quote

from conntest.model.failure import Failure
from conntest.model.observation import Attempt, HttpDetail, HttpStep, ProbeKind, ProxyConnectDetail, ProxyConnectStep
from conntest.model.proxy import Scheme
from conntest.model.secret import Credentials
from conntest.model.step import Error
from conntest.net.credentials import HIDDEN, Scrubber, authorization, scrubbed
from tests.every import every

PASSWORDS = ["hunter2000", "p@ss/w:rd#?&=%", "pässwörd", "a b+c<d>\"e'", "correct\\horse\n", "密码密码"]


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def forms(user: str, password: str) -> list[str]:
    percent = quote(password, safe="")
    return [
        f"http://{user}:{password}@proxy:3128",
        f"http://{user}:{percent}@proxy:3128",
        f"http://{user}:{percent.lower() if password.islower() and password.isascii() else percent}@proxy:3128",
        f"Proxy-Authorization: Basic {encoded(f'{user}:{password}')}",
        f"token={encoded(password)}",
        f"token={quote(encoded(password), safe='')}",
        f"<td>{html.escape(password)}</td>",
        repr(password),
    ]


@every("password", PASSWORDS)
def test_every_form_of_a_password_is_hidden(password: str) -> None:
    scrub = Scrubber({"http://proxy:3128": Credentials(user="trader", password=password)})
    for text in forms("trader", password):
        clean = scrub(f"before {text} after")
        assert HIDDEN in clean, text
        assert password not in clean
        assert quote(password, safe="") not in clean
        assert encoded(f"trader:{password}").rstrip("=") not in clean
        assert encoded(password).rstrip("=") not in clean
        assert clean.startswith("before ") and clean.endswith(" after")


def test_a_short_password_does_not_spoil_every_word() -> None:
    scrub = Scrubber({"p": Credentials(user="trader", password="a")})
    assert scrub("a cat sat") == "a cat sat"
    assert scrub(f"Basic {encoded('trader:a')}") == f"Basic {HIDDEN}"


def test_without_credentials_nothing_changes() -> None:
    assert Scrubber({})("http://user@host/a b") == "http://user@host/a b"
    assert Scrubber({"p": Credentials(user="trader", password="")})("trader:") == "trader:"


def test_basic_is_what_the_standard_says() -> None:
    """The example of RFC 7617, section 2."""
    given = Credentials(user="Aladdin", password="open sesame")
    assert authorization(given) == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="


def test_credentials_have_no_text() -> None:
    given = Credentials(user="trader", password="hunter2000")
    for text in (repr(given), str(given), f"{given}", repr([given]), f"{given!r:>40}"):
        assert "hunter2000" not in text
        assert "trader" not in text


def test_the_second_net_reaches_into_every_text_of_others_and_leaves_names_alone() -> None:
    scrub = Scrubber({"p": Credentials(user="trader", password="hunter2000")})
    refusal = ProxyConnectStep(
        t0=0.0,
        t=1.0,
        error=Error(kind=Failure.HTTP_PROXY_CONNECT_REJECTED, text="403 hunter2000"),
        detail=ProxyConnectDetail(
            proxy="http://hunter2000:3128",
            scheme=Scheme.HTTP,
            reason="no hunter2000",
            headers=(("X-Echo", "hunter2000"),),
            page="hunter2000",
        ),
    )
    page = HttpDetail(method="GET", url="https://a/", body="it is hunter2000", headers=(("hunter2000", "b"),))
    answer = HttpStep(t0=0.0, t=1.0, error=None, detail=page)
    seen = Attempt(id="x@hunter2000", kind=ProbeKind.HTTP, endpoint="e", steps=(refusal, answer))
    clean = scrubbed(seen, scrub)
    assert "hunter2000" not in repr(clean).replace("x@hunter2000", "").replace("http://hunter2000:3128", "")
    assert (clean.id, clean.steps[0].t) == (seen.id, 1.0)
    assert clean.http and clean.http.detail.body == f"it is {HIDDEN}"
