"""The mathematics of sampling exits: what so many new connections show, and what they cannot exclude.

Each new connection is taken to leave by exit i with probability p_i, whatever the ones before did: a hash of the ports
or a draw by weights. Taking turns shows sooner, an exit chosen by the source alone never shows, and does no harm.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import comb

#: The usual level of confidence: one conclusion in twenty may be wrong.
LEVEL = 0.95

#: Turns that chance would produce this rarely are called turns.
_BY_CHANCE = 0.01


def unseen_share(flows: int, level: float = LEVEL) -> float:
    """The largest share that exits which did not show may carry together, at this level: 1 - (1 - level)^(1/n).

    Raises ValueError for less than one flow.
    """
    if flows < 1:
        raise ValueError("without a connection nothing is excluded")
    return float(1 - (1 - level) ** (1 / flows))


def takes_turns(addresses: Sequence[str]) -> bool:
    """Whether neighbours in `addresses` differ more often than chance would have it, given how often each occurs.

    By chance, two neighbours are equal with probability sum of p_i^2; the number of changes is then binomial.
    """
    changes = sum(one != two for one, two in pairwise(addresses))
    pairs = len(addresses) - 1
    if pairs < 1 or changes == 0:
        return False
    shares = [addresses.count(one) / len(addresses) for one in set(addresses)]
    chance = 1 - sum(share**2 for share in shares)
    return _at_least(changes, pairs, chance) < _BY_CHANCE


def _at_least(successes: int, trials: int, chance: float) -> float:
    """The binomial upper tail, P(X >= successes)."""
    return sum(comb(trials, k) * chance**k * (1 - chance) ** (trials - k) for k in range(successes, trials + 1))
