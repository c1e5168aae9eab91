"""What does not say what it is cannot be released."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

import pytest

from conntest.model.privacy import Address, Header, HostName, Kind, Words
from conntest.model.report import Report
from conntest.share import Unmarked
from conntest.share.typed import _fields_of, cleaned, look_at
from tests.every import every
from tests.render import full, samples


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    said: Words | None
    headers: tuple[Header, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    number: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    hosts: tuple[HostName, ...]
    by_address: Mapping[Address, int]
    steps: tuple[Inner | Other, ...]
    colour: Colour
    rrtype: Literal["A", "AAAA"] = "A"


def shouted(kind: Kind, value: Any) -> Any:
    return tuple(map(str.upper, value)) if isinstance(value, tuple) else f"{kind}:{value}"


VALUE = Outer(
    hosts=("a", "b"),
    by_address={"::1": 1},
    steps=(Inner(said="x", headers=(("n", "v"),)), Other(number=1.5), Inner(said=None)),
    colour=Colour.RED,
)


def test_every_marked_text_is_shown_with_its_kind_and_nothing_else_is() -> None:
    assert cleaned(VALUE, Outer, shouted) == Outer(
        hosts=("host:a", "host:b"),
        by_address={"address:::1": 1},
        steps=(Inner(said="words:x", headers=(("N", "V"),)), Other(number=1.5), Inner(said=None)),
        colour=Colour.RED,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Careless:
    hosts: tuple[HostName, ...]
    forgotten: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vague:
    anything: Any


@pytest.mark.parametrize("value", [Careless(hosts=(), forgotten="x"), Vague(anything="x")])
def test_a_field_without_a_mark_is_not_released(value: object) -> None:
    with pytest.raises(Unmarked):
        cleaned(value, type(value), shouted)


@every(
    "value",
    [
        Inner(said=b"bytes"),  # type: ignore[arg-type]
        Outer(hosts=["a list"], by_address={}, steps=(), colour=Colour.RED),  # type: ignore[arg-type]
        Outer(hosts=(), by_address={}, steps=("a text",), colour=Colour.RED),  # type: ignore[arg-type]
        Outer(hosts=(), by_address={}, steps=(), colour="a text"),  # type: ignore[arg-type]
        Other(number="a text"),  # type: ignore[arg-type]
    ],
)
def test_a_value_of_another_type_than_its_field_says_is_not_released(value: object) -> None:
    with pytest.raises(Unmarked):
        cleaned(value, type(value), shouted)


@pytest.mark.parametrize("report", [samples.healthy(), samples.dns_tampered(), full.report()])
def test_a_report_can_be_walked_and_stays_what_it_is(report: Report) -> None:
    assert cleaned(report, Report, lambda kind, value: value) == report


def test_to_look_at_a_type_is_to_walk_a_value_faster() -> None:
    _fields_of.cache_clear()
    look_at(Report)
    known = _fields_of.cache_info().currsize
    cleaned(full.report(), Report, lambda kind, value: value)
    findings = _fields_of.cache_info().currsize - known  # a type says that there are findings, and not which
    assert findings < 10 < known
