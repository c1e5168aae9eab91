"""Three benches. Each runs the shipped dialer and the textbook scan in turns, and gives what it measured.

The numbers to hold are issue-level promises (see `__main__`); a bench only measures.
"""

import contextlib
import json
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from tests.bench import far_end, listeners
from tests.bench.scans import FIRST_PORT, Job, Score

#: More than any process may have open: the limit itself decides.
ALL_AT_ONCE = 10**6


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much of everything."""

    open_endpoints: int
    dropped_endpoints: int
    loaded_endpoints: int
    timeout_s: float
    rounds: int


FULL = Size(open_endpoints=10_000, dropped_endpoints=1000, loaded_endpoints=1000, timeout_s=2.0, rounds=5)
SMALL = Size(open_endpoints=300, dropped_endpoints=100, loaded_endpoints=100, timeout_s=0.5, rounds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure beside the same one of the textbook, or of what `beside` names, and what it must stay under (None: it
    is only told)."""

    what: str
    shipped: float
    textbook: float
    at_most: float | None
    beside: str = "textbook"


def connect_many(size: Size) -> list[Line]:
    """Every endpoint open, on loopback: the program's own cost, in time and memory."""
    addresses = min(100, size.open_endpoints)
    job = _job(listeners.FIRST_ADDRESS, addresses, -(-size.open_endpoints // addresses), size.open_endpoints, 30.0)
    with _helper("listeners", str(job.addresses), str(job.ports)):
        mine, theirs = _in_turns(job, size.rounds, must_connect=True)
    seconds = _median(mine, _seconds)
    return [
        Line(what="seconds", shipped=seconds, textbook=_median(theirs, _seconds), at_most=None),
        Line(what="times the textbook's", shipped=seconds / _median(theirs, _seconds), textbook=1.0, at_most=1.0),
        Line(what="MiB at most", shipped=_median(mine, _mib), textbook=_median(theirs, _mib), at_most=80.0),
    ]


def all_dropped(size: Size) -> list[Line]:
    """Nothing answers: the whole scan should take one timeout, for all are in flight at once."""
    job = _job(far_end.FIRST_ADDRESS, size.dropped_endpoints, 1, size.dropped_endpoints, size.timeout_s)
    with _helper("far_end", "never"):
        mine, theirs = _in_turns(job, min(size.rounds, 3), must_connect=False)
    return [
        Line(
            what="times one timeout",
            shipped=_median(mine, _seconds) / size.timeout_s,
            textbook=_median(theirs, _seconds) / size.timeout_s,
            at_most=1.15,
        )
    ]


def reported_round_trip(size: Size) -> list[Line]:
    """20 ms away, all in flight at once: does a report tell the line's time, or its own event loop's queue?"""
    job = _job(far_end.FIRST_ADDRESS, size.loaded_endpoints, 1, size.loaded_endpoints, 10.0)
    with _helper("far_end", "20"):
        true_ms = _true_round_trip_ms()
        mine, theirs = _in_turns(job, size.rounds, must_connect=True)
    return [
        Line(what="true ms, one connect at a time", shipped=true_ms, textbook=true_ms, at_most=None),
        _against(true_ms, mine, theirs, "rtt_ms, times the true one", lambda score: score.rtt_ms or 0.0, 1.25),
        _against(true_ms, mine, theirs, "  its 95th percentile", lambda score: score.rtt_p95_ms or 0.0, None),
        _against(true_ms, mine, theirs, "t - t0, times the true one", lambda score: score.took_ms, 1.25),
    ]


def _against(
    true_ms: float,
    mine: list[Score],
    theirs: list[Score],
    what: str,
    figure: Callable[[Score], float],
    at_most: float | None,
) -> Line:
    shipped, textbook = _median(mine, figure) / true_ms, _median(theirs, figure) / true_ms
    return Line(what=what, shipped=shipped, textbook=textbook, at_most=at_most)


def _true_round_trip_ms() -> float:
    """A plain blocking connect at a time, with nothing else going on."""
    times_ms = []
    for port in range(FIRST_PORT, FIRST_PORT + 11):
        start = time.perf_counter()
        with socket.create_connection((far_end.FIRST_ADDRESS, port)):
            times_ms.append((time.perf_counter() - start) * 1e3)
    return statistics.median(times_ms)


def _job(first_address: str, addresses: int, ports: int, count: int, timeout_s: float) -> Job:
    return Job(
        scan="",
        first_address=first_address,
        addresses=addresses,
        ports=ports,
        count=count,
        in_flight=ALL_AT_ONCE,
        timeout_s=timeout_s,
    )


def _in_turns(job: Job, rounds: int, *, must_connect: bool) -> tuple[list[Score], list[Score]]:
    """The scores of both scans. In turns, so that whatever else the machine does hits both."""
    scores: dict[str, list[Score]] = {"shipped": [], "textbook": []}
    for _ in range(rounds):
        for scan, sofar in scores.items():
            score = _score(job, scan)
            expected = job.count if must_connect else 0
            if score.connected != expected:
                raise RuntimeError(f"{scan}: {score.connected} connections instead of {expected}")
            sofar.append(score)
    return scores["shipped"], scores["textbook"]


def _score(job: Job, scan: str) -> Score:
    words = json.dumps(asdict(job) | {"scan": scan})
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.scans", words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return Score(**json.loads(done.stdout))


@contextlib.contextmanager
def _helper(script: str, *words: str) -> Iterator[None]:
    """A helper process, from its first line of output until we are done."""
    with subprocess.Popen(
        [sys.executable, "-m", f"tests.bench.{script}", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        if not process.stdout.readline():
            raise RuntimeError(f"{script} did not start")
        yield
        # Leaving closes its stdin, which ends it.


def _median(scores: list[Score], figure: Callable[[Score], float]) -> float:
    return statistics.median(figure(score) for score in scores)


def _seconds(score: Score) -> float:
    return score.seconds


def _mib(score: Score) -> float:
    return score.peak_mib
