"""A merged report as CSV (RFC 4180): the matrix itself, a row per site and a column per endpoint."""

import csv
import io
from collections.abc import Iterator

from conntest.model.finding import Domain
from conntest.model.merged import Merged, Site
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
)


def to_csv(merged: Merged) -> str:
    """`merged` with a header line, in which endpoints stand by their ids; lines end with CRLF. Empty is what a site's
    table does not have."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    endpoints = [endpoint.id for endpoint in merged.endpoints]
    writer.writerow(cell(name) for name in (*COLUMNS, *endpoints))
    writer.writerows([cell(value) for value in _row(site, endpoints)] for site in merged.sites)
    return file.getvalue()


def _row(site: Site, endpoints: list[str]) -> Iterator[object]:
    yield from (site.site, site.file, site.started_at, site.simulated, site.incomplete, site.host_table.version)
    yield site.verdict
    yield " ".join(finding.code for finding in site.findings)
    yield from (site.verdicts.get(domain) for domain in Domain)
    yield from (site.results.get(endpoint) for endpoint in endpoints)
