"""A tape of what this system answered: programs' output and registry keys, as the readers of this room got them.

Only `conntest record` switches it on, so that another computer's answers can become samples for tests.
"""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import field

from conntest.values import dataclass


@dataclass(slots=True, kw_only=True)
class Tape:
    """`keys` are the names below a registry key, `values` what it holds, by `HKLM\\path` or `HKCU\\path`."""

    programs: dict[str, str] = field(default_factory=dict)
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    values: dict[str, Mapping[str, object]] = field(default_factory=dict)


#: Readers run in threads of their own, so this is no context variable.
_running: list[Tape] = []


@contextlib.contextmanager
def recording() -> Iterator[Tape]:
    """Within, every answer goes onto the tape too."""
    tape = Tape()
    _running.append(tape)
    try:
        yield tape
    finally:
        _running.remove(tape)


def program(command: tuple[str, ...], answer: str) -> None:
    """What a program printed."""
    for tape in _running:
        tape.programs[" ".join(command)] = answer


def keys(path: str, names: tuple[str, ...]) -> None:
    """The names below a registry key."""
    for tape in _running:
        tape.keys[path] = names


def values(path: str, held: Mapping[str, object]) -> None:
    """What a registry key holds."""
    for tape in _running:
        tape.values[path] = held
