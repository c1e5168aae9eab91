"""What writes reports, beside pydantic, which reads them."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any, get_origin, get_type_hints

import pytest
from hypothesis import given
from pydantic import TypeAdapter

from conntest.findings.base import Conclusion
from conntest.model.report import Report
from conntest.report_io.plain import MICROSECONDS, plain
from tests.findings.made import findings
from tests.render import samples


def rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, MICROSECONDS)
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    return [rounded(inner) for inner in value] if isinstance(value, list) else value


@cache
def adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def by_pydantic(value: Any) -> Any:
    """Sets with their members in order, which pydantic does not care for."""
    document = rounded(adapter(type(value)).dump_python(value, mode="json"))
    sets = {name for name, hint in get_type_hints(type(value)).items() if get_origin(hint) is frozenset}
    return document | {name: sorted(document[name]) for name in sets}


@pytest.mark.parametrize("sample", [samples.healthy, samples.ports_blocked, samples.dns_tampered])
def test_a_report_is_written_as_pydantic_would(sample: Callable[[], Report]) -> None:
    report = replace(sample(), findings=())
    assert plain(report) == by_pydantic(report)


@given(findings())
def test_so_is_any_finding(finding: Conclusion) -> None:
    assert plain(finding) == by_pydantic(finding)


def test_what_the_model_cannot_hold_is_refused() -> None:
    with pytest.raises(TypeError, match="no part of a report"):
        plain(object())
