"""The programs of this folder that play other systems, each run once in a test session, by one of its processes."""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout

#: Words after `python -m`.
Words = tuple[str, ...]
Done = subprocess.CompletedProcess[str]

_ROOT = Path(__file__).parents[2]

#: More than there are: each mostly waits, for refusals that take two seconds and for packets that are lost.
_AT_ONCE = 8


class Programs:
    """Programs that were begun, by their words. What they said is kept in `folder`, which all processes share."""

    def __init__(self, threads: ThreadPoolExecutor, folder: Path) -> None:
        self._threads = threads
        self._folder = folder
        self._begun: dict[Words, Future[Done | None]] = {}
        #: As it is now, whatever the tests do to this process meanwhile.
        self._environment = dict(os.environ)

    def begin(self, words: Words) -> "Future[Done | None]":
        """Start a program, unless it was started, here or by another process; None then."""
        if words not in self._begun:
            self._begun[words] = self._threads.submit(self._run, words, 0)
        return self._begun[words]

    def ended(self, words: Words) -> Done:
        """What a program said, when it is over."""
        done = self.begin(words).result() or self._run(words, -1)
        assert done is not None
        return done

    def _run(self, words: Words, wait_s: float) -> Done | None:
        kept = self._folder / sha256(" ".join(words).encode()).hexdigest()
        try:
            with FileLock(kept.with_suffix(".lock"), timeout=wait_s):
                if not kept.exists():
                    command = [sys.executable, "-m", *words]
                    done = subprocess.run(
                        command, cwd=_ROOT, env=self._environment, capture_output=True, text=True, check=False
                    )
                    kept.write_bytes(pickle.dumps(done))
                kept_done: Done = pickle.loads(kept.read_bytes())
                return kept_done
        except Timeout:
            return None


@contextmanager
def running(wanted: Iterable[Words], folder: Path) -> Iterator[Programs]:
    """Have all of these run side by side from now on."""
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        programs = Programs(threads, folder)
        for words in wanted:
            programs.begin(words)
        yield programs
