"""What each command does with its words: options for the rooms below, and an exit code from what they find.

The rooms are imported when a command is called. `conntest --version` must not pay for them (performance.md).
"""

import argparse
from typing import TYPE_CHECKING

from conntest.cli.writing import output, share

if TYPE_CHECKING:
    from conntest.app.proxies import Given
    from conntest.model.report import Report, RunOptions

#: The exit codes (contract.md).
PASS, BUG, USAGE, FAILED, WARNED, INCONCLUSIVE, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130


def _given(parsed: argparse.Namespace) -> "tuple[Given, ...]":
    """Proxies with their credentials, apart from the options, which a report shows."""
    from conntest.app.proxies import given

    return given(parsed.socks, parsed.proxy)


def _options(parsed: argparse.Namespace) -> "RunOptions":
    from conntest.app.options import run_options

    return run_options(
        regions=parsed.region,
        groups=parsed.group,
        include=parsed.include,
        exclude=parsed.exclude,
        timeout_s=parsed.timeout,
        deadline_s=parsed.deadline + (parsed.hold or 0.0),
        ipv4=not parsed.ipv6,
        ipv6=not parsed.ipv4,
        third_party=not parsed.no_third_party,
        ca_bundle=parsed.ca_bundle is not None,
        samples=parsed.samples,
        hold_s=parsed.hold,
        preinstall=parsed.preinstall,
        proxies=tuple(one.proxy.id for one in _given(parsed)),
    )


def run(parsed: argparse.Namespace) -> int:
    """`conntest run`. Exits by the report."""
    from conntest.app.run import run_command

    report = run_command(parsed.hosts, _options(parsed), parsed.ca_bundle, output(parsed, unasked=True), _given(parsed))
    return exit_code(report, parsed.fail_on)


def demo(parsed: argparse.Namespace) -> int:
    """A demo that is only looked at leaves no file behind. Raises UserError."""
    from conntest.app import demo
    from conntest.app.errors import UserError

    color = not parsed.no_color
    if (parsed.list or parsed.all) and (parsed.output or parsed.format or parsed.json or parsed.share):
        raise UserError("demo --list and --all make no report: -o, --format, --json and --share go with one SCENARIO")
    if parsed.list:
        demo.list_command(color=color)
        return PASS
    limits = {"timeout_s": parsed.timeout, "deadline_s": parsed.deadline}
    if parsed.all:
        return PASS if demo.all_command(**limits, color=color) else FAILED
    report = demo.demo_command(parsed.scenario, **limits, output=output(parsed, unasked=False))
    return exit_code(report, parsed.fail_on)


def exit_code(report: "Report", fail_on: str = "fail") -> int:
    """What a script learns from a report (contract.md, "Exit codes")."""
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


def hosts(parsed: argparse.Namespace) -> int:
    """`conntest hosts`, and its `--check`."""
    from conntest.app import look

    if parsed.check is not None:
        look.check_table(parsed.check)
    else:
        look.show_hosts(parsed.hosts, _options(parsed), verbose=parsed.verbose, color=not parsed.no_color)
    return PASS


def plan(parsed: argparse.Namespace) -> int:
    """`conntest plan`."""
    from conntest.app.look import show_plan

    show_plan(parsed.hosts, _options(parsed), _given(parsed), as_json=parsed.json, color=not parsed.no_color)
    return PASS


def proxies(parsed: argparse.Namespace) -> int:
    """`conntest proxies`. Exits by what is wrong with them; that nothing else was looked at is no failure."""
    from conntest.app.look_at_proxies import look_at_proxies
    from conntest.model.finding import Severity
    from conntest.model.report import RunOptions

    given = _given(parsed)
    options = RunOptions(
        timeout_s=parsed.timeout, deadline_s=parsed.deadline, proxies=tuple(one.proxy.id for one in given)
    )
    report = look_at_proxies(
        options,
        given,
        as_json=parsed.json,
        verbose=parsed.verbose,
        color=not parsed.no_color,
        share=share(parsed),
    )
    return FAILED if any(finding.severity is Severity.FAIL for finding in report.findings) else PASS


def explain(parsed: argparse.Namespace) -> int:
    """`conntest explain`."""
    from conntest.app.look import explain

    explain(parsed.code)
    return PASS


def schema(_: argparse.Namespace) -> int:
    """`conntest schema`."""
    from conntest.app.look import print_schema

    print_schema()
    return PASS
