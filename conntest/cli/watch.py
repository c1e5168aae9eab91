"""`conntest watch`: its words, and its exit code."""

import argparse
import re

from conntest.cli.exit_codes import PASS, recording_code
from conntest.cli.writing import add_language, add_no_color

#: Seconds between two rounds. A round is up to six connections; a trade does not wait for half a minute.
_EVERY_S = 30.0

#: At the least, for politeness, and at most, so that an outage of some minutes is seen.
_LEAST_S, _MOST_S = 10.0, 600.0

_UNITS = {"": 1, "s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400}


def add(parser: argparse.ArgumentParser) -> None:
    """The grammar of the command."""
    parser.set_defaults(command=watch)
    parser.epilog = (
        "Ctrl-C, or SIGTERM, ends it with a report: a page with the timeline, CSV and JSON, in reports/ without -o."
        " `conntest show` reads the JSON again. Exit codes: 0 nothing broke, 3 something did (announced resets do not"
        " count), 5 nothing was watched, 2 bad usage."
    )
    parser.add_argument("--every", type=_interval, default=_EVERY_S, metavar="TIME", help="between two rounds (30s)")
    parser.add_argument("--for", dest="duration", type=_span, metavar="TIME", help="end by itself then: 90min, 8h, 2d")
    parser.add_argument(
        "--region", action="append", default=[], metavar="R", help="the region of your account, as for `conntest run`"
    )
    parser.add_argument("--hosts", metavar="FILE", help="a host table of your own")
    parser.add_argument("--no-third-party", action="store_true", help="ask the operator's own hosts only")
    parser.add_argument("--demo", action="store_true", help="play two simulated days at once; sends nothing")
    output = parser.add_argument_group("output")
    output.add_argument(
        "-o",
        "--output",
        action="append",
        default=[],
        metavar="FILE",
        help="write the report there (repeatable): .html .csv .json .txt; .prom is kept up to date for node_exporter",
    )
    output.add_argument("--state", metavar="FILE", help="keep the recording there, and continue it at the next start")
    output.add_argument(
        "--listen", type=_address, metavar="HOST:PORT", help="serve /metrics for Prometheus: 127.0.0.1:9464"
    )
    output.add_argument(
        "--write-monitoring",
        metavar="DIR",
        help="write alert rules for Prometheus and a dashboard for Grafana there, and do nothing else",
    )
    output.add_argument("--force", action="store_true", help="replace files that exist")
    output.add_argument("-q", "--quiet", action="store_true", help="print no transitions")
    add_no_color(output)
    add_language(output)


def watch(parsed: argparse.Namespace) -> int:
    """Exits by whether something broke."""
    if parsed.write_monitoring is not None:
        from conntest.app.monitoring import write_monitoring

        write_monitoring(parsed.write_monitoring, overwrite=parsed.force)
        return PASS
    from conntest.app.options import run_options
    from conntest.app.watch import Wish, watch_command

    options = run_options(
        regions=parsed.region,
        groups=(),
        include=(),
        exclude=(),
        timeout_s=0,
        deadline_s=0,
        ipv4=True,
        ipv6=True,
        third_party=not parsed.no_third_party,
        ca_bundle=False,
        samples=0,
        hold_s=None,
    )
    wish = Wish(
        table_file=parsed.hosts,
        options=options,
        every_s=parsed.every,
        for_s=parsed.duration,
        files=tuple(parsed.output),
        state=parsed.state,
        listen=parsed.listen,
        overwrite=parsed.force,
        quiet=parsed.quiet,
        demo=parsed.demo,
    )
    return recording_code(watch_command(wish))


def _span(text: str) -> float:
    """`90`, `30s`, `90min`, `8h`, `2d` in seconds. Raises ArgumentTypeError."""
    found = re.fullmatch(r"(\d{1,9}(?:\.\d{1,3})?)\s?([a-z]*)", text)
    if found is None or found[2] not in _UNITS or float(found[1]) <= 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time such as 30s, 90min, 8h or 2d")
    return float(found[1]) * _UNITS[found[2]]


def _interval(text: str) -> float:
    """Raises ArgumentTypeError."""
    value = _span(text)
    if not _LEAST_S <= value <= _MOST_S:
        raise argparse.ArgumentTypeError(f"{text} is not between {_LEAST_S:g} s and {_MOST_S / 60:g} min")
    return value


def _address(text: str) -> tuple[str, int]:
    """`host:port`, IPv6 in brackets. Raises ArgumentTypeError."""
    host, colon, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not colon or not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no address to listen at, such as 127.0.0.1:9464")
    return host, int(port)
