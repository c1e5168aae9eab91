"""`dataclass` of the standard library, whose methods are compiled when they are first used.

The standard library writes and compiles six functions for every class, about 0.8 ms on CPython 3.11. conntest has more
than 400 classes of values, and a command uses a few dozen of them. Without the functions a class takes 0.06 ms.

Type checkers see the standard library's. A class and those that inherit from it are decorated with the same of the two.
"""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NoReturn


class _Later:
    """Stands for a method of `owner` until somebody asks for it."""

    __slots__ = ("_name", "_options", "_owner")

    def __init__(self, owner: type, name: str, options: Mapping[str, Any]) -> None:
        self._owner = owner
        self._name = name
        self._options = options

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        # Where two threads ask at once, both make it.
        method = _compiled(self._owner, self._name, self._options)
        setattr(self._owner, self._name, method)
        return method.__get__(instance, owner)


def _compiled(cls: type, name: str, options: Mapping[str, Any]) -> Any:
    """The method of that name of a class that the standard library makes of the same fields. It names no class."""
    inherited = {"__post_init__": cls.__post_init__} if hasattr(cls, "__post_init__") else {}
    made = dataclasses.make_dataclass(
        cls.__name__,
        [(one.name, one.type, one) for one in dataclasses.fields(cls)],
        namespace={"__module__": cls.__module__, "__doc__": cls.__doc__, **inherited},
        init=name == "__init__",
        repr=name == "__repr__",
        eq=name in ("__eq__", "__hash__"),
        **options,
    )
    method = vars(made)[name]
    method.__qualname__ = f"{cls.__qualname__}.{name}"
    return method


def _decorated(
    cls: type | None = None,
    /,
    *,
    frozen: bool = False,
    slots: bool = False,
    kw_only: bool = False,
    repr: bool = True,
    eq: bool = True,
) -> Any:
    """The options are the standard library's, of which these are in use."""
    options = {"frozen": frozen, "slots": slots, "kw_only": kw_only}

    def decorate(bare: type) -> type:
        written = set(vars(bare))
        # Where there is none, the standard library writes the signature into it, which takes longer than all else.
        bare.__doc__ = bare.__doc__ or bare.__name__
        made: type = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(bare)
        for name, method in _stand_ins(made, options, repr=repr, eq=eq):
            if name not in written:
                setattr(made, name, method)
        return made

    return decorate if cls is None else decorate(cls)


def _stand_ins(cls: type, options: Mapping[str, Any], *, repr: bool, eq: bool) -> Iterator[tuple[str, object]]:
    frozen = options["frozen"]
    compared = ("__eq__", "__hash__") if frozen else ("__eq__",)
    for name in ("__init__", *(("__repr__",) if repr else ()), *(compared if eq else ())):
        yield name, _Later(cls, name, options)
    if eq and not frozen:
        yield "__hash__", None  # what can change has none
    if frozen:
        yield from (("__setattr__", _set), ("__delattr__", _delete))
    if frozen and options["slots"]:
        # Copies set attributes otherwise.
        yield from (("__getstate__", _state), ("__setstate__", _restore))


def _set(self: object, name: str, value: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(self: object, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[object]:
    return [getattr(self, one.name) for one in dataclasses.fields(self)]


def _restore(self: Any, state: list[object]) -> None:
    for one, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    dataclass: Callable[..., Any] = _decorated
