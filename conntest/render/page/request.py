"""The change request for the firewall, made of the report: whoever got the page has no conntest to make it with."""

from collections import defaultdict

from conntest.allowlist.text import to_text
from conntest.model.allow import AllowList, AllowRow
from conntest.model.host import OPERATOR_GROUPS
from conntest.model.report import EndpointResult, Report


def change_request(report: Report) -> str:
    """The operator's hosts of this run, the gateways of the user's region only where that is known. Empty where there
    is none. A host that is called as no host can be is left out: the text is made to be copied."""
    regions = report.run.options.regions
    hosts: dict[str, list[EndpointResult]] = defaultdict(list)
    for result in report.endpoints:
        if result.group in OPERATOR_GROUPS and (not regions or result.region is None or result.region in regions):
            hosts[result.host].append(result)
    rows = tuple(row for results in hosts.values() if (row := _row(results)))
    if not rows:
        return ""
    return to_text(
        AllowList(
            version=report.tool.version,
            table=report.run.host_table,
            operator=next(result.operator for results in hosts.values() for result in results),
            regions=regions,
            rows=rows,
        )
    )


def _row(results: list[EndpointResult]) -> AllowRow | None:
    first = results[0]
    try:
        return AllowRow(
            id=first.row,
            host=first.host,
            ports=tuple(dict.fromkeys(result.port for result in results)),
            purpose=first.service,
            group=first.group,
            region=first.region,
            role=first.role,
            required=any(result.required for result in results),
        )
    except ValueError:
        return None
