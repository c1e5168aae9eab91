"""hosts.yaml -> HostTable: the built-in table, a user's own in its place, or one that extends the built-in."""

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from conntest.hosts.document import read_text
from conntest.hosts.draft import BUILT_IN, read_draft
from conntest.hosts.merge import check_extension, to_table
from conntest.hosts.mistake import Journal, printable
from conntest.hosts.syntax import parse
from conntest.model.host import HostTable

_FILE = "hosts.yaml"


def load_table(path: Path | None = None) -> HostTable:
    """The table of the file at `path`, or the built-in one.

    A file stands for itself, or adds to the built-in table where it says `extends: built-in`: a row with a known id
    replaces that row whole, one with a new id is added, and `remove` lists ids to take away.

    Raises: TableError with every mistake of the file, sorted by line.
    """
    if path is None:
        return _load(_built_in(), _FILE, BUILT_IN, may_extend=False)
    name = printable(str(path))
    return _load(path, name, name, may_extend=True)


def _load(path: Path | Traversable, file: str, source: str, *, may_extend: bool) -> HostTable:
    journal = Journal(file)
    draft = read_draft(parse(read_text(path, file), file), journal, may_extend=may_extend)
    base = load_table() if draft.extends else None
    if base is not None:
        check_extension(draft, base)
    journal.raise_if_any()
    return to_table(draft, base, source)


def _built_in() -> Path | Traversable:
    """The table inside the installed package or, in a checkout, the one at the project's root."""
    package = resources.files("conntest")
    shipped = package.joinpath(_FILE)
    return shipped if shipped.is_file() else Path(str(package)).parent / _FILE
