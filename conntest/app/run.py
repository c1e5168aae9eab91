"""`conntest run`: load the table, plan, run, diagnose, deliver."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from conntest.app import consoles, event_loop, streams
from conntest.app.ahead import loading_ahead
from conntest.app.computer import looked_over, name_servers_in_use
from conntest.app.errors import UserError
from conntest.app.installed import installed_tws
from conntest.app.interrupt import interruptible
from conntest.app.options import check_globs
from conntest.app.proxies import Given, Ways, find, with_ways, without_secrets
from conntest.app.region import with_region
from conntest.app.scripts import extension, ways_with
from conntest.app.tables import check_left, load
from conntest.app.tool import TOOL
from conntest.app.wanted import Output, check
from conntest.engine import Limits, Outcome, pace_of, run
from conntest.evidence.named_hosts import unlisted_hosts
from conntest.evidence.resets import periods_of
from conntest.model.event import Watcher
from conntest.model.host import HostTable
from conntest.model.pac import PacReport
from conntest.model.plan import ProbePlan
from conntest.model.privacy import Share
from conntest.model.report import Labels, Machine, Record, Report, Run, RunOptions
from conntest.net.ca_store import TrustError, TrustStores
from conntest.net.clock import Clock
from conntest.net.dialer import DirectDialer
from conntest.net.domains import search_domains
from conntest.net.kernel import icmp_heard
from conntest.net.kernel.descriptors import raise_descriptor_limit
from conntest.net.resolver import SystemResolver
from conntest.plan import make_plan
from conntest.probes.world import World
from conntest.render.live import LiveProgress
from conntest.system.machine import read_machine
from conntest.system.tws import started_now
from conntest.system.tws.started import Started
from conntest.values import dataclass

_UNLABELLED = Labels()


def run_command(
    table_file: str | None,
    options: RunOptions,
    ca_bundle: str | None,
    output: Output,
    given: Sequence[Given] = (),
    labels: Labels = _UNLABELLED,
    other: str | None = None,
) -> Report:
    """The whole of `conntest run`, printed and saved; with the saved report `other`, of another network, beside it
    where there is one. Raises UserError."""
    check(output)
    before = _read(other) if other is not None else None
    job = replace(prepare(table_file, options, given), labels=labels)
    trust = _trust(ca_bundle)
    quiet = output.quiet or output.document_format is not None
    console = consoles.progress_console(color=output.color)
    with streams.progress_language(), LiveProgress(console, job.plan, machine=job.machine, quiet=quiet) as progress:
        report = examine(job, trust, progress)
    from conntest.app.output import deliver  # loaded by now

    deliver(report, output, before)
    return report


def _read(file: str) -> Report:
    """A saved report of another network. Raises UserError."""
    from conntest.app import saved

    return saved.judged(file, saved.read(Path(file)))


def _trust(ca_bundle: str | None) -> TrustStores:
    stores = TrustStores(ca_bundle=Path(ca_bundle) if ca_bundle is not None else None)
    try:
        stores.load()
    except TrustError as error:
        raise UserError(str(error)) from error
    return stores


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What to run: a table, options, the machine it is for, and its ways to the network."""

    table: HostTable
    options: RunOptions
    machine: Machine
    ways: Ways
    plan: ProbePlan
    labels: Labels = _UNLABELLED


def prepare(table_file: str | None, options: RunOptions, given: Sequence[Given] = ()) -> Job:
    """Everything up to the point where something would be sent. Raises UserError."""
    table = load(table_file)
    check_globs(table, options)
    names = frozenset(name.lower() for name in table.names())
    started = started_now()
    ways = find(given, sorted(names), started)
    machine = replace(_this_machine(names, started), proxies=ways.settings, proxy_uses=ways.uses)
    options = with_region(options, table, machine.tws_settings)
    plan = make_plan(table, options, machine, proxies=ways.proxies, domains=search_domains())
    check_left(plan, table)
    return Job(table=table, options=options, machine=machine, ways=ways, plan=plan)


