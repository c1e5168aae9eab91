"""`conntest fleet`: its words, and its exit code."""

import argparse

from conntest.cli import merge
from conntest.cli.exit_codes import INTERRUPTED
from conntest.cli.writing import add_language, add_no_color

#: Hosts worked on at once. Each is a process of 60 MB here, and a run there takes about ten seconds.
_FORKS = 20


def add(parser: argparse.ArgumentParser) -> None:
    """The grammar of the command."""
    parser.set_defaults(command=fleet)
    parser.epilog = (
        "Ansible carries it (pip install 'conntest[fleet]'): on Linux, macOS and Windows hosts, from Linux or macOS."
        " Everything that the role knows can be set in the inventory; the options here go before it, and --option adds"
        " to it. The playbook can be used without this command: --playbook says where it is. Exit codes as of `merge`."
    )
    parser.add_argument("inventory", nargs="?", metavar="INVENTORY", help="an Ansible inventory: a file or a folder")
    parser.add_argument("-o", "--output", metavar="DIR", help="the folder for SITE.json, SITE.html and index.html")
    parser.add_argument("--playbook", action="store_true", help="print where the playbook and its role are, and exit")
    parser.add_argument("--program", metavar="FILE", help="the single program for the hosts' system, copied to them")
    parser.add_argument(
        "--command",
        metavar="PROGRAM",
        dest="start",
        help="what starts conntest on the hosts, where nothing is copied (conntest)",
    )
    parser.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="WORD",
        help="a word for every run there, such as --option=--region --option=europe (repeatable)",
    )
    parser.add_argument("--forks", type=_number, default=_FORKS, metavar="N", help=f"hosts at once ({_FORKS})")
    parser.add_argument(
        "--start-delay", type=_number, metavar="SECONDS", help="hosts begin at random within so many seconds (10)"
    )
    parser.add_argument("--host-timeout", type=_number, metavar="SECONDS", help="after which a host is given up (180)")
    parser.add_argument(
        "--since",
        action="append",
        default=[],
        metavar="DIR",
        help="an earlier audit: what changed since is said",
    )
    parser.add_argument("--force", action="store_true", help="replace the reports in DIR")
    merge.add_fail_on(parser)
    add_no_color(parser)
    add_language(parser)


def _number(text: str) -> int:
    """Raises ArgumentTypeError."""
    if not text.isdecimal() or len(text) > 6:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 0 on")
    return int(text)


def fleet(parsed: argparse.Namespace) -> int:
    """Exits as `merge` does."""
    from pathlib import Path

    from conntest.app.errors import UserError
    from conntest.app.streams import write_text
    from conntest.fleet.ansible import PLAYBOOK

    if parsed.playbook:
        write_text(f"{PLAYBOOK}\n")
        return 0
    if not parsed.inventory or not parsed.output:
        raise UserError("fleet needs an inventory and a folder: conntest fleet sites.yml -o audit/2026-12-01")
    from conntest.app.fleet import Fleet, fleet_command

    done = fleet_command(
        Fleet(
            inventory=Path(parsed.inventory),
            folder=Path(parsed.output),
            forks=max(1, parsed.forks),
            variables=_variables(parsed),
            since=parsed.since,
            overwrite=parsed.force,
            color=not parsed.no_color,
        )
    )
    if done.interrupted or done.merged is None:
        return INTERRUPTED
    return merge.exit_code(done.merged, parsed.fail_on)


def _variables(parsed: argparse.Namespace) -> dict[str, object]:
    """The role's variables that were set here; the others are the inventory's."""
    from pathlib import Path

    chosen = {
        "conntest_program": str(Path(parsed.program).absolute()) if parsed.program else None,
        "conntest_command": parsed.start,
        "conntest_more_options": parsed.option or None,
        "conntest_start_delay": parsed.start_delay,
        "conntest_timeout": parsed.host_timeout,
    }
    return {name: value for name, value in chosen.items() if value is not None}
