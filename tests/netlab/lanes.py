"""Several stages side by side: most of a run's time is waiting for what will never answer."""

import contextlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import TypeVar

from .stage import Stage, open_stage

#: One more than there are processors: a run that waits for a timeout leaves its own to another.
LANES = (os.cpu_count() or 1) + 1

T = TypeVar("T")


class Lanes:
    """Stages to be borrowed, one user each at a time."""

    def __init__(self, stages: list[Stage], executor: ThreadPoolExecutor) -> None:
        self._executor = executor
        self._free: SimpleQueue[Stage] = SimpleQueue()
        for stage in stages:
            self._free.put(stage)

    @contextlib.contextmanager
    def borrow(self) -> Iterator[Stage]:
        stage = self._free.get()
        try:
            yield stage
        finally:
            self._free.put(stage)

    def submit(self, act: Callable[[Stage], T]) -> "Future[T]":
        """Do something on the next stage that is free, in the background."""

        def on_a_stage() -> T:
            with self.borrow() as stage:
                return act(stage)

        return self._executor.submit(on_a_stage)


@contextlib.contextmanager
def open_lanes() -> Iterator[Lanes]:
    with contextlib.ExitStack() as open_stages:
        stages = [open_stages.enter_context(open_stage()) for _ in range(LANES)]
        with ThreadPoolExecutor(LANES) as executor:
            try:
                yield Lanes(stages, executor)
            finally:
                executor.shutdown(cancel_futures=True)
