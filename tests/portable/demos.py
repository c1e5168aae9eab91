"""Plays scenarios of the demo as elsewhere: `python -m tests.portable.demos windows healthy tor-exit`.

A line of JSON for each on stdout, what else is said on stderr.
"""

import gc
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.portable.systems import BECOME

if TYPE_CHECKING:
    from conntest.model.host import Group, Host, Region

#: A primary and a backup of each region, and as many websites and services.
_MOST_OF_A_KIND = 2


def main(system: str, names: Sequence[str]) -> None:
    BECOME[system]()
    from conntest.app import demo

    whole = demo.load_table()
    demo.load_table = lambda: replace(whole, hosts=tuple(_fewer(whole.hosts)))
    # A quarter of the time would go into looking through what was imported for garbage.
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    # What shares one core is waited for longer by all of it.
    demo._AT_ONCE = 3
    for one in demo.played(names, timeout_s=1.0, deadline_s=120.0):
        unknown = [
            step.raw_error
            for seen in one.report.observations
            for step in seen.steps
            if step.failure is not None and step.failure.value == "unknown_failure"
        ]
        answer = {
            "name": one.scenario.name,
            "differences": list(demo.differences(one.report, one.scenario.expected)),
            "unknown": unknown,
            "seconds": round(one.seconds, 1),
        }
        print(json.dumps(answer), flush=True)


def _fewer(hosts: "Iterable[Host]") -> "Iterator[Host]":
    """Enough of each kind, in each region, for every cause to show; the whole table takes half as long again."""
    seen: Counter[tuple[Group, Region | None]] = Counter()
    for host in hosts:
        kind = (host.group, host.region)
        seen[kind] += 1
        if seen[kind] <= _MOST_OF_A_KIND:
            yield host


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
