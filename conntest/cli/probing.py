"""Options that the commands which run probes, or plan them, have in common: proxies, limits and samples."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conntest.app.proxies import Given
    from conntest.model.report import RunOptions

#: Seconds for one connection attempt. Linux sends a lost SYN again after 1 and after 3 s: five leave room for the
#: answer to the third, so that two lost packets are not yet a blocked port.
TIMEOUT_S = 5.0

#: Seconds for the whole run. A run against a network that drops everything takes about ten.
DEADLINE_S = 90.0

#: Connections by which the public address is sampled. Twelve that agree leave a second line at most 22 % of the traffic
#: (95 % confidence); beyond a thousand they would be a load on whoever answers.
_SAMPLES = 12
_MOST_SAMPLES = 1000

#: A round trip to the far side of the world takes a third of a second. Much less patience than that would call open
#: ports blocked; a laboratory may do with this.
_SHORTEST_S = 0.1

#: Longer than any system waits for a connection by itself.
_LONGEST_S = 3600.0


def add_proxies(parser: argparse.ArgumentParser) -> None:
    """`--socks` and `--proxy`."""
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
    proxies.add_argument(
        "--proxy-password-file",
        metavar="FILE",
        help="the password for a URL with a user name alone: the first line of FILE, or - to be asked; a password in"
        " the URL shows in this computer's list of processes",
    )


def add_limits(parser: argparse.ArgumentParser, timeout_s: float = TIMEOUT_S) -> None:
    """`--timeout` and `--deadline`."""
    limits = parser.add_argument_group("limits")
    attempt = f"for one attempt ({timeout_s:g}); Windows needs 2.5 to tell a closed port, and waits as long"
    limits.add_argument("--timeout", type=seconds, default=timeout_s, metavar="SECONDS", help=attempt)
    limits.add_argument("--deadline", type=seconds, default=DEADLINE_S, metavar="SECONDS", help="for all of it (90)")


def add_sampling(parser: argparse.ArgumentParser) -> None:
    """`--samples` and `--hold`."""
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
        type=seconds,
        metavar="SECONDS",
        help="ask again so much later, to catch a line that fails over (300 is telling; it adds to --deadline)",
    )


def set_defaults(parser: argparse.ArgumentParser) -> None:
    """For commands that send nothing: the limits, the samples and the roots of a run as they are by default."""
    parser.set_defaults(timeout=TIMEOUT_S, deadline=DEADLINE_S, ca_bundle=None, samples=_SAMPLES, hold=None)
    parser.set_defaults(socks=(), proxy=(), preinstall=False)


def given(parsed: argparse.Namespace) -> "tuple[Given, ...]":
    """Proxies with their credentials, apart from the options, which a report shows. Raises UserError."""
    if not (parsed.socks or parsed.proxy or parsed.proxy_password_file):
        return ()
    from conntest.app.proxies import given

    return given(parsed.socks, parsed.proxy, parsed.proxy_password_file)


def options(parsed: argparse.Namespace, given: "tuple[Given, ...]" = ()) -> "RunOptions":
    """What a run is to do, with the proxies that were `given`. Raises UserError."""
    from conntest.app.options import run_options

    return run_options(
        regions=parsed.region,
        groups=parsed.group,
        include=parsed.include,
        exclude=parsed.exclude,
        timeout_s=parsed.timeout,
        deadline_s=parsed.deadline + (parsed.hold or 0.0),
        ipv4=not parsed.ipv6,
        ipv6=not parsed.ipv4,
        third_party=not parsed.no_third_party,
        ca_bundle=parsed.ca_bundle is not None,
        samples=parsed.samples,
        hold_s=parsed.hold,
        preinstall=parsed.preinstall,
        proxies=tuple(one.proxy.id for one in given),
    )


def _samples(text: str) -> int:
    if not text.isdecimal() or int(text) > _MOST_SAMPLES:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to {_MOST_SAMPLES}")
    return int(text)


def seconds(text: str) -> float:
    """A number of seconds that makes sense as a limit. Raises ArgumentTypeError."""
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds") from None
    if not _SHORTEST_S <= value <= _LONGEST_S:
        raise argparse.ArgumentTypeError(f"{text} s is not between {_SHORTEST_S:g} and {_LONGEST_S:g} s")
    return value
