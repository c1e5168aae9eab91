"""Every network of these tests by name, seen and judged once for all of them."""

from functools import cache

from conntest.diagnosis import diagnose
from conntest.diagnosis.rules import RULES
from conntest.diagnosis.verdicts import Cause, causes
from conntest.evidence.evidence import Evidence
from conntest.model.finding import Draft
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
    return diagnose(record_of(name), TOOL)


@cache
def case_of(name: str) -> Evidence:
    return Evidence(record=record_of(name))


@cache
def causes_of(name: str) -> tuple[Cause, ...]:
    """The causes of this room's codes, in the report's order."""
    return tuple(cause for cause in causes(case_of(name)) if cause.draft.code in DECIDED)


def drafts_of(case: Evidence) -> list[Draft]:
    """What every rule concludes, symptoms included."""
    return [draft for rule in RULES for draft in rule(case)]
