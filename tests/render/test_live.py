"""Live progress: what is counted, what is shown in place, what a pipe gets."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import pytest
from rich.console import Console

from conntest.model.event import PlanGrew, ProbeEnded, ProbeStarted
from conntest.model.failure import Failure
from conntest.model.host import Endpoint, Group, Region, Role
from conntest.model.observation import AskedBy, GreetingDetail, GreetingStep, Step
from conntest.model.plan import ConnectProbe, GreetingProbe, Probe, ProbePlan, ResolveProbe
from conntest.model.report import RunOptions
from conntest.model.step import Error
from conntest.probes.opening import attempt
from conntest.render.live import LiveProgress
from conntest.render.progress import Progress
from conntest.render.questions import Question
from conntest.render.sheet import UNICODE
from tests.every import every
from tests.render import samples
from tests.render.paper import SGR, File, pipe, terminal, written


def endpoint(row: str, group: Group = Group.GATEWAY) -> Endpoint:
    return Endpoint(
        id=f"{row}:4000",
        row=row,
        host=f"{row}.example",
        port=4000,
        group=group,
        region=Region.EUROPE if group is Group.GATEWAY else None,
        role=Role.PRIMARY,
        service="gateway",
        required=True,
        operator="x",
    )


def connect(row: str) -> ConnectProbe:
    return ConnectProbe(id=f"{row}/connect", endpoint=f"{row}:4000", why="w", host=f"{row}.example", port=4000)


ROWS = ("a", "b", "c", "d", "e")
PLAN = ProbePlan(
    options=RunOptions(timeout_s=3.0, deadline_s=60.0),
    endpoints=(*(endpoint(row) for row in ROWS), endpoint("canary", Group.CANARY)),
    probes=(
        ResolveProbe(id="a/resolve", row="a", why="w", name="a.example", system=True),
        *(connect(row) for row in ROWS),
        connect("canary"),
    ),
)
PROBES = {probe.id: probe for probe in PLAN}


def ended(probe: Probe, *steps: Step, t: float = 2.0) -> ProbeEnded:
    seen = attempt(probe, "1", steps, address="1.2.3.4")
    return ProbeEnded(probe=probe, t=t, observations=(seen,) if steps else ())


def after(*events: PlanGrew | ProbeStarted | ProbeEnded) -> Progress:
    progress = Progress(plan=PLAN)
    for event in events:
        progress.take(event)
    return progress


FAILED = samples.connect_step(Failure.TIMEOUT, took=3.0)
FINE = samples.connect_step()
NAMED = samples.resolved(1, "a", "a.example", (AskedBy.SYSTEM, None, ("1.2.3.4",))).steps


@every(
    ("events", "troubles"),
    [
        ([ended(connect("a"), FINE)], []),
        ([ended(connect("a"), FAILED)], ["a.example:4000 timed out"]),
        ([ended(connect("a"), FAILED), ended(connect("a"), FINE)], []),
        ([ended(connect("a"), FINE), ended(connect("a"), FAILED)], []),
        ([ended(connect("a"))], []),
        ([ended(connect("canary"), FAILED)], []),
    ],
)
def test_an_endpoint_is_in_trouble_while_nothing_worked(events: list[ProbeEnded], troubles: list[str]) -> None:
    assert list(after(*events).troubles.values()) == troubles


def test_a_silent_greeting_is_left_to_the_diagnosis() -> None:
    probe = GreetingProbe(id="a/greeting", endpoint="a:4000", why="w", host="a.example", port=4000)
    silent = GreetingStep(t0=0.0, t=3.0, error=Error(kind=Failure.TIMEOUT), detail=GreetingDetail())
    assert after(ended(probe, FINE, silent)).troubles == {}


def test_what_a_proxy_refuses_is_left_to_the_diagnosis() -> None:
    event = ended(connect("a"), FAILED)
    proxied = tuple(replace(seen, path="http://proxy.example:3128") for seen in event.observations)
    assert after(replace(event, observations=proxied)).troubles == {}


@pytest.mark.parametrize(
    ("asked_by", "troubles"),
    [(AskedBy.SYSTEM, ["a.example no such name"]), (AskedBy.INDEPENDENT, []), (AskedBy.NAME_SERVER, [])],
)
def test_a_name_is_in_trouble_where_this_system_cannot_resolve_it(asked_by: AskedBy, troubles: list[str]) -> None:
    server = None if asked_by is AskedBy.SYSTEM else "9.9.9.9"
    steps = samples.resolved(1, "a", "a.example", (asked_by, server, ())).steps
    assert list(after(ended(PROBES["a/resolve"], *steps)).troubles.values()) == troubles


def test_a_question_is_under_way_until_the_last_of_its_probes_has_ended() -> None:
    starts = [ProbeStarted(probe=probe, t=number) for number, probe in enumerate(PLAN)]
    progress = after(*starts, *(ended(connect(row), FINE) for row in ROWS[:4]))
    gateways = progress.questions[Question.GATEWAYS]
    assert (len(gateways.answered), len(gateways.subjects), gateways.began_s, gateways.done) == (4, 5, 1, False)
    progress.take(ended(connect("e"), FAILED))
    assert (gateways.done, gateways.trouble) == (True, "timed out")


def test_what_must_not_answer_is_never_waited_for() -> None:
    progress = after(*(ProbeStarted(probe=probe, t=0.0) for probe in PLAN))
    assert set(progress.questions) == {Question.NAMES, Question.GATEWAYS}
    assert not any("canary" in subject for asked in progress.questions.values() for subject in asked.subjects)


def test_a_group_is_complete_with_its_last_planned_probe() -> None:
    progress = Progress(plan=PLAN)
    completed = [progress.take(ended(probe)) for probe in PLAN]
    assert completed == [None, None, None, None, None, Group.GATEWAY, Group.CANARY]
    assert progress.take(ended(replace(connect("a"), id="a/again"))) is None


def test_an_endpoint_whose_name_does_not_resolve_counts_once() -> None:
    gone = samples.resolved(1, "a", "a.example", (AskedBy.SYSTEM, None, ())).steps
    progress = after(ended(PROBES["a/resolve"], *gone), ended(connect("a"), FAILED), ended(connect("b"), FAILED))
    assert progress.failed(Group.GATEWAY) == (2, "a.example no such name")


@dataclass
class Watch:
    """A clock that tests move."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def watched(console: Console, watch: Watch) -> Console:
    console.get_time = watch  # rich's own seam for the time
    return console


