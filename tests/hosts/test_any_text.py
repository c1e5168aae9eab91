"""Whatever a file holds, reading it gives a table or an orderly list of mistakes, and nothing else."""

import tempfile
from dataclasses import fields
from pathlib import Path

import yaml
from hypothesis import given
from hypothesis import strategies as st

from conntest.hosts import TableError, load_table
from conntest.hosts.rows import SECTIONS
from conntest.model.host import HostTable

#: Every key of the file and of its rows.
KEYS = sorted({"extends", "remove", "version", "updated", "operator", *SECTIONS}) + sorted(
    {field.name.replace("_", "-") for row in SECTIONS.values() for field in fields(row)}
)

#: What YAML, host names and this table give a meaning to, and a little of everything else.
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 70_000),
    st.floats(),
    st.sampled_from([*KEYS, "built-in", "ndc1", "gateway", "europe", "primary", "kb", "text", "stun"]),
    st.sampled_from(["a_b.x", "https://[::1", "dns://x/y", "1.2.3.999", "::1%0", "\uff12.\uff13", "\u3002", "\ud800"]),
    st.text(max_size=12),
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS) | SCALARS, inner, max_size=5),
    max_leaves=30,
)
ROWS = st.dictionaries(st.sampled_from(KEYS), SCALARS | st.lists(SCALARS, max_size=3), max_size=12)
TABLES = st.dictionaries(st.sampled_from(KEYS), st.lists(ROWS, max_size=3) | TREES, max_size=8)
MARKS = [":", ": ", "- ", "[", "]", "{", "}", ",", "&a", "*a", "!!str ", "!<", "|", ">", "?", "#", "'", '"', "<<", "~"]
BREAKS = ["\n", "\n  ", "\t", "\x85", "\u2028", "\ufeff", "%YAML 1.1", "---", "...", "\\U", "\u00e9"]
SYNTAX = st.lists(st.sampled_from([*KEYS[:12], *MARKS, *BREAKS]), max_size=40).map("".join)


def read(data: bytes) -> HostTable | TableError:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mine.yaml"
        path.write_bytes(data)
        try:
            return load_table(path)
        except TableError as error:
            return error


def check(data: bytes) -> None:
    match read(data):
        case HostTable() as table:
            assert table.info.source.endswith("mine.yaml")
        case TableError(mistakes=mistakes):
            lines = [mistake.line or 0 for mistake in mistakes]
            assert mistakes
            assert lines == sorted(lines)
            assert all(str(mistake).isprintable() for mistake in mistakes)
            # libyaml marks what is missing at the end of a file one line below it.
            assert max(lines) <= data.count(b"\n") + data.count(b"\r") + 2


@given(SYNTAX)
def test_any_syntax(text: str) -> None:
    check(text.encode())


@given(st.binary(max_size=60))
def test_any_bytes(data: bytes) -> None:
    check(data)


@given(TABLES | TREES)
def test_any_tree(tree: object) -> None:
    check(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False).encode("utf-8", "surrogatepass"))


@given(TABLES)
def test_any_extension(tree: dict[str, object]) -> None:
    check(yaml.safe_dump({**tree, "extends": "built-in"}, allow_unicode=True).encode("utf-8", "surrogatepass"))
