"""Whatever comes, a reader reads it or refuses it as it says, and in no time."""

import os
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.every import every

from .inputs import check, mutated
from .reader import Reader
from .readers import READERS

#: Inputs for each reader: of the quick suite, and of what is thorough. A report is read, judged and written, as a
#: recording is.
QUICK, THOROUGH = 20, int(os.environ.get("CONNTEST_FUZZ", "200"))
WHOLE, FEWER = ("report", "recording", "conclusions"), 40

#: Inputs that one example of Hypothesis makes: it takes as long to choose an example as a reader to read a hundred.
EACH = 20


@pytest.mark.parametrize("inputs", [QUICK, pytest.param(THOROUGH, marks=pytest.mark.thorough)])
@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_any_input(reader: Reader, inputs: int) -> None:
    inputs = inputs // FEWER if reader.name in WHOLE else inputs

    @settings(max_examples=max(1, inputs // EACH))
    @given(st.integers(0, (1 << 64) - 1))
    def try_some(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(min(EACH, inputs)):
            data = mutated(reader, chance)
            try:
                check(reader, data)
            except Exception as error:
                raise AssertionError(f"{reader.name}: {data!r:.2000}") from error

    try_some()


@every("reader", READERS.values(), ids=READERS)
def test_what_it_is_made_for(reader: Reader) -> None:
    for seed in reader.seeds:
        reader.read(seed)
