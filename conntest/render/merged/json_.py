"""A merged report as a JSON document."""

from conntest.model.merged import Merged
from conntest.report_io.json import dumped


def to_json(merged: Merged) -> str:
    """`merged` as an indented JSON document that ends with a newline."""
    return dumped(merged)
