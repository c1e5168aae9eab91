"""Standard output and standard error: documents as bytes, sentences as text, and neither ever a traceback."""

import contextlib
import errno
import os
import sys
from collections.abc import Iterator, Mapping
from typing import TextIO

from conntest.app.errors import UserError
from conntest.language import ENGLISH, used, using
from conntest.render.printable import encodable, printable

#: A few letters of each language. An encoding that has them has the rest of its sentences too.
SCRIPT: Mapping[str, str] = {"ja": "接続できます。テスト", "zh-Hans": "无法连接。测试"}


@contextlib.contextmanager
def writing() -> Iterator[None]:
    """Around everything that is written to stdout. A reader that left, as `| head` does, has seen enough: no error.

    Raises UserError where stdout cannot take it.
    """
    try:
        yield
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        abandon(sys.stdout)
        if reader_left(error):
            return
        raise UserError(f"standard output cannot be written ({error.strerror or error})") from error


def reader_left(error: OSError) -> bool:
    """Whether nobody reads a pipe any more. Windows' C runtime says EINVAL of that (CPython, bpo-19612)."""
    return isinstance(error, BrokenPipeError) or (sys.platform == "win32" and error.errno == errno.EINVAL)


def abandon(stream: TextIO | None) -> None:
    """Lead `stream` to nowhere, so that what it still holds cannot fail when the program exits."""
    with contextlib.suppress(OSError), open(os.devnull, "wb") as nowhere:
        if stream is not None:
            os.dup2(nowhere.fileno(), stream.fileno())


def speakable(language: str, stream: TextIO | None = None) -> str:
    """`language` where `stream`, or stdout, can show its script; English where every letter would be an escape."""
    try:
        SCRIPT.get(language, "").encode(getattr(stream or sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return ENGLISH
    return language


def progress_language() -> contextlib.AbstractContextManager[None]:
    """Within, texts are in a language that stderr can show."""
    return using(speakable(used(), sys.stderr))


def need_stdout() -> None:
    """Raises UserError where stdout is closed, which only a document cannot do without."""
    if sys.stdout is None:
        raise UserError("standard output is closed: there is nowhere to write the document to")


def write_document(text: str) -> None:
    """`text` to stdout as a file would hold it: UTF-8, whatever the terminal's encoding. Raises UserError."""
    need_stdout()
    with writing():
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())


def write_text(text: str) -> None:
    """Lines of ours to stdout, in plain signs where its encoding has no others. Raises UserError."""
    with writing():
        if sys.stdout is not None:
            sys.stdout.write(encodable(text, sys.stdout.encoding))


def say(text: str) -> None:
    """A sentence, or a few lines, to stderr, without the passwords of URLs that it repeats. Nothing can be done where
    even that fails."""
    if "@" in text:
        from conntest.share.credentials import without_passwords  # late: most texts have no URL

        text = without_passwords(text)
    with contextlib.suppress(OSError):
        if sys.stderr is not None:
            lines = "\n".join(printable(line) for line in text.split("\n"))
            print(encodable(lines, sys.stderr.encoding), file=sys.stderr, flush=True)
