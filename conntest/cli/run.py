"""`conntest run`: its words, and its exit code."""

import argparse

from conntest.cli import probing
from conntest.cli.exit_codes import NAGIOS, TOLD, exit_code
from conntest.cli.selection import add_selection
from conntest.cli.writing import add_run_report, labels, output


def add(parser: argparse.ArgumentParser) -> None:
    """The grammar of the command."""
    parser.set_defaults(command=run, configured=True)
    parser.epilog = f"Without -o, a page and a JSON report are saved in reports/. {TOLD}"
    add_selection(parser)
    probing.add_proxies(parser)
    probing.add_limits(parser)
    probing.add_sampling(parser)
    parser.add_argument(
        "--preinstall",
        action="store_true",
        help="also test whether TWS can be installed here: folder, disk, installer; where no TWS is found, folder and"
        " disk are tested in any case",
    )
    parser.add_argument(
        "--ca-bundle", metavar="FILE", help="use these roots (PEM) as the public trust store, as a private lab needs"
    )
    parser.add_argument(
        "--compare", metavar="OLD.json", help="show the report of a run on another network beside this one's"
    )
    add_run_report(parser)


def run(parsed: argparse.Namespace) -> int:
    """Exits by the report."""
    from conntest.app.run import run_command

    if parsed.format == NAGIOS and not parsed.output:
        # The one line is all that a monitoring system wants.
        parsed.output = ["-"]
    given = probing.given(parsed)
    options = probing.options(parsed, given)
    wanted = output(parsed, unasked=True)
    report = run_command(parsed.hosts, options, parsed.ca_bundle, wanted, given, labels(parsed), parsed.compare)
    return exit_code(report, parsed.fail_on, parsed.format)
