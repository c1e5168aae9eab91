"""A network that only resembles a troubled one is not accused."""

from functools import cache

import pytest

from conntest.diagnosis import diagnose
from conntest.model.finding import Severity, Verdict
from conntest.model.report import Report
from tests.diagnosis.lookalikes import LOOKALIKES, Lookalike
from tests.diagnosis.seeing import TOOL, observe
from tests.diagnosis.test_troubles import DECIDED

#: So many different networks at least resemble each trouble.
ENOUGH = 3

in_every_lookalike = pytest.mark.parametrize("network", LOOKALIKES, ids=lambda network: network.name)


@cache
def judged(name: str) -> Report:
    return diagnose(observe(*next(one.changes for one in LOOKALIKES if one.name == name)), TOOL)


@in_every_lookalike
def test_nothing_is_said_that_is_not_so(network: Lookalike) -> None:
    found = {finding.code for finding in judged(network.name).findings} & DECIDED
    assert found <= network.but
    assert not found & network.resembles


@in_every_lookalike
def test_what_is_said_is_no_failure_unless_the_verdict_is(network: Lookalike) -> None:
    failed = [finding.code for finding in judged(network.name).findings if finding.severity is Severity.FAIL]
    assert not failed or Verdict.FAIL in network.verdicts.values()


@in_every_lookalike
def test_the_verdicts_say_what_is_known(network: Lookalike) -> None:
    verdicts = judged(network.name).verdicts
    assert {domain: verdicts[domain].status for domain in network.verdicts} == network.verdicts


@in_every_lookalike
def test_a_doubt_has_a_reason(network: Lookalike) -> None:
    for verdict in judged(network.name).verdicts.values():
        assert (verdict.reason is None) is (verdict.status is not Verdict.INCONCLUSIVE)


@pytest.mark.parametrize("code", sorted(DECIDED))
def test_every_cause_has_networks_that_resemble_it(code: str) -> None:
    assert sum(code in network.resembles for network in LOOKALIKES) >= ENOUGH
