"""Every network of these tests by name, seen and judged once for all of them."""

from functools import cache

from conntest.diagnosis import judge
from conntest.evidence.evidence import Evidence
from conntest.findings import every_finding
from conntest.model.finding import Finding
from conntest.model.report import Record, Report
from tests.diagnosis.lookalikes import LOOKALIKES
from tests.diagnosis.seeing import TOOL, observe
from tests.diagnosis.troubles import TROUBLES

NETWORKS = {network.name: network.changes for network in (*TROUBLES, *LOOKALIKES)}

#: The codes that these networks are about: what the direct path can decide.
DECIDED = frozenset(trouble.code for trouble in TROUBLES)


@cache
def record_of(name: str) -> Record:
    return observe(*NETWORKS[name])


@cache
def report_of(name: str) -> Report:
    return judge(case_of(name), TOOL)


@cache
def case_of(name: str) -> Evidence:
    return Evidence(record=record_of(name))


@cache
def causes_of(name: str) -> tuple[Finding, ...]:
    """The findings of this room's codes, in the report's order."""
    return tuple(finding for finding in report_of(name).findings if finding.code in DECIDED)


def concluded_of(case: Evidence) -> list[Finding]:
    """What every rule concludes, symptoms included."""
    return [finding for kind in every_finding() for finding in kind.conclude(case)]
