"""Benches of the dialer, each beside a textbook asyncio scan in the same run: `python -m tests.bench [--small]`.

Linux. Prints ratios; `--strict` also exits 1 where one is above its promise (last column), which only means something
at full size on a machine that is otherwise idle. Two of three need a network namespace and a TUN device, so mostly
root. Where there is none they are skipped, and that is said.
"""

import argparse
import os
import shutil
import subprocess
import sys

from tests.bench import start_up
from tests.bench.benches import FULL, SMALL, Line, all_dropped, connect_many, reported_round_trip
from tests.tunnels import TUN

#: Set in the process that already runs inside a namespace.
INSIDE = "CONNTEST_BENCH_INSIDE"

BENCHES = (
    ("connect to {0.open_endpoints} open endpoints on loopback", connect_many, False),
    ("connect to {0.dropped_endpoints} endpoints that drop, {0.timeout_s:g} s timeout", all_dropped, True),
    ("report the round trip with {0.loaded_endpoints} in flight", reported_round_trip, True),
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--small", action="store_true", help="a few seconds, to see that the benches work")
    parser.add_argument("--runs", action="store_true", help="whole runs in network namespaces instead (root)")
    parser.add_argument("--sites", action="store_true", help="many sites instead: merging, and Ansible's overhead")
    parser.add_argument("--strict", action="store_true", help="exit 1 where a promise is not kept")
    parser.add_argument("--start-up", action="store_true", help="light commands beside `python -c pass` instead")
    options = parser.parse_args()
    if sys.platform != "linux":
        print("skipped: the benches measure with what only Linux has")
        return 0
    if options.runs:
        from tests.bench import runs  # late: it needs what only tests/netlab does

        return runs.main()
    if options.sites:
        from tests.bench import sites  # late: it reads the program itself

        return sites.main(small=options.small)
    if options.start_up:
        print("processor time, in times of `python -c pass`")
        return 0 if _print(start_up.lines(small=options.small)) or not options.strict else 1
    if INSIDE not in os.environ and (wrapped := _into_namespace()):
        return subprocess.run(
            [*wrapped, sys.executable, "-m", "tests.bench", *sys.argv[1:]], env=os.environ | {INSIDE: "1"}
        ).returncode
    kept = True
    for title, bench, needs_namespace in BENCHES:
        size = SMALL if options.small else FULL
        print(title.format(size), flush=True)
        if needs_namespace and not _has_far_end():
            print("  skipped: needs a network namespace and a TUN device (root)")
            continue
        kept = _print(bench(size)) and kept
    return 0 if kept or not options.strict else 1


def _into_namespace() -> list[str]:
    """The words that put a command into a network namespace with loopback; none where that is not to be had."""
    with_loopback = ["sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    for unshare in (["unshare", "--net"], ["unshare", "--user", "--map-root-user", "--net"]):
        words = [*unshare, *with_loopback]
        if shutil.which("unshare") and not subprocess.run([*words, "true"], capture_output=True).returncode:
            return words
    return []


def _has_far_end() -> bool:
    return INSIDE in os.environ and os.access(TUN, os.R_OK | os.W_OK)


def _print(lines: list[Line]) -> bool:
    """Print, and tell whether every promise is kept."""
    for line in lines:
        promise = "" if line.at_most is None else f"   at most {line.at_most:g}"
        print(f"  {line.what:<34} {line.shipped:8.2f}   {line.beside} {line.textbook:8.2f}{promise}", flush=True)
    return all(line.at_most is None or line.shipped <= line.at_most for line in lines)


if __name__ == "__main__":
    sys.exit(main())
