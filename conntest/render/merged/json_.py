"""A merged report as a JSON document."""

from functools import cache

from pydantic import TypeAdapter

from conntest.model.merged import Merged
from conntest.report_io.json import dumped


@cache
def _adapter() -> TypeAdapter[Merged]:
    return TypeAdapter(Merged)


def to_json(merged: Merged) -> str:
    """`merged` as an indented JSON document that ends with a newline."""
    return dumped(_adapter(), merged)
