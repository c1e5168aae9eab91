"""Runs the tests that it is given as on Windows: `python -m tests.portable.units tests/net`."""

import io
import sys

# As they are on Linux; what they import late is imported with them.
import hypothesis.database
import hypothesis.internal.conjecture.engine  # noqa: F401
import pytest
import pytest_asyncio  # noqa: F401

from tests.portable.windows import become_windows

#: Not the project's: of one process, without what was imported too early to be rewritten.
#: Properties are of functions that know no loop.
_OPTIONS = (
    "-p",
    "no:cacheprovider",
    "-o",
    "addopts=",
    "-o",
    "filterwarnings=ignore",
    "-n0",
    "-q",
    "-m",
    "not hypothesis",
)


def main(paths: list[str]) -> None:
    become_windows()
    io._WindowsConsoleIO = type("_WindowsConsoleIO", (), {})  # type: ignore[attr-defined]
    sys.exit(pytest.main([*_OPTIONS, *paths]))


if __name__ == "__main__":
    main(sys.argv[1:])
