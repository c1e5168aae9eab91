"""Which files are to be merged, and which site each is of: where its report has no label, its file has a name."""

import glob
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from enum import StrEnum
from pathlib import Path

from conntest.app.errors import UserError
from conntest.files import absolute
from conntest.values import dataclass

#: What a run calls a report that nobody named: a time, and nothing of where it was made.
_OWN_NAME = re.compile(r"conntest-\d{8}T\d{6}Z(-\d+)?")

#: The folder that a run saves such reports in, which tells as little.
_OWN_FOLDER = "reports"


class SiteFrom(StrEnum):
    """What a site is called after, where its label is not given."""

    #: The file, or its folder where the file's name does not tell: see `labelled`.
    AUTO = "auto"
    NAME = "name"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A file, and the site it is of: as the user said, where `given`."""

    site: str
    file: Path
    given: bool = True


def labelled(arguments: Sequence[str], site_from: SiteFrom) -> tuple[Labelled, ...]:
    """The files that `arguments` name, each once: files, folders (every `.json` in and below them) and patterns, which
    not every shell expands; before any of them may stand `SITE=`. Raises UserError where they name none.

    By itself, a file in one folder with all others is called after its name. In several folders, those of the same
    name, or with a name that conntest gave them, are called after their folder.
    """
    found: dict[str, tuple[str | None, Path]] = {}
    for argument in arguments:
        for label, file in _named(argument):
            found.setdefault(absolute(file), (label, file))
    if not found:
        raise UserError("there is no report to merge: the folders named hold no .json file")
    folders = _folders([file for label, file in found.values() if label is None])
    names = _names(folders, site_from)
    named = site_from is not SiteFrom.AUTO
    return tuple(
        Labelled(site=label or names[file], file=file, given=named or label is not None)
        for label, file in found.values()
    )


def _named(argument: str) -> Iterator[tuple[str | None, Path]]:
    if os.path.lexists(argument):
        yield from ((None, file) for file in _files(argument))
        return
    label, equals, rest = argument.partition("=")
    if equals and label and rest:
        yield from ((label, file) for file in _files(rest))
    else:
        yield from ((None, file) for file in _files(argument))


def _files(place: str) -> Iterator[Path]:
    """What is not there is named all the same: reading it will say so."""
    if os.path.isdir(place):
        yield from _below(place)
    elif os.path.lexists(place) or not glob.has_magic(place):
        yield Path(place)
    else:
        matches = sorted(glob.glob(place, recursive=True))
        if not matches:
            raise UserError(f"{place}: matches no file")
        for match in matches:
            yield from _below(match) if os.path.isdir(match) else (Path(match),)


def _below(folder: str) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders.sort()
        yield from (Path(parent, name) for name in sorted(files) if name.lower().endswith(".json"))


def _folders(files: Sequence[Path]) -> dict[Path, str]:
    """The folder of each file, named as far as it differs from the others'."""
    parents = {file: Path(absolute(file)).parent for file in files}
    common = _common(set(parents.values()))
    names = {parent: _folder(parent, common) for parent in set(parents.values())}
    return {file: names[parent] for file, parent in parents.items()}


def _common(parents: Set[Path]) -> str | None:
    try:
        return os.path.commonpath(list(parents)) if parents else None
    except ValueError:  # on several drives
        return None


def _folder(parent: Path, common: str | None) -> str:
    inner = parent.relative_to(common).parts if common else parent.parts
    telling = [part for part in inner if part != _OWN_FOLDER]
    outer = next((part for part in reversed(parent.parts) if part != _OWN_FOLDER), str(parent))
    return "/".join(telling) or outer


def _names(folders: dict[Path, str], site_from: SiteFrom) -> dict[Path, str]:
    if site_from is SiteFrom.FOLDER:
        return folders
    one_folder = len(set(folders.values())) == 1
    if site_from is SiteFrom.NAME or one_folder:
        return {file: file.stem for file in folders}
    homes = Counter(stem for stem, _folder in {(file.stem, folder) for file, folder in folders.items()})
    return {
        file: folder if homes[file.stem] > 1 or _OWN_NAME.fullmatch(file.stem) else file.stem
        for file, folder in folders.items()
    }
