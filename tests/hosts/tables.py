"""A table without a mistake, and what is said about one with some."""

from pathlib import Path

import pytest

import conntest
from conntest.hosts import TableError, load_table

SHIPPED = Path(conntest.__file__).parents[1] / "hosts.yaml"

#: Line 1 to 12 of a table without a mistake. Cases below change one line, or add from line 13 on.
GOOD = """\
version: 1
updated: 2026-01-31
operator: Example Brokers
hosts:
  - id: a
    label: A
    host: a.example
    ports: [443]
    group: website
    service: web
    source: me
    evidence: kb
"""

#: Its one row, under its section, as an extension would have it.
GOOD_ROWS = GOOD[GOOD.index("hosts:") :]


def messages(tmp_path: Path, content: str | bytes) -> list[str]:
    """Every message about a file of this content, without the path in front."""
    path = tmp_path / "mine.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(TableError) as caught:
        load_table(path)
    lines = str(caught.value).splitlines()
    assert lines == [str(mistake) for mistake in caught.value.mistakes]
    assert all(line.startswith(f"{path}:") for line in lines)
    return [line.removeprefix(f"{path}:") for line in lines]
