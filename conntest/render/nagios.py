"""The report as one line for Nagios, Icinga, Checkmk or Zabbix: state, sentence, performance data.

By the guidelines of monitoring-plugins.org and Icinga: exit codes 0 to 3, `label=value[unit];warn;crit;min;max` after
a bar, labels without blanks, and UNKNOWN where the check itself could not be made.
"""

from collections.abc import Iterator
from enum import IntEnum

from conntest.model.finding import Domain, Severity, Status, Verdict
from conntest.model.host import Group, Role
from conntest.model.report import Report
from conntest.render.printable import printable
from conntest.wording.headline import headline


class State(IntEnum):
    """With the plugin's exit code as its value."""

    OK = 0
    WARNING = 1
    CRITICAL = 2
    UNKNOWN = 3


_STATES = {
    Verdict.PASS: State.OK,
    Verdict.WARN: State.WARNING,
    Verdict.FAIL: State.CRITICAL,
    Verdict.INCONCLUSIVE: State.UNKNOWN,
}

_LEVELS = {Verdict.PASS: 0, Verdict.WARN: 1, Verdict.FAIL: 2}


def state(report: Report) -> State:
    """A run that ended early, and found no failure until then, is UNKNOWN."""
    found = _STATES[report.verdict]
    ended_early = report.run.interrupted or report.run.deadline_reached
    return State.UNKNOWN if ended_early and found is not State.CRITICAL else found


def to_nagios(report: Report) -> str:
    """The line, with its newline."""
    codes = [finding.code.value for finding in report.findings if finding.severity is not Severity.INFO]
    cause = f"{codes[0]}: " if codes else ""
    text = printable(f"CONNTEST {state(report).name} - {cause}{headline(report)}").replace("|", "/")
    return f"{text} | {' '.join(_performance(report))}\n"


def _performance(report: Report) -> Iterator[str]:
    for domain in (Domain.TWS, Domain.PORTAL):
        level = _LEVELS.get(report.verdicts[domain].status) if domain in report.verdicts else None
        # U is the word for a value that could not be had.
        yield f"{domain.value}={'U' if level is None else level};1;2;0;2"
    for label, group in (("gateways_up", Group.GATEWAY), ("portals_up", Group.CLIENT_PORTAL)):
        tested = [one.status for one in report.endpoints if one.group is group and one.status is not Status.SKIPPED]
        working = sum(status in (Status.PASS, Status.WARN) for status in tested)
        yield f"{label}={working};;;0;{len(tested)}"
    for row, rtt_s in _round_trips(report):
        yield f"rtt_{row}={rtt_s:.6f}s;;;0;"
    yield f"time={report.run.duration_s:.3f}s;;;0;"


def _round_trips(report: Report) -> Iterator[tuple[str, float]]:
    """To the primary gateways, the shorter of their ports."""
    shortest: dict[str, float] = {}
    for one in report.endpoints:
        if one.role is Role.PRIMARY and one.rtt_ms is not None:
            shortest[one.row] = min(one.rtt_ms / 1e3, shortest.get(one.row, one.rtt_ms / 1e3))
    yield from shortest.items()
