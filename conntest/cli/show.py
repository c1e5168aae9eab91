"""`conntest show`: its words, and its exit code."""

import argparse

from conntest.cli import writing
from conntest.cli.exit_codes import exit_code, recording_code
from conntest.render.formats import FORMATS


def add(parser: argparse.ArgumentParser) -> None:
    """The grammar of the command."""
    parser.set_defaults(command=show, json=False)
    parser.add_argument("report", metavar="REPORT.json", help="a saved report; - reads one from stdin")
    writing.add_report(
        parser,
        file="write it there",
        form=f"print it as {writing.alternatives(FORMATS)}",
        quiet="one sentence",
    )


def show(parsed: argparse.Namespace) -> int:
    """Exits as the run would have."""
    from conntest.app.show import show_command
    from conntest.watch.values import Recording

    if parsed.format and not parsed.output:
        # A format alone means a document on stdout; beside files it would have none to be for.
        parsed.output = ["-"]
    shown = show_command(parsed.report, writing.output(parsed, unasked=False))
    if isinstance(shown, Recording):
        return recording_code(shown)
    return exit_code(shown, parsed.fail_on, parsed.format)
