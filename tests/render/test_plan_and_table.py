"""`conntest plan` and `conntest hosts` on paper."""

import json
import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from conntest.hosts import load_table
from conntest.model.host import HostTable, TableInfo
from conntest.model.plan import ConnectProbe, ProbePlan, SniffProbe
from conntest.model.proxy import Scheme
from conntest.model.report import RunOptions
from conntest.plan import direct_plan
from conntest.render import plan, probe_words, table
from tests.render import samples
from tests.render.paper import pipe, written

TABLE = load_table()
OPTIONS = RunOptions(timeout_s=3.0, deadline_s=60.0)
PLAN = direct_plan(TABLE, OPTIONS, ("10.20.30.1",))


def shown_plan(made: ProbePlan = PLAN, *, width: int = 80, verbose: bool = False) -> str:
    console = pipe(width)
    plan.render(made, console, verbose=verbose)
    return written(console)


def shown_table(read: HostTable = TABLE, *, width: int = 80, verbose: bool = False) -> str:
    console = pipe(width)
    table.render(read, console, verbose=verbose)
    return written(console)


def test_a_plan_begins_with_its_size() -> None:
    assert shown_plan().startswith(f"{len(PLAN)} probes of {len(PLAN.endpoints)} endpoints: ")


def test_a_plan_gives_every_reason_and_every_host() -> None:
    text = " ".join(shown_plan().split())
    for probe in PLAN:
        assert probe.why in text
    for endpoint in PLAN.endpoints:
        assert f" {endpoint.host} " in text


def test_a_plan_counts_by_group_and_lists_by_port() -> None:
    text = shown_plan()
    assert "Gateways ─" in text
    assert "  18 hosts, 36 endpoints, " in text
    assert "  ndc1.ibllc.com  America \u2013 East, primary\n    names ndc1.ibllc.com, else gdc1.ibllc.com, else" in text
    assert "    4000  connect, greeting, tls, connect\n    4001  connect, tls, greeting, connect\n" in text


def test_a_verbose_plan_gives_every_probe_its_line() -> None:
    kinds = "|".join({probe_words.kind(probe) for probe in PLAN})
    probe_line = re.compile(rf"^    [ 0-9]{{6}}({kinds}) ", re.MULTILINE)
    assert len(probe_line.findall(shown_plan(verbose=True))) == len(PLAN)


PROXY = "socks5://proxy.example:1080"


@pytest.mark.parametrize("verbose", [False, True])
def test_a_plan_shows_what_is_asked_of_proxies_and_sent_through_them(verbose: bool) -> None:
    sniff = SniffProbe(
        id="sniff",
        proxy=PROXY,
        path=PROXY,
        why="is it alive?",
        host="proxy.example",
        port=1080,
        scheme=Scheme.SOCKS5,
        claimed=True,
        target=("www.example", 443),
    )
    through = next(probe for probe in PLAN if probe.id == "ndc1:4000/connect")
    text = shown_plan(
        replace(PLAN, probes=(*PLAN.probes, sniff, replace(through, id="x", path=PROXY))), verbose=verbose
    )
    assert f"Proxies {'─' * 72}\n\n  {PROXY}\n" in text
    assert f"sniff     as socks5 via {PROXY} · is it alive?" in text
    assert (
        f"          connect   at once via {PROXY} · " in text if verbose else f"          connect via {PROXY}\n" in text
    )


def test_an_endpoint_without_probes_is_said_to_have_none() -> None:
    without = tuple(probe for probe in PLAN if probe.subject != "ndc1:4001")
    assert "    4001  not probed" in shown_plan(replace(PLAN, probes=without))


def test_an_empty_plan_is_a_plan() -> None:
    assert shown_plan(ProbePlan(options=OPTIONS, endpoints=(), probes=())) == (
        "0 probes of 0 endpoints: none. Nothing was sent.\n"
    )


def test_a_plan_as_json_holds_every_probe_with_its_kind() -> None:
    document = json.loads(plan.to_json(PLAN))
    assert list(document) == ["options", "endpoints", "probes", "scripts"]
    assert [probe["id"] for probe in document["probes"]] == [probe.id for probe in PLAN]
    first = next(probe for probe in document["probes"] if probe["id"] == "ndc1:4000/connect")
    assert (first["kind"], first["host"], first["port"], first["only_if"]) == (
        "connect",
        "ndc1.ibllc.com",
        4000,
        "always",
    )


def test_a_hostile_table_shows_as_text() -> None:
    probe = ConnectProbe(id="p", endpoint="ndc1:4000", why=samples.HOSTILE, host=samples.HOSTILE, port=1)
    endpoint = replace(PLAN.endpoints[0], host=samples.HOSTILE, service=samples.HOSTILE, region=None)
    hostile = ProbePlan(options=OPTIONS, endpoints=(endpoint,), probes=(probe,))
    row = replace(TABLE.hosts[0], host=samples.HOSTILE, notes=samples.HOSTILE, aliases=(samples.HOSTILE,))
    for text in (
        shown_plan(hostile),
        shown_plan(hostile, verbose=True),
        plan.to_json(hostile),
        shown_table(replace(TABLE, hosts=(row,)), verbose=True),
    ):
        assert all(line.isprintable() for line in text.split("\n"))


@pytest.mark.parametrize("width", [80, 110])
@pytest.mark.parametrize("verbose", [False, True])
def test_nothing_is_wider_than_the_terminal(width: int, verbose: bool) -> None:
    for text in (shown_plan(width=width, verbose=verbose), shown_table(width=width, verbose=verbose)):
        assert max(map(cell_len, text.splitlines())) <= width


def test_a_table_begins_with_where_it_came_from() -> None:
    made = replace(TABLE, info=TableInfo(source="/x/hosts.yaml", version="7", updated="2026-01-02"))
    assert shown_table(made).startswith("Host table 7, updated 2026-01-02: /x/hosts.yaml\n")


def test_a_table_shows_every_host_with_ports_role_and_evidence() -> None:
    text = shown_table()
    for row in TABLE.hosts:
        assert (row.host or "(name not known, never probed)") in text
    assert "    ndc1.ibllc.com          4000 4001  primary, public\n" in text
    assert "443 (80)" in text


def test_a_table_says_why_third_parties_are_contacted() -> None:
    text = " ".join(shown_table().split())
    for rows in (
        TABLE.controls,
        TABLE.push,
        TABLE.captive_checks,
        TABLE.canaries,
        TABLE.echo_services,
        TABLE.resolvers,
    ):
        assert all(row.why in text for row in rows)


def test_a_verbose_table_adds_other_spellings_and_sources() -> None:
    assert "gdc1.ibllc.com" not in shown_table()
    assert "      also gdc1.ibllc.com, tws.ibllc.com\n" in shown_table(verbose=True)
    assert TABLE.hosts[0].source.split()[0] in shown_table(verbose=True)


def test_a_table_without_third_parties_has_no_such_sections() -> None:
    bare = replace(TABLE, controls=(), push=(), captive_checks=(), canaries=(), echo_services=(), resolvers=())
    headings = [line.split(" ─")[0] for line in shown_table(bare).splitlines() if " ─" in line]
    assert headings == ["Gateways", "Websites", "Client Portal", "Services", "Totals"]
