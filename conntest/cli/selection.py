"""Options that the commands about the host table have in common: which table, and what of it."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conntest.model.report import RunOptions


def add_choice(parser: argparse.ArgumentParser, *, title: str, auto: str) -> "argparse._ArgumentGroup":
    """`--hosts`, `--region`, `--group`, `--include`, `--exclude`, `--ipv4` and `--ipv6`, as a group of options called
    `title`, for more of them. `auto` says what happens with the installed TWS's region, and without one."""
    select = parser.add_argument_group(title)
    select.add_argument("--hosts", metavar="FILE", help="a host table of your own, extending or replacing the built-in")
    select.add_argument(
        "--region",
        action="append",
        default=[],
        metavar="R",
        help="the region of your account (repeatable): america-east, america-central, europe, asia, china, sdc,"
        " or a country;"
        f" {auto}",
    )
    select.add_argument(
        "--group",
        action="append",
        default=[],
        metavar="G",
        help="only these of the operator's hosts (repeatable): gateway, website, client-portal, service;"
        " push, which is there only where named: what brings notifications to phones",
    )
    select.add_argument("--include", action="append", default=[], metavar="ID-GLOB", help="only ids that match")
    select.add_argument("--exclude", action="append", default=[], metavar="ID-GLOB", help="no ids that match")
    family = select.add_mutually_exclusive_group()
    family.add_argument("--ipv4", action="store_true", help="IPv4 only")
    family.add_argument("--ipv6", action="store_true", help="IPv6 only")
    return select


def add_selection(parser: argparse.ArgumentParser) -> None:
    """What shapes a plan: the same and `--no-third-party`."""
    select = add_choice(
        parser,
        title="what to test",
        auto="auto: the one that TWS on this computer is set to, which is the default where it is known",
    )
    select.add_argument(
        "--no-third-party",
        action="store_true",
        help="contact only the operator's own hosts; without neutral ones, fewer causes can be told apart",
    )


def chosen(parsed: argparse.Namespace) -> "RunOptions":
    """The choice alone, for a command that probes nothing: its limits are none. Raises UserError."""
    from conntest.app.options import run_options

    return run_options(
        regions=parsed.region,
        groups=parsed.group,
        include=parsed.include,
        exclude=parsed.exclude,
        timeout_s=0,
        deadline_s=0,
        ipv4=not parsed.ipv6,
        ipv6=not parsed.ipv4,
        third_party=False,
        ca_bundle=False,
        samples=0,
        hold_s=None,
    )
