"""hosts.yaml -> HostTable, or every mistake of the file, each with its line."""

from conntest.hosts.errors import Mistake, TableError
from conntest.hosts.load import load_table

__all__ = ["Mistake", "TableError", "load_table"]
