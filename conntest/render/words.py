"""The words for what the model names: regions, groups, failures, people, numbers. All are in the language in use."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from conntest import lists
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.addresses import host_port
from conntest.model.failure import Failure
from conntest.model.finding import Domain, Severity, Status, Verdict, Who
from conntest.model.host import REGION_NAMES, Evidence, Group, Region, Role, TableInfo
from conntest.model.observation import DIRECT
from conntest.wording import failures

_VERDICT: Mapping[Verdict, str] = {
    Verdict.PASS: N_("PASS"),
    Verdict.WARN: N_("WARN"),
    Verdict.FAIL: N_("FAIL"),
    Verdict.INCONCLUSIVE: N_("INCONCLUSIVE"),
}

_SEVERITY: Mapping[Severity, str] = {Severity.FAIL: N_("FAIL"), Severity.WARN: N_("WARN"), Severity.INFO: N_("INFO")}

_STATUS: Mapping[Status, str] = {
    Status.PASS: N_("passed"),
    Status.WARN: N_("with warnings"),
    Status.FAIL: N_("failed"),
    Status.INCONCLUSIVE: N_("inconclusive"),
    Status.SKIPPED: N_("skipped"),
}

_COUNTED: Mapping[Status, str] = {
    Status.PASS: N_("{number} passed"),
    Status.WARN: N_("{number} with warnings"),
    Status.FAIL: N_("{number} failed"),
    Status.INCONCLUSIVE: N_("{number} inconclusive"),
    Status.SKIPPED: N_("{number} skipped"),
}

_DOMAIN: Mapping[Domain, str] = {
    Domain.TWS: N_("TWS and IB Gateway"),
    Domain.PORTAL: N_("Client Portal"),
    Domain.PROXY: N_("Proxy"),
    Domain.EGRESS: N_("Public address"),
    Domain.DNS: N_("DNS"),
    Domain.MACHINE: N_("This computer"),
}

_WHO: Mapping[Who, str] = {
    Who.YOU: N_("You"),
    Who.IT: N_("Your IT department"),
    Who.ISP: N_("Your internet provider"),
    Who.IBKR: N_("IBKR"),
}

_GROUP: Mapping[Group, str] = {
    Group.GATEWAY: N_("Gateways"),
    Group.WEBSITE: N_("Websites"),
    Group.CLIENT_PORTAL: N_("Client Portal"),
    Group.SERVICE: N_("Services"),
    Group.CONTROL: N_("Neutral hosts"),
    Group.CAPTIVE_CHECK: N_("Sign-in page checks"),
    Group.CANARY: N_("Addresses that must not answer"),
    Group.PUSH: N_("Notifications to phones"),
}

_ROLE: Mapping[Role, str] = {Role.PRIMARY: N_("primary"), Role.BACKUP: N_("backup"), Role.NONE: "-"}

_EVIDENCE: Mapping[Evidence, str] = {
    Evidence.KB: N_("IBKR"),
    Evidence.PUBLIC: N_("public"),
    Evidence.SINGLE: N_("one source"),
    Evidence.OPEN: N_("unconfirmed"),
}

#: In the order in which totals count them.
STATUSES = tuple(_STATUS)


def verdict(name: Verdict) -> str:
    """`FAIL`, in the language in use, as all of these."""
    return _(_VERDICT[name])


def severity(name: Severity) -> str:
    """`WARN`."""
    return _(_SEVERITY[name])


def status(name: Status) -> str:
    """`with warnings`: how an endpoint, or a path to it, came off."""
    return _(_STATUS[name])


def domain(name: Domain) -> str:
    """`TWS and IB Gateway`: what a verdict is about."""
    return _(_DOMAIN[name])


def who(name: Who) -> str:
    """`Your IT department`: who is to act."""
    return _(_WHO[name])


def region(name: Region) -> str:
    """`Asia, Hong Kong`."""
    return _(REGION_NAMES[name])


def role(name: Role) -> str:
    """`primary`."""
    return _(_ROLE[name])


def group(name: Group) -> str:
    """`Gateways`: a heading."""
    return _(_GROUP[name])


def groups() -> tuple[str, ...]:
    """Every heading, in order."""
    return tuple(map(group, Group))


def evidence(name: Evidence) -> str:
    """`one source`: how well a row of the table is known."""
    return _(_EVIDENCE[name])


def data(text: str) -> str:
    """A sentence of a data file, such as a service of the host table. The user's own are in no catalogue, and stay."""
    return _(text)


def notes(text: str) -> str:
    """Sentences of ours that stand in a row, each in the language in use. One with values in it is in no catalogue."""
    return lists.sentences(data(one) for one in re.split(r"(?<=[.?!]) (?=[A-Z“])", text))


def failure(name: Failure) -> str:
    """A failure in a few words, to stand after the operation: `timed out`."""
    return failures.label(name)


def counted(name: Status, number: int) -> str:
    """`2 with warnings`."""
    return _(_COUNTED[name]).format(number=figure(number))


def way(path: str) -> str:
    """A path's name: `direct`, or the proxy's URL."""
    return _("direct") if path == DIRECT else path


def figure(number: int) -> str:
    """`12,345`."""
    return f"{number:,}"


def milliseconds(value: float) -> str:
    """A round trip: one decimal below ten, where it still tells something."""
    if value < 0.05:
        return "<0.1 ms"
    return f"{value:.1f} ms" if value < 9.95 else f"{value:.0f} ms"


def seconds(value: float) -> str:
    """A duration given in seconds, in the unit a reader would choose."""
    return milliseconds(value * 1000) if value < 0.9995 else _("{number} s").format(number=f"{value:.1f}")


def utc(started_at: str, after_s: float = 0.0) -> datetime | None:
    """The wall-clock time `after_s` into a run. None where `started_at` is not a time, as in a damaged report."""
    try:
        return (datetime.fromisoformat(started_at) + timedelta(seconds=after_s)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def endpoint(host: str, port: int) -> str:
    """`host:port`, an IPv6 address in brackets."""
    return host_port(host, port)


def table_source(table: TableInfo) -> str:
    """Where a host table came from: `built-in`, or its file."""
    # translators: where the host table comes from.
    return _("built-in") if table.source == "built-in" else table.source
