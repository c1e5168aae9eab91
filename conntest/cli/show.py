"""`conntest show`: its words, and its exit code."""

import argparse

from conntest.cli.writing import add_language, add_share, share


def add(parser: argparse.ArgumentParser) -> None:
    """The grammar of the command."""
    parser.set_defaults(command=show, json=False)
    parser.add_argument("report", metavar="REPORT.json", help="a saved report; - reads one from stdin")
    output = parser.add_argument_group("output")
    output.add_argument(
        "-o",
        "--output",
        action="append",
        default=[],
        metavar="FILE",
        help="write it there (repeatable); the suffix picks the format: .html .json .txt .md .csv .xml .har;"
        " - is stdout",
    )
    output.add_argument("--format", metavar="F", help="print it as json, txt, html, md, csv, xml or har")
    output.add_argument("--force", action="store_true", help="replace files that exist")
    add_share(output)
    output.add_argument("--fail-on", choices=("fail", "warn", "never"), default="fail", help="what exits non-zero")
    output.add_argument("-q", "--quiet", action="store_true", help="one sentence")
    output.add_argument("-v", "--verbose", action="store_true", help="everything, in full")
    output.add_argument("--no-color", action="store_true", help="no colours (NO_COLOR does the same)")
    add_language(output)


def show(parsed: argparse.Namespace) -> int:
    """Exits as the run would have."""
    from conntest.app.output import Output
    from conntest.app.show import show_command
    from conntest.cli.commands import exit_code

    # A format alone means a document on stdout; beside files it would have none to be for.
    files = tuple(parsed.output) or (("-",) if parsed.format else ())
    output = Output(
        files=files,
        stdout_format=parsed.format,
        overwrite=parsed.force,
        quiet=parsed.quiet,
        verbose=parsed.verbose,
        color=not parsed.no_color,
        unasked=False,
        share=share(parsed),
    )
    return exit_code(show_command(parsed.report, output), parsed.fail_on)
