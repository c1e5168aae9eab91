"""Every text that a report can hold says what kind it is, and stays a plain text to JSON."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from enum import Enum
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter

from conntest.model.privacy import HostName, Kind, Share, Words
from conntest.model.report import Report


def unmarked(hint: Any, place: str, seen: set[type]) -> Iterator[str]:
    """Places at which a text can stand without a kind."""
    if hint is str or hint in (Any, object):
        yield place
    elif get_origin(hint) is Annotated:
        if not any(isinstance(mark, Kind) for mark in hint.__metadata__):
            yield from unmarked(hint.__origin__, place, seen)
    elif is_dataclass(hint) and isinstance(hint, type):
        if hint not in seen:
            seen.add(hint)
            for name, inner in get_type_hints(hint, include_extras=True).items():
                yield from unmarked(inner, f"{hint.__name__}.{name}", seen)
    elif get_origin(hint) is not Literal and not (isinstance(hint, type) and issubclass(hint, Enum)):
        for inner in get_args(hint):
            yield from unmarked(inner, place, seen)


def test_every_text_reachable_from_a_report_says_its_kind() -> None:
    assert list(unmarked(Report, "Report", set())) == []


@dataclass(frozen=True, kw_only=True)
class _Careless:
    marked: Words
    maybe: HostName | None
    keys: Mapping[str, int]
    forgotten: tuple[str, ...]


def test_a_text_without_a_kind_is_noticed() -> None:
    assert list(unmarked(_Careless, "", set())) == ["_Careless.keys", "_Careless.forgotten"]


def test_to_json_a_marked_text_is_a_text() -> None:
    assert TypeAdapter(Words).json_schema() == {"type": "string"}
    schema = json.dumps(TypeAdapter(Report).json_schema(mode="serialization"))
    assert not re.search(r"\bKind\b", schema)


def test_levels_are_ordered_by_strictness() -> None:
    assert [share.rank for share in (Share.INTERNAL, Share.SUPPORT, Share.PUBLIC)] == [0, 1, 2]
