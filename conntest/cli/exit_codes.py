"""What a script learns from a command (contract.md, "Exit codes")."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conntest.model.report import Report
    from conntest.watch.values import Recording

PASS, BUG, USAGE, FAILED, WARNED, INCONCLUSIVE, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130

#: As `--help` says it.
TOLD = (
    "Exit codes: 0 pass, 2 bad usage, 3 failure found, 4 warning (with --fail-on warn), 5 inconclusive,"
    " 130, 143 or 129 interrupted (SIGINT, SIGTERM, SIGHUP), 1 bug."
)


#: The format whose exit codes are those of a monitoring plugin.
NAGIOS = "nagios"

#: What such a plugin exits with where the check itself could not be made.
UNKNOWN = 3


def recording_code(recording: "Recording") -> int:
    """What the recording of a watch amounts to. Resets that IBKR announces do not count."""
    from conntest.watch.summary import by_part

    if not recording.rounds:
        return INCONCLUSIVE
    return FAILED if by_part(recording) else PASS


def exit_code(report: "Report", fail_on: str = "fail", form: str | None = None) -> int:
    """What a report amounts to; `form` is the format of the document on stdout."""
    if form == NAGIOS:
        from conntest.render.nagios import state

        return state(report)
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
