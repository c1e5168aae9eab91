"""A comparison as a JSON document."""

from functools import cache

from pydantic import TypeAdapter

from conntest.model.comparison import Comparison
from conntest.report_io.json import dumped


@cache
def _adapter() -> TypeAdapter[Comparison]:
    return TypeAdapter(Comparison)


def to_json(found: Comparison) -> str:
    """`found` as an indented JSON document that ends with a newline."""
    return dumped(_adapter(), found)
