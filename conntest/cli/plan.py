"""`conntest plan`: its words."""

import argparse

from conntest.cli import probing
from conntest.cli.exit_codes import PASS
from conntest.cli.selection import add_selection
from conntest.cli.writing import add_language, add_no_color


def add(parser: argparse.ArgumentParser) -> None:
    """The grammar of the command."""
    parser.set_defaults(command=plan)
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_no_color(parser)
    add_language(parser)
    probing.set_defaults(parser)
    add_selection(parser)
    probing.add_proxies(parser)


def plan(parsed: argparse.Namespace) -> int:
    """Exits with 0, or raises UserError."""
    from conntest.app.plan import show_plan

    given = probing.given(parsed)
    options = probing.options(parsed, given)
    show_plan(parsed.hosts, options, given, as_json=parsed.json, color=not parsed.no_color)
    return PASS
