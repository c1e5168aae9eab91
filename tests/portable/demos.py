"""Plays scenarios of the demo as on Windows: `python -m tests.portable.demos healthy tor-exit`.

A line of JSON for each on stdout, what else is said on stderr.
"""

import json
import sys
from collections.abc import Sequence

from tests.portable.windows import become_windows


def main(names: Sequence[str]) -> None:
    become_windows()
    from conntest.app import demo

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


if __name__ == "__main__":
    main(sys.argv[1:])
