"""The programs of this folder that play Windows, each run once in a test session."""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

#: Words after `python -m`.
Words = tuple[str, ...]
Done = subprocess.CompletedProcess[str]

#: More than there are: each mostly waits, for refusals that take two seconds and for packets that are lost.
_AT_ONCE = 8


class Programs:
    """Programs that were begun, by their words."""

    def __init__(self, threads: ThreadPoolExecutor) -> None:
        self._threads = threads
        self._begun: dict[Words, Future[Done]] = {}

    def begin(self, words: Words) -> "Future[Done]":
        """Start a program, if it was not started yet."""
        if words not in self._begun:
            self._begun[words] = self._threads.submit(_run, words)
        return self._begun[words]

    def ended(self, words: Words) -> Done:
        """What a program said, when it is over."""
        return self.begin(words).result()


@contextmanager
def running(wanted: Iterable[Words]) -> Iterator[Programs]:
    """Have all of these run side by side from now on."""
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        programs = Programs(threads)
        for words in wanted:
            programs.begin(words)
        yield programs


def _run(words: Words) -> Done:
    return subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True, check=False)
