"""What light commands cost beside bare Python: `python -m tests.bench --start-up [--small]`.

Processor time, not time by the clock, and the least of many runs: on a machine that does other things as well, both
vary less. Command and bare Python take turns.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Sequence

from tests.bench.benches import Line

#: With what each may take, in times of `python -c pass`.
COMMANDS: tuple[tuple[tuple[str, ...], float], ...] = (
    (("--version",), 3.0),
    (("explain", "tws-ports-blocked"), 12.0),
    (("demo", "--list"), 12.0),
    (("hosts",), 12.0),
)


def lines(*, small: bool) -> list[Line]:
    """A line for each command. Bytecode is written by a first run, as an installation does it."""
    return [_line(words, at_most, 2 if small else 20) for words, at_most in COMMANDS]


def _line(words: Sequence[str], at_most: float, rounds: int) -> Line:
    command, bare = (sys.executable, "-m", "conntest", *words), (sys.executable, "-c", "pass")
    _cpu_s(command)
    pairs = [(_cpu_s(command), _cpu_s(bare)) for _ in range(rounds)]
    least, of_bare = (min(times) for times in zip(*pairs, strict=True))
    return Line(
        what=f"conntest {' '.join(words)}", shipped=least / of_bare, textbook=1.0, at_most=at_most, beside="bare Python"
    )


def _cpu_s(command: Sequence[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
