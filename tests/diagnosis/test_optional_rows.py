"""Rows that are probed for information only: whatever becomes of their ports, the run's verdicts stay."""

import pytest

from conntest.app.judging import anew
from conntest.cli.exit_codes import exit_code
from conntest.model.finding import Severity, Verdict
from conntest.report_io.json import from_json, to_json
from tests.diagnosis.answers import Resolving, empty, nxdomain, servfail
from tests.diagnosis.peers import (
    Behaviour,
    cut,
    dropped,
    expired,
    not_yet_valid,
    re_signed_by,
    refused,
    reset,
    self_signed,
    silent,
    unreachable,
    wrong_name,
)
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


@pytest.mark.parametrize("behaviour", [expired, not_yet_valid, wrong_name, self_signed, re_signed_by("Appliance CA")])
def test_an_optional_host_s_bad_certificate_is_no_more_than_worth_knowing(behaviour: Behaviour) -> None:
    judged = report(OPTIONAL.are(behaviour))
    assert judged.findings != ()
    assert {finding.severity for finding in judged.findings} == {Severity.INFO}
    assert (judged.verdict, exit_code(judged, "warn")) == (Verdict.PASS, 0)


@pytest.mark.parametrize("behaviour", [expired, wrong_name])
def test_beside_another_host_s_it_is_a_warning(behaviour: Behaviour) -> None:
    judged = report((OPTIONAL | row("misc")).are(behaviour))
    assert {finding.severity for finding in judged.findings} == {Severity.WARN}


def test_what_was_optional_stays_so_in_a_saved_report() -> None:
    judged = report(OPTIONAL.are(expired))
    assert {result.row for result in judged.endpoints if result.optional and result.port == 443} >= {
        "web-api-1",
        "white-label",
    }
    assert anew(from_json(to_json(judged))).findings == judged.findings
