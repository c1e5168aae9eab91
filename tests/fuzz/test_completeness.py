"""What is named as readers are, and given text or bytes, is in the list."""

import ast
from collections.abc import Iterator
from pathlib import Path

import conntest

#: How the names of readers begin.
_NAMES = ("parse", "read", "from_json", "decoded", "unpack")

#: Fuzzed as parts of others, which call them with what they were given themselves.
PARTS = {
    "addresses.parsed",
    "gnome.parse_gsettings",
    "java.parse_options",
    "kde.parse_kioslaverc",
    "marked.parse",
    "recordings.read",
    "summary.read_conclusions",
    "wininet_binary.parse_winhttp",
}


def _readers() -> Iterator[str]:
    """`module.function` of the public functions whose first argument is text or bytes."""
    for path in Path(conntest.__file__).parent.rglob("*.py"):
        for one in ast.parse(path.read_text("utf-8")).body:
            if isinstance(one, ast.FunctionDef) and one.name.startswith(_NAMES) and one.args.args:
                kind = one.args.args[0].annotation
                if kind is not None and ast.unparse(kind) in ("str", "bytes"):
                    yield f"{path.stem}.{one.name}"


def _fuzzed() -> Iterator[str]:
    """The same of what this folder uses: `module.function`, or a function by its own name."""
    for path in Path(__file__).parent.glob("*.py"):
        for one in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
                yield f"{one.value.id}.{one.attr}"
            elif isinstance(one, ast.ImportFrom) and one.module:
                yield from (f"{one.module.rpartition('.')[2]}.{name.name}" for name in one.names)


def test_every_reader_is_fuzzed_by_itself_or_as_a_part() -> None:
    assert {*_readers()} - {*_fuzzed()} == PARTS
