"""Saved reports: read, and judged anew by this version."""

import json
import sys
from datetime import datetime
from pathlib import Path

from conntest.app.errors import UserError
from conntest.app.judging import anew
from conntest.model.report import Report
from conntest.render.printable import printable
from conntest.report_io.json import from_json
from conntest.report_io.validate import DocumentError
from conntest.system.home import home_folder

#: A run of the whole table saves half a megabyte, one of ten thousand endpoints fifty. What is larger than this is
#: something else, and would only fill the memory.
_LARGEST = 64 * 1024 * 1024

#: Values of a document, by the commas between them: a report has one in 23 bytes. Lists of next to nothing take ten
#: times as much memory as text.
_MOST_VALUES = 3_000_000

#: The file that is named where a report comes in by standard input.
STDIN = Path("-")


def read(file: Path) -> Report:
    """The report as it was saved, `-` for standard input. Raises UserError, whose text begins with the file's name."""
    return parsed(file, text_of(file))


def parsed(file: Path, text: str) -> Report:
    """The report that `text`, which `file` holds, is. Raises UserError, whose text begins with the file's name."""
    try:
        return from_json(text)
    except DocumentError as error:
        raise UserError(f"{called(file)}: {error}") from error


def called(file: Path) -> str:
    """What a complaint calls `file`."""
    return "standard input" if file == STDIN else str(file)


def text_of(file: Path) -> str:
    """What `file` holds, in any encoding that JSON may have: PowerShell redirects to UTF-16. Raises UserError."""
    try:
        content = _content(file)
    except OSError as error:
        raise UserError(f"{called(file)}: cannot be read ({error.strerror or error})") from error
    if len(content) > _LARGEST:
        raise UserError(f"{called(file)}: is larger than any report")
    if content.count(b",") > _MOST_VALUES:
        raise UserError(f"{called(file)}: holds more values than any report")
    try:
        return content.decode(json.detect_encoding(content))
    except UnicodeDecodeError:
        raise UserError(f"{called(file)}: this is not JSON: it is no text") from None


def _content(file: Path) -> bytes:
    """As much of it as a report may have, and a byte more: pipes are read too, as a shell's `<(zcat …)` is one."""
    if file == STDIN:
        if sys.stdin is None:
            raise UserError("standard input is closed: there is no report to read")
        return sys.stdin.buffer.read(_LARGEST + 1)
    if file.is_dir():
        raise UserError(f"{file}: is a directory; name a report in it")
    if not file.exists():
        raise UserError(f"{file}: there is no such file")
    if file.stat().st_size > _LARGEST:
        raise UserError(f"{file}: is larger than any report")
    with file.open("rb") as opened:
        return opened.read(_LARGEST + 1)


def judged(file: str, report: Report) -> Report:
    """The report that `file` holds, and which may be damaged, as `judging.anew` gives it. Raises UserError, whose text
    begins with the file's name."""
    try:
        datetime.fromisoformat(report.run.started_at)
        return anew(report)
    except (ValueError, ArithmeticError) as error:
        # A time or an address that is none, or beyond any calendar: no run writes such a report.
        raise UserError(f"{file}: this report is damaged: {printable(str(error))}") from error


def shown(file: Path) -> str:
    """The name of a file as a document may tell it to others: without whose home it is in."""
    try:
        return str(Path("~", file.relative_to(home_folder())))
    except ValueError:  # elsewhere, or there is no home
        return str(file)
