"""Better or worse: the order of states, and what a step in it counts for."""

from conntest.model.comparison import Kind
from conntest.model.finding import Status

#: What is not here is not known.
_ORDER = (Status.PASS, Status.WARN, Status.FAIL)


def moved(before: Status, after: Status) -> Kind | None:
    """How a state changed; None where it did not, or where it was not known before and is not now."""
    if before is after or (before not in _ORDER and after not in _ORDER):
        return None
    if after not in _ORDER:
        return Kind.UNCERTAIN
    if before not in _ORDER:
        return Kind.SETTLED
    if Status.FAIL in (before, after):
        return Kind.BROKE if after is Status.FAIL else Kind.FIXED
    return Kind.WORSE if after is Status.WARN else Kind.BETTER


def setback(kind: Kind) -> Status | None:
    """What a turn counts for as a regression.

    A warning is none by default, as it is no failure of a run: warnings come and go with a lost packet, and whoever is
    woken by each will not get up for the one that matters. `--fail-on warn` counts them.
    """
    return {Kind.BROKE: Status.FAIL, Kind.WORSE: Status.WARN}.get(kind)


def worst(states: list[Status]) -> Status | None:
    """The worst known state among `states`."""
    return max((state for state in states if state in _ORDER), key=_ORDER.index, default=None)
