"""`conntest record`: its words. It is not in the list of commands, as it is for people who are asked to run it."""

import argparse

DESCRIPTION = (
    "Store in FOLDER, without names and passwords, what this computer's settings and network functions answer. It is"
    " for the developers, who do not have every system. Nothing is sent to any network. Read the file before you share"
    " it."
)


def add(parser: argparse.ArgumentParser) -> None:
    """The grammar of the command."""
    parser.set_defaults(command=record)
    parser.add_argument("folder", metavar="FOLDER", help="an existing folder")


def record(parsed: argparse.Namespace) -> int:
    """Exits with 0, or raises UserError."""
    from conntest.app.record import record_command
    from conntest.app.streams import say

    say(f"saved {record_command(parsed.folder)}; read it before you share it")
    return 0
