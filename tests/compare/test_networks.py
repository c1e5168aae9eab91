"""Which of two networks is the cause."""

from dataclasses import replace

import pytest

from conntest.compare.networks import two_networks
from conntest.language import LANGUAGES, using
from conntest.model.comparison import Networks
from conntest.model.egress import Egress, EgressAddress, Pattern
from conntest.model.finding import Verdict
from conntest.model.observation import DIRECT
from conntest.model.report import Report
from conntest.render.comparison.networks import conclusion
from tests.render import samples


def at(report: Report, address: str | None, path: str = DIRECT) -> Report:
    """`report` with this public address alone."""
    found = () if address is None else (EgressAddress(address=address, path=path, samples=9, operators=("x",)),)
    egress = Egress(samples=(), addresses=found, pattern=Pattern.CONSTANT, confidence=None, exits=())
    return replace(report, egress=egress)


FAILS, WORKS = at(samples.ports_blocked(), "192.0.2.1"), at(samples.healthy(), "198.51.100.7")
ELSE = at(samples.dns_tampered(), "203.0.113.9")
UNCLEAR = replace(WORKS, verdict=Verdict.INCONCLUSIVE)


@pytest.mark.parametrize(
    ("old", "new", "follows"),
    [
        (FAILS, WORKS, Networks.WORKS_HERE),
        (FAILS, replace(WORKS, verdict=Verdict.WARN), Networks.WORKS_HERE),
        (WORKS, FAILS, Networks.WORKED_THERE),
        (FAILS, at(FAILS, "203.0.113.9"), Networks.SAME_CAUSE),
        (FAILS, ELSE, Networks.OTHER_CAUSE),
        (WORKS, at(WORKS, "192.0.2.1"), Networks.WORKS_ON_BOTH),
        (UNCLEAR, FAILS, Networks.NOTHING),
        (FAILS, UNCLEAR, Networks.NOTHING),
        (FAILS, at(WORKS, "192.0.2.1"), Networks.SAME_NETWORK),
        (FAILS, at(FAILS, "192.0.2.1"), Networks.SAME_NETWORK),
    ],
)
def test_the_verdicts_causes_and_addresses_of_two_runs_decide(old: Report, new: Report, follows: Networks) -> None:
    assert two_networks(old, new) is follows


def test_without_public_addresses_it_is_taken_for_two_networks() -> None:
    assert two_networks(at(FAILS, None), at(WORKS, None)) is Networks.WORKS_HERE


def test_the_address_of_a_proxy_makes_no_network() -> None:
    proxy = "socks5://proxy:1080"
    assert two_networks(at(FAILS, "192.0.2.1", proxy), at(WORKS, "192.0.2.1", proxy)) is Networks.WORKS_HERE


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_conclusion_is_a_sentence_of_its_own(language: str) -> None:
    with using(language):
        told = [conclusion(one) for one in Networks]
    assert len(set(told)) == len(Networks)
    assert all(text.endswith((".", "。")) for text in told)
