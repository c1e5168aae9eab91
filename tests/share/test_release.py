"""Secrets are planted in every text that could carry one, and looked for in every format at every level."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conntest.model.observation import attempts
from conntest.model.privacy import Share
from conntest.model.report import Report
from conntest.render.formats import FORMATS
from conntest.report_io.json import from_json, to_json
from conntest.share import LocalIdentity, Released, release, sweep
from conntest.share.typed import cleaned
from tests.every import every
from tests.render import samples
from tests.render.hostile import ONE_OF_EACH, hostile, poisoned, quick
from tests.share import planted
from tests.share.knowledge import known
from tests.share.planted import PRIVATE, PUBLIC, SECRET
from tests.some import some_of

OWN = LocalIdentity(
    homes=("/home/linuxjane",),
    users=(SECRET["user"],),
    hosts=(SECRET["this computer"], SECRET["search domain"]),
)


@cache
def released(level: Share) -> Released:
    return release(planted.report(), level, known(), OWN)


@cache
def document(level: Share, name: str) -> str:
    return FORMATS[name](released(level).report)


def readings(text: str) -> Iterator[str]:
    """What a reader of any kind could make of it, wrapped lines put together again."""
    for view in (text, html.unescape(text), text.replace("\\\\", "\\"), unquote(text)):
        yield view.lower()
        yield re.sub(r"\s*\n\s*", "", view).lower()
        yield re.sub(r"\s+", " ", view).lower()


@pytest.mark.parametrize("name", some_of({name: name for name in FORMATS}, ["json", "html", "txt"]))
@pytest.mark.parametrize("level", [Share.SUPPORT, Share.PUBLIC])
def test_no_format_holds_a_secret(level: Share, name: str) -> None:
    forbidden = SECRET | (PRIVATE if level is Share.PUBLIC else {})
    for view in readings(document(level, name)):
        for what, secret in forbidden.items():
            assert secret.lower() not in view, what


@pytest.mark.parametrize("name", some_of({name: name for name in FORMATS}, ["json", "txt"]))
@pytest.mark.parametrize("level", [Share.SUPPORT, Share.PUBLIC])
def test_the_second_look_finds_nothing_but_words_of_ours(level: Share, name: str) -> None:
    found = sweep(document(level, name), level, known(), released(level).originals, OWN)
    assert {one.text for one in found} <= {"17.0.0.0"}, "Apple's own block, in a remedy"
    assert released(level).without(found) is None


@pytest.mark.parametrize("level", list(Share))
def test_the_planted_secrets_are_in_the_report_of_the_run_and_what_is_public_stays(level: Share) -> None:
    text = document(level, "json")
    for what in PUBLIC:
        assert what in text
    if level is Share.INTERNAL:
        whole = text.replace("\\\\", "\\")
        gone = [what for what, secret in (SECRET | PRIVATE).items() if secret not in whole]
        assert gone == ["password", "login of a header"], "which no level may read"


def test_support_keeps_what_a_diagnosis_needs() -> None:
    text = document(Share.SUPPORT, "json")
    assert [what for what, needed in PRIVATE.items() if needed not in text] == []
    assert "Fortinet FortiGate" in text


def test_the_same_original_has_the_same_pseudonym_everywhere() -> None:
    report = released(Share.SUPPORT).report
    path = next(path for path in report.paths if path.proxy and path.proxy.port == 3128)
    assert path.proxy is not None
    host = path.proxy.host
    assert re.fullmatch(r"local-host-[0-9]+", host)
    assert path.id == path.proxy.id == f"http://{host}:3128"
    assert report.run.options.proxies == (path.id,)
    assert all(path.id in result.paths for result in report.endpoints)
    assert path.id in report.findings[0].subjects
    assert any(f"The proxy {path.id} is set" in finding.summary for finding in report.findings)
    assert any(seen.path == seen.proxy == path.id for seen in report.observations)
    decision = (report.machine.pac or ())[0].decisions[0]
    assert decision.choices == (path.id,)
    assert f"PROXY {host}:3128" in decision.answer and f"{host}. http%3A%2F%2F{host}%3A3128" in decision.answer


def test_for_the_public_addresses_keep_their_class() -> None:
    report = released(Share.PUBLIC).report
    echo = next(echo for seen in attempts(report.observations) for echo in seen.echoes)
    assert echo.detail.address == "exit-1"
    assert all(
        re.fullmatch(r"LAN-\d+|exit-\d+", address) for i in report.machine.interfaces or () for address in i.addresses
    )
    assert report.machine.name_servers[1] == "1.1.1.1"
    assert re.fullmatch(r"LAN-\d+", report.machine.name_servers[0])


def test_the_report_says_what_was_taken_out_and_for_whom() -> None:
    assert set(released(Share.INTERNAL).report.redactions) == {"credentials"}
    support, public = released(Share.SUPPORT).report, released(Share.PUBLIC).report
    assert (support.run.share, public.run.share) == ("support", "public")
    assert set(support.redactions) == {
        "credentials",
        "user_names",
        "home_folders",
        "hardware_addresses",
        "local_host_names",
        "words_of_others",
    }
    assert {"own_public_addresses", "local_addresses", "server_addresses", "organisations"} <= set(public.redactions)
    for name in ("txt", "html", "md"):
        assert "local host names: " in html.unescape(document(Share.SUPPORT, name)), name


@pytest.mark.parametrize("level", [Share.SUPPORT, Share.PUBLIC])
def test_a_released_report_is_read_back_and_releasing_it_again_changes_nothing(level: Share) -> None:
    report = released(level).report
    again = from_json(to_json(report))
    assert release(again, level, known()).report == again


def test_a_support_report_can_be_made_public_later() -> None:
    support = from_json(to_json(released(Share.SUPPORT).report))
    public = release(support, Share.PUBLIC, known())
    text = to_json(public.report)
    for what, secret in (SECRET | PRIVATE).items():
        assert secret.lower() not in text.lower(), what
    host = next(path.proxy.host for path in support.paths if path.proxy)
    assert host in text, "its pseudonyms stay"
    assert public.report.redactions["local_host_names"] >= support.redactions["local_host_names"]


def test_nothing_is_taken_from_a_report_that_holds_nothing_secret() -> None:
    base = samples.ports_blocked()
    harmless: Report = replace(base, observations=(), machine=replace(base.machine, interfaces=None, name_servers=()))
    shared = release(harmless, Share.SUPPORT, known()).report
    assert shared.redactions == {}
    assert replace(shared, run=base.run) == harmless


LOCATIONS = [
    ("/login?user=1", "(removed)"),
    ("http://[::1", "(removed)"),
    ("http://fw.bigbank.com/portal/bigbank?x=1", "http://local-host-1/(removed)"),
    ("http://wpad.bigbank.com/wpad.dat", "http://local-host-1/wpad.dat"),
    ("https://www.interactivebrokers.com/en/home.php?x=1#y", "https://www.interactivebrokers.com/en/home.php"),
    ("http://[fd00::1]:8080/", "http://LAN-1:8080/"),
]


@every(("url", "shown"), LOCATIONS)
def test_for_the_public_a_url_says_no_more_than_its_host(url: str, shown: str) -> None:
    report = samples.healthy()
    seen = next(seen for seen in report.observations if seen.http)
    assert seen.http
    step = replace(seen.http, detail=replace(seen.http.detail, headers=(("Location", url),)))
    alone = replace(report, observations=(replace(seen, steps=(step,)),))
    clean = release(alone, Share.PUBLIC, known()).report.observations[0].http
    assert clean and clean.detail.header("location") == shown


@pytest.mark.thorough
@quick
@given(hostile, st.sampled_from([Share.SUPPORT, Share.PUBLIC]))
def test_whatever_a_text_holds_it_is_released_and_stays_readable(poison: str, level: Share) -> None:
    report = release(poisoned(ONE_OF_EACH, poison), level, known()).report
    assert len(report.observations) == len(ONE_OF_EACH.observations)
    assert report.verdict == ONE_OF_EACH.verdict


@pytest.mark.parametrize(("level", "walks"), [(Share.INTERNAL, 1), (Share.SUPPORT, 2), (Share.PUBLIC, 2)])
def test_a_report_is_walked_once_to_read_it_and_once_to_replace_what_it_says(
    level: Share, walks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked = []

    def counted(value: Report, *about: Any) -> Any:
        walked.append(value)
        return cleaned(value, *about)

    monkeypatch.setattr(import_module("conntest.share.release"), "cleaned", counted)
    release(planted.report(), level, known(), OWN)
    assert len(walked) == walks
