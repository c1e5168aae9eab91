"""`conntest explain`: its words."""

import argparse

from conntest.cli.exit_codes import PASS
from conntest.cli.writing import add_language


def add(parser: argparse.ArgumentParser) -> None:
    """The grammar of the command."""
    parser.set_defaults(command=explain)
    parser.add_argument(
        "text",
        metavar="TEXT",
        nargs="*",
        help='a message as TWS shows it ("Connection attempt #3"), its number (1100), a code of a report'
        " (tws-ports-blocked), a topic or any words; without one: the list of codes",
    )
    parser.add_argument("--list", action="store_true", help="every code and topic with its title")
    add_language(parser)


def explain(parsed: argparse.Namespace) -> int:
    """Exits with 0, or raises UserError."""
    from conntest.app.explain import explain_command

    explain_command(None if parsed.list or not parsed.text else " ".join(parsed.text))
    return PASS
