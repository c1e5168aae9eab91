"""Which steps of a remedy a reader needs: those for every system and for the reader's own come first."""

from collections.abc import Iterator
from itertools import groupby

from conntest.values import dataclass

SYSTEMS = ("Windows", "macOS", "Linux")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. `system` is None where it is for every system; `here` tells whether it is for the reader's, and
    `bare` is the text without a system's name where that name is the reader's own and goes without saying."""

    text: str
    bare: str
    system: str | None
    here: bool


def system_of(os: str) -> str | None:
    """The name that steps call a machine's system by, or None: `macOS` for `Darwin 23.1` too."""
    lowered = os.lower()
    if lowered.startswith("darwin"):
        return "macOS"
    return next((system for system in SYSTEMS if lowered.startswith(system.lower())), None)


def arranged(steps: tuple[str, ...], system: str | None) -> list[Step]:
    """The steps in order, but wherever several systems' steps follow one another, those for `system` first."""
    told = [_step(text, system) for text in steps]
    return [step for _, run in groupby(told, key=lambda step: step.system is None) for step in _own_first(run)]


def _own_first(run: Iterator[Step]) -> list[Step]:
    return sorted(run, key=lambda step: not step.here)


def _step(text: str, system: str | None) -> Step:
    named = next((name for name in SYSTEMS if text.startswith(_marks(name))), None)
    bare = text if named is None or named != system else _sentence(text[len(named) + 1 :].strip())
    return Step(text=text, bare=bare, system=named, here=named is None or system is None or named == system)


def _marks(system: str) -> tuple[str, str]:
    """How a step begins that is for one system. The colon may be that of a Chinese or Japanese font."""
    return f"{system}:", f"{system}\N{FULLWIDTH COLON}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
