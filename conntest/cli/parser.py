"""The grammar of the command line: every command, every option, and what its help says."""

import argparse
import re
from collections.abc import Callable, Sequence
from typing import NoReturn

from conntest import __version__
from conntest.cli import allowlist, commands, diff, merge, probing, record, show
from conntest.cli.selection import add_selection
from conntest.cli.writing import add_language, add_no_color, add_report, add_share

#: In the demo this is how long what is lost is waited for, and nothing else: the rest is on this machine.
_DEMO_TIMEOUT_S = 1.0

_EXIT_CODES = (
    "Exit codes: 0 pass, 2 bad usage, 3 failure found, 4 warning (with --fail-on warn), 5 inconclusive,"
    " 130 interrupted, 1 bug."
)


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
        epilog=f"Without a command: run; `conntest run --help` lists its options. {_EXIT_CODES}",
    )
    parser.add_argument("--version", action="version", version=f"conntest {__version__}")
    chosen = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=_CommandParser)
    for name, add, told in _COMMANDS:
        add(chosen.add_parser(name, help=told, description=told[0].upper() + told[1:] + ".", allow_abbrev=False))
    # Without `help` it is not in the list: it is for people who are asked to run it.
    record.add(chosen.add_parser("record", description=record.DESCRIPTION, allow_abbrev=False))
    return parser


def _add_run(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command=commands.run)
    parser.epilog = f"Without -o, a page and a JSON report are saved in reports/. {_EXIT_CODES}"
    add_selection(parser)
    probing.add_proxies(parser)
    probing.add_limits(parser)
    probing.add_sampling(parser)
    parser.add_argument(
        "--preinstall", action="store_true", help="test too whether TWS can be installed here: folder, disk, installer"
    )
    parser.add_argument(
        "--ca-bundle", metavar="FILE", help="these roots (PEM) are the public trust store for this run: private labs"
    )
    _add_output(parser)


def _add_demo(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command=commands.demo)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("scenario", metavar="SCENARIO", nargs="?", help="what is broken (ports-dropped)")
    what.add_argument("--list", action="store_true", help="name the scenarios")
    what.add_argument(
        "--all", action="store_true", help="play all of them, and compare what is found with what should be: 3 if not"
    )
    probing.add_limits(parser, _DEMO_TIMEOUT_S)
    _add_output(parser)


def _add_output(parser: argparse.ArgumentParser) -> None:
    add_report(
        parser,
        file="write the report there",
        form="the format of -o -: json, txt, html, md, csv, xml or har",
        quiet="one sentence, no progress",
        json=True,
    )


def _add_hosts(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command=commands.hosts)
    parser.add_argument("--check", metavar="FILE", help="validate a host table and exit")
    parser.add_argument("-v", "--verbose", action="store_true", help="with notes, sources and who else is contacted")
    add_no_color(parser)
    add_language(parser)
    probing.set_defaults(parser)
    add_selection(parser)


def _add_plan(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command=commands.plan)
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_no_color(parser)
    add_language(parser)
    probing.set_defaults(parser)
    add_selection(parser)
    probing.add_proxies(parser)


def _add_proxy_look(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command=commands.proxies, deadline=probing.DEADLINE_S)
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument(
        "--timeout", type=probing.seconds, default=probing.TIMEOUT_S, metavar="SECONDS", help="for one attempt (5)"
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="everything, in full")
    add_no_color(parser)
    add_share(parser)
    add_language(parser)
    probing.add_proxies(parser)


def _add_explain(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command=commands.explain)
    parser.add_argument("code", metavar="CODE", nargs="?", help="such as tws-ports-blocked; without one: all codes")
    add_language(parser)


def _add_schema(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command=commands.schema)


#: Each with what adds its options, and what it does, in words.
_COMMANDS: tuple[tuple[str, Callable[[argparse.ArgumentParser], None], str], ...] = (
    ("run", _add_run, "check the whole host table and name the cause"),
    ("demo", _add_demo, "the same run against a small simulated IBKR network on this machine: no internet needed"),
    ("hosts", _add_hosts, "the host table as it would be probed"),
    ("plan", _add_plan, "every probe that run would make, and why; sends nothing"),
    ("proxies", _add_proxy_look, "every proxy setting of this machine, which one wins, and whether it is alive"),
    ("allowlist", allowlist.add, "the host table as firewall rules, or as a change request in words"),
    ("explain", _add_explain, "what a finding or failure code means, who fixes it, and how"),
    ("show", show.add, "a saved report again, in any format, judged anew"),
    ("diff", diff.add, "what broke, what was fixed and what changed from one saved report to another"),
    ("merge", merge.add, "the reports of many machines as one site by host matrix, with the causes they share"),
    ("schema", _add_schema, "the JSON Schema of the report"),
)
