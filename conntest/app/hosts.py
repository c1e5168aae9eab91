"""`conntest hosts`, and its `--check`."""

import os
from dataclasses import replace

from conntest.app import consoles, streams
from conntest.app.options import check_globs
from conntest.app.region import with_region
from conntest.app.tables import check_left, load
from conntest.language import gettext as _
from conntest.model.host import HostTable
from conntest.model.plan import ProbePlan, ResolveProbe
from conntest.model.report import RunOptions
from conntest.model.tws import JtsSettings
from conntest.plan import direct_plan
from conntest.render import table
from conntest.render.printable import printable


def check_table(file: str) -> None:
    """`conntest hosts --check`. Raises UserError with every mistake of the file."""
    found = load(file)
    told = _("{file}: good, {hosts} hosts, {controls} controls (version {version})").format(
        file=printable(file), hosts=len(found.hosts), controls=len(found.controls), version=found.info.version
    )
    streams.write_text(f"{told}\n")


def show_hosts(file: str | None, options: RunOptions, *, verbose: bool, color: bool) -> None:
    """The rows that a run with these options would probe. Raises UserError."""
    chosen = _chosen(file, options)
    with streams.writing():
        table.render(chosen, consoles.console(color=color), verbose=verbose)


def write_hosts(file: str | None, options: RunOptions, form: str) -> None:
    """The same as JSON or CSV on stdout. Raises UserError."""
    from conntest.render import table_documents  # late: people read the other form

    render = table_documents.to_csv if form == "csv" else table_documents.to_json
    streams.write_document(render(_chosen(file, options)))


def _chosen(file: str | None, options: RunOptions) -> HostTable:
    """Raises UserError."""
    full = load(file)
    check_globs(full, options)
    if options.region_auto:
        # A region says which rows a verdict rests on, and leaves none out: it is only asked whether it can be told.
        options = with_region(options, full, _settings())
    chosen = direct_plan(full, options, ())
    check_left(chosen, full)
    return _selected(full, chosen)


def _settings() -> JtsSettings | None:
    """Those of the TWS that is installed here."""
    from conntest.app.installed import installed_tws  # late: one option alone needs a look at this machine

    return installed_tws(os.environ).settings


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
