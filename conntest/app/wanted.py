"""What the user wants of a report: where it goes, and in which form. Imports little: a run begins with it."""

from pathlib import Path

from conntest.app import streams
from conntest.app.errors import UserError
from conntest.app.metrics_files import may_replace
from conntest.app.writing import STDOUT, check_file, format_by_suffix
from conntest.files import absolute
from conntest.model.privacy import Share
from conntest.render.formats import FORMATS, SUFFIXES
from conntest.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What the user asked for. `files` are paths or `-`, which `stdout_format` is for; `json` makes stdout one JSON
    document. Where nothing is asked for, the report is saved all the same if `unasked`. `share` is the level of all
    of it; without one, documents are for support, and the user's own screen shows everything. `open_page`: show the
    saved page in the browser."""

    files: tuple[str, ...] = ()
    stdout_format: str | None = None
    json: bool = False
    overwrite: bool = False
    quiet: bool = False
    verbose: bool = False
    color: bool = True
    unasked: bool = True
    share: Share | None = None
    open_page: bool = False

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files, each once however often and in whichever spelling it was named."""
        named = {absolute(name): Path(name) for name in self.files if name != STDOUT}
        return tuple(named.values())

    @property
    def document_format(self) -> str | None:
        """The format of the one document on stdout, if there is to be one."""
        if self.json:
            return "json"
        return self.stdout_format or "json" if STDOUT in self.files else None


def check(output: Output) -> None:
    """Everything that would spoil the end of a run, before it begins. Raises UserError."""
    if output.json and (STDOUT in output.files or output.stdout_format):
        raise UserError("--json is short for -o - --format json: one document fits on stdout, so say one of them")
    if output.stdout_format and STDOUT not in output.files:
        raise UserError("--format says how -o - is written; without it the suffix of -o FILE picks the format")
    if output.stdout_format and output.stdout_format not in FORMATS:
        raise UserError(f"--format {output.stdout_format}: there is no such format. Known: {', '.join(FORMATS)}.")
    if output.document_format:
        streams.need_stdout()
    for path in output.paths:
        if format_by_suffix(path) not in SUFFIXES:
            known = ", ".join(f".{suffix}" for suffix in SUFFIXES)
            raise UserError(f"-o {path}: the suffix picks the format, and has to be one of {known}")
        check_file(path, overwrite=output.overwrite or may_replace(path))
