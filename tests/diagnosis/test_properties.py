"""What holds for every record, whatever a run got to see before it ended."""

import random
import re
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conntest.diagnosis import diagnose
from conntest.diagnosis.verdicts import findings_of
from conntest.evidence.evidence import Evidence
from conntest.model.finding import Code, Domain, Severity, Status, Verdict
from conntest.model.host import Group
from conntest.model.observation import Attempt
from conntest.model.report import Record, Report
from conntest.report_io import json as document
from conntest.wording import conditions
from conntest.wording.headline import headline
from tests.diagnosis.answers import unanswered
from tests.diagnosis.lookalikes import LOOKALIKES
from tests.diagnosis.networks import DECIDED, NETWORKS, concluded_of, record_of, report_of
from tests.diagnosis.peers import dropped, page, refused
from tests.diagnosis.seeing import TOOL, observe
from tests.diagnosis.troubles import TROUBLES, Trouble
from tests.diagnosis.world import Change, at, machine, names, operator, port, row

#: Networks in which a run that ends early has no reason to accuse anyone.
#: That there is no route is a fact, however little was tried.
HARMLESS = [
    network.name
    for network in LOOKALIKES
    if Verdict.FAIL not in network.verdicts.values() and Code.NO_NETWORK not in network.resembles
]

