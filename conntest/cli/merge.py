"""`conntest merge`: its words, and its exit code."""

import argparse

from conntest.cli.exit_codes import PASS, WARNED
from conntest.cli.writing import add_share, add_writing, target

#: As in `conntest.app.merge`, which `--help` must not pay for.
FORMATS = ("txt", "html", "csv", "json")


def add(parser: argparse.ArgumentParser) -> None:
    """The grammar of the command."""
    parser.set_defaults(command=merge)
    parser.epilog = (
        "A report holds no name of its machine, so that a site is called after its file; where the files are in several"
        " folders, and their names are the same or conntest's own, after its folder. Exit code 4: some files could not"
        " be read, and stderr says why; 2: none could."
    )
    parser.add_argument(
        "reports",
        nargs="+",
        metavar="[SITE=]REPORT.json",
        help="saved reports, folders of them (with all folders below) or patterns; SITE= names the site they are of",
    )
    parser.add_argument(
        "--site-from",
        choices=("auto", "name", "folder"),
        default="auto",
        help="call sites after their file or after their folder",
    )
    parser.add_argument(
        "--keep",
        choices=("latest", "all"),
        default="latest",
        help="of several reports of one site, the latest, or all, each with its time",
    )
    add_writing(parser, FORMATS, "txt")
    add_share(parser)


def merge(parsed: argparse.Namespace) -> int:
    """Exits by whether every file could be read."""
    from conntest.app.merge import merge_command
    from conntest.app.sites import SiteFrom

    merged = merge_command(
        parsed.reports,
        target(parsed),
        parsed.format,
        site_from=SiteFrom(parsed.site_from),
        every=parsed.keep == "all",
    )
    return WARNED if merged.unread else PASS
