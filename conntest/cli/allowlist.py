"""`conntest allowlist`: its grammar, and what it does with its words."""

import argparse

from conntest.cli import selection, writing
from conntest.cli.exit_codes import INCONCLUSIVE, PASS, WARNED

#: As in `conntest.allowlist.FORMATS`, which `--help` must not pay for.
FORMATS = (
    "text",
    "csv",
    "nftables",
    "iptables",
    "powershell",
    "pf",
    "squid",
    "asa",
    "kubernetes",
    "clash",
    "surge",
    "proxifier",
)


def add(parser: argparse.ArgumentParser) -> None:
    """The grammar of the command."""
    parser.set_defaults(command=allowlist)
    parser.epilog = (
        "Formats that cannot hold names resolve them now, which sends DNS queries and nothing else, or take the"
        " addresses of a saved report. Exit code 4: the list was written, and stderr says what it lacks;"
        " 5: nothing was."
    )
    selection.add_choice(
        parser, title="what to allow", auto="auto: the one that TWS on this computer is set to; default: all"
    )
    source = parser.add_argument_group("how")
    source.add_argument(
        "--from", dest="report", metavar="REPORT.json", help="take addresses from this saved report; nothing is sent"
    )
    source.add_argument(
        "--socks", action="append", default=[], metavar="URL", help="for proxifier: the proxy to lead TWS through"
    )
    writing.add_writing(parser, FORMATS, "text")


def allowlist(parsed: argparse.Namespace) -> int:
    """Exits by how much of the list could be written."""
    from conntest.app.allowlist import Extent, Wish, allowlist_command

    wish = Wish(
        table_file=parsed.hosts,
        options=selection.chosen(parsed),
        format=parsed.format,
        report=parsed.report,
        socks=parsed.socks,
    )
    codes = {Extent.WHOLE: PASS, Extent.PART: WARNED, Extent.NOTHING: INCONCLUSIVE}
    return codes[allowlist_command(wish, writing.targets(parsed))]
