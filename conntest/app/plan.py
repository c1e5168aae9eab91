"""`conntest plan`."""

from collections.abc import Sequence

from conntest.app import streams
from conntest.app.proxies import Given
from conntest.app.run import prepare
from conntest.model.report import RunOptions
from conntest.render import plan


def show_plan(file: str | None, options: RunOptions, given: Sequence[Given], *, as_json: bool, color: bool) -> None:
    """Every probe that a run with these options would make. Raises UserError."""
    chosen = prepare(file, options, given).plan
    if as_json:
        streams.write_document(plan.to_json(chosen))
        return
    with streams.writing():
        plan.render(chosen, streams.console(color=color))
