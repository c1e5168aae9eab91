"""Where the addresses of an allow-list come from: a resolver that the test stands in for, or a saved report."""

import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conntest.app import lookups
from conntest.app.errors import UserError
from conntest.findings.dns_lies import Lie
from conntest.findings.dns_tampered import DnsTampered, Owner
from conntest.model.allow import Origin
from conntest.model.failure import Failure
from conntest.model.finding import Domain, Finding, Severity
from conntest.model.observation import AskedBy, Attempt, ProbeKind, ResolveDetail, ResolveStep
from conntest.model.report import Report
from conntest.model.step import Error
from conntest.report_io.json import to_json
from tests.allowlist.lists import one
from tests.render.samples import healthy

NAME, ALIAS = "zdc1.ibllc.com", "zdc1_old.ibllc.com"


def resolution(name: str, *addresses: str, failure: Failure | None = None) -> Attempt:
    detail = ResolveDetail(name=name, asked_by=AskedBy.SYSTEM, server=None, rrtype="A", addresses=tuple(addresses))
    step = ResolveStep(t0=0.0, t=0.1, error=Error.of(failure, f"about {name}" if failure else None), detail=detail)
    return Attempt(id=f"o-{name}", kind=ProbeKind.RESOLVE, row="zdc1", steps=(step,))


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """`saved(observation…, findings=…, share=…) -> file`: a report that holds just those."""
    monkeypatch.setattr("conntest.app.saved.anew", lambda report: report)

    def write(*seen: Attempt, findings: tuple[Finding, ...] = (), **run: object) -> str:
        report: Report = healthy()
        changed = replace(report.run, **run)  # type: ignore[arg-type]
        path = tmp_path / "report.json"
        path.write_text(to_json(replace(report, run=changed, findings=findings, observations=seen)))
        return str(path)

    return write


def test_a_report_tells_addresses_and_when_they_were_right(saved: Callable[..., str]) -> None:
    file = saved(resolution(NAME, "64.190.197.9"), resolution("www.example.com", "64.190.197.10"))
    origin, found, _ = lookups.from_report(file, one())
    assert found == {NAME: ["64.190.197.9"]}
    started = healthy().run.started_at
    assert origin == Origin(moment=f"{started[:10]} {started[11:16]} UTC", report="report.json")


def test_a_report_tells_why_a_name_has_none(saved: Callable[..., str]) -> None:
    _, found, why = lookups.from_report(saved(resolution(NAME, failure=Failure.DNS_NXDOMAIN)), one())
    assert found == {}
    assert why == {NAME: f"about {NAME} (dns_nxdomain_error)", ALIAS: "the report does not hold its addresses"}


def test_what_cannot_be_an_address_of_a_public_name_is_not_taken(saved: Callable[..., str]) -> None:
    file = saved(resolution(NAME, "127.0.0.1", "10.0.0.1", "64.190.197.9"))
    _, found, _ = lookups.from_report(file, one())
    assert found == {NAME: ["64.190.197.9"]}


def test_answers_that_were_tampered_with_are_not_let_out(saved: Callable[..., str]) -> None:
    accusation = DnsTampered(
        severity=Severity.FAIL,
        subjects=("zdc1:4000",),
        domains=frozenset({Domain.DNS}),
        lie=Lie.OTHER_SERVER,
        name=NAME,
        names=(NAME,),
        address="64.190.197.9",
        special_purpose=None,
        servers=("192.168.1.1",),
        truth=("64.190.197.8",),
        independent=("8.8.8.8",),
        owner=Owner.SOMETHING,
        owner_name=None,
    )
    seen = (resolution(NAME, "64.190.197.9"), resolution(ALIAS, "64.190.197.10"))
    _, found, why = lookups.from_report(saved(*seen, findings=(accusation,)), one())
    assert found == {}
    assert why == dict.fromkeys((NAME, ALIAS), "the report found its answers tampered with (dns-tampered)")


def test_a_report_without_addresses_is_refused(saved: Callable[..., str]) -> None:
    with pytest.raises(UserError, match="its addresses were replaced to make it public; use the report"):
        lookups.from_report(saved(share="public"), one())


def test_a_report_of_a_demo_is_refused(saved: Callable[..., str]) -> None:
    with pytest.raises(UserError, match="is of a demo, whose network and addresses are made up"):
        lookups.from_report(saved(simulated=True), one())


def test_a_damaged_report_is_refused(saved: Callable[..., str]) -> None:
    with pytest.raises(UserError, match=r"report\.json: this report is damaged"):
        lookups.from_report(saved(started_at="some day"), one())


def _lookup(name: str, *_: Any, **__: Any) -> list[tuple[Any, ...]]:
    if name == ALIAS:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    return [
        (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("2a0e:b107::1", 0, 0, 0)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("64.190.197.9", 0)),
    ]


def test_names_are_resolved_by_this_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookups, "GETADDRINFO", _lookup)
    origin, found, why = lookups.resolved_now(one(addresses=()))
    assert found == {NAME: ["64.190.197.9", "2a0e:b107::1"]}
    assert list(why) == [ALIAS]
    assert origin.moment.endswith(" UTC")
    assert origin.report is None
