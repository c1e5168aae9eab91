"""`conntest show`, and what `--share` does to everything that is printed and saved."""

import io
import json
import os
import re
import sys
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from conntest.app import judging, saved, sharing
from conntest.app.judging import anew
from conntest.model.privacy import Share
from conntest.model.report import Report
from conntest.report_io.json import to_json
from conntest.share import Found, LocalIdentity
from conntest.share.pseudonyms import Removed
from tests.cli.conftest import Done
from tests.render import samples
from tests.share import planted
from tests.share.planted import PRIVATE, SECRET

Conntest = Callable[..., Done]


@pytest.fixture(autouse=True)
def janes_laptop(monkeypatch: pytest.MonkeyPatch) -> None:
    """The computer that the tests run on has another name."""
    own = LocalIdentity(hosts=(SECRET["this computer"], SECRET["search domain"]), users=(SECRET["user"],))
    monkeypatch.setattr(sharing, "this_computer", lambda: own)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """What a run saved with `--share internal`."""
    path = tmp_path / "report.json"
    path.write_text(document(), encoding="utf-8")
    return path


@cache
def document() -> str:
    return to_json(anew(planted.report()))


def shared(conntest: Conntest, file: Path, level: str) -> Path:
    made = file.parent / f"{level}.json"
    assert conntest("show", str(file), "--share", level, "-o", str(made), "-q", "--force").code == 3
    return made


def test_it_shows_a_report_and_exits_as_the_run_would_have(conntest: Conntest, file: Path) -> None:
    done = conntest("show", str(file))
    assert done.code == 3
    assert re.search(r"^FAIL  ", done.out, re.MULTILINE)
    assert SECRET["proxy"] in done.out, "the user's own screen shows everything"
    assert conntest("show", str(file), "--fail-on", "never").code == 0


@pytest.mark.parametrize(
    "formats",
    [("json", "txt"), pytest.param(("html", "md", "csv", "har", "xml"), marks=pytest.mark.thorough)],
)
def test_every_format_is_for_support_unless_told_otherwise(
    conntest: Conntest, file: Path, formats: tuple[str, ...]
) -> None:
    made = {name: file.parent / f"made.{name}" for name in formats}
    files = [word for path in made.values() for word in ("-o", str(path))]
    assert conntest("show", str(file), *files).code == 3
    for name, path in made.items():
        done = conntest("show", str(file), "--format", name)
        assert path.read_bytes().decode() == done.out, name
        assert not [what for what, secret in SECRET.items() if secret in done.out], name


def test_a_report_can_be_made_stricter_and_never_laxer(conntest: Conntest, file: Path) -> None:
    support = shared(conntest, file, "support")
    public = shared(conntest, support, "public")
    assert json.loads(public.read_text())["run"]["share"] == "public"
    assert not [what for what, secret in (SECRET | PRIVATE).items() if secret in public.read_text()]
    for report, level in ((support, "internal"), (public, "support"), (public, "internal")):
        done = conntest("show", str(report), "--share", level)
        assert done.code == 2
        assert f"was saved for {report.stem}" in done.err


@pytest.mark.thorough
def test_what_was_saved_for_support_stays_for_support(conntest: Conntest, file: Path) -> None:
    support = shared(conntest, file, "support")
    done = conntest("show", str(support), "--format", "json")
    assert done.out == support.read_text(encoding="utf-8")


@pytest.mark.thorough
def test_a_public_report_keeps_its_conclusions_and_says_so(conntest: Conntest, file: Path) -> None:
    public = shared(conntest, file, "public")
    done = conntest("show", str(public), "--format", "json")
    assert done.out == public.read_text(encoding="utf-8")
    assert "its own conclusions are shown" in done.err.replace("\n", " ")
    for name in ("html", "txt", "md", "csv", "har", "xml"):
        assert conntest("show", str(public), "--format", name).code == 3


@pytest.mark.thorough
def test_share_governs_the_screen_too_if_it_is_given(conntest: Conntest, file: Path) -> None:
    done = conntest("show", str(file), "--share", "public", "--verbose")
    assert not [what for what, secret in (SECRET | PRIVATE).items() if secret in done.out]


def test_standard_input_is_read(conntest: Conntest, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(file.read_bytes()))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert conntest("show", "-", "-q").code == 3


def damaged(**changes: object) -> str:
    return json.dumps(json.loads(to_json(samples.healthy())) | changes)


