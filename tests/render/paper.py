"""Consoles to print on in tests."""

import io
import re
from collections.abc import Mapping

from rich.console import Console

SGR = re.compile(r"\x1b\[[0-9;]*m")


class File(io.StringIO):
    """A text file that says what it is."""

    def __init__(self, encoding: str = "utf-8", *, terminal: bool = False) -> None:
        super().__init__()
        self._encoding = encoding
        self._terminal = terminal

    @property
    def encoding(self) -> str:  # type: ignore[override]  # read-only is what a real stream's is, too
        return self._encoding

    def isatty(self) -> bool:
        return self._terminal


def pipe(width: int = 80, encoding: str = "utf-8") -> Console:
    return Console(file=File(encoding), width=width, color_system=None, legacy_windows=False, _environ={})


def terminal(width: int = 80, *, environ: Mapping[str, str] | None = None) -> Console:
    """A colour terminal."""
    return Console(
        file=File(terminal=True),
        width=width,
        height=24,
        legacy_windows=False,
        _environ={"TERM": "xterm-256color"} | dict(environ or {}),
    )


def written(console: Console) -> str:
    assert isinstance(console.file, File)
    return console.file.getvalue()
