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
    """The method of that name, as the standard library would write it."""
    method = _init(cls, options["frozen"]) if name == "__init__" else _lent(cls, name, options)
    method.__qualname__ = f"{cls.__qualname__}.{name}"
    return method


def _lent(cls: type, name: str, options: Mapping[str, Any]) -> Any:
    """The method of a class that the standard library makes of the same fields. It names no class."""
    made = dataclasses.make_dataclass(
        cls.__name__,
        [(one.name, one.type, one) for one in dataclasses.fields(cls)],
        namespace={"__doc__": cls.__doc__},
        init=False,
        repr=name == "__repr__",
        eq=name != "__repr__",
        **options,
    )
    return vars(made)[name]


def _init(cls: type, frozen: bool) -> Any:
    """`__init__` alone: every value that is made needs it, and the standard library compiles two more with it."""
    every = dataclasses.fields(cls)
    known: dict[str, Any] = {"_set": object.__setattr__, "_not_given": object()}
    for one in every:
        known |= {f"_default_{one.name}": one.default, f"_make_{one.name}": one.default_factory}
    lines = [_assigned(one, frozen) for one in every if one.init or _has_default(one)]
    lines += ["self.__post_init__()"] if hasattr(cls, "__post_init__") else []
    positional = ["self", *(_parameter(one) for one in every if one.init and not one.kw_only)]
    named = [_parameter(one) for one in every if one.init and one.kw_only]
    head = f"def __init__({', '.join([*positional, *(['*', *named] if named else [])])}):"
    exec("\n    ".join([head, *(lines or ["pass"])]), known)
    made = known["__init__"]
    made.__module__ = cls.__module__
    made.__annotations__ = {one.name: one.type for one in every if one.init} | {"return": None}
    return made


def _parameter(one: dataclasses.Field[Any]) -> str:
    if one.default is not dataclasses.MISSING:
        return f"{one.name}=_default_{one.name}"
    return f"{one.name}=_not_given" if _has_default(one) else one.name


def _assigned(one: dataclasses.Field[Any], frozen: bool) -> str:
    value = one.name if one.init else f"_default_{one.name}"
    if one.default_factory is not dataclasses.MISSING:
        made = f"_make_{one.name}()"
        value = f"{made} if {one.name} is _not_given else {one.name}" if one.init else made
    return f"_set(self, {one.name!r}, {value})" if frozen else f"self.{one.name} = {value}"


def _has_default(one: dataclasses.Field[Any]) -> bool:
    return one.default is not dataclasses.MISSING or one.default_factory is not dataclasses.MISSING


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
