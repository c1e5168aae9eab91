"""Standard output and standard error as rich writes to them: tables, columns, colours. Plain text needs neither."""

import sys
from typing import IO, Any, TextIO, cast

from rich.console import Console

from conntest.app.streams import abandon


def console(*, color: bool) -> Console:
    """Standard output for a report. `NO_COLOR` and a dumb terminal are rich's to notice."""
    return _Stdout(no_color=not color or None, highlight=False)


def progress_console(*, color: bool) -> Console:
    """Standard error, for what a run tells while it runs."""
    stream = cast(IO[str], _Untold(sys.stderr)) if sys.stderr is not None else None
    return _Stdout(file=stream, stderr=True, no_color=not color or None, highlight=False)


class _Stdout(Console):
    def on_broken_pipe(self) -> None:
        """rich would exit with 1 here, which means a bug."""
        raise BrokenPipeError


class _Untold:
    """Standard error. What cannot be told, as where its terminal is closed, is left untold: the run goes on, and its
    report is saved."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """As a stream has it, without OSError."""
        try:
            return self._stream.write(text)
        except OSError:
            abandon(self._stream)
            return len(text)

    def flush(self) -> None:
        """As a stream has it, without OSError."""
        try:
            self._stream.flush()
        except OSError:
            abandon(self._stream)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
