"""One reader, led by coverage: `python -m tests.fuzz.guided READER [OPTION OF LIBFUZZER...] [FOLDER OF SEEDS]`."""

import sys

import atheris

# What is imported here is watched.
with atheris.instrument_imports(include=["conntest"]):
    from .inputs import check
    from .readers import READERS

if __name__ == "__main__":
    _program, _name, *_options = sys.argv
    atheris.Setup([_program, *_options], lambda data: check(READERS[_name], data))
    atheris.Fuzz()
