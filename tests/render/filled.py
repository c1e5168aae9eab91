"""Values with all in them that their types allow, made from the types: a field that is added is there as well."""

from collections.abc import Mapping
from dataclasses import fields
from enum import Enum
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

from conntest.findings.tws_ports_blocked import TwsPortsBlocked
from conntest.model.finding import Finding
from conntest.model.privacy import Kind

_PLAIN: dict[object, object] = {bool: True, int: 1, float: 1.5, str: "text"}


def filled(kind: Any, texts: Mapping[Kind, Any] = MappingProxyType({})) -> Any:
    """A value of `kind`: one item in every tuple and mapping, the first alternative that is not None, and so on.
    `texts` are those to use for the kinds that they are given for."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    if isinstance(kind, NewType):
        return filled(kind.__supertype__, texts)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return texts.get(parts[1]) or filled(parts[0], texts)
    if origin is Literal:
        return parts[0]
    if origin in (Union, UnionType):
        return filled(next(part for part in parts if part is not NoneType), texts)
    if origin is frozenset:
        return frozenset(filled(part, texts) for part in parts)
    if kind is Finding:
        return filled(TwsPortsBlocked, texts)
    if origin is tuple:
        return tuple(filled(part, texts) for part in parts if part is not Ellipsis)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {filled(parts[0], texts): filled(parts[1], texts)}
    hints = get_type_hints(kind, include_extras=True)
    return kind(**{field.name: filled(hints[field.name], texts) for field in fields(kind) if field.init})
