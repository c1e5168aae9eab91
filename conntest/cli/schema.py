"""`conntest schema`: its words."""

import argparse

from conntest.cli.exit_codes import PASS


def add(parser: argparse.ArgumentParser) -> None:
    """The grammar of the command."""
    parser.set_defaults(command=schema)


def schema(_: argparse.Namespace) -> int:
    """Exits with 0."""
    from conntest.app.schema import print_schema

    print_schema()
    return PASS
