"""A run while it runs: a few lines that stay in place on a terminal, a few plain ones in a pipe."""

from collections.abc import Iterator
from contextlib import ExitStack
from threading import Lock
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.text import Text

from conntest import lists
from conntest.language import gettext as _
from conntest.language import ngettext, used, using
from conntest.model.event import Event
from conntest.model.finding import Status
from conntest.model.host import Group
from conntest.model.plan import ProbePlan
from conntest.model.report import Machine
from conntest.render import checks, counts, words
from conntest.render.progress import Asked, Progress
from conntest.render.questions import Question, label
from conntest.render.sheet import STRONG, Sheet

#: Often enough to look alive, seldom enough to leave the processor to the measurements.
PER_SECOND = 8


class LiveProgress:
    """Watches a run. Call it with each event; use it as a context manager around the run.

    On a terminal: a line per question, with how many of its hosts have answered and for how long it has been asked.
    Elsewhere: one line at the start, one when a group of hosts is done, one at the end. Where `quiet`, nothing.
    """

    def __init__(
        self, console: Console, plan: ProbePlan, *, machine: Machine | None = None, quiet: bool = False
    ) -> None:
        self._console = console
        self._sheet = Sheet.of(console)
        self._progress = Progress(plan=plan)
        self._machine = machine
        self._quiet = quiet
        self._in_place = not quiet and _stays_in_place(console)
        self._lock = Lock()
        self._stack = ExitStack()
        self._began = self._heard = console.get_time()
        # rich asks for the lines in a thread of its own, which knows nothing of the language of this one.
        self._language = used()

    def __enter__(self) -> Self:
        self._began = self._heard = self._console.get_time()
        if self._in_place:
            live = Live(
                get_renderable=self._panel,
                console=self._console,
                refresh_per_second=PER_SECOND,
                transient=True,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._stack.enter_context(live)
        plan = self._progress.plan
        probes, endpoints = counts.probes(len(plan)), counts.endpoints(len(plan.endpoints))
        # translators: "184 probes of 58 endpoints".
        self._say(_("{probes} of {endpoints}").format(probes=probes, endpoints=endpoints))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stack.close()
        progress = self._progress
        whole = progress.ended >= progress.total and error is None
        if whole:
            self._say(_("finished after {time}").format(time=self._elapsed()))
            return
        stopped = _("stopped after {time}, {ended} of {total} probes done")
        ended, total = words.figure(progress.ended), words.figure(progress.total)
        self._say(stopped.format(time=self._elapsed(), ended=ended, total=total))

    def __call__(self, event: Event) -> None:
        with self._lock:
            self._heard = self._console.get_time()
            completed = self._progress.take(event)
        if completed is not None:
            self._say(self._milestone(completed))

    def _say(self, line: str) -> None:
        if not (self._quiet or self._in_place):
            self._sheet.print(iter([self._sheet.text(f"conntest: {line}")]))

    def _milestone(self, group: Group) -> str:
        number = sum(endpoint.group is group for endpoint in self._progress.plan.endpoints)
        # translators: "Gateways: 36 endpoints done".
        done = _("{group}: {endpoints} done").format(group=words.group(group), endpoints=counts.endpoints(number))
        failed, example = self._progress.failed(group)
        if not failed:
            return done
        told = ngettext("{done}, {number} failed: {example}", "{done}, {number} failed: {example}, and others", failed)
        return told.format(done=done, number=words.figure(failed), example=example)

    def _elapsed(self) -> str:
        return f"{self._console.get_time() - self._began:.1f} s"

    def _panel(self) -> Text:
        """The lines as they are now. Called by rich's own thread, so the counting waits for it."""
        with self._lock, using(self._language):
            lines = [*self._this_computer(), *self._questions()]
        for line in lines:
            line.truncate(self._sheet.width - 1, overflow="crop")
        return Text("\n").join(lines)

    def _this_computer(self) -> Iterator[Text]:
        """Nothing is asked of the network about it, so its line is there from the beginning."""
        if self._machine is not None:
            addresses = checks.own_addresses(self._machine)[:1]
            yield self._line(Question.MACHINE, Status.PASS, lists.clauses((self._machine.os, *addresses)))

    def _questions(self) -> Iterator[Text]:
        for question in Question:
            if asked := self._progress.questions.get(question):
                yield self._line(question, _status(question, asked), self._counted(question, asked))

    def _line(self, question: Question, status: Status | None, told: str) -> Text:
        sheet = self._sheet
        frames = sheet.symbols.frames
        turning = frames[int(self._console.get_time() * PER_SECOND) % len(frames)]
        mark = sheet.text(turning, STRONG) if status is None else sheet.mark(status)
        width = sheet.widest(map(label, Question), checks.LABEL, indent=4)
        return sheet.join(sheet.column(sheet.join("  ", mark, " ", label(question)), width), told)

    def _counted(self, question: Question, asked: Asked) -> str:
        """`0 of 36 answered, 4.8 s`: how many, and for how long while it goes on."""
        message = _("{fine} of {asked} answered")
        told = [message.format(fine=words.figure(len(asked.answered)), asked=words.figure(len(asked.subjects)))]
        if question is Question.EGRESS and asked.addresses:
            number = len(asked.addresses)
            told.append(ngettext("{number} address", "{number} addresses", number).format(number=words.figure(number)))
        if asked.done:
            told += [asked.trouble] if asked.trouble and not asked.answered else []
        elif asked.began_s is not None:
            told.append(f"{max(0.0, self._now_s() - asked.began_s):.1f} s")
        return lists.clauses(told)

    def _now_s(self) -> float:
        """On the run's clock, by this console's."""
        return self._progress.t + self._console.get_time() - self._heard


def _status(question: Question, asked: Asked) -> Status | None:
    """None while it goes on. What did not answer at all is crossed out; the judgement of the rest comes later. One of
    many services that tell the public address may be silent."""
    if not asked.done:
        return None
    if len(asked.answered) == len(asked.subjects) or (question is Question.EGRESS and asked.answered):
        return Status.PASS
    return Status.WARN if asked.answered else Status.FAIL


def _stays_in_place(console: Console) -> bool:
    """Whether lines can be drawn over. `FORCE_COLOR` makes rich take a pipe for a terminal, so the file is asked."""
    return console.is_terminal and not console.is_dumb_terminal and console.file.isatty()