def run(console: Console, *, quiet: bool = False, failing: Iterable[str] = ()) -> str:
    watch = Watch()
    with LiveProgress(watched(console, watch), PLAN, quiet=quiet) as progress:
        progress(PlanGrew(total=len(PLAN)))
        for probe in PLAN:
            progress(ProbeStarted(probe=probe, t=watch.now))
        watch.now = 4.0
        for probe in PLAN:
            progress(ended(probe, FAILED if probe.id in failing else FINE, t=4.0))
    return written(console)


def test_a_pipe_gets_a_line_per_milestone() -> None:
    assert run(pipe(), failing=[f"{row}/connect" for row in ROWS[1:]]).splitlines() == [
        "conntest: 7 probes of 6 endpoints",
        "conntest: Gateways: 5 endpoints done, 4 failed: b.example:4000 timed out, and others",
        "conntest: Addresses that must not answer: 1 endpoint done",
        "conntest: finished after 4.0 s",
    ]


def test_a_run_that_ends_early_says_how_far_it_came() -> None:
    console = watched(pipe(), Watch())
    with pytest.raises(KeyboardInterrupt), LiveProgress(console, PLAN) as progress:
        progress(ended(connect("a"), FINE))
        raise KeyboardInterrupt
    assert written(console).splitlines()[-1] == "conntest: stopped after 0.0 s, 1 of 7 probes done"


@pytest.mark.parametrize("console", [pipe, terminal])
def test_quiet_says_nothing(console: Callable[[], Console]) -> None:
    assert run(console(), quiet=True) == ""


def frame(*events: PlanGrew | ProbeStarted | ProbeEnded, now: float = 0.0, width: int = 80) -> list[str]:
    """The lines that a terminal shows in place, drawn once."""
    watch = Watch()
    live = LiveProgress(watched(terminal(width), watch), PLAN)
    for event in events:
        live(event)
    watch.now = now
    return live._panel().plain.split("\n")


STARTED = [ProbeStarted(probe=probe, t=0.0) for probe in PLAN]


def test_a_terminal_shows_a_line_per_question_with_what_has_answered() -> None:
    lines = frame(*STARTED, ended(connect("a"), FINE), ended(connect("b"), FAILED), now=1.5)
    assert lines == [
        "  | Names (DNS)             0 of 1 answered, 3.5 s".replace("|", lines[0][2]),
        "  | Gateways                1 of 5 answered, 3.5 s".replace("|", lines[0][2]),
    ]
    assert lines[0][2] in UNICODE.frames


def test_a_question_that_is_done_says_how_it_came_off() -> None:
    failures = [ended(connect(row), FAILED) for row in ROWS]
    lines = frame(*STARTED, ended(PROBES["a/resolve"], *NAMED), *failures, width=62)
    assert lines == [
        "  ✓ Names (DNS)             1 of 1 answered",
        "  ✗ Gateways                0 of 5 answered, timed out",
    ]


def test_this_computer_has_a_line_from_the_beginning() -> None:
    live = LiveProgress(terminal(), PLAN, machine=samples.MACHINE)
    assert live._panel().plain.split("\n")[0].startswith("  ✓ This computer           Linux 6.8.0")


def test_the_display_is_gone_after_the_run() -> None:
    text = run(terminal(), failing=["a/connect"])
    assert text.endswith(("\x1b[2K", "\x1b[?25h"))
    assert "conntest:" not in text


@pytest.mark.parametrize("environ", [{"TERM": "dumb"}, {"FORCE_COLOR": "1"}])
def test_what_only_looks_like_a_terminal_gets_plain_lines(environ: dict[str, str]) -> None:
    console = terminal(environ=environ)
    assert isinstance(console.file, File)
    console.file._terminal = "TERM" in environ
    assert SGR.sub("", run(console)).splitlines()[-1] == "conntest: finished after 4.0 s"