def _this_machine(names: frozenset[str], started: Sequence[Started]) -> Machine:
    """What can be read of this machine at once."""
    tws = installed_tws(os.environ, started)
    return replace(
        read_machine(names, name_servers_in_use(), os.environ),
        tws=tws.installations,
        tws_settings=tws.settings,
        tws_log=tws.log,
        icmp_errors=icmp_heard(),
    )


def examine(job: Job, trust: TrustStores, watch: Watcher) -> Report:
    """Run the job in the real world and diagnose what it saw."""
    trial = job.options.preinstall or _may_be_installed(job)
    job = replace(job, machine=looked_over(job.machine, preinstall=trial))
    clock = Clock()
    world = World(
        clock=clock,
        dialer=DirectDialer(clock),
        resolver=SystemResolver(clock),
        trust=trust,
        timeout_s=job.options.timeout_s,
    )
    return event_loop.run(observe(job, world, watch))


def _may_be_installed(job: Job) -> bool:
    """Whether the user is likely to install TWS here: there is none, and the run is about all of it."""
    return job.machine.tws == () and not (job.options.groups or job.options.include)


async def observe(job: Job, world: World, watch: Watcher, *, simulated: bool = False) -> Report:
    """Run the job in `world`, by each of its ways, and diagnose what was seen there."""
    stop = asyncio.Event()
    with interruptible(asyncio.get_running_loop(), stop.set):
        with loading_ahead(world.trust):
            outcome = await _run(job, world, watch, stop, simulated=simulated)
    record = _record(_informed(job, outcome.pac), world.clock, outcome, simulated=simulated)
    from conntest.diagnosis import diagnose  # loaded by now

    return diagnose(record, TOOL)


def _informed(job: Job, reports: Sequence[PacReport]) -> Job:
    """The job with what setup scripts have said: who decides, and which further paths there are."""
    job = replace(job, machine=replace(job.machine, pac=tuple(reports)))
    if not reports:
        return job
    ways = ways_with(job.ways, reports)
    machine = replace(job.machine, proxies=ways.settings, proxy_uses=ways.uses)
    return replace(job, machine=machine, ways=ways)


async def _run(job: Job, world: World, watch: Watcher, stop: asyncio.Event, *, simulated: bool) -> Outcome:
    left_s = max(0.0, job.options.deadline_s - world.clock.now())
    pace = None if simulated else pace_of(job.plan)
    return await run(
        job.plan,
        with_ways(world, job.ways),
        limits=Limits(in_flight=raise_descriptor_limit(), deadline_s=left_s, pace=pace),
        stop=stop,
        watch=watch,
        extend=extension(job.plan, job.ways, world),
    )


def _local_offset_min(clock: Clock) -> int | None:
    """How far the local time was ahead of UTC when the run began; None where the system cannot tell."""
    try:
        offset = clock.started_at.astimezone().utcoffset()
    except (OSError, OverflowError):
        return None
    return None if offset is None else round(offset.total_seconds() / 60)


def _record(job: Job, clock: Clock, outcome: Outcome, *, simulated: bool) -> Record:
    record = Record(
        run=Run(
            started_at=clock.started_at.isoformat(timespec="milliseconds"),
            duration_s=clock.now(),
            interrupted=outcome.interrupted,
            deadline_reached=outcome.deadline_reached,
            simulated=simulated,
            options=job.options,
            share=Share.INTERNAL.value,
            host_table=job.table.info,
            labels=job.labels,
            local_offset_min=_local_offset_min(clock),
        ),
        endpoints=job.plan.endpoints,
        paths=job.ways.paths,
        observations=without_secrets(outcome.observations, job.ways),
        machine=job.machine,
    )
    resets = periods_of(job.table.reset_windows, record)
    unlisted = unlisted_hosts(job.table, record)
    return replace(record, run=replace(record.run, resets=resets, unlisted_hosts=unlisted))
