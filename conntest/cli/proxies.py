"""`conntest proxies`: its words, and its exit code."""

import argparse

from conntest.cli import probing
from conntest.cli.exit_codes import FAILED, PASS
from conntest.cli.writing import add_language, add_no_color, add_share, share


def add(parser: argparse.ArgumentParser) -> None:
    """The grammar of the command."""
    parser.set_defaults(command=proxies, configured=True, deadline=probing.DEADLINE_S)
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument(
        "--timeout", type=probing.seconds, default=probing.TIMEOUT_S, metavar="SECONDS", help="for one attempt (5)"
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="everything, in full")
    add_no_color(parser)
    add_share(parser)
    add_language(parser)
    probing.add_proxies(parser)


def proxies(parsed: argparse.Namespace) -> int:
    """Exits by what is wrong with them; that nothing else was looked at is no failure."""
    from conntest.app.look_at_proxies import look_at_proxies
    from conntest.model.finding import Severity
    from conntest.model.report import RunOptions

    given = probing.given(parsed)
    options = RunOptions(
        timeout_s=parsed.timeout, deadline_s=parsed.deadline, proxies=tuple(one.proxy.id for one in given)
    )
    report = look_at_proxies(
        options,
        given,
        as_json=parsed.json,
        verbose=parsed.verbose,
        color=not parsed.no_color,
        share=share(parsed),
    )
    return FAILED if any(finding.severity is Severity.FAIL for finding in report.findings) else PASS
