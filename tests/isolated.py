"""A network namespace of a test's own, where anything may be tried and nothing can be sent to anyone."""

import functools
import shutil
import subprocess

import pytest


@functools.cache
def isolation() -> tuple[str, ...] | None:
    """The words before a command that shut it off from every network; None where this system has no such thing."""
    for words in (("unshare", "-n"), ("unshare", "-rn")):
        if (
            shutil.which("unshare")
            and subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0
        ):
            return words
    return None


needs_isolation = pytest.mark.skipif(isolation() is None, reason="needs unshare(1) and the right to use it")


def isolated(*command: str) -> tuple[str, ...]:
    """`command` in a network namespace of its own, whose loopback interface is down."""
    words = isolation()
    assert words is not None, "mark the test with needs_isolation"
    return (*words, *command)
