"""Words of this program itself. Who is called `region`, or `sydney`, is not betrayed by a document that says so, and a
page that says `login: required` names nobody: without this, either would keep every document from being written."""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

#: What texts, styles and names of fields are written in.
_SOURCES = (".py", ".j2", ".css", ".js")

#: The lab plays other people's networks: its names are planted, to be found.
_NOT_OURS = frozenset({"lab", "__pycache__"})

#: Comments have examples in them, which may be somebody's name.
_COMMENT = re.compile(r"^\s*#[: ].*$", re.MULTILINE)

#: Where a text goes on in the next line, or is escaped, in a source.
_JOINT = re.compile(r"\"\s*\n\s*f?\"|\\n")


def is_ours(text: str) -> bool:
    """Whether `text`, in small letters, stands somewhere in this program's own sources.

    Reading them takes some hundredths of a second, so it is asked only of what was met. Where they are not installed,
    nothing is ours."""
    return text in _sources() and re.search(rf"(?<![a-z0-9_]){re.escape(text)}(?![a-z0-9_])", _sources()) is not None


@cache
def _sources() -> str:
    text = _COMMENT.sub("", "\n".join(_texts(resources.files("conntest"))))
    return _JOINT.sub(" ", text).lower()


def _texts(folder: Traversable) -> Iterator[str]:
    for entry in folder.iterdir():
        if entry.is_dir():
            if entry.name not in _NOT_OURS:
                yield from _texts(entry)
        elif entry.name.endswith(_SOURCES):
            yield entry.read_text(encoding="utf-8")
