"""`conntest hosts` and `conntest plan` as documents for programs."""

import csv
import io
import json
from dataclasses import replace

import pytest

from conntest.hosts import load_table
from conntest.language import using
from conntest.model.host import Role
from conntest.model.plan import ProbePlan, ScriptProbe
from conntest.model.report import RunOptions
from conntest.plan import direct_plan
from conntest.render import plan_csv, table_documents

TABLE = load_table()
PLAN = direct_plan(TABLE, RunOptions(timeout_s=3.0, deadline_s=60.0), ("10.20.30.1",))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_every_port_of_every_host_has_a_row() -> None:
    found = rows(table_documents.to_csv(TABLE))
    for host in TABLE.hosts:
        mine = [row for row in found if row["row"] == host.id]
        assert [(row["host"], row["port"], row["optional"]) for row in mine] == [
            *((host.host or "", str(port), "false") for port in host.ports),
            *((host.host or "", str(port), "true") for port in host.optional_ports),
        ]
        assert {row["role"] for row in mine} == {"" if host.role is Role.NONE else host.role.value}
        assert {row["aliases"] for row in mine} == {" ".join(host.aliases)}


def test_every_third_party_has_a_row_with_the_reason() -> None:
    found = {row["row"]: row for row in rows(table_documents.to_csv(TABLE))}
    for one in (*TABLE.controls, *TABLE.push, *TABLE.captive_checks, *TABLE.echo_services, *TABLE.resolvers):
        assert (found[one.id]["service"], found[one.id]["operator"]) == (one.why, one.operator)
    assert all(found[canary.id]["host"] == canary.address for canary in TABLE.canaries)
    assert all(found[check.id]["host"] in check.url for check in TABLE.captive_checks)


def test_json_has_all_of_the_table() -> None:
    document = json.loads(table_documents.to_json(TABLE))
    assert document["info"]["version"] == TABLE.info.version
    assert [host["id"] for host in document["hosts"]] == [host.id for host in TABLE.hosts]
    (first, *_rest), window = document["reset_windows"], TABLE.reset_windows[0]
    assert (first["begins"], first["as_of"]) == (window.begins.isoformat(), window.as_of.isoformat())


def test_a_cell_is_no_formula() -> None:
    host = replace(TABLE.hosts[0], service="=HYPERLINK(1)")
    (row, *_rest) = rows(table_documents.to_csv(replace(TABLE, hosts=(host,))))
    assert row["service"] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_probe_of_a_plan_has_a_row_in_english(language: str) -> None:
    with using(language):
        found = rows(plan_csv.to_csv(PLAN))
    assert [(row["probe"], row["why"]) for row in found] == [(probe.id, probe.why) for probe in PLAN]
    row = next(row for row in found if row["probe"] == "ndc1:4000/connect")
    assert (row["kind"], row["about"], row["host"], row["port"], row["path"]) == (
        *("connect", "ndc1:4000", "ndc1.ibllc.com", "4000", "direct"),
    )
    assert row["how"] == "at once"


def test_scripts_of_a_plan_have_rows_too() -> None:
    script = ScriptProbe(id="pac/1", setting="env", why="who wins", urls=("http://wpad/wpad.dat",), hosts=("a.test",))
    found = rows(plan_csv.to_csv(ProbePlan(options=PLAN.options, endpoints=(), probes=(), scripts=(script,))))
    assert [(row["probe"], row["about"], row["how"]) for row in found] == [("pac/1", "env", "GET http://wpad/wpad.dat")]
