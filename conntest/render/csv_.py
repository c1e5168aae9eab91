"""The report as CSV (RFC 4180): a row for every endpoint on every path, for spreadsheets and scripts."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from conntest.model.host import Role
from conntest.model.observation import DIRECT, Attempt, Observation
from conntest.model.report import EndpointResult, Report
from conntest.model.text import no_formula
from conntest.render.printable import printable
from conntest.wording import conditions

COLUMNS = (
    "started_at",
    "simulated",
    "endpoint",
    "host",
    "port",
    "group",
    "region",
    "role",
    "service",
    "required",
    "operator",
    "path",
    "status",
    "rtt_ms",
    "note",
    "addresses",
    "failures",
)

#: What stands among the failures for a probe that broke.
CRASH = "crash"

#: Between several values in one cell: neither a comma nor the semicolon that some locales separate cells by.
_BETWEEN = " "

Attempts = Mapping[tuple[str, str], list[Observation]]


def to_csv(report: Report) -> str:
    """`report` with a header line; lines end with CRLF. Empty is what did not happen or is not known."""
    return document(COLUMNS, _rows(report))


def document(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """`rows` below a header line; lines end with CRLF."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(value) for value in row] for row in rows)
    return file.getvalue()


def _rows(report: Report) -> Iterator[tuple[object, ...]]:
    attempts: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    for seen in report.observations:
        if seen.endpoint:
            attempts[seen.endpoint, seen.path].append(seen)
    for result in report.endpoints:
        # What was never tried has no path, and is listed all the same.
        for path, status in result.paths.items() or (("", result.status),):
            yield _row(report, result, path, status, attempts[result.id, path])


def _row(
    report: Report, result: EndpointResult, path: str, status: str, attempts: list[Observation]
) -> tuple[object, ...]:
    # The round trip is to the host itself, and the note says what became of it directly.
    own = path in (DIRECT, "")
    return (
        report.run.started_at,
        report.run.simulated,
        result.id,
        result.host,
        result.port,
        result.group,
        result.region,
        None if result.role is Role.NONE else result.role,
        result.service,
        result.required,
        result.operator,
        path,
        status,
        result.rtt_ms if own else None,
        conditions.note(result.state) if own else None,
        _listed(seen.address for seen in attempts),
        _listed(seen.failure if isinstance(seen, Attempt) else CRASH for seen in attempts),
    )


def _listed(values: Iterable[str | None]) -> str:
    """Each value once, in their order."""
    return _BETWEEN.join(dict.fromkeys(value for value in values if value))


def cell(value: object) -> str:
    """`value` as text that no spreadsheet program runs: what looks like a formula begins with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:.3f}" if isinstance(value, float) else str(value)
    return no_formula(printable(str(value)))
