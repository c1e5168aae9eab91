"""A small host table with a row of every kind, and plans of it."""

from typing import Any

from conntest.model.host import (
    Canary,
    CaptiveCheck,
    Control,
    Evidence,
    Group,
    Host,
    HostTable,
    Region,
    Resolver,
    Role,
    TableInfo,
)
from conntest.model.plan import ProbePlan
from conntest.model.report import RunOptions
from conntest.plan import direct_plan

#: The system's name server in these tests.
ROUTER = "192.168.1.1"


def host(row_id: str, name: str | None, group: Group, *ports: int, **more: Any) -> Host:
    more = {"required": True, **more}
    return Host(
        id=row_id,
        label=row_id,
        host=name,
        ports=ports,
        group=group,
        service="s",
        source="t",
        evidence=Evidence.KB,
        **more,
    )


EAST = host(
    "east",
    "east.example",
    Group.GATEWAY,
    4000,
    4001,
    aliases=("old-east.example", "older-east.example"),
    region=Region.AMERICA_EAST,
    role=Role.PRIMARY,
)
EUROPE = host("europe", "europe.example", Group.GATEWAY, 4000, 4001, region=Region.EUROPE, role=Role.PRIMARY)
SITE = host("site", "www.example", Group.WEBSITE, 443, optional_ports=(80,))
PORTAL = host("portal", "portal.example", Group.CLIENT_PORTAL, 443)
LOST = host("lost", None, Group.SERVICE, 4000)

TABLE = HostTable(
    info=TableInfo(source="here", version="1", updated="2026-01-31"),
    operator="Example Brokers",
    hosts=(EAST, EUROPE, SITE, PORTAL, LOST),
    controls=(
        Control(id="control-name", host="neutral.example", ports=(443,), operator="Neutral", why="w"),
        Control(id="control-address", host="1.1.1.1", ports=(443,), operator="Cloudflare", why="w"),
    ),
    captive_checks=(
        CaptiveCheck(id="check", url="http://check.example/204", status=204, body=None, operator="Checker", why="w"),
    ),
    canaries=(Canary(id="canary", address="192.0.2.1", ports=(443, 4001), why="w"),),
    resolvers=(
        Resolver(id="resolver-a", address="1.1.1.1", operator="A", why="w"),
        Resolver(id="resolver-b", address="8.8.8.8", operator="B", why="w"),
        Resolver(id="resolver-c", address="9.9.9.9", operator="C", why="w"),
    ),
)


def options(**changes: Any) -> RunOptions:
    return RunOptions(**{"timeout_s": 5.0, "deadline_s": 90.0, **changes})


def plan_of(table: HostTable = TABLE, *name_servers: str, **changes: Any) -> ProbePlan:
    return direct_plan(table, options(**changes), name_servers or (ROUTER,))
