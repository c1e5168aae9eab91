"""Signals at random moments: a whole report or none, and nothing else is left, neither file nor process."""

import os
import random
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.tiny import TINY
from tests.isolated import needs_isolation

from .programs import Place, ended, is_orphaned, left_over, signalled, started

pytestmark = needs_isolation

#: For each signal and command.
MOMENTS = int(os.environ.get("CONNTEST_MOMENTS", "3"))

REPORTS = frozenset({"report.json", "report.html"})
SAVED = ("-o", "report.json", "-o", "report.html", "--fail-on", "never")

#: Seconds from a signal to the end, with what a busy machine adds.
LONGEST_S = 15.0

CODES = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}

#: Nothing but the system's own limits ends this: each search is one call of the engine's.
SCRIPT = "var s='a'.repeat(2e7); for(;;) s.indexOf('a'.repeat(1e7)+'b'); function FindProxyForURL(u,h){return 'DIRECT'}"


def demo(place: Place) -> tuple[str, ...]:
    return ("demo", *SAVED)


def run_with_a_script(place: Place) -> tuple[str, ...]:
    """A run that evaluates a setup script, in a process of its own, for as long as it is let."""
    (place.root / "x.pac").write_text(SCRIPT)
    (place.root / "tiny.yaml").write_text(TINY, encoding="utf-8")
    settings = place.home / ".config" / "kioslaverc"
    settings.parent.mkdir()
    settings.write_text(f"[Proxy Settings]\nProxyType=2\nProxy Config Script={place.root / 'x.pac'}\n")
    return ("run", "--hosts", str(place.root / "tiny.yaml"), "--no-third-party", "--samples", "0", *SAVED)


Command = Callable[[Place], tuple[str, ...]]
COMMANDS: tuple[Command, ...] = (demo, run_with_a_script)


@pytest.fixture(scope="module", params=COMMANDS, ids=lambda command: command.__name__)
def command(request: pytest.FixtureRequest) -> Command:
    chosen: Command = request.param
    return chosen


@pytest.fixture(scope="module")
def undisturbed_s(command: Command, tmp_path_factory: pytest.TempPathFactory) -> float:
    place = Place(root=tmp_path_factory.mktemp("undisturbed") / "run")
    done = ended(started(place, *command(place)))
    assert done.code in (0, 5), done.stderr
    assert left_over(place, reports=REPORTS) == []
    return done.seconds


@pytest.mark.parametrize("moment", range(MOMENTS))
@pytest.mark.parametrize("number", [*CODES, signal.SIGKILL], ids=lambda number: number.name)
def test_a_signal(number: signal.Signals, moment: int, command: Command, undisturbed_s: float, tmp_path: Path) -> None:
    after_s = random.Random(f"{command.__name__} {number.name} {moment}").uniform(0, undisturbed_s)
    place = Place(root=tmp_path / "run")
    process = started(place, *command(place))
    done = signalled(process, after_s, number)
    when = f"{number.name} after {after_s:.3f} of {undisturbed_s:.1f} s: {done.code}\n{done.stderr}"
    assert not is_orphaned(process), when
    # It may have ended before, or have been about to start.
    assert done.code in (0, 5, CODES.get(number), -number), when
    assert done.seconds < LONGEST_S, when
    left = left_over(place, reports=REPORTS)
    if number is signal.SIGKILL:
        # A report that was being written, beside its place, and under no name that anyone would open.
        left = [name for name in left if not name.startswith(".conntest-")]
    assert left == [], when
    if done.code != -number:
        assert "Traceback" not in done.stderr, when
