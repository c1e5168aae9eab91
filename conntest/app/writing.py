"""Where a command's document goes that is no run's report: to stdout, or to one file."""

from dataclasses import dataclass
from pathlib import Path

from conntest.app import streams
from conntest.app.errors import UserError
from conntest.files import OutputError, check_writable, write_whole

STDOUT = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`file` is a path, or None or `-` for stdout; `color` is for what a terminal shows."""

    file: str | None = None
    overwrite: bool = False
    color: bool = True

    @property
    def path(self) -> Path | None:
        return None if self.file in (None, STDOUT) else Path(str(self.file))


def check(target: Target) -> None:
    """What would spoil the end, before the work begins. Raises UserError."""
    if target.path is None:
        streams.need_stdout()
        return
    try:
        check_writable(target.path, overwrite=target.overwrite)
    except OutputError as error:
        raise UserError(str(error)) from error


def write(text: str, target: Target) -> None:
    """`text` as UTF-8, whole or not at all. Raises UserError."""
    if target.path is None:
        streams.write_document(text)
        return
    try:
        write_whole(target.path, text, overwrite=target.overwrite)
    except OutputError as error:
        raise UserError(str(error)) from error


def format_of(target: Target, named: str | None, known: tuple[str, ...], default: str) -> str:
    """The format that is `named`, or that the file's suffix names. Raises UserError for one that is not `known`."""
    suffix = target.path.suffix.removeprefix(".").lower() if target.path and not named else None
    chosen = named or suffix or default
    if chosen not in known:
        what = f"--format {named}" if named else f"-o {target.file}"
        raise UserError(f"{what}: there is no such format. Known: {', '.join(known)}.")
    return chosen
