"""`conntest diff`: its words, and its exit code."""

import argparse
from typing import TYPE_CHECKING

from conntest.cli.exit_codes import FAILED, PASS, WARNED
from conntest.cli.writing import add_share, add_writing, targets

if TYPE_CHECKING:
    from conntest.model.comparison import Comparison

#: As in `conntest.app.diff`, which `--help` must not pay for.
FORMATS = ("txt", "html", "md", "json")


def add(parser: argparse.ArgumentParser) -> None:
    """The grammar of the command."""
    parser.set_defaults(command=diff)
    parser.add_argument("old", metavar="OLD.json", help="a saved report; - reads one from stdin")
    parser.add_argument("new", metavar="NEW.json", help="a later one")
    parser.add_argument(
        "--fail-on",
        choices=("fail", "warn", "never"),
        default="fail",
        help="which regression exits non-zero: what fails now and did not (3), or also new warnings (4)",
    )
    add_writing(parser, FORMATS, "txt", repeatable=True)
    add_share(parser)


def diff(parsed: argparse.Namespace) -> int:
    """Exits by the regression, if there is one."""
    from conntest.app.diff import diff_command

    found = diff_command(parsed.old, parsed.new, targets(parsed), parsed.format)
    return exit_code(found, parsed.fail_on)


def exit_code(found: "Comparison", fail_on: str) -> int:
    """What a script learns from a comparison."""
    match found.regression and found.regression.value:
        case "fail" if fail_on != "never":
            return FAILED
        case "warn" if fail_on == "warn":
            return WARNED
        case _:
            return PASS
