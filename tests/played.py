"""Reports of demo scenarios. A test session plays each scenario at most once, in whichever process needs it first."""

import asyncio
import pickle
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path

from filelock import FileLock, Timeout

from conntest.app.demo import play, prepare
from conntest.lab.scenario import load, names
from conntest.model.event import Event
from conntest.model.report import Report

#: Seconds until a lost packet is given up, and until a run ends: more than it takes on a machine with much to do.
TIMEOUT_S, DEADLINE_S = 1.0, 300.0

#: Scenarios that one process plays at once: three quarters of a run are waiting. With more of them on a busy machine,
#: one would wait so long for the others that silence is seen where there is none.
_AT_ONCE = 3

#: One for each part of the network that can be at fault. All others are `thorough`: what leads to each cause is also
#: looked at without a network (`tests/diagnosis`), and `tests/portable` plays more of them.
TELLING = (
    *("healthy", "captive-portal", "dns-missing", "egress-rotation", "no-network", "ports-dropped"),
    *("proxy-only-way-out", "tls-inspection"),
)
OTHERS = tuple(name for name in names() if name not in TELLING)


class Plays:
    """Reports by scenario name, kept as files in `folder`, which all processes of a test session share."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)

    def report(self, name: str, *, wait_s: float = -1) -> Report:
        """The report of one scenario. Waits where another process is playing it, without end unless `wait_s` says how
        long; raises Timeout then."""
        kept = self._folder / f"{name}.pickle"
        with FileLock(self._folder / f"{name}.lock", timeout=wait_s):
            if kept.exists():
                report = pickle.loads(kept.read_bytes())
                assert isinstance(report, Report)
                return report
            report = played(name)
            kept.write_bytes(pickle.dumps(report))
            return report

    def reports(self, names: Iterable[str]) -> Mapping[str, Report]:
        """The reports of several scenarios, played side by side. What other processes play is left to them."""
        wanted = tuple(names)
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            # A context of its own for each, so that a language set by one is not another's.
            begun = [threads.submit(copy_context().run, self._unless_played, name) for name in wanted]
            mine = [one.result() for one in begun]
        return {name: report or self.report(name) for name, report in zip(wanted, mine, strict=True)}

    def _unless_played(self, name: str) -> Report | None:
        """None where another process is playing it."""
        try:
            return self.report(name, wait_s=0)
        except Timeout:
            return None


def played(name: str) -> Report:
    """The report of a scenario, played now."""
    scenario = load(name)
    job = prepare(scenario, timeout_s=TIMEOUT_S, deadline_s=DEADLINE_S)
    return asyncio.run(play(scenario, job, _ignore))


def _ignore(event: Event) -> None:
    """The progress of a run interests nobody here."""
