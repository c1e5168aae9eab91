"""A comparison as a JSON document."""

from conntest.model.comparison import Comparison
from conntest.report_io.json import dumped


def to_json(found: Comparison) -> str:
    """`found` as an indented JSON document that ends with a newline."""
    return dumped(found)
