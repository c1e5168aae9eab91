"""Endpoints as rows: the ports of one logical host side by side."""

from collections.abc import Iterable

from conntest.model.finding import Status
from conntest.model.host import OPERATOR_GROUPS, Group, Region, Role
from conntest.model.report import EndpointResult
from conntest.render import words
from conntest.values import dataclass

#: Endpoints up to which every row is shown. A table of thousands is for the JSON report; what failed is for eyes.
MANY = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One logical host with its endpoints, by port."""

    host: str
    region: Region | None
    #: What the host is: its role in its region, its service, or who runs it where it is not IBKR's.
    aside: str
    ports: dict[int, EndpointResult]

    @property
    def at_ease(self) -> bool:
        return all(result.status in (Status.PASS, Status.SKIPPED) for result in self.ports.values())


def rows_of(results: Iterable[EndpointResult]) -> list[Row]:
    """The results as rows, in order. Endpoint ids are `<row id>:<port>`."""
    rows: dict[tuple[str, str], Row] = {}
    for result in results:
        key = (result.row, result.host)
        row = rows.setdefault(key, Row(host=result.host, region=result.region, aside=_aside(result), ports={}))
        row.ports[result.port] = result
    return list(rows.values())


def _aside(result: EndpointResult) -> str:
    if result.group is Group.CANARY:
        return ""
    if result.group not in OPERATOR_GROUPS:
        return result.operator
    return words.data(result.service) if result.role is Role.NONE else words.role(result.role)
