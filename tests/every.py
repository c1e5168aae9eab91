"""One test for many cheap cases: what starts and ends a test takes longer than most of them.

Every case runs, whatever became of those before it, and each that fails is named, with its own traceback. Cases that
take long, or need a fixture of their own, are pytest's: `pytest.mark.parametrize`.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from inspect import signature
from typing import Any

import pytest

Test = Callable[..., None]

#: Characters of a case that has no name.
_MOST = 300


def every(names: str | Sequence[str], cases: Iterable[Any], ids: Any = None) -> Callable[[Test], Test]:
    """As `pytest.mark.parametrize`, but that all cases are one test. `ids` are names, or what makes one of a case."""
    arguments = names.replace(",", " ").split() if isinstance(names, str) else [*names]
    rows = [case if len(arguments) > 1 else (case,) for case in cases]
    assert rows, "a test of nothing"
    named = [*ids] if ids and not callable(ids) else None
    assert named is None or len(named) == len(rows)

    def name(number: int) -> str:
        if named:
            return str(named[number])
        return "-".join(str(ids(value)) for value in rows[number]) if ids else f"{rows[number]!r:.{_MOST}}"

    def decorate(test: Test) -> Test:
        whole = signature(test)

        @wraps(test)
        def all_of_them(**fixtures: Any) -> None:
            failed: list[BaseException] = []
            for number, row in enumerate(rows):
                try:
                    test(**dict(zip(arguments, row, strict=True)), **fixtures)
                except (Exception, pytest.fail.Exception) as error:
                    error.add_note(f"with {name(number)}")
                    failed.append(error)
            if failed:
                raise BaseExceptionGroup(f"{len(failed)} of {len(rows)} cases fail", failed)

        others = [one for one in whole.parameters.values() if one.name not in arguments]
        all_of_them.__signature__ = whole.replace(parameters=others)  # type: ignore[attr-defined]
        return all_of_them

    return decorate
