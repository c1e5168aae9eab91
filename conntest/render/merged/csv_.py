"""A merged report as CSV (RFC 4180): the matrix itself, a row per site and a column per endpoint."""

import csv
import io
from collections.abc import Iterator

from conntest import lists
from conntest.model.finding import Domain
from conntest.model.merged import Merged, Missing, Site
from conntest.render.csv_ import cell

COLUMNS = (
    "site",
    "file",
    "started_at",
    "simulated",
    "incomplete",
    "host_table",
    "verdict",
    "findings",
    *Domain,
    "age_s",
    "stale",
    "rtt_ms",
    "clock_offset_s",
    "egress",
    "page",
    "in_reset",
    "absence",
)


def to_csv(merged: Merged) -> str:
    """`merged` with a header line, in which endpoints stand by their ids; lines end with CRLF. Empty is what a site's
    table does not have. Expected sites without a report come last, with why in the column `absence`."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    endpoints = [endpoint.id for endpoint in merged.endpoints]
    writer.writerow(cell(name) for name in (*COLUMNS, *endpoints))
    writer.writerows([cell(value) for value in _row(site, endpoints)] for site in merged.sites)
    writer.writerows([cell(value) for value in _absent(one, endpoints)] for one in merged.missing)
    return file.getvalue()


def _row(site: Site, endpoints: list[str]) -> Iterator[object]:
    yield from (site.site, site.file, site.started_at, site.simulated, site.incomplete, site.host_table.version)
    yield site.verdict
    yield " ".join(finding.code for finding in site.findings)
    yield from (site.verdicts.get(domain) for domain in Domain)
    yield from (site.age_s, site.stale, site.rtt_ms, site.clock_offset_s, site.egress, site.page)
    yield from (bool(site.resets), None)
    yield from (site.results.get(endpoint) for endpoint in endpoints)


def _absent(missing: Missing, endpoints: list[str]) -> Iterator[object]:
    yield missing.site
    yield from [None] * (len(COLUMNS) - 2)
    yield lists.labelled(missing.why, missing.detail) if missing.detail else missing.why
    yield from [None] * len(endpoints)
