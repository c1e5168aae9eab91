"""A scale that ends at a round number, and places on it."""

from math import floor, log10

from conntest.values import dataclass

#: Units across a drawing. Whole numbers keep the file small, and nobody sees a thousandth of a line.
WIDTH = 1000

#: Anything shorter could not be seen. Two pixels on a phone, where a drawing is some 150 wide.
THINNEST = 12

#: No clock here tells less than a microsecond, and a scale has to end somewhere above 0.
_SHORTEST = 1e-6

#: What a scale may end at, times a power of ten.
_ROUND = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """From 0 to `end`, which is in the unit of what is measured."""

    end: float

    @classmethod
    def over(cls, longest: float) -> "Axis":
        """The shortest round scale that holds `longest`."""
        longest = max(longest, _SHORTEST)
        power = 10.0 ** floor(log10(longest))
        return cls(end=power * next((step for step in _ROUND if longest <= step * power), 10))

    def at(self, value: float) -> int:
        """Where `value` is, within the drawing."""
        return max(0, min(WIDTH, round(value / self.end * WIDTH)))

    def span(self, start: float, stop: float) -> tuple[str, str]:
        """Where a bar begins and ends, in percent; never too thin to be seen and never beyond the end."""
        left = min(self.at(start), WIDTH - THINNEST)
        right = max(left + THINNEST, self.at(stop))
        return f"{100 * left / WIDTH:g}", f"{100 * right / WIDTH:g}"
