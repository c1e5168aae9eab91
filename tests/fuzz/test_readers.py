"""Whatever comes, a reader reads it or refuses it as it says, and in no time."""

import os
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .inputs import check, mutated
from .reader import Reader
from .readers import READERS

#: Inputs for each reader. All together take some seconds; a report is read, judged and written, as a recording is.
INPUTS = int(os.environ.get("CONNTEST_FUZZ", "200"))
REPORTS = max(1, INPUTS // 40)

#: Inputs that one example of Hypothesis makes: it takes as long to choose an example as a reader to read a hundred.
EACH = 20


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_any_input(reader: Reader) -> None:
    inputs = REPORTS if reader.name in ("report", "recording") else INPUTS

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


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_what_it_is_made_for(reader: Reader) -> None:
    for seed in reader.seeds:
        reader.read(seed)
