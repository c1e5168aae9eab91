"""The mathematics of sampling, against network-facts' table and against simulation."""

import random
from collections.abc import Sequence
from math import sqrt

import pytest

from conntest.evidence.sampling import takes_turns, unseen_share
from tests.diagnosis.exits import A, B, always, by_weight, run
from tests.every import every

RUNS = 200

#: On the web, each asked once.
SERVICES = 10


def missed(shares: Sequence[float], flows: int) -> float:
    """The probability that `flows` connections all leave by one exit, whose `shares` sum to one: sum of p_i^n."""
    return sum(share**flows for share in shares)


@pytest.mark.parametrize(("flows", "share"), [(1, 0.95), (12, 0.22), (20, 0.14)])
def test_what_agreement_excludes(flows: int, share: float) -> None:
    assert unseen_share(flows) == pytest.approx(share, abs=0.005)


def test_without_a_connection_nothing_is_excluded() -> None:
    with pytest.raises(ValueError, match="nothing is excluded"):
        unseen_share(0)


def test_an_exit_just_beyond_the_bound_is_missed_in_one_sample_of_twenty() -> None:
    share = unseen_share(12)
    assert (1 - share) ** 12 == pytest.approx(0.05)


@pytest.mark.parametrize("addresses", ["ABABABABABAB", "ABCABCABCABCABC", "ABABABABBABAB"])
def test_turns_are_turns_even_where_another_flow_came_between(addresses: str) -> None:
    assert takes_turns(addresses)


@every("addresses", ["", "A", "AAAAAAAAAAAA", "AABAABBBABAA", "AAAAAABBBBBB", "AB", "ABAB", "AAAAAAAAAAAB"])
def test_chance_a_change_and_too_few_are_no_turns(addresses: str) -> None:
    assert not takes_turns(addresses)


def test_random_draws_are_seldom_taken_for_turns() -> None:
    lots = random.Random(20261122)
    taken = sum(takes_turns([lots.choice("AB") for _ in range(20)]) for _ in range(1000))
    assert taken <= 25


@pytest.mark.thorough
@pytest.mark.parametrize(("minor", "samples"), [(0.5, 4), (0.25, 6), (0.1, 12), (0.1, 40)])
def test_rotation_is_detected_as_often_as_the_theory_says(minor: float, samples: int) -> None:
    """Of 200 runs, within the 95 % interval of the binomial. The theory: some of the first connections differ. That a
    second operator, whose connections are not without end, does not bear it out may cost two runs of a hundred."""
    lots = random.Random(int(minor * 100) + samples)
    runs = [run(by_weight(lots, {A: 1 - minor, B: minor}), samples=samples, lots=lots) for _ in range(RUNS)]
    detected = sum(one.pattern in ("per-flow", "round-robin", "failover") for one in runs) / RUNS
    expected = 1 - missed((1 - minor, minor), samples - 1 + SERVICES)
    half = 1.96 * sqrt(expected * (1 - expected) / RUNS)
    assert expected - half - 0.02 <= detected <= expected + half


@pytest.mark.thorough
def test_a_single_exit_never_alarms() -> None:
    lots = random.Random(4)
    patterns = {run(always(A), samples=lots.randrange(1, 30), lots=lots).pattern for _ in range(RUNS)}
    assert patterns == {"constant"}


@pytest.mark.thorough
def test_the_bound_holds_as_often_as_it_says() -> None:
    """Where all connections agree, the true share of the others is below the bound in 95 of 100 worlds at least."""
    lots = random.Random(95)
    bound = unseen_share(12)
    agreeing = sum(all(lots.random() > bound for _ in range(12)) for _ in range(4000)) / 4000
    assert agreeing == pytest.approx(0.05, abs=0.01)
