"""Conclusions of many sites, without the runs that would lead to them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from conntest.compare.audit import Audit
from conntest.compare.gathering import Gathering
from conntest.model.finding import Code, Severity, Status, Verdict, Who
from conntest.model.host import Group
from conntest.model.merged import Conclusions, Merged, SiteFinding
from conntest.model.observation import DIRECT
from conntest.model.report import Report, Tool
from conntest.wording.headline import headline
from tests.render import samples

TOOL = Tool(name="conntest", version="0.1.0")


def conclusions(report: Report) -> Conclusions:
    return Conclusions(
        schema_version=report.schema_version,
        tool=report.tool,
        run=report.run,
        verdict=report.verdict,
        headline=headline(report),
        verdicts=report.verdicts,
        findings=tuple(
            SiteFinding(code=one.code, severity=one.severity, subjects=one.subjects) for one in report.findings
        ),
        endpoints=report.endpoints,
    )


HEALTHY = conclusions(samples.healthy())
BLOCKED = conclusions(samples.ports_blocked())


def failing(which: Callable[[str], bool], *, of: Conclusions = HEALTHY) -> Conclusions:
    """The endpoints of these ids fail."""
    results = (
        replace(one, status=Status.FAIL, paths={DIRECT: Status.FAIL}) if which(one.id) else one for one in of.endpoints
    )
    return replace(of, endpoints=tuple(results), verdict=Verdict.WARN)


def found(code: Code, *subjects: str, of: Conclusions, severity: Severity = Severity.WARN) -> Conclusions:
    finding = SiteFinding(code=code, severity=severity, subjects=subjects)
    return replace(of, findings=(*of.findings, finding))


def at(conclusion: Conclusions, started_at: str) -> Conclusions:
    return replace(conclusion, run=replace(conclusion.run, started_at=started_at))


def texts(code: Code) -> tuple[str, Who | None]:
    return f"title of {code}", Who.IT


#: An hour after the runs that the samples are of.
AUDIT = Audit(now=datetime(2026, 11, 22, 4, 0, tzinfo=UTC))


def merged(sites: Mapping[str, Conclusions], audit: Audit = AUDIT) -> Merged:
    gathering = Gathering()
    for site, one in sites.items():
        gathering.add(one, site, f"{site}.json")
    return gathering.result(TOOL, texts, audit)


def gateways_of(conclusion: Conclusions) -> set[str]:
    return {one.id for one in conclusion.endpoints if one.group is Group.GATEWAY}
