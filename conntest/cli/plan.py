"""`conntest plan`: its words."""

import argparse

from conntest.cli import probing
from conntest.cli.exit_codes import PASS
from conntest.cli.selection import add_selection
from conntest.cli.writing import add_listing


def add(parser: argparse.ArgumentParser) -> None:
    """The grammar of the command."""
    parser.set_defaults(command=plan, configured=True)
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="every probe on a line of its own, with its reason"
    )
    add_listing(parser, ("txt", "json", "csv"))
    probing.set_defaults(parser)
    add_selection(parser)
    probing.add_proxies(parser)


def plan(parsed: argparse.Namespace) -> int:
    """Exits with 0, or raises UserError."""
    from conntest.app.plan import show_plan, write_plan

    given = probing.given(parsed)
    options = probing.options(parsed, given)
    if parsed.format != "txt":
        write_plan(parsed.hosts, options, given, parsed.format)
    else:
        show_plan(parsed.hosts, options, given, verbose=parsed.verbose, color=not parsed.no_color)
    return PASS
