"""The commands that send nothing: the table, the plan, an explanation, the schema."""

import json
import sys
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from conntest.app.errors import UserError
from conntest.app.run import prepare
from conntest.diagnosis.explain import UnknownCode, all_codes
from conntest.diagnosis.explain import explain as explanation
from conntest.hosts import TableError, load_table
from conntest.model.host import HostTable
from conntest.model.plan import ProbePlan
from conntest.model.report import RunOptions
from conntest.render import document, plan, table


def _console(color: bool) -> Console:
    return Console(no_color=not color or None, highlight=False)


def check_table(file: str) -> None:
    """`conntest hosts --check`. Raises UserError with every mistake of the file."""
    try:
        found = load_table(Path(file))
    except TableError as error:
        raise UserError(str(error)) from error
    print(f"{file}: good, {len(found.hosts)} hosts, {len(found.controls)} controls (version {found.info.version})")


def show_hosts(file: str | None, options: RunOptions, *, verbose: bool, color: bool) -> None:
    """`conntest hosts`: the rows that a run with these options would probe."""
    job = prepare(file, options)
    table.render(_selected(job.table, job.plan), _console(color), verbose=verbose)


def _selected(full: HostTable, chosen: ProbePlan) -> HostTable:
    """Only what the plan touches, and rows without a name, which are listed and never probed."""
    rows = {endpoint.host_id for endpoint in chosen.endpoints}
    narrowed = chosen.options.groups or chosen.options.include
    third_party = chosen.options.third_party
    return replace(
        full,
        hosts=tuple(row for row in full.hosts if row.id in rows or (row.host is None and not narrowed)),
        controls=full.controls if third_party else (),
        captive_checks=full.captive_checks if third_party else (),
        canaries=full.canaries if third_party else (),
        resolvers=full.resolvers if third_party else (),
        echo_services=full.echo_services if third_party else (),
    )


def show_plan(file: str | None, options: RunOptions, *, as_json: bool, color: bool) -> None:
    """`conntest plan`."""
    chosen = prepare(file, options).plan
    if as_json:
        sys.stdout.write(plan.to_json(chosen))
    else:
        plan.render(chosen, _console(color))


def explain(code: str | None) -> None:
    """`conntest explain`. Raises UserError for an unknown code."""
    try:
        print(explanation(code) if code else "\n".join(all_codes()))
    except UnknownCode as error:
        raise UserError(str(error)) from error


def print_schema() -> None:
    """`conntest schema`."""
    print(json.dumps(document.schema(), indent=2))
