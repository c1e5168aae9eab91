"""Whole runs against `tests/netlab`: the median wall time of five, beside what it is meant to be.

`python -m tests.bench --runs`, as root, with the packages of tests/netlab. Printed, not asserted: it means something on
a machine that is otherwise idle.
"""

import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.netlab.change import ROUTER_LAN, Change, Rules
from tests.netlab.client import run
from tests.netlab.namespaces import obstacle
from tests.netlab.odd_proxies import SOCKS_EMPTY
from tests.netlab.scenario import GATEWAY_PORTS
from tests.netlab.scenarios import named
from tests.netlab.stage import Stage, open_stage

ROUNDS = 5
#: The program's own default, in place of the shorter one of the scenarios.
TIMEOUT_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A network, and the seconds that a run is meant to take there at most."""

    what: str
    change: Change
    at_most_s: float
    options: tuple[str, ...] = ()


CASES = (
    Case(what="healthy", change=Change(), at_most_s=3.0),
    Case(what="UDP blocked", change=named("no-udp-but-dns").change, at_most_s=3.0),
    Case(what="name server dead", change=named("resolver-silent").change, at_most_s=7.0),
    Case(what="first of two name servers dead", change=named("first-of-two-name-servers-silent").change, at_most_s=7.0),
    Case(
        what="SOCKS proxy that passes nothing",
        change=Change(proxies=("odd",)),
        at_most_s=7.0,
        options=("--socks", f"socks5h://{ROUTER_LAN}:{SOCKS_EMPTY}"),
    ),
    Case(
        what="all gateways dropped",
        change=Change(router=Rules(forward=f"{GATEWAY_PORTS} drop")),
        at_most_s=TIMEOUT_S + 1.5,
    ),
)


def main() -> int:
    if reason := obstacle():
        print(f"skipped: {reason}")
        return 0
    with open_stage() as stage:
        for case in CASES:
            seconds = list(_seconds(stage, case))
            median, spread = statistics.median(seconds), f"{min(seconds):.1f} to {max(seconds):.1f}"
            print(f"  {case.what:<34} {median:6.2f} s  ({spread})   at most {case.at_most_s:g}", flush=True)
    return 0


def _seconds(stage: Stage, case: Case) -> Iterator[float]:
    for _ in range(ROUNDS):
        with stage.changed(case.change), tempfile.TemporaryDirectory() as folder:
            yield run(stage, Path(folder), "--timeout", f"{TIMEOUT_S:g}", *case.options).seconds


if __name__ == "__main__":
    sys.exit(main())
