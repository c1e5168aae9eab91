"""`conntest plan`."""

from collections.abc import Sequence

from conntest.app import consoles, streams
from conntest.app.proxies import Given
from conntest.app.run import prepare
from conntest.model.report import RunOptions
from conntest.render import plan


def write_plan(file: str | None, options: RunOptions, given: Sequence[Given]) -> None:
    """Every probe that a run with these options would make, as JSON on stdout. Raises UserError."""
    streams.write_document(plan.to_json(prepare(file, options, given).plan))


def show_plan(file: str | None, options: RunOptions, given: Sequence[Given], *, verbose: bool, color: bool) -> None:
    """The same to read: probes that are alike are one line, unless `verbose`. Raises UserError."""
    chosen = prepare(file, options, given).plan
    with streams.writing():
        plan.render(chosen, consoles.console(color=color), verbose=verbose)
