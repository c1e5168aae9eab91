"""The commands that send nothing: the table, the plan, an explanation, the schema."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from conntest.app import streams
from conntest.app.errors import UserError
from conntest.app.proxies import Given
from conntest.app.run import prepare
from conntest.diagnosis.explain import UnknownCode, all_codes
from conntest.diagnosis.explain import explain as explanation
from conntest.hosts import TableError, load_table
from conntest.language import gettext as _
from conntest.model.host import HostTable
from conntest.model.plan import ProbePlan, ResolveProbe
from conntest.model.report import RunOptions
from conntest.render import plan, table
from conntest.render.printable import printable
from conntest.report_io.json import schema


def check_table(file: str) -> None:
    """`conntest hosts --check`. Raises UserError with every mistake of the file."""
    try:
        found = load_table(Path(file))
    except TableError as error:
        raise UserError(str(error)) from error
    told = _("{file}: good, {hosts} hosts, {controls} controls (version {version})").format(
        file=printable(file), hosts=len(found.hosts), controls=len(found.controls), version=found.info.version
    )
    streams.write_text(f"{told}\n")


def show_hosts(file: str | None, options: RunOptions, *, verbose: bool, color: bool) -> None:
    """`conntest hosts`: the rows that a run with these options would probe."""
    job = prepare(file, options)
    with streams.writing():
        table.render(_selected(job.table, job.plan), streams.console(color=color), verbose=verbose)


def _selected(full: HostTable, chosen: ProbePlan) -> HostTable:
    """Only what the plan touches, and rows without a name, which are listed and never probed."""
    rows = {endpoint.row for endpoint in chosen.endpoints}
    asked = {ask.address for probe in chosen if isinstance(probe, ResolveProbe) for ask in probe.ask if ask.independent}
    narrowed = chosen.options.groups or chosen.options.include
    return replace(
        full,
        hosts=tuple(row for row in full.hosts if row.id in rows or (row.host is None and not narrowed)),
        controls=tuple(row for row in full.controls if row.id in rows),
        push=tuple(row for row in full.push if row.id in rows),
        captive_checks=tuple(row for row in full.captive_checks if row.id in rows),
        canaries=tuple(row for row in full.canaries if row.id in rows),
        resolvers=tuple(row for row in full.resolvers if row.address in asked),
        echo_services=full.echo_services if chosen.options.third_party else (),
    )


def show_plan(file: str | None, options: RunOptions, given: Sequence[Given], *, as_json: bool, color: bool) -> None:
    """`conntest plan`."""
    chosen = prepare(file, options, given).plan
    if as_json:
        streams.write_document(plan.to_json(chosen))
        return
    with streams.writing():
        plan.render(chosen, streams.console(color=color))


def explain(code: str | None) -> None:
    """`conntest explain`. Raises UserError for an unknown code."""
    try:
        text = explanation(code) if code is not None else "\n".join(all_codes()) + "\n"
    except UnknownCode as error:
        raise UserError(str(error)) from error
    streams.write_text(text)


def print_schema() -> None:
    """`conntest schema`."""
    streams.write_document(json.dumps(schema(), indent=2) + "\n")
