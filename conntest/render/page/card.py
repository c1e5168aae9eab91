"""The ticket card: what a support agent asks first, a line each, to read at a glance and to paste into a ticket."""

from collections.abc import Iterator
from datetime import timedelta

from conntest import lists
from conntest.language import gettext as _
from conntest.model.finding import Severity
from conntest.model.report import Report, Run
from conntest.render import facts, words
from conntest.render.facts import Fact


def card(report: Report) -> tuple[Fact, ...]:
    """Label and fact. What nobody knows has no line, but the region, which support has to ask for then."""
    return tuple((label, told) for label, told in _lines(report) if told)


def _lines(report: Report) -> Iterator[Fact]:
    run = report.run
    codes = [finding.code.value for finding in report.findings if finding.severity is not Severity.INFO]
    yield _("Verdict"), words.verdict(report.verdict)
    yield _("Cause"), ", ".join(dict.fromkeys(codes[:2]))
    yield _("Region of the account"), lists.listed(map(words.region, run.options.regions)) or _("not known")
    yield _("Public address"), ", ".join(_addresses(report))
    yield _("System"), report.machine.os
    yield _("TWS here"), lists.clauses(_installed(report))
    yield _("Time (UTC)"), facts.moment(run.started_at).removesuffix(" UTC")
    yield _("Local time"), local_time(run)
    yield from facts.labels(run)
    yield _("Made by"), f"{report.tool.name} {report.tool.version}"


def _addresses(report: Report) -> list[str]:
    every = [address for exits in (report.egress.exits if report.egress else ()) for address in exits.addresses]
    return list(dict.fromkeys(every))[:4]


def _installed(report: Report) -> Iterator[str]:
    for one in report.machine.tws or ():
        yield f"{one.program.value} {one.version or ''}".strip()


def local_time(run: Run) -> str:
    """By the clock on the wall where it ran, with its distance from UTC: many firewalls log in it."""
    began = words.utc(run.started_at)
    if began is None or run.local_offset_min is None:
        return ""
    sign, minutes = ("-" if run.local_offset_min < 0 else "+"), abs(run.local_offset_min)
    local = began + timedelta(minutes=run.local_offset_min)
    return f"{local:%Y-%m-%d %H:%M:%S} (UTC{sign}{minutes // 60:02}:{minutes % 60:02})"
