"""The words for what the model names: regions, groups, failures, people, numbers."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from conntest.model.failure import Failure
from conntest.model.finding import Domain, Severity, Status, Verdict, Who
from conntest.model.host import REGION_NAMES, Evidence, Group

VERDICT: Mapping[Verdict, str] = {
    Verdict.PASS: "PASS",
    Verdict.WARN: "WARN",
    Verdict.FAIL: "FAIL",
    Verdict.INCONCLUSIVE: "INCONCLUSIVE",
}

SEVERITY: Mapping[Severity, str] = {Severity.FAIL: "FAIL", Severity.WARN: "WARN", Severity.INFO: "INFO"}

#: In the order in which totals count them.
STATUS: Mapping[Status, str] = {
    Status.PASS: "passed",
    Status.WARN: "with warnings",
    Status.FAIL: "failed",
    Status.INCONCLUSIVE: "inconclusive",
    Status.SKIPPED: "skipped",
}

DOMAIN: Mapping[Domain, str] = {
    Domain.TWS: "TWS and IB Gateway",
    Domain.PORTAL: "Client Portal",
    Domain.PROXY: "Proxy",
    Domain.EGRESS: "Public address",
    Domain.DNS: "DNS",
    Domain.MACHINE: "This computer",
}

WHO: Mapping[Who, str] = {
    Who.YOU: "You",
    Who.IT: "Your IT department",
    Who.ISP: "Your internet provider",
    Who.IBKR: "IBKR",
}

REGION = REGION_NAMES

GROUP: Mapping[Group, str] = {
    Group.GATEWAY: "Gateways",
    Group.WEBSITE: "Websites",
    Group.CLIENT_PORTAL: "Client Portal",
    Group.SERVICE: "Services",
    Group.CONTROL: "Neutral hosts",
    Group.CAPTIVE_CHECK: "Sign-in page checks",
    Group.CANARY: "Addresses that must not answer",
    Group.PUSH: "Notifications to phones",
}

EVIDENCE: Mapping[Evidence, str] = {
    Evidence.KB: "IBKR",
    Evidence.PUBLIC: "public",
    Evidence.SINGLE: "one source",
    Evidence.OPEN: "unconfirmed",
}

#: Failures whose own names read badly in a sentence. The others are their name with spaces.
_FAILURE: Mapping[Failure, str] = {
    Failure.DNS_NXDOMAIN: "no such name",
    Failure.DNS_NO_ANSWER: "no address",
    Failure.DNS_SERVFAIL: "server failure (SERVFAIL)",
    Failure.DNS_REFUSED: "refused by the server",
    Failure.DNS_TIMEOUT: "timed out",
    Failure.DNS_BOGON: "an address that cannot be right",
    Failure.CONNECTION_REFUSED: "refused",
    Failure.CONNECTION_RESET: "reset",
    Failure.CONNECTION_ABORTED: "aborted",
    Failure.TIMEOUT: "timed out",
    Failure.EOF: "closed by the other side",
    Failure.SSL_INVALID_HOSTNAME: "certificate for another name",
    Failure.SSL_UNKNOWN_AUTHORITY: "certificate of an unknown authority",
    Failure.SSL_EXPIRED: "certificate expired",
    Failure.SSL_NOT_YET_VALID: "certificate not yet valid",
    Failure.SSL_SELF_SIGNED: "self-signed certificate",
    Failure.SSL_ALERT: "refused with a TLS alert",
    Failure.SSL_NOT_SPOKEN: "the other side does not speak TLS",
    Failure.SSL_FAILED_HANDSHAKE: "failed",
}


def failure(name: Failure) -> str:
    """A failure in a few words, to stand after the operation: `timed out`."""
    plain = name.value.replace("_", " ").replace("socks", "SOCKS").replace("http", "HTTP")
    return _FAILURE.get(name, plain)


def count(number: int, noun: str) -> str:
    """`1 endpoint`, `2 endpoints`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def milliseconds(value: float) -> str:
    """A round trip: one decimal below ten, where it still tells something."""
    if value < 0.05:
        return "<0.1 ms"
    return f"{value:.1f} ms" if value < 9.95 else f"{value:.0f} ms"


def seconds(value: float) -> str:
    """A duration given in seconds, in the unit a reader would choose."""
    return milliseconds(value * 1000) if value < 0.9995 else f"{value:.1f} s"


def utc(started_at: str, after_s: float = 0.0) -> datetime | None:
    """The wall-clock time `after_s` into a run. None where `started_at` is not a time, as in a damaged report."""
    try:
        return (datetime.fromisoformat(started_at) + timedelta(seconds=after_s)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def endpoint(host: str, port: int) -> str:
    """`host:port`, an IPv6 address in brackets (RFC 3986, section 3.2.2)."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def listing(parts: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else "".join(parts)
