"""`conntest demo`: the same run as `conntest run`, against the simulated network of `conntest.lab`."""

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import replace

from conntest.app import consoles, event_loop, streams
from conntest.app.errors import UserError
from conntest.app.proxies import ways_of
from conntest.app.run import Job, observe
from conntest.app.simulated import SimulatedDialer, SimulatedResolver
from conntest.app.wanted import Output, check
from conntest.hosts import load_table
from conntest.lab import scenario as shelf
from conntest.lab.computer import machine
from conntest.lab.network import simulated
from conntest.lab.scenario import Expected, Scenario
from conntest.language import gettext as _
from conntest.model.event import Event, Watcher
from conntest.model.report import Labels, Report, RunOptions
from conntest.net.ca_store import TrustStores
from conntest.net.clock import Clock
from conntest.net.kernel.descriptors import raise_descriptor_limit
from conntest.plan import make_plan
from conntest.probes.world import World
from conntest.render.live import LiveProgress
from conntest.render.trials import Trial, TrialTable, render_introduction
from conntest.values import dataclass
from conntest.wording.headline import headline

#: Seconds for what is answered: all of it by this process, so that only a machine with much else to do needs them.
_PATIENCE_S = 60.0

#: Scenarios that `--all` plays at once. Three quarters of a run are waiting; with more of them, each would only take
#: longer.
_AT_ONCE = 6

#: Seconds between two moments at which Ctrl-C is heard.
_HEAR_EVERY_S = 0.2


def demo_command(name: str | None, *, timeout_s: float, deadline_s: float, output: Output, labels: Labels) -> Report:
    """One scenario, the default one where `name` is None, printed, and saved where asked. Raises UserError."""
    check(output)
    scenario = _load(name or shelf.DEFAULT)
    job = replace(prepare(scenario, timeout_s=timeout_s, deadline_s=deadline_s), labels=labels)
    console = consoles.progress_console(color=output.color)
    quiet = output.quiet or output.document_format is not None
    with streams.progress_language():
        if not quiet:
            render_introduction(scenario.title, scenario.story, console)
        with LiveProgress(console, job.plan, machine=job.machine, quiet=quiet) as progress:
            report = event_loop.run(play(scenario, job, progress))
    from conntest.app.output import deliver  # loaded by now

    deliver(report, output)
    return report


def all_command(*, timeout_s: float, deadline_s: float, color: bool) -> bool:
    """`conntest demo --all`. Gives whether every scenario was found to be what it is."""
    with streams.writing():
        table = TrialTable(consoles.console(color=color))
        table.begin()
        good = True
        for trial in map(_trial, played(shelf.names(), timeout_s=timeout_s, deadline_s=deadline_s)):
            table.add(trial)
            good = good and not trial.differences
        table.end()
    return good


def _load(name: str) -> Scenario:
    try:
        return shelf.load(name)
    except shelf.UnknownScenario as error:
        hint = f" Did you mean {error.near}?" if error.near else ""
        raise UserError(f"demo {name}: there is no such scenario.{hint} `conntest demo --list` names them.") from None


def prepare(scenario: Scenario, *, timeout_s: float, deadline_s: float) -> Job:
    """What a run on the simulated machine would do: the shipped host table, and nothing of the real machine's."""
    options = RunOptions(
        regions=scenario.region,
        groups=scenario.groups,
        preinstall=scenario.preinstall,
        timeout_s=timeout_s,
        deadline_s=deadline_s,
    )
    table = load_table() if scenario.moment else replace(load_table(), reset_windows=())
    here = machine(scenario, table)
    ways = ways_of(here.proxies or ())
    plan = make_plan(table, options, here, proxies=ways.proxies, domains=())
    return Job(table=table, options=options, machine=here, ways=ways, plan=plan)


async def play(scenario: Scenario, job: Job, watch: Watcher) -> Report:
    """Run the job in the simulated network, and diagnose what it saw."""
    lost_s = job.options.timeout_s
    raise_descriptor_limit()  # the servers are of this process too
    async with simulated(scenario, job.table, lost_s=lost_s) as network:
        clock = Clock(wall=scenario.now)
        trust = TrustStores(ca_bundle=network.roots.public, system_bundle=network.roots.system)
        trust.load()
        world = World(
            clock=clock,
            dialer=SimulatedDialer(clock, network, lost_s=lost_s),
            resolver=SimulatedResolver(clock, network, lost_s=lost_s),
            trust=trust,
            timeout_s=lost_s if network.hardly_answers else _PATIENCE_S,
        )
        return await observe(job, world, watch, simulated=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A scenario, what was found, and how long that took."""

    scenario: Scenario
    report: Report
    seconds: float


def played(names: Iterable[str], *, timeout_s: float, deadline_s: float) -> Iterator[Played]:
    """Scenarios by name, in the order in which they end."""
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="demo") as threads:
        begun = [
            # A thread begins with a context of its own, and in English.
            threads.submit(copy_context().run, _played, shelf.load(name), timeout_s=timeout_s, deadline_s=deadline_s)
            for name in names
        ]
        try:
            while begun:
                # Python on Windows hears Ctrl-C only between waits.
                ended, _ = wait(begun, timeout=_HEAR_EVERY_S, return_when=FIRST_COMPLETED)
                begun = [one for one in begun if one not in ended]
                for one in ended:
                    yield one.result()
        finally:
            threads.shutdown(cancel_futures=True)


def _played(scenario: Scenario, *, timeout_s: float, deadline_s: float) -> Played:
    job = prepare(scenario, timeout_s=timeout_s, deadline_s=deadline_s)
    began = time.perf_counter()
    report = event_loop.run(play(scenario, job, _unwatched))
    return Played(scenario=scenario, report=report, seconds=time.perf_counter() - began)


def _trial(one: Played) -> Trial:
    expected = one.scenario.expected
    return Trial(
        name=one.scenario.name,
        expected=" ".join(filter(None, (expected.verdict.value, expected.first and expected.first.value))),
        differences=tuple(differences(one.report, expected)),
        seconds=one.seconds,
    )


def _unwatched(event: Event) -> None:
    pass


def differences(report: Report, expected: Expected) -> Iterator[str]:
    """In what a report is otherwise than it must be, one sentence each."""
    codes = [finding.code for finding in report.findings]
    if report.verdict is not expected.verdict:
        yield _("The verdict is {verdict}: {headline}").format(verdict=report.verdict, headline=headline(report))
    if codes[:1] != ([expected.first] if expected.first else []):
        first = _("The first finding is {code}.") if codes else _("There is no finding.")
        yield first.format(code=next(iter(codes), None))
    for code in dict.fromkeys(codes):
        if code is not expected.first and code not in expected.also:
            yield _("{code} is reported too.").format(code=code)
    for domain, verdict in expected.verdicts.items():
        found = report.verdicts[domain].status
        if found is not verdict:
            told = _("The verdict on {domain} is {found}, and must be {verdict}.")
            yield told.format(domain=domain, found=found, verdict=verdict)
    if report.run.interrupted or report.run.deadline_reached:
        yield _("The run ended early.")
