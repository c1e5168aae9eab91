"""A value of the model as JSON has it, by the fields of its classes.

pydantic, which reads reports back and checks every value then, would give the same (the tests compare them), and takes
a third of a second to load and to look at the model: as much as a whole run computes otherwise.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any

#: Decimals of a second that are written: no clock here tells more than microseconds.
MICROSECONDS = 6


def plain(value: Any) -> Any:
    """`value` made of dicts, lists, texts, numbers and None. Floats are rounded, members of a set are sorted. Raises
    TypeError for what the model does not hold."""
    return _written(value.__class__)(value)


@cache
def _written(kind: type) -> Callable[[Any], Any]:
    if issubclass(kind, Enum):
        return lambda value: value.value
    if issubclass(kind, float):
        return lambda value: round(value, MICROSECONDS)
    if issubclass(kind, str | int | NoneType):
        return lambda value: value
    if is_dataclass(kind):
        names = tuple(one.name for one in fields(kind))
        return lambda value: {name: plain(getattr(value, name)) for name in names}
    if issubclass(kind, Mapping):
        return lambda value: {plain(name): plain(held) for name, held in value.items()}
    if issubclass(kind, frozenset):
        return lambda value: sorted(map(plain, value))
    if issubclass(kind, tuple | list):
        return lambda value: [plain(one) for one in value]
    raise TypeError(f"{kind} is no part of a report")
