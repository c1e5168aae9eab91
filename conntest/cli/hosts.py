"""`conntest hosts`: its words."""

import argparse

from conntest.cli import probing
from conntest.cli.exit_codes import PASS
from conntest.cli.selection import add_selection
from conntest.cli.writing import add_listing


def add(parser: argparse.ArgumentParser) -> None:
    """The grammar of the command."""
    parser.set_defaults(command=hosts, configured=True)
    parser.add_argument("--check", metavar="FILE", help="validate a host table and exit")
    parser.add_argument("-v", "--verbose", action="store_true", help="with notes, sources and who else is contacted")
    add_listing(parser, ("txt", "json", "csv"))
    probing.set_defaults(parser)
    add_selection(parser)


def hosts(parsed: argparse.Namespace) -> int:
    """Exits with 0, or raises UserError."""
    from conntest.app.hosts import check_table, show_hosts, write_hosts

    if parsed.check is not None:
        check_table(parsed.check)
    elif parsed.format != "txt":
        write_hosts(parsed.hosts, probing.options(parsed), parsed.format)
    else:
        show_hosts(parsed.hosts, probing.options(parsed), verbose=parsed.verbose, color=not parsed.no_color)
    return PASS
