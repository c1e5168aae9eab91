"""`conntest api`: its words, and its exit code."""

import argparse

from conntest.cli.exit_codes import FAILED, PASS
from conntest.cli.probing import seconds
from conntest.cli.writing import add_language, add_no_color

#: Seconds to connect, and to be answered: on this computer both take milliseconds, and what is silent for five seconds
#: stays so.
_TIMEOUT_S = 5.0


def add(parser: argparse.ArgumentParser) -> None:
    """The grammar of the command."""
    parser.set_defaults(command=api)
    parser.epilog = (
        "TWS or IB Gateway may ask whether to accept the connection. Only local and private addresses are asked;"
        " nothing is sent to IBKR, and nobody is logged in. Exit code 0: a program can connect; 3: none can."
    )
    parser.add_argument(
        "place",
        nargs="?",
        metavar="HOST[:PORT]",
        help="such as 192.168.1.20, 192.168.1.20:7496 or 7496; without it: this computer's 7496, 7497, 4001 and 4002",
    )
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--timeout", type=seconds, default=_TIMEOUT_S, metavar="SECONDS", help="for one attempt (5)")
    parser.add_argument("-q", "--quiet", action="store_true", help="one sentence")
    add_no_color(parser)
    add_language(parser)


def api(parsed: argparse.Namespace) -> int:
    """Exits by whether a program can connect. Raises UserError."""
    from conntest.app.api import api_command, place_of

    able = api_command(
        place_of(parsed.place),
        timeout_s=parsed.timeout,
        as_json=parsed.json,
        quiet=parsed.quiet,
        color=not parsed.no_color,
    )
    return PASS if able else FAILED
