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
    watch,
)

#: Characters of a complaint: what was typed may be a whole file by mistake.
_LONGEST = 600


class _Parser(argparse.ArgumentParser):
    """Complains in one line, and repeats no credentials: a misspelt `--socks` brings its URL along."""

    def error(self, message: str) -> NoReturn:
        complaint, colon, words = message.partition(": ")
        told = _shown(complaint + colon + _hidden(words))
        self.exit(2, f"{self.prog}: {told}{'' if told.endswith(('.', '?')) else '.'} See `{self.prog} --help`.\n")


def _hidden(words: str) -> str:
    return re.sub(r"\S*[:/].*@", "(hidden)@", words, flags=re.DOTALL)


def _shown(text: str) -> str:
    """`text` on one line, without what acts on a terminal."""
    from conntest.model.text import printable  # late: only mistakes need it

    return printable(text, _LONGEST)


class _CommandParser(_Parser):
    """Complains of words that it does not know by itself, so that the complaint names the command."""

    def parse_known_args(  # type: ignore[override]  # as the parser of all commands calls it
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        known, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(self._unknown(unknown))
        return known, unknown

    def _unknown(self, words: Sequence[str]) -> str:
        option = next((word.partition("=")[0] for word in words if word.startswith("-")), None)
        if option is None:
            return f"unexpected: {' '.join(words)}"
        known = (*self._option_string_actions, "--version")
        return f"there is no option {option}.{_meant(option, known)}"


class _AllCommands(_Parser):
    """Lists the commands by what they are for, after examples."""

    def format_help(self) -> str:
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        formatter.add_text(self.description)
        told = {name: words for name, _add, words in _COMMANDS}
        width = max(map(len, told)) + 4
        grouped = {name for _title, names in _GROUPS for name in names}
        groups = (*_GROUPS, (_MORE, tuple(name for name in told if name not in grouped)))
        listed = [f"{title}:\n" + "\n".join(_row(name, told[name], width) for name in names) for title, names in groups]
        return "\n".join((formatter.format_help(), _EXAMPLES, *(f"{one}\n" for one in listed), _EPILOG))


def _row(name: str, told: str, width: int) -> str:
    """A command and what it does, in lines of at most 80 columns."""
    lines, line = [], ""
    for word in told.split():
        if line and width + len(line) + len(word) >= 80:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return f"  {name}".ljust(width) + ("\n" + " " * width).join((*lines, line))


def _meant(word: str, known: Sequence[str]) -> str:
    """` Did you mean --region?`, or nothing."""
    from difflib import get_close_matches  # late: only mistakes need it

    bare = {name.lstrip("-"): name for name in known}
    near = get_close_matches(word.lstrip("-"), list(bare), n=1, cutoff=0.6)
    return f" Did you mean {bare[near[0]]}?" if near else ""


def parser() -> argparse.ArgumentParser:
    """For words that begin with a command's name, or ask for help or the version."""
    parser = _AllCommands(
        prog="conntest",
        allow_abbrev=False,  # an abbreviation that works today could mean something else tomorrow
        usage="conntest [COMMAND] [OPTION]...",
        description="Find out why Trader Workstation or IB Gateway cannot connect from here, and who can fix it.",
    )
    parser.add_argument("-V", "--version", action="version", version=f"conntest {__version__}")
    chosen = parser.add_subparsers(metavar="COMMAND", required=True, prog="conntest", parser_class=_CommandParser)
    for name, add, told in _COMMANDS:
        add(chosen.add_parser(name, help=told, description=told[0].upper() + told[1:] + ".", allow_abbrev=False))
    # It is not in the list: it is for people who are asked to run it.
    record.add(chosen.add_parser("record", description=record.DESCRIPTION, allow_abbrev=False))
    return parser


def with_command(words: list[str]) -> list[str]:
    """`conntest …` means `conntest run …`; `help`, `help COMMAND` and `version` are options in other words."""
    match words:
        case ["help", command, *_] if command in names():
            return [command, "--help"]
        case ["help", *_]:
            return ["--help"]
        case ["version"]:
            return ["--version"]
        case ["-h" | "--help" | "-V" | "--version", *_]:
            return words
        case [first, *_] if not first.startswith("-"):
            return words
        case _:
            return ["run", *words]


def names() -> tuple[str, ...]:
    """Every command, those that help does not list too."""
    return (*(name for name, _add, _told in _COMMANDS), "record")


def unknown_command(word: str) -> str:
    """What is said of a command that there is none of."""
    shown = _shown(_hidden(word))
    if word.endswith(".json"):
        return f"conntest: there is no command {shown}. Did you mean `conntest show {shown}`?"
    return f"conntest: there is no command {shown}.{_meant(word, (*names(), 'help'))} See `conntest --help`."


#: What help lists together. A command that is in none of them stands under `_MORE`.
_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Test", ("run", "proxies", "api", "demo")),
    ("Understand", ("explain", "show", "diff")),
    ("Many machines", ("fleet", "merge")),
    ("Prepare", ("hosts", "plan", "allowlist")),
)
_MORE = "More"

_EXAMPLES = """\
Examples:
  conntest                                  the whole check, and a report
  conntest --region europe --open           an account in Europe; show the page
  conntest explain "Connection attempt #3"  what a message of TWS means
  conntest demo                             see it work; nothing is sent
"""

_EPILOG = """\
`conntest COMMAND --help` lists the options of a command.

Exit codes:
  0  pass (warnings too, unless --fail-on warn)
  1  a bug in conntest
  2  bad usage, or a file that cannot be read or written
  3  a failure was found
  4  warnings only, with --fail-on warn
  5  inconclusive: nothing certain can be said
  130  interrupted; the report of what was done by then is written
"""

#: Each with what adds its options, and what it does, in words.
_COMMANDS: tuple[tuple[str, Callable[[argparse.ArgumentParser], None], str], ...] = (
    ("run", run.add, "check the whole host table and name the cause"),
    ("demo", demo.add, "the same run against a small simulated IBKR network on this machine: no internet needed"),
    ("hosts", hosts.add, "the host table as it would be probed"),
    ("plan", plan.add, "every probe that run would make, and why; sends nothing"),
    ("proxies", proxies.add, "every proxy setting of this machine, which one wins, and whether it is alive"),
    ("api", api.add, "can programs connect to the API of TWS or IB Gateway here, and what is in the way"),
    ("allowlist", allowlist.add, "the host table as firewall rules, or as a change request in words"),
    ("explain", explain.add, "what a message of TWS, a finding or a failure means, who fixes it, and how"),
    ("show", show.add, "a saved report again, in any format, judged anew"),
    ("diff", diff.add, "what broke, what was fixed and what changed from one saved report to another"),
    ("merge", merge.add, "the reports of many machines as one site by host matrix, with the causes they share"),
    ("watch", watch.add, "look again and again, all day, and say what broke, when and where"),
    ("fleet", fleet.add, "the check on many machines at once, carried by Ansible, and their reports merged"),
    ("schema", schema.add, "the JSON Schema of the report"),
)
