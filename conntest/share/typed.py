"""Walks a value along the types of its fields: every marked text is shown to a cleaner, the rest stays as it is.

What a type does not say cannot be redacted. So a field without a mark, or a value of another type than it says, is an
error, and nothing is released.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import cache
from operator import is_
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from conntest.model.privacy import Kind

#: Given a text (of a header, the pair) and its kind, gives what stands in its place.
Cleaner = Callable[[Kind, Any], Any]

_Walk = Callable[[Any, Cleaner], Any]
_Test = Callable[[Any], bool]

#: What cannot hold a text.
_PLAIN = (bool, int, float, NoneType)


class Unmarked(TypeError):
    """A field of the model does not say what kind of text it holds, or holds something else than it says."""


def cleaned(value: Any, hint: Any, clean: Cleaner) -> Any:
    """`value`, of type `hint`, with every text cleaned. Raises Unmarked."""
    return _walk(hint)(value, clean)


def look_at(hint: Any) -> None:
    """Find out how to walk values of type `hint`, which takes longer than to walk one. Raises Unmarked."""
    waiting, seen = [hint], set[Any]()
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        if is_dataclass(one) and isinstance(one, type):
            _fields_of(one)
            waiting += get_type_hints(one, include_extras=True).values()
        elif get_origin(one) is not Literal:
            waiting += [inner for inner in get_args(one) if inner is not Ellipsis]


@cache
def _walk(hint: Any) -> _Walk:
    """How to walk a value of type `hint`. Raises Unmarked where it does not say what its texts are."""
    if get_origin(hint) is Annotated:
        return _marked(hint)
    if is_dataclass(hint) and isinstance(hint, type):
        return _dataclass(hint)
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _union(inner)
    if origin is tuple:
        return _tuple(inner)
    if origin is frozenset and isinstance(inner[0], type) and issubclass(inner[0], Enum):
        return _unchanged(hint)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(*inner)
    if hint in _PLAIN or origin is Literal or (isinstance(hint, type) and issubclass(hint, Enum)):
        return _unchanged(hint)
    raise Unmarked(f"{hint} does not say what kind of text it holds")


def _fits(hint: Any) -> _Test:
    """Whether a value is of type `hint`, as far as members of a union have to be told apart."""
    origin = get_origin(hint)
    if origin is Annotated:
        return _fits(hint.__origin__)
    if origin is Literal:
        return get_args(hint).__contains__
    if hint is float:
        return lambda value: isinstance(value, (int, float)) and not isinstance(value, bool)
    kind = origin if isinstance(origin, type) else hint
    return lambda value: isinstance(value, kind)


def _checked(hint: Any, walk: _Walk) -> _Walk:
    fits = _fits(hint)

    def checked(value: Any, clean: Cleaner) -> Any:
        if not fits(value):
            raise Unmarked(f"{type(value).__name__} stands where the type says {hint}")
        return walk(value, clean)

    return checked


def _marked(hint: Any) -> _Walk:
    kind = next((mark for mark in hint.__metadata__ if isinstance(mark, Kind)), None)
    return _walk(hint.__origin__) if kind is None else _checked(hint, lambda value, clean: clean(kind, value))


def _unchanged(hint: Any) -> _Walk:
    return _checked(hint, lambda value, clean: value)


def _union(members: tuple[Any, ...]) -> _Walk:
    walks = [(_fits(member), _walk(member)) for member in members]

    def union(value: Any, clean: Cleaner) -> Any:
        for fits, walk in walks:
            if fits(value):
                return walk(value, clean)
        raise Unmarked(f"{type(value).__name__} stands where the type says {members}")

    return union


def _tuple(inner: tuple[Any, ...]) -> _Walk:
    if len(inner) != 2 or inner[1] is not Ellipsis:
        raise Unmarked(f"tuple{list(inner)} is no tuple of any length")
    walk = _walk(inner[0])

    def walked(held: Any, clean: Cleaner) -> Any:
        new = tuple([walk(one, clean) for one in held])
        # A new one would make everything new that it is part of, and most of a report stays as it is.
        return held if all(map(is_, new, held)) else new

    return _checked(tuple, walked)


def _mapping(key: Any, value: Any) -> _Walk:
    walk_key, walk_value = _walk(key), _walk(value)

    def mapping(held: Any, clean: Cleaner) -> Any:
        new = {walk_key(one, clean): walk_value(held[one], clean) for one in held}
        # Thousands of sites share one that is alike.
        return held if new == held else new

    return _checked(Mapping, mapping)


def _dataclass(hint: type) -> _Walk:
    def dataclass(value: Any, clean: Cleaner) -> Any:
        changed = {}
        for name, plain, walk in _fields_of(value.__class__):
            held = getattr(value, name)
            if held.__class__ in plain:
                continue
            new = walk(held, clean)
            if new is not held:
                changed[name] = new
        return replace(value, **changed) if changed else value

    return _checked(hint, dataclass)


@cache
def _fields_of(kind: type) -> tuple[tuple[str, frozenset[type], _Walk], ...]:
    """The fields of a dataclass, which may be part of itself, or a subclass of what the type says: the classes whose
    values stay as they are there, and how to walk others."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple((one.name, _plain(hints[one.name]), _walk(hints[one.name])) for one in fields(kind) if one.init)


def _plain(hint: Any) -> frozenset[type]:
    """Of which classes exactly a value of type `hint` may be that holds no text: half of all fields, at a tenth of the
    cost of a walk."""
    if get_origin(hint) in (Union, UnionType):
        return frozenset().union(*map(_plain, get_args(hint)))
    if hint is float:
        return frozenset({int, float})
    return frozenset({hint}) if hint in _PLAIN or (isinstance(hint, type) and issubclass(hint, Enum)) else frozenset()
