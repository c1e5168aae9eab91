"""Where a command's document goes that is no run's report: to stdout, or to one file."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from rich.console import Console

from conntest.app import consoles, streams
from conntest.app.errors import UserError
from conntest.files import OutputError, check_writable, write_whole
from conntest.language import gettext as _
from conntest.model.privacy import Share
from conntest.values import dataclass

#: The word for standard output in the place of a file.
STDOUT = "-"

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`file` is a path, or None or `-` for stdout; `color` is for what a terminal shows; `share` is the level that was
    asked for."""

    file: str | None = None
    overwrite: bool = False
    color: bool = True
    share: Share | None = None

    @property
    def path(self) -> Path | None:
        """The file, if it is not to be stdout."""
        return None if self.file in (None, STDOUT) else Path(str(self.file))


def check(target: Target) -> None:
    """What would spoil the end, before the work begins. Raises UserError."""
    if target.path is None:
        streams.need_stdout()
    else:
        check_file(target.path, overwrite=target.overwrite)


def check_file(path: Path, *, overwrite: bool) -> None:
    """Raises UserError where a document cannot be written to `path`."""
    try:
        check_writable(path, overwrite=overwrite)
    except OutputError as error:
        raise UserError(str(error)) from error


def write(text: str, target: Target) -> None:
    """`text` as UTF-8, whole or not at all; where a file was written is said on stderr. Raises UserError."""
    if target.path is None:
        streams.write_document(text)
        return
    try:
        write_whole(target.path, text, overwrite=target.overwrite)
    except OutputError as error:
        raise UserError(str(error)) from error
    streams.say(_("Saved: {file}").format(file=target.path))


def tell(
    found: T,
    chosen: str,
    target: Target,
    document: Callable[[], str],
    render: Callable[[T, Console], None],
) -> None:
    """What was found: by `render` for the user's own screen, where text was `chosen` and no level of sharing; else the
    `document` that may be shared. Raises UserError."""
    if chosen == "txt" and target.path is None and target.share is None:
        with streams.writing():
            render(found, consoles.console(color=target.color))
    else:
        write(document(), target)


def format_by_suffix(path: Path) -> str:
    """The format that the suffix of a file names, whether there is such a format or not."""
    return path.suffix.removeprefix(".").lower()


def format_of(target: Target, named: str | None, known: tuple[str, ...], default: str) -> str:
    """The format that is `named`, or that the file's suffix names. Raises UserError for one that is not `known`."""
    chosen = named or (target.path and format_by_suffix(target.path)) or default
    if chosen not in known:
        what = f"--format {named}" if named else f"-o {target.file}"
        raise UserError(f"{what}: there is no such format. Known: {', '.join(known)}.")
    return chosen
