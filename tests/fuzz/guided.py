"""One reader, led by coverage: `python -m tests.fuzz.guided READER [OPTION OF LIBFUZZER...] [FOLDER OF SEEDS]`."""

import random
import sys

import atheris

# What is imported here is watched.
with atheris.instrument_imports(include=["conntest"]):
    from .inputs import changed, check
    from .readers import READERS, Reader


def fuzz(reader: Reader, options: list[str]) -> None:
    def mutate(data: bytes, longest: int, seed: int) -> bytes:
        """libFuzzer's changes know neither the readers' words nor JSON, and stay short: every other change is ours."""
        chance = random.Random(seed)
        if chance.random() < 0.5:
            return bytes(atheris.Mutate(data, longest))
        return changed(reader, data, chance)[:longest]

    atheris.Setup(["fuzz", *options], lambda data: check(reader, data), custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    _, _name, *_options = sys.argv
    fuzz(READERS[_name], _options)
