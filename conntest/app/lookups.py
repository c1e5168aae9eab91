"""The addresses of an allow-list's names: resolved now, by this system's resolver, or taken from a saved report."""

import asyncio
import socket
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from conntest.app import event_loop, saved
from conntest.app.errors import UserError
from conntest.model.addresses import special_purpose
from conntest.model.allow import AllowList, Origin, literal
from conntest.model.finding import Code
from conntest.model.observation import ResolveStep, attempts
from conntest.model.privacy import Share
from conntest.model.report import Report
from conntest.net.clock import Clock
from conntest.net.resolver import SystemResolver
from conntest.render.words import utc

#: Whom this system's programs ask; the tests' stand-in goes here.
GETADDRINFO = socket.getaddrinfo

#: Seconds for one name. A resolver that has to ask its way takes one or two.
_PATIENCE_S = 10.0

Found = tuple[Origin, Mapping[str, Sequence[str]], Mapping[str, str]]


def resolved_now(allow: AllowList) -> Found:
    """What this system's resolver says of every name: where from, addresses by name, and what went wrong by name."""
    origin = Origin(moment=_shown(datetime.now(UTC)))
    steps = event_loop.run(_resolve(_names(allow)))
    return origin, _addresses(steps), _why(steps)


def _shown(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M UTC")


def _names(allow: AllowList) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for row in allow.rows for name in row.names))


async def _resolve(names: Iterable[str]) -> list[ResolveStep]:
    resolver = SystemResolver(Clock(), lookup=GETADDRINFO)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(resolver.system(name, timeout_s=_PATIENCE_S)) for name in names]
    return [step for task in tasks for step in task.result()]


def from_report(file: str, allow: AllowList) -> Found:
    """What the resolvers that a saved run asked said of the names. Raises UserError for a report that cannot tell."""
    report = saved.read(Path(file))
    if report.run.share == Share.PUBLIC:
        raise UserError(f"{file}: its addresses were replaced to make it public; use the report as it was saved")
    if report.run.simulated:
        raise UserError(f"{file}: is of a demo, whose network and addresses are made up; use the report of a run")
    wanted, doubted = set(_names(allow)), _doubted(saved.judged(file, report), allow)
    steps = [
        step for seen in attempts(report.observations) for step in seen.resolves if step.detail.name in wanted - doubted
    ]
    why = dict.fromkeys(wanted - doubted, "the report does not hold its addresses") | _why(steps)
    why |= dict.fromkeys(wanted & doubted, "the report found its answers tampered with (dns-tampered)")
    started = utc(report.run.started_at)
    origin = Origin(moment=_shown(started) if started else report.run.started_at, report=Path(file).name)
    return origin, _addresses(steps), why


def _doubted(report: Report, allow: AllowList) -> set[str]:
    """The names that the run was lied to about, in every spelling. Letting out what they led to helps the liar."""
    accused = {
        subject for finding in report.findings if finding.code is Code.DNS_TAMPERED for subject in finding.subjects
    }
    hosts = {one.host for one in report.endpoints if accused & {one.id, one.row, one.host}}
    return {name for row in allow.rows if hosts & {*row.names} for name in row.names}


def _addresses(steps: Iterable[ResolveStep]) -> dict[str, list[str]]:
    """Only those of answers that succeeded, and only what is an address: a report may be anyone's."""
    found: dict[str, list[str]] = defaultdict(list)
    for step in steps:
        if step.failure is None:
            found[step.detail.name] += [
                str(literal(address))
                for address in step.detail.addresses
                if literal(address) and special_purpose(address) is None
            ]
    return found


def _why(steps: Iterable[ResolveStep]) -> dict[str, str]:
    """The first thing that went wrong with each name."""
    wrong: dict[str, str] = {}
    for step in steps:
        if step.failure is not None:
            wrong.setdefault(step.detail.name, f"{step.raw_error or step.failure} ({step.failure})")
    return wrong