#: Each example is a whole diagnosis, of some 10 ms.
quickly = settings(deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def part_of(record: Record, share: float, seed: int) -> Record:
    """What a run that was ended early may have seen: any part, in any order."""
    chance = random.Random(seed)
    kept = [seen for seen in record.observations if chance.random() < share]
    chance.shuffle(kept)
    return replace(record, observations=tuple(kept), run=replace(record.run, interrupted=True))


networks = st.sampled_from(sorted(NETWORKS))
shares = st.sampled_from((0.0, 0.02, 0.1, 0.3, 0.6, 0.9, 1.0))
seeds = st.integers(0, 2**32)


@quickly
@given(networks, shares, seeds)
def test_any_part_of_any_run_gives_a_sound_report(name: str, share: float, seed: int) -> None:
    record = part_of(record_of(name), share, seed)
    report = diagnose(record, TOOL)
    assert mistakes(record, report) == []


def mistakes(record: Record, report: Report) -> list[str]:
    """What is unsound about a report, each in a sentence."""
    seen = {observation.id for observation in record.observations}
    things = {endpoint.id for endpoint in record.endpoints} | {endpoint.row for endpoint in record.endpoints}
    drafts = concluded_of(Evidence(record=record))
    hidden = {draft.code for draft in drafts}
    found = [finding for finding in report.findings if finding.code in DECIDED]
    checks = {
        "evidence that nobody saw": all(set(finding.evidence) <= seen for finding in found),
        "a subject that is no endpoint": all(set(finding.subjects) <= things for finding in found),
        "a symptom that no rule found": all(set(finding.explained) <= hidden for finding in found),
        "a hole in a text": all(is_whole(f"{finding.title} {finding.summary}") for finding in found),
        "drafts, and no finding": bool(drafts) is bool(report.findings),
        "a failure for no reason": all(
            verdict.because for verdict in report.verdicts.values() if verdict.status is Verdict.FAIL
        ),
        "a doubt without a reason": all(
            verdict.doubt and conditions.reason(verdict.doubt)
            for verdict in report.verdicts.values()
            if verdict.status is Verdict.INCONCLUSIVE
        ),
        "a failure that the run does not admit": (report.verdict is Verdict.FAIL)
        is any(finding.severity is Severity.FAIL for finding in report.findings),
        "the worst is not first": [f.severity for f in report.findings]
        == sorted((f.severity for f in report.findings), key=list(Severity).index),
        "TWS passes without a gateway": passes_with_gateway(report),
        "the portal passes without a website": passes_with_website(report),
        "an endless headline": headline(report).endswith(".") and len(headline(report)) < 500,
    }
    return [mistake for mistake, right in checks.items() if not right]


def is_whole(text: str) -> bool:
    holes = ("()", ": .", ": ,", "“”", "  ", " ,", " .", "{", "}", "-1 ")
    return not any(hole in text for hole in holes) and not re.search(r"\bNone\b(?! of)|\ball it\b", text)


def passes_with_gateway(report: Report) -> bool:
    if report.verdicts[Domain.TWS].status is not Verdict.PASS:
        return True
    mine = report.run.options.regions
    gateways = [one for one in report.endpoints if one.group is Group.GATEWAY and (not mine or one.region in mine)]
    return any(one.status in (Status.PASS, Status.WARN) for one in gateways)


def passes_with_website(report: Report) -> bool:
    if report.verdicts[Domain.PORTAL].status is not Verdict.PASS:
        return True
    groups = {Group.WEBSITE, Group.CLIENT_PORTAL} & {one.group for one in report.endpoints}
    good = {one.group for one in report.endpoints if one.status in (Status.PASS, Status.WARN)}
    return groups <= good


@pytest.mark.thorough
@settings(quickly, max_examples=25)
@given(networks, seeds)
def test_the_order_of_observations_is_of_no_account(name: str, seed: int) -> None:
    record = record_of(name)
    shuffled = list(record.observations)
    random.Random(seed).shuffle(shuffled)
    other = diagnose(replace(record, observations=tuple(shuffled)), TOOL)
    assert replace(other, observations=record.observations) == report_of(name)


@example(name="IBKR's IPv6 does not work, and nobody else's was tried", share=0.02, seed=1225)
@quickly
@given(st.sampled_from(sorted(HARMLESS)), shares, seeds)
def test_a_run_that_ends_early_accuses_nobody_for_what_is_missing(name: str, share: float, seed: int) -> None:
    report = diagnose(part_of(record_of(name), share, seed), TOOL)
    assert [finding.code for finding in report.findings if finding.severity is Severity.FAIL] == []


#: What a server, or whoever spoilt a saved report, may have written.
_HOSTILE = (
    *("", "\x00", "\x1b[31m", "{0.__class__}", "{names}", "None", "<html>", "A" * 3000),
    *("http://[", "http://[::1", "//[", "1.2.3.4", "fe80::1%eth0", "10.0.0.300"),
    *("Mon, 99 Foo 20026 99:99:99 +9999", "Fri, 31 Dec 9999 23:59:59 -2359", "Sat, 01 Jan 2000 00:00:00 +99999999"),
    *("0001-01-01T00:00:00Z", "9999-12-31T23:59:59", "yesterday"),
)


def spoilt(value: Any, chance: random.Random) -> Any:
    """`value` with some of its texts replaced."""
    if isinstance(value, tuple):
        return tuple(spoilt(inner, chance) for inner in value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: getattr(value, field.name) for field in fields(value)}
        return replace(value, **{name: spoilt(inner, chance) for name, inner in parts.items()})
    return chance.choice(_HOSTILE) if type(value) is str and chance.random() < 0.3 else value


@pytest.mark.thorough
@settings(quickly, max_examples=15)
@given(networks, seeds)
def test_what_others_wrote_breaks_nothing(name: str, seed: int) -> None:
    chance = random.Random(seed)
    record = record_of(name)
    spoilt_ones = tuple(
        replace(seen, steps=spoilt(seen.steps, chance)) if isinstance(seen, Attempt) else seen
        for seen in record.observations
    )
    assert headline(diagnose(replace(record, observations=spoilt_ones), TOOL))


@pytest.mark.thorough
@settings(quickly, max_examples=6)
@given(networks)
def test_a_report_survives_its_document(name: str) -> None:
    again = document.from_json(document.to_json(report_of(name)))
    assert document.to_json(again) == document.to_json(report_of(name))
    rejudged = diagnose(document.record_of(again), TOOL)
    assert document.to_json(rejudged) == document.to_json(replace(again, tool=TOOL))
    assert replace(rejudged, findings=()) == replace(again, tool=TOOL, findings=())


#: Troubles of others, which nothing of IBKR's hangs on.
UNRELATED: dict[str, Change] = {
    "a backup is down": row("hdc1-hb2").are(dropped),
    "a website is down": row("www-australia").are(refused),
    "the neutral host on these ports is down": row("control-portquiz").are(dropped),
    "two checks have changed": operator("Mozilla", "GNOME").are(page(404)),
    "the second name server is dead": lambda world: names().by_server("192.168.1.9", unanswered)(
        machine(name_servers=(*world.machine.name_servers, "192.168.1.9"))(world)
    ),
    "public resolvers are out of reach": names().publicly(unanswered),
    "plain HTTP to IBKR is dropped": (port(80) & row("www-america", "www-canada", "disaster-recovery")).are(dropped),
    "one of the reserved addresses is taken": at("203.0.113.1").are(refused),
}

#: Where the unrelated failure takes away what the finding itself rests on.
_RESTS_ON = {
    "the neutral host on these ports is down": ("the gateways' addresses", "everything of the", "one region of gate"),
    "public resolvers are out of reach": (
        "denies",
        "is denied",
        "fails for",
        "hides IBKR",
        "lead to",
        "leads",
        "given up",
        "gone",
    ),
    "the second name server is dead": ("programs resolve nothing", "each gateway", "fails for IBKR's"),
}


@pytest.mark.thorough
@pytest.mark.parametrize("unrelated", UNRELATED)
def test_an_unrelated_failure_does_not_hide_the_cause(unrelated: str) -> None:
    resting = _RESTS_ON.get(unrelated, ())
    lost = [
        trouble.name
        for trouble in some_troubles(unrelated)
        if not any(words in trouble.name for words in resting)
        and trouble.code not in {finding.code for finding in findings_of(_case(*trouble.changes, UNRELATED[unrelated]))}
    ]
    assert lost == []


def some_troubles(unrelated: str) -> Sequence[Trouble]:
    """Others for each failure, since all of them with every one would take a minute."""
    return TROUBLES[list(UNRELATED).index(unrelated) :: 2 * len(UNRELATED)]


def _case(*changes: Change) -> Evidence:
    return Evidence(record=observe(*changes))