BAD = {
    "empty": "",
    "no JSON": "{",
    "another JSON": "[1, 2]",
    "another version": damaged(schema_version="2.0"),
    "no verdict": damaged(verdict="splendid"),
    "a level nobody knows": damaged(run=json.loads(to_json(samples.healthy()))["run"] | {"share": "secret"}),
    "no time of any calendar": damaged(
        run=json.loads(to_json(samples.healthy()))["run"] | {"started_at": "9999-12-31T23:59:59.999+00:00"}
    ),
    "no time": damaged(run=json.loads(to_json(samples.healthy()))["run"] | {"started_at": "yesterday"}),
    "very deep": "[" * 100_000,
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_a_bad_file_is_one_sentence(conntest: Conntest, tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(text, encoding="utf-8")
    done = conntest("show", str(path))
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"conntest: {path}: ") and done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (" \n", "there is nothing in it"),
        ("<!doctype html>", "this is a page to read. Name the .json file of the same run"),
        ('{"schema_version": "1.0", "unchanged": 3}', "this was written by `conntest diff`. Name a report of"),
        ('{"schema_version": "1.0", "sites": []}', "this was written by `conntest merge`. "),
        ('{"probes": []}', "this was written by `conntest plan`. "),
        ('{"settings": []}', "this was written by `conntest proxies`. "),
        ('{"$schema": ""}', "this was written by `conntest schema`. "),
        ('{"log": {}}', "this was written by `conntest run -o FILE.har`. "),
        ('{"schema_version": "1.0", "run": {}, "sites": []}', "this report cannot be read: "),
    ],
)
def test_what_is_taken_for_a_report_by_mistake_is_known(
    conntest: Conntest, tmp_path: Path, text: str, complaint: str
) -> None:
    path = tmp_path / "bad.json"
    path.write_text(text, encoding="utf-8")
    assert conntest("show", str(path)).err.startswith(f"conntest: {path}: {complaint}")


@pytest.mark.skipif(not Path("/dev/fd").is_dir(), reason="pipes have no names here")
def test_a_pipe_is_read(conntest: Conntest, file: Path) -> None:
    reading, writing = os.pipe()

    def write() -> None:
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(file.read_bytes())

    thread = threading.Thread(target=write)
    thread.start()
    try:
        assert conntest("show", f"/dev/fd/{reading}", "-q").code == 3
    finally:
        os.close(reading)
        thread.join()


def test_a_folder_a_missing_file_and_bytes_are_one_sentence_each(conntest: Conntest, tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\xfa\x00\xd8")
    for path in (tmp_path, tmp_path / "none.json", tmp_path / "bytes"):
        done = conntest("show", str(path))
        assert done.code == 2 and done.err.count("\n") == 1, path


def test_a_huge_file_is_not_read(conntest: Conntest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "_LARGEST", 1000)
    path = tmp_path / "huge.json"
    path.write_text(" " * 1001)
    assert "larger than any report" in conntest("show", str(path)).err


def test_a_file_of_too_many_values_is_not_taken_apart(
    conntest: Conntest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved, "_MOST_VALUES", 1000)
    path = tmp_path / "many.json"
    path.write_text("[" + "[]," * 1001 + "[]]")
    assert "holds more values than any report" in conntest("show", str(path)).err


def test_what_a_finished_document_still_shows_is_removed_and_said(
    conntest: Conntest, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = sharing.sweep

    def alarmed(document: str, *about: Any) -> frozenset[Found]:
        late = Found(removed=Removed.HOST, text="Fortinet FortiGate")
        return seen(document, *about) | ({late} if late.text in document else frozenset())

    monkeypatch.setattr(sharing, "sweep", alarmed)
    page, data = file.parent / "x.html", file.parent / "x.json"
    done = conntest("show", str(file), "-o", str(page), "-o", str(data), "-q")
    assert done.code == 3
    assert "found 1 text that must not be shared, and removed it" in done.err
    for path in (page, data):
        text = path.read_text(encoding="utf-8")
        assert "Fortinet FortiGate" not in text and "(removed)" in text, "in the first, and in all later documents"
    assert page.read_text(encoding="utf-8").rstrip().endswith("</html>")


def test_a_run_is_judged_once_and_released_once_for_each_level(
    conntest: Conntest, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the languages and formats: the screen is at the same level."""
    calls = Counter[str]()

    def counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            calls[name] += 1
            return function(*arguments)

        return call

    monkeypatch.setattr(judging, "diagnose", counted("diagnose", judging.diagnose))
    monkeypatch.setattr(sharing, "release", counted("release", sharing.release))
    page, data = file.parent / "x.html", file.parent / "x.json"
    written = ("-o", str(page), "-o", str(data), "--lang", "ja")
    assert conntest("show", str(file), *written, "--share", "public").code == 3
    assert calls == {"diagnose": 1, "release": 1}
    assert 'lang="ja"' in page.read_text(encoding="utf-8")
    calls.clear()
    assert conntest("show", str(file), *written, "--force").code == 3
    assert calls == {"diagnose": 1, "release": 2}, "the user's own screen shows everything"


@pytest.mark.parametrize("level", list(Share))
def test_a_report_tells_whom_it_is_for(conntest: Conntest, file: Path, level: Share) -> None:
    done = conntest("show", str(file), "--share", level.value, "--format", "json")
    assert json.loads(done.out)["run"]["share"] == level


@pytest.mark.parametrize("sample", [samples.healthy, samples.ports_blocked])
def test_what_is_concluded_does_not_depend_on_the_level(sample: Callable[[], Report]) -> None:
    """For support at least, which judges anew."""
    judged = anew(replace(sample(), run=replace(samples.RUN, share="internal")))
    support = sharing.Documents(judged, Share.SUPPORT).report()
    assert support.verdict == judged.verdict and support.verdicts == judged.verdicts
    assert [finding.code for finding in support.findings] == [finding.code for finding in judged.findings]
    assert anew(support).findings == support.findings
