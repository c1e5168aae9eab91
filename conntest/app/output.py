"""Where a report goes: the terminal, stdout as a document, files named by the user, or one we name ourselves."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console

from conntest.app.errors import UserError
from conntest.files import OutputError, check_writable, default_folder, write_whole
from conntest.model.report import Report
from conntest.render import FORMATS
from conntest.render.terminal import render

STDOUT = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What the user asked for. `files` are paths or `-`; `stdout_format` makes stdout a document."""

    files: tuple[str, ...]
    stdout_format: str | None
    overwrite: bool
    quiet: bool
    verbose: bool
    color: bool

    @property
    def paths(self) -> tuple[Path, ...]:
        return tuple(Path(name) for name in self.files if name != STDOUT)

    @property
    def document_format(self) -> str | None:
        """The format of the one document on stdout, if there is to be one."""
        return self.stdout_format or ("json" if STDOUT in self.files else None)

    def console(self, *, stderr: bool = False) -> Console:
        return Console(stderr=stderr, no_color=not self.color or None, highlight=False)


def check(output: Output) -> None:
    """Everything that would spoil the end of a run, before it begins. Raises UserError."""
    if output.document_format and output.document_format not in FORMATS:
        raise UserError(f"--format {output.document_format}: {_known()}")
    if output.stdout_format and not (STDOUT in output.files or output.stdout_format == "json"):
        raise UserError("--format says how -o - is written; without it the suffix of -o FILE picks the format")
    for path in output.paths:
        if path.suffix.lstrip(".") not in FORMATS:
            raise UserError(f"-o {path}: {_known()}")
        try:
            check_writable(path, overwrite=output.overwrite)
        except OutputError as error:
            raise UserError(str(error)) from error


def _known() -> str:
    return f"no such format; known: {', '.join(FORMATS)}"


def deliver(report: Report, output: Output) -> None:
    """Print and save the report. Documents go to stdout, where it is said that they were saved to stderr."""
    if output.document_format:
        sys.stdout.write(FORMATS[output.document_format](report))
    elif output.quiet:
        output.console().print(f"{report.verdict}: {report.headline}", markup=False)
    else:
        render(report, output.console(), verbose=output.verbose)
    saved = list(_save(report, output))
    if saved and not output.quiet:
        output.console(stderr=True).print(f"Report saved: {', '.join(str(path) for path in saved)}", markup=False)


def _save(report: Report, output: Output) -> Iterator[Path]:
    if not output.files and not output.document_format:
        yield _save_by_default(report)
    for path in output.paths:
        try:
            write_whole(path, FORMATS[path.suffix.lstrip(".")](report), overwrite=output.overwrite)
        except OutputError as error:
            raise UserError(str(error)) from error
        yield path


def _save_by_default(report: Report) -> Path:
    """Named by the moment the run began, with a number behind it where two began in one second."""
    moment = datetime.fromisoformat(report.run.started_at).strftime("%Y%m%dT%H%M%SZ")
    folder = default_folder()
    for number in range(1, 100):
        path = folder / f"conntest-{moment}{'' if number == 1 else f'-{number}'}.json"
        if not path.exists():
            break
    try:
        write_whole(path, FORMATS["json"](report), overwrite=False)
    except OutputError as error:
        raise UserError(str(error)) from error
    return path
