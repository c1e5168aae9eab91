"""One reader, led by coverage: `python -m tests.fuzz.guided READER [OPTION OF LIBFUZZER...] [FOLDER OF SEEDS]`."""

import random
import sys

import atheris

# What is imported here is watched.
with atheris.instrument_imports(include=["conntest"]):
    from .inputs import changed, check
    from .reader import Reader
    from .readers import READERS


#: One change in so many is ours: it takes as long as several of libFuzzer's.
_OURS = 8


def fuzz(reader: Reader, options: list[str]) -> None:
    chance = random.Random(reader.name)

    def mutate(data: bytes, longest: int, seed: int) -> bytes:
        """libFuzzer's changes know neither the readers' words nor JSON, and stay short: ours know and do not."""
        if seed % _OURS:
            return bytes(atheris.Mutate(data, longest))
        return changed(reader, data, chance)[:longest]

    def read(data: bytes) -> None:
        check(reader, data)

    atheris.Setup(["fuzz", *options], read, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    _, _name, *_options = sys.argv
    fuzz(READERS[_name], _options)
