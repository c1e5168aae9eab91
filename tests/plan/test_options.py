"""What each option leaves in a plan, and what it leaves out."""

from typing import Any

from conntest.hosts import load_table
from conntest.model.host import Group, Region
from conntest.model.plan import ResolveProbe
from conntest.plan import known_ids, unmatched
from tests.every import every
from tests.plan.tables import ROUTER, TABLE, plan_of

HELPERS = {"control-name", "control-address", "check", "canary"}


def rows(**changes: Any) -> set[str]:
    return {endpoint.row for endpoint in plan_of(**changes).endpoints}


def endpoints(**changes: Any) -> set[str]:
    return {endpoint.id for endpoint in plan_of(**changes).endpoints}


def required(**changes: Any) -> set[str]:
    return {endpoint.id for endpoint in plan_of(**changes).endpoints if endpoint.required}


def test_a_region_marks_only_its_own_gateways_required_and_leaves_the_others_to_compare_with() -> None:
    assert required(regions=(Region.EUROPE,)) == {"europe:4000", "europe:4001", "site:443", "portal:443"}
    assert endpoints(regions=(Region.EUROPE,)) == endpoints()
    assert plan_of(regions=(Region.EUROPE,)).probes == plan_of().probes


def test_several_regions_may_be_ones_own() -> None:
    assert required(regions=(Region.EUROPE, Region.AMERICA_EAST)) == required()


def test_a_group_leaves_only_its_rows_and_the_helpers() -> None:
    assert rows(groups=(Group.WEBSITE,)) == {"site", *HELPERS}
    assert rows(groups=(Group.WEBSITE, Group.GATEWAY)) == {"site", "east", "europe", *HELPERS}


@every(
    ("globs", "left"),
    [
        (("east",), {"east:4000", "east:4001"}),
        (("east:4000",), {"east:4000"}),
        (("*:4001",), {"east:4001", "europe:4001"}),
        (("e*",), {"east:4000", "east:4001", "europe:4000", "europe:4001"}),
        (("site", "portal"), {"site:443", "site:80", "portal:443"}),
        (("[!e]*",), {"site:443", "site:80", "portal:443"}),
    ],
)
def test_include_leaves_what_it_names_by_row_or_by_endpoint(globs: tuple[str, ...], left: set[str]) -> None:
    assert endpoints(include=globs, third_party=False) == left


def test_include_keeps_the_helpers_to_compare_with() -> None:
    assert rows(include=("east",)) == {"east", *HELPERS}


@every(
    ("globs", "gone"),
    [
        (("east",), {"east:4000", "east:4001"}),
        (("*:4001",), {"east:4001", "europe:4001", "canary:4001"}),
        (("control-*",), {"control-name:443", "control-address:443"}),
        (("check:80",), {"check:80"}),
    ],
)
def test_exclude_takes_away_what_it_names_helpers_too(globs: tuple[str, ...], gone: set[str]) -> None:
    assert endpoints() - endpoints(exclude=globs) == gone


def test_exclude_wins_over_include() -> None:
    assert endpoints(include=("e*",), exclude=("*:4000",), third_party=False) == {"east:4001", "europe:4001"}


def test_a_host_that_is_excluded_is_not_looked_up_either() -> None:
    assert not [probe for probe in plan_of(exclude=("east",)) if probe.id.startswith("east/")]


def test_a_resolver_that_is_excluded_is_not_asked() -> None:
    asked = {
        ask.address
        for probe in plan_of(exclude=("resolver-a",))
        if isinstance(probe, ResolveProbe)
        for ask in probe.ask
    }
    assert asked == {ROUTER, "8.8.8.8", "9.9.9.9"}


def test_without_third_parties_nobody_is_contacted_but_the_operator_and_the_systems_name_servers() -> None:
    plan = plan_of(third_party=False)
    assert {endpoint.operator for endpoint in plan.endpoints} == {TABLE.operator}
    asked = {ask.address for probe in plan if isinstance(probe, ResolveProbe) for ask in probe.ask}
    assert asked == {ROUTER}


def test_options_are_kept_in_the_plan() -> None:
    assert plan_of(ipv6=False).options.ipv6 is False


def test_known_ids_are_those_of_rows_endpoints_and_helpers_once_each() -> None:
    ids = list(known_ids(TABLE))
    assert len(ids) == len(set(ids))
    assert {"east", "east:4001", "site:80", "control-address:443", "check", "check:80", "canary:4001"} <= set(ids)
    assert "resolver-b" in ids
    assert "lost" not in ids


def test_every_id_of_a_full_plan_is_known() -> None:
    shipped = load_table()
    plan = plan_of(shipped)
    known = set(known_ids(shipped))
    assert {endpoint.id for endpoint in plan.endpoints} | {endpoint.row for endpoint in plan.endpoints} <= known


@every(
    ("globs", "in_vain"),
    [
        ((), ()),
        (("east", "*:4000", "resolver-?"), ()),
        (("eats", "east"), ("eats",)),
        (("lost",), ("lost",)),
        (("EAST",), ("EAST",)),
        (("",), ("",)),
    ],
)
def test_globs_in_vain_are_told(globs: tuple[str, ...], in_vain: tuple[str, ...]) -> None:
    assert unmatched(TABLE, globs) == in_vain
