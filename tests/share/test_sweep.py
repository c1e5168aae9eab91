"""The second look over a finished document, whatever it is written in."""

import csv
import html
import io
import json

import pytest

from conntest.model.privacy import Share
from conntest.render.formats import FORMATS
from conntest.share import Found, LocalIdentity, sweep
from conntest.share.pseudonyms import Removed
from tests.every import every
from tests.render import full, samples
from tests.share.knowledge import known

OWN = LocalIdentity(users=("jqpublic", "root", "anna"), hosts=("janes-laptop", "mac", "www.ibkr.com"))

ORIGINALS = {
    Removed.HOST: frozenset({"fw42.bigbank.com", "px07", "squid", "xn--bcher-kva.corp"}),
    Removed.CREDENTIALS: frozenset({'pa"ss<wörd>&1'}),
    Removed.HOME: frozenset({r"C:\Users\Jane Q"}),
    Removed.ORGANISATION: frozenset({"Big Bank AG", "Google", "control"}),
    Removed.WORDS: frozenset({"Blocked by policy 4711", "OK"}),
}


def look(text: str, level: Share = Share.SUPPORT) -> frozenset[Found]:
    return sweep(text, level, known(), ORIGINALS, OWN)


def in_csv(text: str) -> str:
    file = io.StringIO()
    csv.writer(file).writerow(["a", text, "b,c"])
    return file.getvalue()


WRITTEN = [
    str,
    html.escape,
    json.dumps,
    lambda text: json.dumps(text, ensure_ascii=False),
    in_csv,
    lambda text: f"<text:p>{''.join(f'&#{ord(sign)};' for sign in text)}</text:p>",
    lambda text: html.escape(json.dumps(text)),
]

LEAKS = [
    "at fw42.bigbank.com:80",
    "at FW42.BigBank.com",
    "px07 refuses",
    'with pa"ss<wörd>&1',
    r"in C:\Users\Jane Q\Jts",
    "in /home/somebody/Jts",
    "in /Users/some.body",
    "by jqpublic.",
    "for Anna by policy",
    "on janes-laptop",
    "card 00:1a:2b:3c:4d:5e",
    "http://user:secret@host/",
    "socks5://user@host:1080",
]


@every("write", WRITTEN)
@every("text", LEAKS)
def test_what_support_may_not_read_is_found_in_any_writing(text: str, write: object) -> None:
    assert look(write(text))  # type: ignore[operator]


PUBLIC_LEAKS = [
    "10.0.0.1",
    "[2a00:23c4::99]:443",
    "81.2.69.160,",
    "::ffff:10.0.0.1",
    "Big Bank AG",
    "Blocked by policy 4711",
]


@every("write", WRITTEN)
@every("text", PUBLIC_LEAKS)
def test_what_the_public_may_not_read_is_found_too_and_support_may(text: str, write: object) -> None:
    document = write(f"said {text} and no more")  # type: ignore[operator]
    assert not look(document)
    assert look(document, Share.PUBLIC)


HARMLESS = [
    "a squid, a mac and root are words, and OK is no secret of a control of Google's",
    "at 02:35:12, 2026-11-22T02:35:11.250Z, in 1.250 s",
    "TLSv1.3, Python 3.11.7, v1.2.3.4, nginx/1.18.0, schema 1.0, OID 1.3.6.1.5.5.7.3.1",
    "http://LAN-1:3128/speaks-http@LAN-1, ndc1:4000/connect-0@server-2",
    "https://www.interactivebrokers.com/en/home.php, www.ibkr.com",
    "127.0.0.1, ::1, 1.1.1.1, 0.0.0.0, 192.0.2.1",
    "a::before { content: ''; margin: 0 0 0 1.5em } M10.5 20.25 L 3.1 4.1",
    "ab:cd:ef:01:02:03:04:05:06:07:08:09 " + "ab" * 32,
    "px071, apx07, fw42.bigbank.community",
    "~/Jts/jts.ini, /etc/hosts, C:\\Jts\\tws.exe",
]


@every("text", HARMLESS)
def test_there_is_no_false_alarm(text: str) -> None:
    assert not look(text, Share.PUBLIC)


def test_the_report_for_oneself_is_not_looked_through() -> None:
    assert not look(" ".join((*LEAKS, *PUBLIC_LEAKS)), Share.INTERNAL)


@pytest.mark.parametrize("name", FORMATS)
def test_no_document_of_an_ordinary_report_alarms_support(name: str) -> None:
    for report in (samples.healthy(), samples.ports_blocked(), samples.dns_tampered(), full.report()):
        assert not sweep(FORMATS[name](report), Share.SUPPORT, known(), {}, OWN)
