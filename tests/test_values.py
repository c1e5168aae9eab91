"""`conntest.values.dataclass` beside the standard library's: the same class, with methods made later."""

import copy
import dataclasses
import inspect
import pickle
from abc import ABC, abstractmethod
from typing import Any, ClassVar

import pytest

from conntest.values import dataclass

_METHODS = ("__init__", "__repr__", "__eq__", "__hash__")


def _not_made(cls: type) -> set[str]:
    return {name for name in _METHODS if not inspect.isfunction(vars(cls).get(name))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place."""

    kinds: ClassVar[tuple[str, ...]] = ()
    name: str
    marks: list[str] = dataclasses.field(default_factory=list, compare=False)

    def __post_init__(self) -> None:
        if not self.name:
            raise ValueError("no name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Town(Place):
    people: int = 0
    secret: str = dataclasses.field(default="", repr=False)


@dataclass(slots=True)
class Counter:
    count: int
    total: int = dataclasses.field(init=False, default=7)


def test_a_method_is_made_when_it_is_first_used() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Unused:
        one: int

    assert _not_made(Unused) == set(_METHODS)
    one = Unused(one=1)
    assert _not_made(Unused) == {"__repr__", "__eq__", "__hash__"}
    assert one == one and one != Unused(one=2)
    assert _not_made(Unused) == {"__repr__", "__hash__"}


def test_values_are_equal_hashed_and_shown_as_the_standard_library_does() -> None:
    one, same = Town(name="Zug", people=3, secret="x"), Town(name="Zug", people=3, secret="x", marks=["!"])
    assert one == same and hash(one) == hash(same)
    assert one != Town(name="Zug") and one != Place(name="Zug")
    assert repr(one) == "Town(name='Zug', marks=[], people=3)"
    assert Place(name="a").marks is not Place(name="a").marks


def test_what_is_frozen_refuses_to_change() -> None:
    town = Town(name="Zug")
    with pytest.raises(dataclasses.FrozenInstanceError, match="people"):
        town.people = 4  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError, match="name"):
        del town.name
    assert not hasattr(town, "__dict__")


def test_what_can_change_has_no_hash() -> None:
    counter = Counter(1)
    counter.count += 1
    assert (counter, counter.total) == (Counter(2), 7)
    with pytest.raises(TypeError, match="unhashable"):
        hash(counter)


def test_wrong_arguments_are_named_as_the_standard_library_does() -> None:
    with pytest.raises(TypeError, match=r"Town\.__init__\(\) got an unexpected keyword argument 'size'"):
        Town(name="Zug", size=1)  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="no name"):
        Town(name="")


def test_the_tools_of_the_standard_library_work() -> None:
    town = Town(name="Zug", people=3)
    assert dataclasses.replace(town, people=4) == Town(name="Zug", people=4)
    assert dataclasses.asdict(Place(name="a")) == {"name": "a", "marks": []}
    assert [one.name for one in dataclasses.fields(Town)] == ["name", "marks", "people", "secret"]
    assert str(inspect.signature(Counter)) == "(count: int) -> None"
    for again in (copy.copy(town), copy.deepcopy(town), pickle.loads(pickle.dumps(town))):
        assert again == town


def test_methods_that_a_class_writes_itself_are_kept() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Own:
        one: int

        def __repr__(self) -> str:
            return "own"

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 5

    assert (repr(Own(one=1)), Own(one=1) == Own(one=2), hash(Own(one=1))) == ("own", True, 5)


def test_a_class_without_an_equality_of_its_own_takes_each_value_for_itself() -> None:
    @dataclass(frozen=True, kw_only=True, eq=False)
    class Each:
        one: int

    each = Each(one=1)
    assert each != Each(one=1) and len({each, each}) == 1


def test_a_subclass_reaches_the_method_of_its_base() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Loud(Place):
        def __repr__(self) -> str:
            return Place.__repr__(self).upper()

    assert repr(Loud(name="a")).endswith("LOUD(NAME='A', MARKS=[])")


def test_what_is_abstract_stays_so() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Base(ABC):
        one: int

        @abstractmethod
        def told(self) -> str: ...

    base: Any = Base
    with pytest.raises(TypeError, match="abstract"):
        base(one=1)
