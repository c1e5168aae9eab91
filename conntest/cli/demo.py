"""`conntest demo`: its words, and its exit code."""

import argparse

from conntest.cli import probing
from conntest.cli.exit_codes import FAILED, PASS, exit_code
from conntest.cli.writing import add_run_report, labels, output

#: In the demo this is how long what is lost is waited for, and nothing else: the rest is on this machine.
_TIMEOUT_S = 1.0


def add(parser: argparse.ArgumentParser) -> None:
    """The grammar of the command."""
    parser.set_defaults(command=demo)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("scenario", metavar="SCENARIO", nargs="?", help="what is broken (ports-dropped)")
    what.add_argument("--list", action="store_true", help="name the scenarios")
    what.add_argument(
        "--all", action="store_true", help="play all of them, and compare what is found with what should be: 3 if not"
    )
    probing.add_limits(parser, _TIMEOUT_S)
    add_run_report(parser)


def demo(parsed: argparse.Namespace) -> int:
    """Exits by the report, or by whether all scenarios were found to be what they are. Raises UserError.

    A demo that is only looked at leaves no file behind."""
    from conntest.app.errors import UserError

    if (parsed.list or parsed.all) and (parsed.output or parsed.format or parsed.json or parsed.share):
        raise UserError("demo --list and --all make no report: -o, --format, --json and --share go with one SCENARIO")
    if parsed.list:
        from conntest.app.demo_list import list_command

        list_command()
        return PASS

    from conntest.app.demo import all_command, demo_command

    limits = {"timeout_s": parsed.timeout, "deadline_s": parsed.deadline}
    if parsed.all:
        return PASS if all_command(**limits, color=not parsed.no_color) else FAILED
    report = demo_command(parsed.scenario, **limits, output=output(parsed, unasked=False), labels=labels(parsed))
    return exit_code(report, parsed.fail_on)
