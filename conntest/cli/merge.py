"""`conntest merge`: its words, and its exit code."""

import argparse
import re
from typing import TYPE_CHECKING

from conntest.cli.exit_codes import FAILED, INCONCLUSIVE, PASS, WARNED
from conntest.cli.writing import add_share, add_writing, targets

if TYPE_CHECKING:
    from conntest.model.merged import Merged

#: As in `conntest.app.merge`, which `--help` must not pay for.
FORMATS = ("txt", "html", "csv", "json")

_UNITS_S = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}


def add(parser: argparse.ArgumentParser) -> None:
    """The grammar of the command."""
    parser.set_defaults(command=merge)
    parser.epilog = (
        "A site is called as its run was (--site, in reports with --share internal) or after its file; where the files"
        " are in several folders, and their names are the same or conntest's own, after its folder. A page of the same"
        " name beside a report is linked. Exit codes: that of the worst site (3 fails; 5 nothing certain is known, as"
        " where a report is inconclusive, missing or too old; 4 warns, with --fail-on warn); 4 too: some files could"
        " not be read, and stderr says why; 2: none could."
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
        help="call sites after their file or after their folder, whatever their reports say",
    )
    parser.add_argument(
        "--keep",
        choices=("latest", "all"),
        default="latest",
        help="of several reports of one site, the latest, or all, each with its time",
    )
    parser.add_argument(
        "--expect",
        metavar="INVENTORY",
        help="a file that names the sites, one on a line, or an Ansible inventory: what has no report is said",
    )
    parser.add_argument("--max-age", type=age_s, metavar="AGE", help="older reports count as unknown: 36h, 7d, 90m")
    parser.add_argument(
        "--since",
        action="append",
        default=[],
        metavar="[SITE=]REPORT.json",
        help="an earlier audit, named as the reports are (repeatable): what changed since is said",
    )
    add_fail_on(parser)
    add_writing(parser, FORMATS, "txt", repeatable=True)
    add_share(parser)
    parser.add_argument("--open", action="store_true", help="show the page that was written in the browser")


def add_fail_on(parser: argparse.ArgumentParser) -> None:
    """`--fail-on`, for what is known of many sites."""
    parser.add_argument(
        "--fail-on",
        choices=("fail", "warn", "never"),
        default="fail",
        help="which sites make it exit non-zero: those that fail, those that warn too, or none",
    )


def age_s(text: str) -> float:
    """`36h` in seconds. Raises ArgumentTypeError."""
    parts = re.fullmatch(r"(\d{1,6})([smhdw])", text.strip().lower())
    if not parts:
        raise argparse.ArgumentTypeError(f"{text!r} is no age; write 90m, 36h or 7d")
    return int(parts[1]) * float(_UNITS_S[parts[2]])


def merge(parsed: argparse.Namespace) -> int:
    """Exits as the worst site would have."""
    from conntest.app.merge import Asked, merge_command
    from conntest.app.sites import SiteFrom

    asked = Asked(
        reports=parsed.reports,
        site_from=SiteFrom(parsed.site_from),
        every=parsed.keep == "all",
        expect=parsed.expect,
        max_age_s=parsed.max_age,
        since=parsed.since,
    )
    return exit_code(merge_command(asked, targets(parsed), parsed.format, show_page=parsed.open), parsed.fail_on)


def exit_code(merged: "Merged", fail_on: str) -> int:
    """What a script learns from many sites: the worst of what each would say by itself."""
    verdicts = {site.verdict.value for site in merged.sites}
    if "fail" in verdicts and fail_on != "never":
        return FAILED
    if "inconclusive" in verdicts or merged.missing or any(one.stale for one in merged.sites):
        return INCONCLUSIVE
    if merged.unread or ("warn" in verdicts and fail_on == "warn"):
        return WARNED
    return PASS
