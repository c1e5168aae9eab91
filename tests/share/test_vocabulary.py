"""Users, computers and hosts may be called like words of a report. They get one, and it stays readable."""

import re
from dataclasses import replace

import pytest

from conntest.model.privacy import Share
from conntest.model.report import Report
from conntest.render import FORMATS
from conntest.share import LeakError, LocalIdentity, release, sweep
from conntest.share.vocabulary import is_ours
from tests.render import samples
from tests.share.knowledge import known

_NAME = re.compile(r"(?<![a-z0-9_-])[a-z][a-z0-9_-]{2,19}(?![a-z0-9_-])")


@pytest.mark.parametrize("name", ["error", "region", "roboto", "sydney", "connect_s", "x86_64"])
def test_words_of_texts_styles_and_fields_are_ours(name: str) -> None:
    assert is_ours(name) == (name in ("error", "region", "roboto", "sydney"))


@pytest.mark.parametrize("name", ["heart-of-gold", "zaphod", "bigbank", "regio", "rror"])
def test_names_and_parts_of_words_are_not(name: str) -> None:
    assert not is_ours(name)


@pytest.mark.parametrize("name", FORMATS)
def test_whoever_is_called_like_a_word_of_a_document_gets_it(name: str) -> None:
    document = FORMATS[name](release(samples.healthy(), Share.SUPPORT, known()).report)
    # Words of strangers, and of the standards that they keep to.
    others = {"aliyun", "digicert", "hotspot-detect", "tlsv1", "x86_64"}
    words = set(_NAME.findall(document.lower())) - others
    own = LocalIdentity(users=tuple(sorted(words)), hosts=tuple(sorted(words)))
    sweep(document, Share.SUPPORT, known(), {}, own)


@pytest.mark.parametrize("name", ["server-1", "lan-1", "m120", "primary", "mac-1"])
@pytest.mark.parametrize("level", [Share.SUPPORT, Share.PUBLIC])
def test_so_does_a_computer_called_like_a_pseudonym_or_a_line_of_a_picture(name: str, level: Share) -> None:
    own = LocalIdentity(users=(name,), hosts=(name,))
    shared = release(samples.ports_blocked(), level, known(), own)
    for render in FORMATS.values():
        sweep(render(shared.report), level, known(), shared.originals, own)


def _page(body: str) -> Report:
    report = samples.healthy()
    seen = next(seen for seen in report.observations if seen.http)
    assert seen.http
    detail = replace(seen.http.detail, body=body, reason="Proxy Authentication Required", headers=())
    return replace(report, observations=(replace(seen, steps=(replace(seen.http, detail=detail),)),))


@pytest.mark.parametrize(
    "body",
    ["Login: required", "User: failed", "password: required", "session: resolve", "CORP\\error", "token=observations"],
)
@pytest.mark.parametrize("level", [Share.SUPPORT, Share.PUBLIC])
def test_a_page_cannot_keep_documents_from_being_written_nor_take_words_from_others(body: str, level: Share) -> None:
    shared = release(_page(body), level, known())
    for render in FORMATS.values():
        sweep(render(shared.report), level, known(), shared.originals)
    http = shared.report.observations[0].http
    assert http and http.detail.reason == "Proxy Authentication Required"


def test_a_name_that_is_no_word_of_ours_is_still_found() -> None:
    with pytest.raises(LeakError):
        sweep("on heart-of-gold", Share.SUPPORT, known(), {}, LocalIdentity(hosts=("heart-of-gold",)))


HEADERS = [
    (("Via", "1.1 px07 (squid/5.7)"), "1.1 local-host-1 (squid/5.7)"),
    (("X-Cache", "MISS from px07"), "MISS from local-host-1"),
    (("X-Authenticated-User", "zaphod"), "user-1"),
    (("X-Client-MAC", "001a2b3c4d5e"), "MAC-1"),
    (("X-Auth-Token", "abc"), "(removed)"),
    (("Location", "//px07/login?mac=00-1a-2b-3c-4d-5e&ip=10.1.2.3"), "//local-host-1/login?mac=MAC-1&ip=10.1.2.3"),
    (("Server", "squid/5.7"), "squid/5.7"),
]


@pytest.mark.parametrize(("header", "shown"), HEADERS)
def test_the_name_of_a_header_says_whose_its_value_is(header: tuple[str, str], shown: str) -> None:
    report = _page("")
    seen = report.observations[0]
    assert seen.http
    step = replace(seen.http, detail=replace(seen.http.detail, headers=(header,)))
    told = release(replace(report, observations=(replace(seen, steps=(step,)),)), Share.SUPPORT, known()).report
    http = told.observations[0].http
    assert http and http.detail.headers == ((header[0], shown),)
