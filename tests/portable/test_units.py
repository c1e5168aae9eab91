"""The tests of the rooms that touch the network pass on Windows' event loop too, but for those marked `posix`."""

import sys

import pytest

from tests.portable.programs import Programs

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="imitates Windows on Linux")

PROGRAMS = (("tests.portable.units", "tests/net"),)


def test_the_network_behaves_alike(programs: Programs) -> None:
    done = programs.ended(PROGRAMS[0])
    assert done.returncode == 0, done.stdout[-3000:]
    assert "[100%]" in done.stdout
