"""Users, computers and hosts may be called like words of a report, or of a page: they go, and it stays readable."""

import compileall
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import conntest
from conntest.model.observation import Attempt, HttpStep
from conntest.model.privacy import Share
from conntest.model.report import Report
from conntest.render.formats import FORMATS
from conntest.share import LocalIdentity, release, sweep
from tests.every import every
from tests.render import samples
from tests.share.knowledge import known

#: First names and family names that are words of English, some of them of the program's own texts and styles.
NAMES = """
amber april art baker bill black bishop carter chase cook dean drew error faith fisher frank grace grant green hill
hunter june king lane lee li long mark mason may page paris price prince region rich rose stone strange sydney west
white will young
""".split()


def with_pages(*bodies: str, reason: str | None = "Proxy Authentication Required") -> Report:
    """A report of pages that came instead of another."""
    report = samples.healthy()
    seen = _page(report)
    return replace(report, observations=tuple(_with_body(seen, body, reason) for body in bodies))


def _page(report: Report) -> Attempt:
    return next(seen for seen in report.observations if isinstance(seen, Attempt) and seen.http)


def _with_body(seen: Attempt, body: str, reason: str | None) -> Attempt:
    assert seen.http
    detail = replace(seen.http.detail, body=body, reason=reason, headers=())
    return replace(seen, id=f"{seen.id}{len(body)}", steps=(replace(seen.http, detail=detail),))


def pages(report: Report) -> Sequence[HttpStep]:
    return [seen.http for seen in report.observations if isinstance(seen, Attempt) and seen.http]


@every("name", NAMES)
def test_a_user_whose_name_is_a_word_is_named_nowhere(name: str) -> None:
    report = with_pages(f"cannot read /home/{name}/x", f"access denied for {name} by policy", f"{name.title()}: no")
    shared = release(report, Share.SUPPORT, known())
    assert [page.detail.body for page in pages(shared.report)] == [
        "cannot read ~/x",
        "access denied for user-1 by policy",
        "user-1: no",
    ]


@pytest.mark.thorough
@every("name", NAMES)
def test_so_is_the_user_of_this_computer(name: str) -> None:
    own = LocalIdentity(users=(name,))
    shared = release(with_pages(f"access denied for {name} by policy"), Share.SUPPORT, known(), own)
    assert pages(shared.report)[0].detail.body == "access denied for user-1 by policy"


@pytest.mark.thorough
@every("format_name", FORMATS)
@every("name", ["page", "region", "error", "li"])
def test_words_of_a_document_itself_are_left_alone(format_name: str, name: str) -> None:
    own = LocalIdentity(users=(name,), hosts=(name,))
    shared = release(with_pages("nothing"), Share.SUPPORT, known(), own)
    found = sweep(FORMATS[format_name](shared.report), Share.SUPPORT, known(), shared.originals, own)
    assert not found or shared.without(found) is None
    assert shared.report.redactions == {}


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["server-1", "lan-1", "m120", "primary", "mac-1"])
@pytest.mark.parametrize("level", [Share.SUPPORT, Share.PUBLIC])
def test_a_computer_may_be_called_like_a_pseudonym_or_a_line_of_a_picture(name: str, level: Share) -> None:
    own = LocalIdentity(users=(name,), hosts=(name,))
    shared = release(samples.ports_blocked(), level, known(), own)
    for render in FORMATS.values():
        found = sweep(render(shared.report), level, known(), shared.originals, own)
        assert not found or shared.without(found) is None


@every(
    "body",
    ["Login: required", "User: failed", "password: required", "session: resolve", "CORP\\error", "token=observations"],
)
@every("level", [Share.SUPPORT, Share.PUBLIC])
def test_a_page_cannot_take_words_from_others(body: str, level: Share) -> None:
    shared = release(with_pages(body), level, known())
    assert pages(shared.report)[0].detail.reason == "Proxy Authentication Required"
    assert shared.report.verdicts == samples.healthy().verdicts


@pytest.mark.thorough
def test_what_goes_does_not_depend_on_the_program_s_sources(tmp_path: Path) -> None:
    """A build that holds compiled files only, which are read from elsewhere, cleans as this one does."""
    program = (
        "from tests.share.test_ordinary_names import *\n"
        "import conntest.share.redactor as room\n"
        "report = with_pages('cannot read /home/lee/x', 'access denied for lee by policy')\n"
        "print(room.__file__, [page.detail.body for page in pages(release(report, Share.SUPPORT, known()).report)])\n"
    )
    compiled = tmp_path / "conntest"
    source_folder = Path(conntest.__file__).parent
    shutil.copy(source_folder.parent / "hosts.yaml", tmp_path)
    shutil.copytree(source_folder, compiled, ignore=shutil.ignore_patterns("__pycache__"))
    compileall.compile_dir(compiled, quiet=1, legacy=True)
    for source in compiled.rglob("*.py"):
        source.unlink()
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": f"{tmp_path}:{Path(__file__).parents[2]}", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    where, _, said = done.stdout.partition(" ")
    assert where == str(compiled / "share" / "redactor.pyc")
    assert said.strip() == "['cannot read ~/x', 'access denied for user-1 by policy']"
