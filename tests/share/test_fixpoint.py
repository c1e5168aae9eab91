"""What is replaced may join what stood apart, and escapes hide things: a text is cleaned until it is at rest."""

import html
import itertools
import json
import time
from collections.abc import Callable
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conntest.app.sharing import Documents
from conntest.model.privacy import Share
from conntest.model.report import Report
from conntest.render.formats import FORMATS
from conntest.share import LocalIdentity, release, sweep
from conntest.share.redactor import MOST_LEARNED
from tests.every import every
from tests.render.hostile import quick
from tests.share.knowledge import known
from tests.share.test_ordinary_names import pages, with_pages
from tests.some import some_of

SHRUNK = [
    "/home/login/home/login.html",
    "/home/jd/home/jd",
    r"see 2\Users\a for help",
    "://\u0085@h",
    r"\\\\u002fhome\\\\u002fjdoe",
    "%252Fhome%252Fjdoe%252Fx",
    "&amp;lt;&#47;home&#47;jdoe",
    "~/home/~/home/jd",
    "//home//home//home//a",
    "/home/%2F  /home/",
    "user=%20%20; user=%2D%2D, no",
]


@pytest.mark.parametrize("level", [Share.SUPPORT, Share.PUBLIC])
@pytest.mark.parametrize("text", some_of({text: text for text in SHRUNK}, SHRUNK[::3]))
def test_what_once_kept_a_report_from_being_written_does_not(text: str, level: Share) -> None:
    documents = Documents(with_pages(text), level)
    for name in FORMATS:
        found = sweep(documents.text(name), level, known(), documents.originals)
        assert {one.text for one in found} <= {"17.0.0.0"}, name


ESCAPES: list[Callable[[str], str]] = [
    lambda text: quote(text, safe=""),
    lambda text: json.dumps(text)[1:-1].replace("/", "\\/"),
    lambda text: "".join(f"&#{ord(sign)};" for sign in text),
    lambda text: text.replace('"', '""'),
]


@every("escapes", list(itertools.product(ESCAPES, repeat=2)))
def test_a_name_is_found_behind_two_escapes(escapes: tuple[Callable[[str], str], ...]) -> None:
    text = 'denied for "zaphod" in /home/zaphod/x'
    for escape in escapes:
        text = escape(text)
    own = LocalIdentity(users=("zaphod",))
    body = pages(release(with_pages(text), Share.SUPPORT, known(), own).report)[0].detail.body or ""
    for _ in range(4):
        body = body.replace("%25", "%").replace("&amp;", "&")
    assert "zaphod" not in body and "user-1" in body


def test_what_is_escaped_without_end_is_removed() -> None:
    text = "/home/jdoe"
    for _ in range(9):
        text = quote(text, safe="")
    wild = "".join(f"%25{'25' * n}41&{'amp;' * n}lt;" + "\\\\" * n for n in range(9))
    for body in (text, wild):
        shown = pages(release(with_pages(body), Share.SUPPORT, known()).report)[0].detail.body or ""
        assert "jdoe" not in shown


pieces = st.sampled_from(
    [
        "/home/",
        "jdoe",
        "\\Users\\",
        "a",
        "~",
        "%2F",
        "&#47;",
        "\\u002f",
        '""',
        "://",
        "u:p@",
        "h",
        " ",
        ":",
        "@",
        "user=",
        "x",
    ]
)


@pytest.mark.thorough
@quick
@given(st.lists(pieces, max_size=14).map("".join), st.sampled_from([Share.SUPPORT, Share.PUBLIC]))
def test_whatever_a_page_says_no_document_shows_more_than_its_report(body: str, level: Share) -> None:
    shared = release(with_pages(body), level, known())
    for name in ("json", "har", "csv"):
        found = sweep(FORMATS[name](shared.report), level, known(), shared.originals)
        again = shared.without(found) if found else None
        if again is not None:
            assert not sweep(FORMATS[name](again.report), level, known(), again.originals) & found


def _with_names(count: int) -> Report:
    """`count` users, 500 to a page, of two kilobytes each."""
    words = ("".join(letters) for letters in itertools.product("bcdfghjklmnpqrstvwxz", repeat=4))
    bodies = ["".join(f"~{word}/ " for word in itertools.islice(words, 250)) for _ in range(count // 250)]
    return with_pages(*bodies)


def _with_text(count: int) -> Report:
    """Pages with everything that can be escaped, and a few names."""
    page = 'user=jdoe at /home/jdoe%2Fx &amp;lt; \\u0041 px07:3128 fw.corp.example "" 10.1.2.3 http://a.example/?b=c '
    return with_pages(*(f"{number} {page * 20}" for number in range(count)))


def _seconds(report: Report) -> float:
    """The least of three, of the processor's."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        release(report, Share.SUPPORT, known())
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.thorough
@pytest.mark.parametrize("made", [_with_names, _with_text])
def test_four_times_as_much_takes_about_four_times_as_long(made: Callable[[int], Report]) -> None:
    few = 250 if made is _with_names else 3
    # What is quadratic takes 16 times as long.
    assert _seconds(made(4 * few)) < 8 * _seconds(made(few)) + 0.1


def test_what_names_more_than_any_run_is_removed_whole_and_the_rest_stays() -> None:
    shared = release(_with_names(MOST_LEARNED + 250), Share.SUPPORT, known())
    assert {page.detail.body for page in pages(shared.report)} == {"(removed)"}
    assert {page.detail.reason for page in pages(shared.report)} == {"Proxy Authentication Required"}
    few = release(_with_names(MOST_LEARNED - 250), Share.SUPPORT, known())
    assert "(removed)" not in {page.detail.body for page in pages(few.report)}


@pytest.mark.parametrize(
    "text",
    [
        r"user=jq&password=x1y2z3%20CORP\zaphod",
        'password=x1y2z3%20user="zaphod"',
        "secret=x1y2z3%26user%3D'zaphod'",
        "https://proxy.example.com/?password=x1y2z3%20user;zaphod;password=x%20user=%22zaphod%22",
        r"token=x1y2z3&#32;corp.example\zaphod said no",
    ],
)
def test_who_is_named_beside_a_password_is_gone_with_and_without_it(text: str) -> None:
    body = pages(release(with_pages(text), Share.SUPPORT, known()).report)[0].detail.body or ""
    assert "zaphod" not in unquote(html.unescape(body))
    assert "x1y2z3" not in body
