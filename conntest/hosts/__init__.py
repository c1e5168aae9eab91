"""hosts.yaml -> HostTable, or every mistake of the file, each with its line."""

from conntest.hosts.load import load_table
from conntest.hosts.mistakes import Mistake, TableError

__all__ = ["Mistake", "TableError", "load_table"]
