"""The grammar of the command line: every command, every option, and what its help says."""

import argparse
import re
from collections.abc import Callable, Sequence
from typing import NoReturn

from conntest import __version__
from conntest.cli import (
    allowlist,
    api,
    demo,
    diff,
    explain,
    fleet,
    hosts,
    merge,
    plan,
    proxies,
    record,
    run,
    schema,
    show,
)
from conntest.cli.exit_codes import TOLD


class _Parser(argparse.ArgumentParser):
    """Repeats no credentials in a complaint: a misspelt `--socks` brings its URL along."""

    def error(self, message: str) -> NoReturn:
        complaint, colon, words = message.partition(": ")
        super().error(complaint + colon + re.sub(r"\S*[:/].*@", "(hidden)@", words, flags=re.DOTALL))


class _CommandParser(_Parser):
    """Complains of words that it does not know by itself, so that the usage beside the complaint is the command's."""

    def parse_known_args(  # type: ignore[override]  # as the parser of all commands calls it
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        known, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return known, unknown


def parser() -> argparse.ArgumentParser:
    """For words that begin with a command's name, or ask for help or the version."""
    parser = _Parser(
        prog="conntest",
        allow_abbrev=False,  # an abbreviation that works today could mean something else tomorrow
        description="Find out why Trader Workstation or IB Gateway cannot connect from here, and who can fix it.",
        epilog=f"Without a command: run; `conntest run --help` lists its options. {TOLD}",
    )
    parser.add_argument("--version", action="version", version=f"conntest {__version__}")
    chosen = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=_CommandParser)
    for name, add, told in _COMMANDS:
        add(chosen.add_parser(name, help=told, description=told[0].upper() + told[1:] + ".", allow_abbrev=False))
    # Without `help` it is not in the list: it is for people who are asked to run it.
    record.add(chosen.add_parser("record", description=record.DESCRIPTION, allow_abbrev=False))
    return parser


#: Each with what adds its options, and what it does, in words.
_COMMANDS: tuple[tuple[str, Callable[[argparse.ArgumentParser], None], str], ...] = (
    ("run", run.add, "check the whole host table and name the cause"),
    ("demo", demo.add, "the same run against a small simulated IBKR network on this machine: no internet needed"),
    ("hosts", hosts.add, "the host table as it would be probed"),
    ("plan", plan.add, "every probe that run would make, and why; sends nothing"),
    ("proxies", proxies.add, "every proxy setting of this machine, which one wins, and whether it is alive"),
    ("api", api.add, "can programs connect to the API of TWS or IB Gateway here, and what is in the way"),
    ("allowlist", allowlist.add, "the host table as firewall rules, or as a change request in words"),
    ("explain", explain.add, "what a finding or failure code means, who fixes it, and how"),
    ("show", show.add, "a saved report again, in any format, judged anew"),
    ("diff", diff.add, "what broke, what was fixed and what changed from one saved report to another"),
    ("merge", merge.add, "the reports of many machines as one site by host matrix, with the causes they share"),
    ("fleet", fleet.add, "the check on many machines at once, carried by Ansible, and their reports merged"),
    ("schema", schema.add, "the JSON Schema of the report"),
)
