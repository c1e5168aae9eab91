"""`conntest plan`."""

from collections.abc import Sequence

from conntest.app import consoles, streams
from conntest.app.proxies import Given
from conntest.app.run import prepare
from conntest.model.report import RunOptions
from conntest.render import plan, plan_csv


def write_plan(file: str | None, options: RunOptions, given: Sequence[Given], form: str) -> None:
    """Every probe that a run with these options would make, as JSON or CSV on stdout. Raises UserError."""
    render = plan_csv.to_csv if form == "csv" else plan.to_json
    streams.write_document(render(prepare(file, options, given).plan))


def show_plan(file: str | None, options: RunOptions, given: Sequence[Given], *, verbose: bool, color: bool) -> None:
    """The same to read: probes that are alike are one line, unless `verbose`. Raises UserError."""
    chosen = prepare(file, options, given).plan
    with streams.writing():
        plan.render(chosen, consoles.console(color=color), verbose=verbose)
