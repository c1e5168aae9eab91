"""The tests of the rooms that touch the network pass on Windows' event loop too, but for those marked `posix`."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="imitates Windows on Linux")


def test_the_network_behaves_alike() -> None:
    command = [sys.executable, "-m", "tests.portable.units", "tests/net"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    assert "[100%]" in done.stdout
