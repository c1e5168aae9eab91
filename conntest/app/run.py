"""`conntest run`: load the table, plan, run, diagnose, deliver."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from conntest import __version__
from conntest.app import output as delivery
from conntest.app import streams
from conntest.app.errors import UserError
from conntest.app.interrupt import interruptible
from conntest.app.options import check_globs
from conntest.app.proxies import Given, Ways, find, with_ways, without_secrets
from conntest.diagnosis import diagnose
from conntest.engine import Limits, Outcome, run
from conntest.hosts import TableError, load_table
from conntest.machine.network import read_machine
from conntest.model.event import Watcher
from conntest.model.host import OPERATOR_GROUPS, HostTable
from conntest.model.plan import ProbePlan
from conntest.model.report import Machine, Record, Report, Run, RunOptions, Tool
from conntest.net.clock import Clock
from conntest.net.dialer import DirectDialer
from conntest.net.kernel import raise_descriptor_limit
from conntest.net.resolver import SystemResolver, name_servers
from conntest.net.trust import TrustError, TrustStores
from conntest.plan import make_plan, with_egress, with_proxies
from conntest.probes.world import World
from conntest.render.live import LiveProgress

#: The level of redaction (contract.md): nothing that identifies the user is read in the first place.
SHARE = "support"


def run_command(
    table_file: str | None,
    options: RunOptions,
    ca_bundle: str | None,
    output: delivery.Output,
    given: Sequence[Given] = (),
) -> Report:
    """The whole of `conntest run`, printed and saved. Raises UserError."""
    delivery.check(output)
    job = prepare(table_file, options, given)
    trust = _trust(ca_bundle)
    quiet = output.quiet or output.document_format is not None
    with LiveProgress(streams.progress_console(color=output.color), job.plan, quiet=quiet) as progress:
        report = examine(job, trust, progress)
    delivery.deliver(report, output)
    return report


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


def prepare(table_file: str | None, options: RunOptions, given: Sequence[Given] = ()) -> Job:
    """Everything up to the point where something would be sent. Raises UserError."""
    try:
        table = load_table(Path(table_file) if table_file is not None else None)
    except TableError as error:
        raise UserError(str(error)) from error
    check_globs(table, options)
    names = frozenset(name.lower() for name in table.names())
    ways = find(given, sorted(names))
    machine = replace(read_machine(names, name_servers(), os.environ), proxies=ways.settings)
    plan = with_proxies(make_plan(table, options, machine.name_servers), ways.proxies)
    if not any(endpoint.group in OPERATOR_GROUPS for endpoint in plan.endpoints):
        raise UserError(
            f"nothing is left to test: no host of {table.operator} in the table remains after --group, --include and"
            " --exclude (`conntest hosts` lists them)"
        )
    return Job(table=table, options=options, machine=machine, ways=ways, plan=with_egress(plan, table))


def examine(job: Job, trust: TrustStores, watch: Watcher) -> Report:
    """Run the job and diagnose what it saw."""
    clock = Clock()
    world = with_ways(
        World(
            clock=clock,
            dialer=DirectDialer(clock),
            resolver=SystemResolver(clock),
            trust=trust,
            timeout_s=job.options.timeout_s,
        ),
        job.ways,
    )
    outcome = asyncio.run(_run(job, world, watch))
    return diagnose(_record(job, clock, outcome), Tool(name="conntest", version=__version__))


async def _run(job: Job, world: World, watch: Watcher) -> Outcome:
    stop = asyncio.Event()
    limits = Limits(in_flight=raise_descriptor_limit(), deadline_s=job.options.deadline_s)
    with interruptible(asyncio.get_running_loop(), stop.set):
        return await run(job.plan, world, limits=limits, stop=stop, watch=watch)


def _record(job: Job, clock: Clock, outcome: Outcome) -> Record:
    return Record(
        run=Run(
            started_at=clock.started_at.isoformat(timespec="milliseconds"),
            duration_s=clock.now(),
            interrupted=outcome.interrupted,
            deadline_reached=outcome.deadline_reached,
            simulated=False,
            options=job.options,
            share=SHARE,
            host_table=job.table.info,
        ),
        endpoints=job.plan.endpoints,
        paths=job.ways.paths,
        observations=without_secrets(outcome.observations, job.ways),
        machine=job.machine,
    )
