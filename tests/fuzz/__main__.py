"""The long run: `python -m tests.fuzz [--runs N] [--seed S] [--guided] [READER...]`, or `--reports N`.

Prints a line for each reader: inputs, seconds, the slowest of them. Ends with 1 where any reader did what it must not,
and says which input did it. With `--reports`, N documents of reports full of secrets are written, in every format and
at every level of sharing: none may show what its level forbids.
"""

import argparse
import random
import re
import subprocess
import sys
import time
import traceback
from pathlib import Path
from tempfile import TemporaryDirectory

from .inputs import LONGEST_GUIDED, check, longest, mutated
from .reader import Reader
from .readers import READERS
from .reports import write_many

#: Seconds for one input after which a reader does not end. By the clock: the machine may have other work.
HUNG_S = 300


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("readers", nargs="*", metavar="READER", help=", ".join(READERS))
    parser.add_argument("--runs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    parser.add_argument("--guided", action="store_true", help="let coverage choose the inputs (needs atheris)")
    parser.add_argument("--reports", type=int, default=0, metavar="N", help="write N documents of reports instead")
    asked = parser.parse_args()
    if asked.reports:
        return 0 if write_many(asked.reports, asked.seed) else 1
    chosen = [READERS[name] for name in asked.readers or READERS]
    read = _guided if asked.guided else _mutated
    return 0 if all([read(reader, asked.runs, asked.seed) for reader in chosen]) else 1


def _mutated(reader: Reader, runs: int, seed: int) -> bool:
    """Random changes of the seeds. Gives whether all went well."""
    chance = random.Random(f"{seed} {reader.name}")
    began, slowest, refused = time.monotonic(), 0.0, set[str]()
    for _ in range(runs):
        data = mutated(reader, chance)
        try:
            slowest = max(slowest, check(reader, data))
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            sign = f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"
            if sign not in refused:
                refused.add(sign)
                print(f"{reader.name}: {sign}: {error}\n  {data!r:.3000}", flush=True)
    took = time.monotonic() - began
    print(
        f"{reader.name}: {runs} inputs, {took:.0f} s, slowest {slowest * 1000:.0f} ms, {len(refused)} faults",
        flush=True,
    )
    return not refused


def _guided(reader: Reader, runs: int, seed: int) -> bool:
    """A process for each reader: atheris ends the one that it works in, and at the first fault."""
    with TemporaryDirectory() as folder:
        for number, text in enumerate(reader.seeds):
            Path(folder, str(number)).write_bytes(text)
        lengths = [f"-max_len={longest(reader, LONGEST_GUIDED)}", "-len_control=0"]
        ends = [f"-runs={runs}", f"-timeout={HUNG_S}", f"-artifact_prefix={folder}/"]
        words = [*lengths, *ends, f"-seed={seed % (1 << 31) + 1}", folder]
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "tests.fuzz.guided", reader.name, *words],
            capture_output=True,
            text=True,
        )
    states = re.findall(r"^#(\d+)\t.*?cov: (\d+)", done.stderr, re.MULTILINE) or [("0", "0")]
    print(
        f"{reader.name}: {states[-1][0]} inputs, {time.monotonic() - began:.0f} s, "
        f"{states[0][1]} branches of the seeds, {states[-1][1]} of all",
        flush=True,
    )
    if done.returncode:
        print(done.stderr[-3000:], flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
