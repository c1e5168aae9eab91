"""What findings advise, where it depends on their facts."""

import pytest

from conntest.model.finding import Finding
from tests.diagnosis.networks import causes_of


def steps(finding: Finding) -> str:
    return " ".join(step for remedy in finding.remedies for step in remedy.steps)


@pytest.mark.parametrize(
    ("network", "peer"),
    [("a primary is down", "Peer=zdc1-hb1.ibllc.com:4001"), ("my region is down", "Peer=ndc1.ibllc.com:4001")],
)
def test_where_a_gateway_answers_tws_can_be_pointed_at_it(network: str, peer: str) -> None:
    assert peer in steps(causes_of(network)[0])


def test_nobody_is_asked_to_change_a_file_for_a_region_that_may_not_be_theirs() -> None:
    assert "jts.ini" not in steps(causes_of("a region has closed for the weekend")[0])
