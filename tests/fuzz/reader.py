"""A reader, and how one is made of a function of text, of bytes or of a file."""

import atexit
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from io import FileIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

#: What may come out of a reader beside its result.
Refusals = tuple[type[Exception], ...]


@dataclass(frozen=True, kw_only=True)
class Reader:
    """`read` takes all that it gives, if that is an iterator. `refusals` are what it is documented to raise. Where
    `is_json`, a text that is none is of little interest."""

    name: str
    read: Callable[[bytes], object]
    seeds: tuple[bytes, ...]
    refusals: Refusals = ()
    is_json: bool = False


def of_text(name: str, read: Callable[[str], object], *seeds: str, refusals: Refusals = ()) -> Reader:
    return Reader(
        name=name,
        read=lambda data: _taken(read(data.decode("utf-8", errors="replace"))),
        seeds=tuple(seed.encode() for seed in seeds),
        refusals=refusals,
    )


def of_bytes(name: str, read: Callable[[bytes], object], *seeds: bytes, refusals: Refusals = ()) -> Reader:
    return Reader(name=name, read=lambda data: _taken(read(data)), seeds=seeds, refusals=refusals)


def _taken(result: object) -> object:
    return list(result) if isinstance(result, Iterable) and not isinstance(result, str | bytes | dict) else result


def of_file(name: str, read: Callable[[Path], object], *seeds: bytes, refusals: Refusals = ()) -> Reader:
    """Reads the file that holds the bytes."""

    def from_file(data: bytes) -> object:
        path, file = _file()
        # Not opened anew, which takes ten times as long as writing.
        file.seek(0)
        file.truncate()
        file.write(data)
        return _taken(read(path))

    return Reader(name=name, read=from_file, seeds=seeds, refusals=refusals)


def of_document(name: str, read: Callable[[Any], object], *seeds: object, refusals: Refusals = ()) -> Reader:
    """Reads what JSON can hold, such as the values of a registry's key; anything that is no JSON is left out."""

    def from_json(data: bytes) -> object:
        try:
            document = json.loads(data)
        except (ValueError, RecursionError):
            return None
        return _taken(read(document)) if isinstance(document, dict) else None

    made = tuple(json.dumps(seed).encode() for seed in seeds)
    return Reader(name=name, read=from_json, seeds=made, refusals=refusals, is_json=True)


@cache
def _file() -> tuple[Path, FileIO]:
    """A file, in memory where the system has a place for that."""
    folder = TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
    path = Path(folder.name, "file")
    file = FileIO(path, "w+")
    atexit.register(folder.cleanup)
    atexit.register(file.close)  # the last one is the first to be called
    return path, file
