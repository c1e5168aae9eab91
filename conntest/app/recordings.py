"""Recordings of `conntest watch` as documents. They hold no address and nothing of the user, so that they are the same
at every level of sharing."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from conntest.app import streams
from conntest.app.errors import UserError
from conntest.app.metrics_files import write_document
from conntest.app.writing import format_by_suffix
from conntest.files import OutputError
from conntest.language import ENGLISH, used, using
from conntest.language import gettext as _
from conntest.model.report import Report
from conntest.watch import documents
from conntest.watch.as_report import report_of
from conntest.watch.documents import RecordingError
from conntest.watch.summary import headline
from conntest.watch.values import Recording

if TYPE_CHECKING:
    from conntest.app.wanted import Output


def _to_html(recording: Recording) -> str:
    """Late, as templates take memory that a watch of many days has no use for until its end."""
    from conntest.watch.page import to_html

    return to_html(recording)


#: The formats of a recording, by the suffix of a file.
FORMATS: Mapping[str, Callable[[Recording], str]] = {
    "html": _to_html,
    "csv": documents.to_csv,
    "json": documents.to_json,
    "txt": documents.to_text,
}


#: Formats that people read. What programs read is in English.
_SPOKEN = frozenset({"html", "txt"})


def rendered(recording: Recording, name: str) -> str:
    """`recording` in the format called `name`."""
    with using(used() if name in _SPOKEN else ENGLISH):
        return FORMATS[name](recording)


def show_recording(file: str, text: str, output: "Output") -> Recording:
    """Print the recording that `text`, which `file` holds, is, and write it where asked for. Raises UserError."""
    from conntest.app.saved import called

    recording = read(called(Path(file)), text)
    wanted = [output.document_format or "txt", *map(format_by_suffix, output.paths)]
    for name in wanted:
        if name not in FORMATS:
            raise UserError(f"{called(Path(file))}: a recording is no {name}: {', '.join(FORMATS)}")
    if output.document_format:
        streams.write_document(rendered(recording, output.document_format))
    else:
        with using(streams.speakable(used())):
            told = headline(recording) + "\n" if output.quiet else documents.to_text(recording)
            streams.write_text(told)
    for path in output.paths:
        try:
            write_document(path, rendered(recording, format_by_suffix(path)), overwrite=output.overwrite)
        except OutputError as error:
            raise UserError(str(error)) from error
        streams.say(_("Saved: {file}").format(file=path))
    return recording


def as_report(name: str, recording: Recording) -> Report:
    """The report of the moment at which the recording ends, in the language in use. Raises UserError."""
    if not recording.rounds:
        raise UserError(f"{name}: nothing was watched in this recording")
    return report_of(recording)


def read(name: str, text: str) -> Recording:
    """The recording that `text` is, which a file called `name` holds. Raises UserError."""
    try:
        return documents.from_json(text)
    except RecordingError as error:
        raise UserError(f"{name}: {error}") from error
