"""The words of the command line: arguments to options, outcomes to exit codes.

Only argparse is imported here. `conntest --version` must not pay for the rest (performance.md), and click alone costs
more than the whole budget; every command imports its rooms when it is called.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NoReturn

from conntest import __version__

if TYPE_CHECKING:
    from conntest.model.report import Report, RunOptions

PASS, BUG, USAGE, FAILED, WARNED, INCONCLUSIVE, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130

_COMMANDS = ("run", "hosts", "plan", "explain", "schema")

#: Seconds for one connection attempt. Linux sends a lost SYN again after 1 and after 3 s: five leave room for the
#: answer to the third, so that two lost packets are not yet a blocked port.
_TIMEOUT_S = 5.0

#: Seconds for the whole run. A run against a network that drops everything takes about ten.
_DEADLINE_S = 90.0

#: Longer than any system waits for a connection by itself.
_LONGEST_S = 3600.0


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """The `conntest` command. Exits with a code of contract.md."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    parsed = _parser().parse_args(_with_command(words))
    try:
        code = _guarded(parsed)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader left, as `| head` does: nothing more to say, and nobody to say it to
        sys.stderr.close()
        code = PASS
    sys.exit(code)


def _with_command(words: list[str]) -> list[str]:
    """`conntest …` means `conntest run …`."""
    asks_for_help = words[:1] in (["-h"], ["--help"], ["--version"])
    names_a_command = bool(words) and not words[0].startswith("-")
    return words if asks_for_help or names_a_command else ["run", *words]


