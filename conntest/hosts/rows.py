"""The sections of a table, and the rows of each."""

from collections.abc import Mapping
from typing import Any

from conntest.model.host import (
    Canary,
    CaptiveCheck,
    Control,
    EchoService,
    Host,
    HostTable,
    ResetWindow,
    Resolver,
    TableInfo,
)

TableRow = Host | Control | CaptiveCheck | Canary | EchoService | Resolver | ResetWindow

#: Every section by its key in the file -> what a row of it becomes.
SECTIONS: Mapping[str, type[TableRow]] = {
    "hosts": Host,
    "controls": Control,
    "push": Control,
    "captive-checks": CaptiveCheck,
    "canaries": Canary,
    "echo-services": EchoService,
    "resolvers": Resolver,
    "reset-windows": ResetWindow,
}


def attribute(key: str) -> str:
    """The name in the model of a key of the file."""
    return key.replace("-", "_")


def rows_of(table: HostTable, section: str) -> tuple[TableRow, ...]:
    """The rows of a section of the file."""
    rows: tuple[TableRow, ...] = getattr(table, attribute(section))
    return rows


def table_of(info: TableInfo, operator: str, sections: Mapping[str, tuple[TableRow, ...]]) -> HostTable:
    """The table of these rows, each section under its key in the file."""
    lists: Mapping[str, Any] = {attribute(name): rows for name, rows in sections.items()}
    return HostTable(info=info, operator=operator, **lists)
