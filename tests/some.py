"""Cases of a parametrised test, of which the quick suite runs some and leaves the others to what is `thorough`."""

from collections.abc import Collection, Mapping
from typing import Any

import pytest


def some_of(cases: Mapping[Any, Any], quick: Collection[Any]) -> list[Any]:
    """The parameters, named by their keys. Each of `quick` is the key of a case."""
    assert set(quick) <= set(cases)
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)),
            id=str(name),
            marks=() if name in quick else pytest.mark.thorough,
        )
        for name, case in cases.items()
    ]
