"""What a script learns from a command (contract.md, "Exit codes")."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conntest.model.report import Report

PASS, BUG, USAGE, FAILED, WARNED, INCONCLUSIVE, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130

#: As `--help` says it.
TOLD = (
    "Exit codes: 0 pass, 2 bad usage, 3 failure found, 4 warning (with --fail-on warn), 5 inconclusive,"
    " 130, 143 or 129 interrupted (SIGINT, SIGTERM, SIGHUP), 1 bug."
)


def exit_code(report: "Report", fail_on: str = "fail") -> int:
    """What a report amounts to."""
    if report.run.interrupted:
        return INTERRUPTED
    match report.verdict.value:
        case "fail" if fail_on != "never":
            return FAILED
        case "warn" if fail_on == "warn":
            return WARNED
        case "inconclusive":
            return INCONCLUSIVE
        case _:
            return PASS
