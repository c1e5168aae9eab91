"""The grammar of the command line: every command, every option, and what its help says."""

import argparse
import re
from collections.abc import Callable
from typing import NoReturn

from conntest import __version__
from conntest.cli import allowlist, commands, diff, merge, selection, show
from conntest.cli.writing import add_language, add_share

#: Seconds for one connection attempt. Linux sends a lost SYN again after 1 and after 3 s: five leave room for the
#: answer to the third, so that two lost packets are not yet a blocked port.
_TIMEOUT_S = 5.0

#: In the demo this is how long what is lost is waited for, and nothing else: the rest is on this machine.
_DEMO_TIMEOUT_S = 1.0

#: Seconds for the whole run. A run against a network that drops everything takes about ten.
_DEADLINE_S = 90.0

#: Connections by which the public address is sampled. Twelve that agree leave a second line at most 22 % of the traffic
#: (95 % confidence); beyond a thousand they would be a load on whoever answers.
_SAMPLES = 12
_MOST_SAMPLES = 1000

#: A round trip to the far side of the world takes a third of a second. Much less patience than that would call open
#: ports blocked; a laboratory may do with this.
_SHORTEST_S = 0.1

#: Longer than any system waits for a connection by itself.
_LONGEST_S = 3600.0


class _Parser(argparse.ArgumentParser):
    """Repeats no credentials in a complaint: a misspelt `--socks` brings its URL along."""

    def error(self, message: str) -> NoReturn:
        complaint, colon, words = message.partition(": ")
        super().error(complaint + colon + re.sub(r"\S*[:/].*@", "(hidden)@", words, flags=re.DOTALL))


def parser() -> argparse.ArgumentParser:
    """For words that begin with a command's name, or ask for help or the version."""
    parser = _Parser(
        prog="conntest",
        allow_abbrev=False,  # an abbreviation that works today could mean something else tomorrow
        description="Find out why Trader Workstation or IB Gateway cannot connect from here, and who can fix it.",
        epilog="Without a command: run. Exit codes: 0 pass, 2 bad usage, 3 failure found, 4 warning (with --fail-on"
        " warn), 5 inconclusive, 130 interrupted, 1 bug.",
    )
    parser.add_argument("--version", action="version", version=f"conntest {__version__}")
    chosen = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, add, told in _COMMANDS:
        add(chosen.add_parser(name, help=told, description=told[0].upper() + told[1:] + ".", allow_abbrev=False))
    return parser


def _add_selection(parser: argparse.ArgumentParser) -> None:
    """What shapes a plan. Commands that send nothing take the limits and the roots of a run as they are by default."""
    parser.set_defaults(timeout=_TIMEOUT_S, deadline=_DEADLINE_S, ca_bundle=None, samples=_SAMPLES, hold=None)
    parser.set_defaults(socks=(), proxy=(), preinstall=False)
    select = selection.add_choice(
        parser,
        title="what to test",
        auto="auto: the one that TWS here is set to (as without this option, where it can be told)",
    )
    select.add_argument(
        "--no-third-party",
        action="store_true",
        help="contact only the operator's own hosts: less can be told apart without neutral ones",
    )


def _add_proxies(parser: argparse.ArgumentParser) -> None:
    proxies = parser.add_argument_group("proxies, in addition to those set on this machine")
    proxies.add_argument(
        "--socks",
        action="append",
        default=[],
        metavar="URL",
        help="test this SOCKS proxy (repeatable): socks5://[user:password@]host:port, or socks5h, socks4, socks4a",
    )
    proxies.add_argument(
        "--proxy", action="append", default=[], metavar="URL", help="test this web proxy (repeatable): http://host:port"
    )


def _add_limits(parser: argparse.ArgumentParser, timeout_s: float = _TIMEOUT_S) -> None:
    limits = parser.add_argument_group("limits")
    attempt = f"for one attempt ({timeout_s:g})"
    limits.add_argument("--timeout", type=_seconds, default=timeout_s, metavar="SECONDS", help=attempt)
    limits.add_argument("--deadline", type=_seconds, default=_DEADLINE_S, metavar="SECONDS", help="for all of it (90)")


def _add_sampling(parser: argparse.ArgumentParser) -> None:
    sampling = parser.add_argument_group("the public address")
    sampling.add_argument(
        "--samples",
        type=_samples,
        default=_SAMPLES,
        metavar="N",
        help=f"new connections to one service that tells it ({_SAMPLES}); 0: do not ask anyone",
    )
    sampling.add_argument(
        "--hold",
        type=_seconds,
        metavar="SECONDS",
        help="ask again so much later, to catch a line that fails over (300 is telling; it adds to --deadline)",
    )


def _samples(text: str) -> int:
    if not text.isdecimal() or int(text) > _MOST_SAMPLES:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to {_MOST_SAMPLES}")
    return int(text)


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds") from None
    if not _SHORTEST_S <= value <= _LONGEST_S:
        raise argparse.ArgumentTypeError(f"{text} s is not between {_SHORTEST_S:g} and {_LONGEST_S:g} s")
    return value


def _add_run(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command=commands.run)
    _add_selection(parser)
    _add_proxies(parser)
    _add_limits(parser)
    _add_sampling(parser)
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
    _add_limits(parser, _DEMO_TIMEOUT_S)
    _add_output(parser)


def _add_output(parser: argparse.ArgumentParser) -> None:
    output = parser.add_argument_group("output")
    output.add_argument(
        "-o",
        "--output",
        action="append",
        default=[],
        metavar="FILE",
        help="write the report there (repeatable); the suffix picks the format: .html .json .txt .md .csv .xml .har;"
        " - is stdout",
    )
    output.add_argument("--format", metavar="F", help="the format of -o -: json, txt, html, md, csv, xml or har")
    output.add_argument("--force", action="store_true", help="replace files that exist")
    output.add_argument("--json", action="store_true", help="one JSON document on stdout, nothing else")
    output.add_argument("--fail-on", choices=("fail", "warn", "never"), default="fail", help="what exits non-zero")
    output.add_argument("-q", "--quiet", action="store_true", help="one sentence, no progress")
    output.add_argument("-v", "--verbose", action="store_true", help="everything, in full")
    output.add_argument("--no-color", action="store_true", help="no colours (NO_COLOR does the same)")
    add_share(output)
    add_language(output)


def _add_hosts(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command=commands.hosts)
    parser.add_argument("--check", metavar="FILE", help="validate a host table and exit")
    parser.add_argument("-v", "--verbose", action="store_true", help="with notes, sources and who else is contacted")
    parser.add_argument("--no-color", action="store_true", help=argparse.SUPPRESS)
    add_language(parser)
    _add_selection(parser)


def _add_plan(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command=commands.plan)
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--no-color", action="store_true", help=argparse.SUPPRESS)
    add_language(parser)
    _add_selection(parser)
    _add_proxies(parser)


def _add_proxy_look(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command=commands.proxies, deadline=_DEADLINE_S)
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--timeout", type=_seconds, default=_TIMEOUT_S, metavar="SECONDS", help="for one attempt (5)")
    parser.add_argument("-v", "--verbose", action="store_true", help="everything, in full")
    parser.add_argument("--no-color", action="store_true", help=argparse.SUPPRESS)
    add_share(parser)
    add_language(parser)
    _add_proxies(parser)


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
