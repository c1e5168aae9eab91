"""Asking the system something that it may refuse to tell, or take its time over. Neither must hold up a run."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

import psutil

from conntest.model.surroundings import Untold

T = TypeVar("T")

#: Seconds for whatever is asked of the system. All of it takes a tenth of one. Security software and dead network
#: drives can make it far longer, and then it is not worth waiting for.
PATIENCE_S = 2.0


class Question(Generic[T]):
    """`ask`, in a thread of its own from now on. One that hangs is left behind: it holds up neither the run nor the
    end of the program."""

    def __init__(self, ask: Callable[[], T]) -> None:
        self._ask = ask
        self._answers: list[T | Untold] = []
        self._bug: Exception | None = None
        self._began = time.monotonic()
        self._thread = threading.Thread(target=self._run, daemon=True, name=f"asking {ask!r}")
        self._thread.start()

    def answer(self, patience_s: float = PATIENCE_S) -> T | Untold:
        """What the system said, within `patience_s` of having been asked. Raises only what is a bug of ours."""
        self._thread.join(max(0.0, self._began + patience_s - time.monotonic()))
        if self._thread.is_alive():
            return Untold.TOO_SLOW
        if self._bug is not None:
            raise self._bug
        return self._answers[0]

    def _run(self) -> None:
        try:
            self._answers.append(self._ask())
        except (OSError, psutil.Error) as error:
            self._answers.append(why(error))
        except Exception as error:  # handed to whoever waits for the answer
            self._bug = error


def why(error: OSError | psutil.Error) -> Untold:
    """What an error of the system's says."""
    if isinstance(error, PermissionError | psutil.AccessDenied):
        return Untold.NOT_PERMITTED
    if isinstance(error, TimeoutError | psutil.TimeoutExpired):
        return Untold.TOO_SLOW
    return Untold.NOT_KNOWN
