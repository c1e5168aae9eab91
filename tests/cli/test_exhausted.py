"""A computer that has run out of something is told as such, and never as a bug."""

import errno
import os

import pytest

from conntest.app.errors import exhausted

from .conftest import Conntest, Examined


def oserror(number: int) -> OSError:
    return OSError(number, os.strerror(number))


EXHAUSTED = {
    "open files": (oserror(errno.EMFILE), "ulimit -n"),
    "a full disk": (oserror(errno.ENOSPC), "TMPDIR"),
    "memory": (MemoryError(), "memory"),
    "threads": (RuntimeError("can't start new thread"), "ulimit -u"),
    "several at once": (ExceptionGroup("unhandled errors", [MemoryError(), oserror(errno.EMFILE)]), "memory"),
}


@pytest.mark.parametrize(("error", "advice"), EXHAUSTED.values(), ids=EXHAUSTED)
def test_it_is_one_sentence_with_what_to_do(
    error: Exception, advice: str, conntest: Conntest, examined: Examined
) -> None:
    examined.error = error
    done = conntest("run")
    assert done.code == 2
    assert "Traceback" not in done.err
    assert advice in done.err.splitlines()[-1]


@pytest.mark.parametrize(
    "error", [oserror(errno.ECONNRESET), RuntimeError("no"), ExceptionGroup("", [MemoryError(), KeyError()])]
)
def test_anything_else_is_not_excused(error: Exception) -> None:
    assert exhausted(error) is None
