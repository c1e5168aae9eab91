"""Any number of names, looked for in a text at once: it takes time by the text's length, not by the names' number."""

import re
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from conntest.share import patterns

T = TypeVar("T")

#: Names are looked up by their first signs.
_HEAD = 2

#: Of a longer name only so much is compared: the lengths that are tried at one place are that many at most.
_LONGEST = 64

_GOES_ON = re.compile(r"[A-Za-z0-9_-]")


class Names(Generic[T]):
    """Names with what each stands for. Case does not matter. A name counts where it stands by itself: no letter, digit,
    `_` or `-` next to it, but for the end of an escape before it."""

    def __init__(self, *, behind_dot: bool = True) -> None:
        """`behind_dot`: whether a name counts that goes on a dotted one."""
        self._before = "" if behind_dot else r"(?<!\.)"
        self._known: dict[str, T] = {}
        self._lengths: dict[str, list[int]] = {}
        self._starts: re.Pattern[str] | None = None

    def __len__(self) -> int:
        return len(self._known)

    def __contains__(self, name: str) -> bool:
        return _small(name)[:_LONGEST] in self._known

    def add(self, name: str, meaning: T) -> None:
        """Look for `name` from now on, if it is not looked for yet."""
        small = _small(name)[:_LONGEST]
        if not small or small in self._known:
            return
        self._known[small] = meaning
        lengths = self._lengths.setdefault(small[:_HEAD], [])
        if len(small) not in lengths:
            lengths.append(len(small))
            lengths.sort(reverse=True)
        self._starts = None

    def found(self, text: str) -> Iterator[tuple[int, int, T]]:
        """Start, end and meaning of each name in `text`, the longest where several begin."""
        if not self._known:
            return
        small, end = _small(text), 0
        for match in self._pattern().finditer(small):
            start = match.start()
            if start < end:
                continue
            for length in self._lengths.get(small[start : start + _HEAD], self._lengths.get(small[start], ())):
                name = small[start : start + length]
                if name in self._known and self._ends(small, start + length, length):
                    end = start + length
                    yield start, end, self._known[name]
                    break

    def sub(self, replaced: Callable[[str, T], str], text: str) -> str:
        """`text` with what `replaced` gives for each name, as it is written, and its meaning."""
        parts, end = [], 0
        for start, stop, meaning in self.found(text):
            parts += [text[end:start], replaced(text[start:stop], meaning)]
            end = stop
        return "".join((*parts, text[end:])) if parts else text

    @staticmethod
    def _ends(text: str, at: int, length: int) -> bool:
        return length == _LONGEST or _GOES_ON.match(text, at) is None

    def _pattern(self) -> re.Pattern[str]:
        if self._starts is None:
            first = "".join(re.escape(sign) for sign in sorted({head[0] for head in self._lengths}))
            self._starts = re.compile(rf"{patterns.START}{self._before}(?=[{first}])")
        return self._starts


def _small(text: str) -> str:
    """`text` in small letters, sign by sign: it stays as long as it is."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(one if len(one.lower()) > 1 else one.lower() for one in text)
