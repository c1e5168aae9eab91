"""Rows that are probed for information only: whatever becomes of their ports, the run's verdicts stay."""

import pytest

from conntest.model.finding import Verdict
from tests.diagnosis.answers import Resolving, empty, nxdomain, servfail
from tests.diagnosis.peers import Behaviour, cut, dropped, refused, reset, silent, unreachable
from tests.diagnosis.seeing import report
from tests.diagnosis.world import names, row, shipped_table

OPTIONAL = row(*(host.id for host in shipped_table().hosts if not host.ports))
HEALTHY = report()


@pytest.mark.parametrize("behaviour", [dropped, refused, reset, unreachable, cut, silent])
def test_an_optional_port_that_does_not_answer_changes_no_verdict(behaviour: Behaviour) -> None:
    judged = report(OPTIONAL.are(behaviour))
    assert judged.verdict is HEALTHY.verdict is Verdict.PASS
    assert (judged.verdicts, judged.findings) == (HEALTHY.verdicts, ())


@pytest.mark.parametrize("answer", [nxdomain, empty, servfail])
def test_an_optional_name_that_does_not_exist_changes_no_verdict(answer: Resolving) -> None:
    judged = report(names(OPTIONAL).everywhere(answer))
    assert (judged.verdict, judged.findings) == (Verdict.PASS, ())
