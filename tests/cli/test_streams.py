"""A stdout or stderr that is closed, full, deserted or of an old encoding."""

import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import pytest

from tests.cli.conftest import Conntest, Encoded, Examined
from tests.some import some_of

TINY = ("--hosts", "tiny.yaml")

COMMANDS = {
    "run": TINY,
    "hosts": ("hosts", "-v", *TINY),
    "plan": ("plan", *TINY),
    "plan --json": ("plan", "--json", *TINY),
    "explain": ("explain", "tws-ports-blocked"),
    "schema": ("schema",),
    "json": ("--json", *TINY),
    "quiet": ("--quiet", *TINY),
    "check": ("hosts", "--check", "tiny.yaml"),
    "help": ("run", "--help"),
    "version": ("--version",),
}

needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")


@contextmanager
def deserted() -> Iterator[TextIO]:
    """A pipe whose reader has left."""
    there, here = os.pipe()
    os.close(there)
    stream = os.fdopen(here, "w", encoding="utf-8")
    yield stream
    stream.close()


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_a_reader_that_left_is_no_error(
    conntest: Conntest, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    with deserted() as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        done = conntest(*words)
    assert done.code == 0
    assert "Traceback" not in done.err


def test_a_report_that_nobody_reads_is_saved_all_the_same(
    conntest: Conntest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with deserted() as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        done = conntest("-o", "x.json", *TINY)
    assert done.err.splitlines()[-1] == "Report saved: x.json"
    assert (tmp_path / "x.json").exists()


def test_a_run_whose_progress_nobody_watches_goes_on(
    conntest: Conntest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with deserted() as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        done = conntest("-o", "x.json", *TINY)
    assert done.code == 0
    assert "TWS can work from here" in done.out
    assert (tmp_path / "x.json").exists()


@needs_full
@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_a_full_disk_under_stdout_is_told_in_a_sentence(
    conntest: Conntest, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        done = conntest(*words)
    assert "Traceback" not in done.err
    if words not in (COMMANDS["help"], COMMANDS["version"]):  # argparse's own, which does not look
        assert done.code == 2
        assert "conntest: standard output cannot be written (No space left on device)\n" in done.err


@needs_full
def test_a_report_that_could_not_be_printed_is_saved_all_the_same(
    conntest: Conntest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert conntest("-o", "x.json", *TINY).code == 2
    assert (tmp_path / "x.json").exists()


@needs_full
def test_a_full_disk_under_stderr_costs_only_the_progress(conntest: Conntest, monkeypatch: pytest.MonkeyPatch) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stderr", full)
        done = conntest(*TINY)
    assert done.code == 0
    assert "TWS can work from here" in done.out


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_a_closed_stdout_is_no_traceback(
    conntest: Conntest, examined: Examined, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    done = conntest(*words)
    assert "Traceback" not in done.err
    assert done.code == (2 if "--json" in words or "schema" in words else 0)
    if done.code == 2:
        assert done.err == "conntest: standard output is closed: there is nowhere to write the document to\n"
        assert examined.jobs == []


def test_a_closed_stderr_leaves_stdout_clean(conntest: Conntest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    assert json.loads(conntest("--json", *TINY).out)
    done = conntest("--region", "mars")
    assert (done.code, done.out) == (2, "")


ENCODINGS = {name: name for name in ("ascii", "cp437", "gbk", "utf-16")}


@pytest.mark.parametrize("encoding", some_of(ENCODINGS, ["ascii", "utf-16"]))
@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_every_encoding_will_do(encoded: Encoded, words: tuple[str, ...], encoding: str) -> None:
    code, written = encoded(encoding, *words)
    assert code == 0
    document = "--json" in words or "schema" in words
    assert written.decode("utf-8" if document else encoding)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16"])
def test_a_document_is_the_same_in_every_encoding(encoded: Encoded, encoding: str) -> None:
    assert encoded(encoding, "--json", *TINY) == encoded("utf-8", "--json", *TINY)


def test_typography_that_an_encoding_lacks_becomes_plain(encoded: Encoded) -> None:
    _, written = encoded("ascii", "explain", "tws-ports-blocked")
    assert b'"Connection attempt"' in written or b"'" in written
    assert b"\\u201c" not in written


def test_what_slips_through_unprepared_becomes_an_escape(encoded: Encoded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conntest.app.streams.encodable", lambda text, encoding: text)
    code, written = encoded("ascii", "explain", "tws-ports-blocked")
    assert code == 0
    assert b"\\u201c" in written


def test_stderr_of_an_old_encoding_is_no_traceback(conntest: Conntest, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(raw, encoding="ascii", errors="strict"))
    assert conntest("--region", "東京").code == 2
    assert b"--region \\u6771\\u4eac: there is no such region." in raw.getvalue()
