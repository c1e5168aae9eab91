"""A filter on this computer that drops what leaves it shows in questions that may not be sent, and nowhere else."""

from dataclasses import replace

import pytest

from conntest.diagnosis import diagnose
from conntest.model.echo import EchoDetail, EchoStep, Sample, Series
from conntest.model.failure import Failure
from conntest.model.finding import Code, Finding
from conntest.model.observation import Attempt, ProbeKind
from conntest.model.step import Error
from tests.diagnosis.answers import Resolving, forbidden, unanswered
from tests.diagnosis.peers import dropped
from tests.diagnosis.seeing import TOOL, observe
from tests.diagnosis.world import everything, names


def echo(failure: Failure | None) -> Attempt:
    """What became of a question to a STUN service."""
    detail = EchoDetail(address=None if failure else "81.2.69.160")
    step = EchoStep(t0=1.0, t=1.1, error=Error.of(failure, failure), detail=detail)
    sample = Sample(service="stun-google", operator="Google", mainland_china=False, series=Series.STUN, port=3478)
    return Attempt(
        id="stun@8.8.8.8", kind=ProbeKind.ECHO, row="stun-google", address="8.8.8.8", steps=(step,), sample=sample
    )


def found(say: Resolving, *, of_stun: Failure | None) -> Finding:
    """What leads where every connection stays silent, and every name server of others is asked in vain."""
    record = observe(everything.are(dropped), names().publicly(say))
    report = diagnose(replace(record, observations=(*record.observations, echo(of_stun))), TOOL)
    return report.findings[0]


def test_a_filter_of_this_computer_s_own_is_named() -> None:
    finding = found(forbidden, of_stun=Failure.PERMISSION_DENIED)
    assert (finding.code, finding.title) == (Code.NO_INTERNET, "This computer does not let connections out")
    assert "kill switch" in finding.summary
    assert "kill switch" in finding.remedies[0].steps[0]


@pytest.mark.parametrize(
    ("say", "of_stun"),
    [
        (unanswered, Failure.TIMEOUT),
        # A rule against name servers of others, or against STUN, and a line that is down.
        (forbidden, Failure.TIMEOUT),
        (unanswered, Failure.PERMISSION_DENIED),
        # Something came back.
        (forbidden, None),
    ],
)
def test_what_does_not_show_in_both_is_no_filter(say: Resolving, of_stun: Failure | None) -> None:
    finding = found(say, of_stun=of_stun)
    assert finding.code is Code.NO_INTERNET
    assert "kill switch" not in finding.summary
