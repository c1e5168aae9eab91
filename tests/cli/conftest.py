"""The command line in this very process, where a run sends nothing: what it would examine is given by the test."""

import functools
import io
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from conntest import signals
from conntest.cli import main
from conntest.hosts import load_table
from conntest.model.event import Watcher
from conntest.model.host import HostTable
from conntest.model.report import Report
from conntest.net.ca_store import TrustStores
from tests.cli.tiny import TINY
from tests.render.samples import healthy


@dataclass(frozen=True, kw_only=True)
class Done:
    """How the command ended, and what it wrote."""

    code: int
    out: str
    err: str


@dataclass(kw_only=True)
class Examined:
    """Stands in for the network: keeps the jobs it was given, and answers each with `report` or raises `error`."""

    report: Report = field(default_factory=lambda: small(healthy()))
    error: BaseException | None = None
    jobs: list[Any] = field(default_factory=list)

    def __call__(self, job: Any, trust: Any, watch: Watcher) -> Report:
        self.jobs.append(job)
        if self.error:
            raise self.error
        return self.report


def small(report: Report) -> Report:
    """The beginning of the report: most of these tests only look whether it is there."""
    return replace(report, endpoints=report.endpoints[:2], observations=report.observations[:2])


Conntest = Callable[..., Done]


@functools.cache
def built_in() -> HostTable:
    return load_table()


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> Examined:
    """Without what takes a run long before it sends anything: reading the built-in table, and the public roots."""
    stand_in = Examined()
    read_roots = TrustStores.load

    def load_roots(stores: TrustStores) -> None:
        if stores._ca_bundle is not None:
            read_roots(stores)

    monkeypatch.setattr("conntest.app.run.examine", stand_in)
    monkeypatch.setattr("conntest.app.tables.load_table", lambda path: load_table(path) if path else built_in())
    monkeypatch.setattr(TrustStores, "load", load_roots)
    return stand_in


@pytest.fixture
def conntest(
    examined: Examined, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Conntest]:
    """`conntest("hosts", "-v") -> Done`, in a folder that holds only `tiny.yaml`, with stdout and stderr as pipes."""
    (tmp_path / "tiny.yaml").write_text(TINY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for variable in ("NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS", "LINES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("CONNTEST_CONFIG", "")

    def call(*words: str) -> Done:
        with pytest.raises(SystemExit) as ended:
            main(words)
        out, err = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Done(code=ended.value.code, out=out, err=err)

    before = {number: signal.getsignal(number) for number in signals.ENDING}
    yield call
    for number, handler in before.items():
        signal.signal(number, handler)


Encoded = Callable[..., tuple[int, bytes]]


@pytest.fixture
def encoded(conntest: Conntest, monkeypatch: pytest.MonkeyPatch) -> Encoded:
    """`encoded("ascii", "hosts") -> (exit code, bytes)`: with a stdout of that encoding, and its strictness."""

    def call(encoding: str, *words: str) -> tuple[int, bytes]:
        raw = io.BytesIO()
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding, errors="strict"))
            code = conntest(*words).code
            return code, raw.getvalue()

    return call
