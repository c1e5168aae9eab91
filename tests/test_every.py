"""Many cases in one test (`tests.every`): none is left out, and what fails is named."""

import pytest

from tests.every import every


def test_every_case_runs_though_others_fail_and_those_are_named() -> None:
    seen: list[int] = []

    @every("number", [1, 2, 3, 4])
    def is_odd(number: int) -> None:
        seen.append(number)
        assert number % 2

    with pytest.raises(BaseExceptionGroup, match="2 of 4 cases fail") as caught:
        is_odd()
    assert seen == [1, 2, 3, 4]
    assert [error.__notes__ for error in caught.value.exceptions] == [["with (2,)"], ["with (4,)"]]


def test_an_exception_that_does_not_come_is_a_failure_of_its_case() -> None:
    @every(("text", "number"), [("1", 1), ("x", 2)], ids=("one", "two"))
    def is_refused(text: str, number: int) -> None:
        with pytest.raises(ValueError):
            int(text)

    with pytest.raises(BaseExceptionGroup) as caught:
        is_refused()
    assert [error.__notes__ for error in caught.value.exceptions] == [["with one"]]


def test_fixtures_are_for_all_cases_and_cases_may_be_crossed(request: pytest.FixtureRequest) -> None:
    seen: list[str] = []

    @every("letter", "ab")
    @every("number", [1, 2])
    def both(letter: str, number: int, asked: pytest.FixtureRequest) -> None:
        assert asked is request
        seen.append(f"{letter}{number}")

    both(asked=request)
    assert seen == ["a1", "a2", "b1", "b2"]


def test_a_test_of_no_case_is_a_mistake() -> None:
    with pytest.raises(AssertionError):
        every("number", [])
