"""A network that only resembles a troubled one is not accused."""

from conntest.model.finding import Severity, Verdict
from tests.diagnosis.lookalikes import LOOKALIKES, Lookalike
from tests.diagnosis.networks import DECIDED, report_of
from tests.every import every

#: So many different networks at least resemble each trouble.
ENOUGH = 3

in_every_lookalike = every("network", LOOKALIKES, ids=lambda network: network.name)


@in_every_lookalike
def test_nothing_is_said_that_is_not_so(network: Lookalike) -> None:
    found = {finding.code for finding in report_of(network.name).findings} & DECIDED
    assert found <= network.but
    assert not found & network.resembles


@in_every_lookalike
def test_what_is_said_is_no_failure_unless_the_verdict_is(network: Lookalike) -> None:
    failed = [finding.code for finding in report_of(network.name).findings if finding.severity is Severity.FAIL]
    assert not failed or Verdict.FAIL in network.verdicts.values()


@in_every_lookalike
def test_the_verdicts_say_what_is_known(network: Lookalike) -> None:
    verdicts = report_of(network.name).verdicts
    assert {domain: verdicts[domain].status for domain in network.verdicts} == network.verdicts


@in_every_lookalike
def test_a_doubt_has_a_reason(network: Lookalike) -> None:
    for verdict in report_of(network.name).verdicts.values():
        assert (verdict.doubt is None) is (verdict.status is not Verdict.INCONCLUSIVE)


@every("code", sorted(DECIDED))
def test_every_cause_has_networks_that_resemble_it(code: str) -> None:
    assert sum(code in network.resembles for network in LOOKALIKES) >= ENOUGH
