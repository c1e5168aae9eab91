"""Recordings of `conntest watch` as documents. They hold no address and nothing of the user, so that they are the same
at every level of sharing."""

from collections.abc import Callable, Mapping
from pathlib import Path

from conntest.app import streams
from conntest.app.errors import UserError
from conntest.app.metrics_files import write_document
from conntest.app.output import Output
from conntest.app.saved import called
from conntest.app.sharing import language_of
from conntest.app.writing import format_by_suffix
from conntest.files import OutputError
from conntest.language import gettext as _
from conntest.language import used, using
from conntest.watch import documents, page
from conntest.watch.documents import RecordingError
from conntest.watch.summary import headline
from conntest.watch.values import Recording

#: The formats of a recording, by the suffix of a file.
FORMATS: Mapping[str, Callable[[Recording], str]] = {
    "html": page.to_html,
    "csv": documents.to_csv,
    "json": documents.to_json,
    "txt": documents.to_text,
}


def rendered(recording: Recording, name: str) -> str:
    """`recording` in the format called `name`."""
    with using(language_of(name)):
        return FORMATS[name](recording)


def show_recording(file: str, text: str, output: Output) -> Recording:
    """Print the recording that `text`, which `file` holds, is, and write it where asked for. Raises UserError."""
    recording = _read(file, text)
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


def _read(file: str, text: str) -> Recording:
    try:
        return documents.from_json(text)
    except RecordingError as error:
        raise UserError(f"{called(Path(file))}: {error}") from error
