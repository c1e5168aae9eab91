"""`conntest explain`: its words."""

import argparse

from conntest.cli.exit_codes import PASS
from conntest.cli.writing import add_language


def add(parser: argparse.ArgumentParser) -> None:
    """The grammar of the command."""
    parser.set_defaults(command=explain)
    parser.add_argument("code", metavar="CODE", nargs="?", help="such as tws-ports-blocked; without one: all codes")
    add_language(parser)


def explain(parsed: argparse.Namespace) -> int:
    """Exits with 0, or raises UserError."""
    from conntest.app.explain import explain_command

    explain_command(parsed.code)
    return PASS
