"""The example reports are what the program makes today of what was seen when they were played."""

import pytest

from conntest.app.saved import anew
from tests.examples.examples import FOLDER, FORMATS, chosen, example, path, written


def test_there_is_one_of_each_kind_of_trouble_and_nothing_else() -> None:
    assert {file.name for file in FOLDER.iterdir()} == {f"{name}.{suffix}" for name in chosen() for suffix in FORMATS}


@pytest.mark.parametrize("name", chosen())
def test_it_says_what_its_observations_amount_to(name: str) -> None:
    there = {suffix: path(name, suffix).read_text(encoding="utf-8") for suffix in FORMATS}
    assert written(anew(example(name))) == there, "run `python -m tests.examples --again`"


@pytest.mark.parametrize("name", chosen())
def test_it_says_that_it_is_a_simulation(name: str) -> None:
    assert example(name).run.simulated
    assert "simulated network" in path(name, "html").read_text(encoding="utf-8")
