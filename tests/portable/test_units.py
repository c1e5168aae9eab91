"""The tests of the rooms that touch the network pass on Windows' event loop too, but for those marked `posix`."""

import sys

import pytest

from tests.portable.programs import Programs, Words

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="imitates Windows on Linux")

#: What meets the loop directly, and all of its room.
QUICK = ("tests.portable.units", "tests/net/test_dialer.py", "tests/net/test_tls.py", "tests/net/test_stream.py")
WHOLE = ("tests.portable.units", "tests/net")


@pytest.mark.parametrize(
    "words",
    [pytest.param(QUICK, marks=pytest.mark.program(*QUICK)), pytest.param(WHOLE, marks=pytest.mark.thorough)],
    ids=["quick", "whole"],
)
def test_the_network_behaves_alike(words: Words, programs: Programs) -> None:
    done = programs.ended(words)
    assert done.returncode == 0, done.stdout[-3000:]
    assert "[100%]" in done.stdout
