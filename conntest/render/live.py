"""A run while it runs: a few lines that stay in place on a terminal, a few plain ones in a pipe."""

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
from conntest.render import counts, words
from conntest.render.progress import Progress, name_of
from conntest.render.sheet import BAD, FAINT, GOOD, STRONG, Sheet

#: Often enough to look alive, seldom enough to leave the processor to the measurements.
PER_SECOND = 8

#: Failures shown at once: with the other lines and the count of the rest, eight lines in all.
TROUBLES = 3

#: The least width of what stands before the lines.
LABEL = 11


class LiveProgress:
    """Watches a run. Call it with each event; use it as a context manager around the run.

    On a terminal: how much is done, what runs now and for how long, the slowest host, what failed so far.
    Elsewhere: one line at the start, one when a group of hosts is done, one at the end. Where `quiet`, nothing.
    """

    def __init__(self, console: Console, plan: ProbePlan, *, quiet: bool = False) -> None:
        self._console = console
        self._sheet = Sheet.of(console)
        self._progress = Progress(plan=plan)
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
            lines = [self._bar(), *self._now(), *self._slowest(), *self._failed()]
        for line in lines:
            line.truncate(self._sheet.width - 1, overflow="crop")
        return Text("\n").join(lines)

    def _bar(self) -> Text:
        sheet, progress = self._sheet, self._progress
        counted = sheet.text(self._counted(), STRONG)
        elapsed = self._elapsed()
        width = max(0, min(48, sheet.width - counted.cell_len - sheet.cells(elapsed) - 8))
        done = width * progress.ended // max(1, progress.total)
        bar = (sheet.text(sheet.symbols.done * done, GOOD), sheet.text(sheet.symbols.rule * (width - done), FAINT))
        return sheet.join(counted, "  ", *bar, "  ", elapsed)

    def _counted(self) -> str:
        ended, total = words.figure(self._progress.ended), words.figure(self._progress.total)
        return _("{ended} of {total} probes").format(ended=ended, total=total)

    def _now(self) -> list[Text]:
        longest = self._progress.longest()
        if longest is None:
            return []
        doing = lists.clauses(self._progress.doing())
        patience = max(0.0, self._progress.t + self._console.get_time() - self._heard - longest.t)
        return [self._fact(_("now"), doing), self._fact(_("waiting"), f"{name_of(longest.probe)}, {patience:.1f} s")]

    def _slowest(self) -> list[Text]:
        if self._progress.slowest is None:
            return []
        rtt_ms, name = self._progress.slowest
        return [self._fact(_("slowest"), f"{name}, {words.milliseconds(rtt_ms)}")]

    def _failed(self) -> list[Text]:
        told = list(self._progress.troubles.values())
        lines = [
            self._sheet.join(self._fact(label, ""), self._sheet.mark(Status.FAIL), f" {trouble}")
            for label, trouble in zip((_("failed"), *[""] * TROUBLES), told[:TROUBLES], strict=False)
        ]
        if rest := len(told) - len(lines):
            lines.append(self._fact("", _("and {number} more").format(number=words.figure(rest)), BAD))
        return lines

    def _fact(self, label: str, told: str, style: str = "") -> Text:
        width = self._sheet.widest((_("now"), _("waiting"), _("slowest"), _("failed")), LABEL, indent=2)
        return self._sheet.join(self._sheet.column(f"  {label}", width, style=FAINT), self._sheet.text(told, style))


def _stays_in_place(console: Console) -> bool:
    """Whether lines can be drawn over. `FORCE_COLOR` makes rich take a pipe for a terminal, so the file is asked."""
    return console.is_terminal and not console.is_dumb_terminal and console.file.isatty()