def _guarded(parsed: argparse.Namespace) -> int:
    """Run the command; what the user can mend is one sentence and exit code 2, a bug of ours is told as one."""
    from conntest.app.errors import UserError

    command: Callable[[argparse.Namespace], int] = parsed.command
    try:
        return command(parsed)
    except UserError as error:
        print(f"conntest: {error}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception:
        return _report_bug()


def _report_bug() -> int:
    import platform
    import traceback

    traceback.print_exc()
    print(
        f"\nconntest {__version__} has a bug, and this is it. Please report it with the lines above,"
        f"\nyour command line, Python {platform.python_version()} and {platform.platform()}.",
        file=sys.stderr,
    )
    return BUG


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="conntest",
        description="Find out why Trader Workstation or IB Gateway cannot connect from here, and who can fix it.",
        epilog="Without a command: run. Exit codes: 0 pass, 2 bad usage, 3 failure found, 4 warning (with --fail-on"
        " warn), 5 inconclusive, 130 interrupted, 1 bug.",
    )
    parser.add_argument("--version", action="version", version=f"conntest {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_run(commands.add_parser("run", help="check the whole host table and name the cause"))
    _add_hosts(commands.add_parser("hosts", help="the host table as it would be probed"))
    _add_plan(commands.add_parser("plan", help="every probe that run would make, and why; sends nothing"))
    _add_explain(commands.add_parser("explain", help="what a finding or failure code means, who fixes it, and how"))
    _add_schema(commands.add_parser("schema", help="the JSON Schema of the report"))
    return parser


def _add_selection(parser: argparse.ArgumentParser) -> None:
    select = parser.add_argument_group("what to test")
    select.add_argument("--hosts", metavar="FILE", help="a host table of your own, extending or replacing the built-in")
    select.add_argument(
        "--region",
        action="append",
        default=[],
        metavar="R",
        help="the region of your account (repeatable): america-east, america-central, europe, asia, china, sdc",
    )
    select.add_argument(
        "--group",
        action="append",
        default=[],
        metavar="G",
        help="only these of the operator's hosts (repeatable): gateway, website, client-portal, service",
    )
    select.add_argument("--include", action="append", default=[], metavar="ID-GLOB", help="only ids that match")
    select.add_argument("--exclude", action="append", default=[], metavar="ID-GLOB", help="no ids that match")
    select.add_argument("--ipv4", action="store_true", help="IPv4 only")
    select.add_argument("--ipv6", action="store_true", help="IPv6 only")
    select.add_argument(
        "--no-third-party",
        action="store_true",
        help="contact only the operator's own hosts: less can be told apart without neutral ones",
    )


def _add_limits(parser: argparse.ArgumentParser) -> None:
    limits = parser.add_argument_group("limits")
    limits.add_argument("--timeout", type=_seconds, default=_TIMEOUT_S, metavar="SECONDS", help="for one attempt (5)")
    limits.add_argument("--deadline", type=_seconds, default=_DEADLINE_S, metavar="SECONDS", help="for all of it (90)")


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds") from None
    if not 0 < value <= _LONGEST_S:
        raise argparse.ArgumentTypeError(f"{text} s is not between 0 and {_LONGEST_S:.0f} s")
    return value


def _add_run(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command=_run)
    _add_selection(parser)
    _add_limits(parser)
    parser.add_argument(
        "--ca-bundle", metavar="FILE", help="these roots (PEM) are the public trust store for this run: private labs"
    )
    output = parser.add_argument_group("output")
    output.add_argument(
        "-o",
        "--output",
        action="append",
        default=[],
        metavar="FILE",
        help="write the report there (repeatable); the suffix picks the format: .json or .txt; - is stdout",
    )
    output.add_argument("--format", metavar="F", help="the format of -o -: json or txt")
    output.add_argument("--force", action="store_true", help="replace files that exist")
    output.add_argument("--json", action="store_true", help="one JSON document on stdout, nothing else")
    output.add_argument("--fail-on", choices=("fail", "warn", "never"), default="fail", help="what exits non-zero")
    output.add_argument("-q", "--quiet", action="store_true", help="one sentence, no progress")
    output.add_argument("-v", "--verbose", action="store_true", help="everything, in full")
    output.add_argument("--no-color", action="store_true", help="no colours (NO_COLOR does the same)")


def _add_hosts(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command=_hosts)
    parser.add_argument("--check", metavar="FILE", help="validate a host table and exit")
    parser.add_argument("-v", "--verbose", action="store_true", help="with notes, sources and who else is contacted")
    parser.add_argument("--no-color", action="store_true", help=argparse.SUPPRESS)
    _add_selection(parser)


def _add_plan(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command=_plan)
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--no-color", action="store_true", help=argparse.SUPPRESS)
    _add_selection(parser)


def _add_explain(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command=_explain)
    parser.add_argument("code", metavar="CODE", nargs="?", help="such as tws-ports-blocked; without one: all codes")


def _add_schema(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command=_schema)


def _options(parsed: argparse.Namespace) -> "RunOptions":
    from conntest.app.options import run_options

    return run_options(
        regions=parsed.region,
        groups=parsed.group,
        include=parsed.include,
        exclude=parsed.exclude,
        timeout_s=getattr(parsed, "timeout", _TIMEOUT_S),
        deadline_s=getattr(parsed, "deadline", _DEADLINE_S),
        ipv4=parsed.ipv4 or not parsed.ipv6,
        ipv6=parsed.ipv6 or not parsed.ipv4,
        third_party=not parsed.no_third_party,
        ca_bundle=bool(getattr(parsed, "ca_bundle", None)),
    )


def _run(parsed: argparse.Namespace) -> int:
    from conntest.app.output import Output
    from conntest.app.run import run_command

    output = Output(
        files=tuple(parsed.output),
        stdout_format="json" if parsed.json else parsed.format,
        overwrite=parsed.force,
        quiet=parsed.quiet,
        verbose=parsed.verbose,
        color=not parsed.no_color,
    )
    report = run_command(parsed.hosts, _options(parsed), parsed.ca_bundle, output)
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


def _hosts(parsed: argparse.Namespace) -> int:
    from conntest.app import look

    if parsed.check:
        look.check_table(parsed.check)
    else:
        look.show_hosts(parsed.hosts, _options(parsed), verbose=parsed.verbose, color=not parsed.no_color)
    return PASS


def _plan(parsed: argparse.Namespace) -> int:
    from conntest.app.look import show_plan

    show_plan(parsed.hosts, _options(parsed), as_json=parsed.json, color=not parsed.no_color)
    return PASS


def _explain(parsed: argparse.Namespace) -> int:
    from conntest.app.look import explain

    explain(parsed.code)
    return PASS


def _schema(_: argparse.Namespace) -> int:
    from conntest.app.look import print_schema

    print_schema()
    return PASS
