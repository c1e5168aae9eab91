"""What a run will do: the shipped table's plan, and what each row of a small one leads to."""

from collections import Counter, defaultdict
from dataclasses import FrozenInstanceError, replace

import pytest

from conntest.hosts import load_table
from conntest.model.host import OPERATOR_GROUPS, Group, HostTable
from conntest.model.observation import Expectation, Trust
from conntest.model.plan import (
    ConnectProbe,
    GreetingProbe,
    HttpProbe,
    OnlyIf,
    Probe,
    ProbePlan,
    ResolveProbe,
    TlsProbe,
)
from conntest.plan import direct_plan
from tests.every import every
from tests.plan.tables import EAST, PORTAL, ROUTER, SITE, TABLE, host, options, plan_of

SHIPPED = load_table()

PLANS = {
    "small": plan_of(),
    "shipped": direct_plan(SHIPPED, options(), (ROUTER, "192.168.1.2")),
    "without name servers": direct_plan(SHIPPED, options(third_party=False), ()),
}


def of(plan: ProbePlan, subject: str) -> list[Probe]:
    return [probe for probe in plan if probe.subject == subject]


def told(probes: list[Probe]) -> list[str]:
    return [probe.id for probe in probes]


def earlier_ones(probe: Probe) -> tuple[str, ...]:
    if isinstance(probe, ResolveProbe):
        return (probe.instead_of,) if probe.instead_of else ()
    return (*probe.resolved_by, *([probe.after] if probe.after else []))


def test_a_plan_is_a_value() -> None:
    assert plan_of() == plan_of()
    assert hash(plan_of()) == hash(plan_of())
    assert plan_of() != plan_of(timeout_s=4.0)
    with pytest.raises(FrozenInstanceError):
        plan_of().probes = ()  # type: ignore[misc]


def test_a_plan_counts_its_probes_and_goes_through_them() -> None:
    plan = plan_of()
    assert len(plan) == len(list(plan)) == len(plan.probes)


def test_the_shipped_table_has_36_gateway_endpoints() -> None:
    gateways = [endpoint for endpoint in PLANS["shipped"].endpoints if endpoint.group is Group.GATEWAY]
    assert len(gateways) == 36
    assert Counter(endpoint.port for endpoint in gateways) == {4000: 18, 4001: 18}
    assert Counter(str(endpoint.region) for endpoint in gateways) == dict.fromkeys(
        ("america-east", "america-central", "europe", "asia", "china", "sdc"), 6
    )
    assert all(endpoint.required for endpoint in gateways)


@pytest.mark.parametrize(("port", "own", "other"), [(4000, GreetingProbe, TlsProbe), (4001, TlsProbe, GreetingProbe)])
def test_every_gateway_port_is_asked_in_its_own_language_and_only_then_in_the_other(
    port: int, own: type[Probe], other: type[Probe]
) -> None:
    plan = PLANS["shipped"]
    for endpoint in plan.endpoints:
        if endpoint.group is Group.GATEWAY and endpoint.port == port:
            attempts = [probe for probe in of(plan, endpoint.id) if not isinstance(probe, ResolveProbe)]
            first, second, otherwise, third = attempts
            assert [type(probe) for probe in attempts] == [ConnectProbe, own, other, ConnectProbe]
            assert all(later.delay_s >= 0.2 for later in attempts[1:])
            assert (first.after, second.after) == (None, None)
            assert (otherwise.after, otherwise.only_if) == (second.id, OnlyIf.UNANSWERED)
            assert (third.after, third.only_if) == (second.id, OnlyIf.ANSWERED)
            assert {(probe.host, probe.port, probe.every_address) for probe in attempts} == {
                (endpoint.host, endpoint.port, True)
            }


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_no_id_is_given_twice(plan: ProbePlan) -> None:
    assert max(Counter(probe.id for probe in plan).values()) == 1
    assert max(Counter(endpoint.id for endpoint in plan.endpoints).values()) == 1


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_what_a_probe_waits_for_comes_before_it(plan: ProbePlan) -> None:
    before: set[str] = set()
    for probe in plan:
        assert before.issuperset(earlier_ones(probe)), probe.id
        before.add(probe.id)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_every_probe_is_of_something_the_plan_lists_and_says_why_it_is_made(plan: ProbePlan) -> None:
    subjects = {endpoint.id for endpoint in plan.endpoints} | {endpoint.row for endpoint in plan.endpoints}
    assert {probe.subject for probe in plan} <= subjects
    assert all(probe.why for probe in plan)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_every_endpoint_is_probed(plan: ProbePlan) -> None:
    assert {endpoint.id for endpoint in plan.endpoints} <= {probe.subject for probe in plan}


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_only_the_attempts_at_a_gateway_are_delayed(plan: ProbePlan) -> None:
    groups = {endpoint.id: endpoint.group for endpoint in plan.endpoints}
    delayed = {probe.subject for probe in plan if not isinstance(probe, ResolveProbe) and probe.delay_s}
    assert {groups[subject] for subject in delayed} == {Group.GATEWAY}


def test_the_spellings_of_a_name_are_looked_up_in_order_each_instead_of_the_one_before() -> None:
    lookups = [probe for probe in of(plan_of(), "east") if isinstance(probe, ResolveProbe) and probe.system]
    assert [(probe.name, probe.instead_of) for probe in lookups] == [
        ("east.example", None),
        ("old-east.example", "east/resolve"),
        ("older-east.example", "east/resolve/old-east.example"),
    ]


def test_the_name_servers_are_asked_for_each_spelling_under_the_same_condition() -> None:
    lookups = [probe for probe in of(plan_of(), "east") if isinstance(probe, ResolveProbe)]
    by_name: defaultdict[str, list[ResolveProbe]] = defaultdict(list)
    for probe in lookups:
        if not any(ask.over_tcp for ask in probe.ask):
            by_name[probe.name].append(probe)
    for system, servers in by_name.values():
        assert system.instead_of == servers.instead_of
        assert (system.system, servers.system) == (True, False)
        assert [(ask.address, ask.independent) for ask in servers.ask] == [
            (ROUTER, False),
            ("1.1.1.1", True),
            ("8.8.8.8", True),
        ]


def test_a_name_of_the_operator_and_one_of_others_are_asked_for_over_tcp_by_the_systems_servers() -> None:
    over_tcp = [p for p in plan_of() if isinstance(p, ResolveProbe) and any(ask.over_tcp for ask in p.ask)]
    assert len(over_tcp) == 2
    assert {ask.address for probe in over_tcp for ask in probe.ask} == {ROUTER}


def test_connections_wait_for_every_spelling_by_the_system_and_for_no_name_server() -> None:
    assert all(
        probe.resolved_by == ("east/resolve", "east/resolve/old-east.example", "east/resolve/older-east.example")
        for probe in of(plan_of(), "east:4000")
        if not isinstance(probe, ResolveProbe)
    )


def test_a_public_resolver_that_is_the_systems_own_is_not_asked_twice() -> None:
    asked = next(probe for probe in plan_of(TABLE, "8.8.8.8") if isinstance(probe, ResolveProbe) and probe.ask)
    assert [(ask.address, ask.independent) for ask in asked.ask] == [
        ("8.8.8.8", False),
        ("1.1.1.1", True),
        ("9.9.9.9", True),
    ]


def test_a_name_server_configured_twice_is_asked_once() -> None:
    asked = next(probe for probe in plan_of(TABLE, ROUTER, ROUTER) if isinstance(probe, ResolveProbe) and probe.ask)
    assert [ask.address for ask in asked.ask].count(ROUTER) == 1


def test_public_resolvers_are_not_asked_for_the_names_of_others() -> None:
    asks = [ask for probe in plan_of() if isinstance(probe, ResolveProbe) and "check" in probe.id for ask in probe.ask]
    assert {ask.address for ask in asks} == {ROUTER}


def test_without_any_server_to_ask_only_the_system_resolves() -> None:
    plan = direct_plan(TABLE, options(third_party=False), ())
    assert all(probe.system for probe in plan if isinstance(probe, ResolveProbe))


def test_a_web_host_is_verified_first_and_the_rest_depends_on_its_certificate() -> None:
    probes = [probe for probe in of(plan_of(), "portal:443") if not isinstance(probe, ResolveProbe)]
    assert [(probe.id.partition("/")[2], probe.after, probe.only_if) for probe in probes] == [
        ("tls", None, OnlyIf.ALWAYS),
        ("tls-chain", "portal:443/tls", OnlyIf.UNTRUSTED),
        ("tls-system", "portal:443/tls", OnlyIf.UNTRUSTED),
        ("http", "portal:443/tls", OnlyIf.VERIFIED),
    ]
    assert [probe.trust for probe in probes if isinstance(probe, TlsProbe)] == [
        Trust.PUBLIC,
        Trust.UNVERIFIED,
        Trust.SYSTEM,
    ]


@every(
    ("name", "port", "url"),
    [
        ("www.example", 80, "http://www.example/"),
        ("www.example", 8080, "http://www.example:8080/"),
        ("www.example", 443, "https://www.example/"),
        ("10.0.0.7", 80, "http://10.0.0.7/"),
        ("fd00::7", 80, "http://[fd00::7]/"),
        ("fd00::7", 8080, "http://[fd00::7]:8080/"),
        ("fd00::7", 443, "https://[fd00::7]/"),
    ],
)
def test_the_page_asked_for_is_the_hosts_first(name: str, port: int, url: str) -> None:
    plan = plan_of(replace(TABLE, hosts=(host("web", name, Group.WEBSITE, port),)))
    assert [probe.url for probe in of(plan, f"web:{port}") if isinstance(probe, HttpProbe)] == [url]


@every("address", ["10.0.0.7", "fd00::7"])
@every("group", [Group.GATEWAY, Group.WEBSITE])
def test_a_literal_address_is_not_looked_up(address: str, group: Group) -> None:
    plan = plan_of(replace(TABLE, hosts=(host("own", address, group, 443),), controls=(), captive_checks=()))
    probes = [probe for probe in of(plan, "own:443") if not isinstance(probe, ResolveProbe)]
    assert not of(plan, "own")
    assert probes
    assert all((probe.host, probe.resolved_by, probe.addresses) == (address, (), ()) for probe in probes)


def test_a_literal_control_and_a_canary_are_not_looked_up() -> None:
    plan = plan_of()
    assert not of(plan, "control-address")
    assert not of(plan, "canary")
    assert told(of(plan, "canary:443")) == ["canary:443/connect"]


def test_a_captive_check_asks_for_its_page_and_knows_the_answer() -> None:
    probe = of(plan_of(), "check:80")[-1]
    assert isinstance(probe, HttpProbe)
    assert (probe.url, probe.expected) == ("http://check.example/204", Expectation(status=204, body=None))


def test_a_row_without_a_host_gets_no_probe_and_is_no_endpoint() -> None:
    plan = plan_of()
    assert not [probe for probe in plan if "lost" in probe.id]
    assert not [endpoint for endpoint in plan.endpoints if endpoint.row == "lost"]


def test_an_optional_port_is_probed_and_never_required() -> None:
    required = {endpoint.id: endpoint.required for endpoint in plan_of().endpoints if endpoint.row == "site"}
    assert required == {"site:443": True, "site:80": False}


def test_a_spelling_given_twice_is_looked_up_once() -> None:
    doubled = replace(EAST, aliases=("east.example", "old-east.example", "old-east.example"))
    plan = plan_of(replace(TABLE, hosts=(doubled,)))
    names = [probe.name for probe in of(plan, "east") if isinstance(probe, ResolveProbe) and probe.system]
    assert names == ["east.example", "old-east.example"]


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_endpoints_come_in_the_order_of_the_table_the_operators_first(plan: ProbePlan) -> None:
    ours = [endpoint.group in OPERATOR_GROUPS for endpoint in plan.endpoints]
    assert ours == sorted(ours, reverse=True)


def test_an_empty_table_is_an_empty_plan() -> None:
    empty = HostTable(info=TABLE.info, operator=TABLE.operator, hosts=())
    assert len(plan_of(empty)) == 0


def test_the_order_of_rows_does_not_change_what_is_done_to_each() -> None:
    there, back = plan_of(replace(TABLE, hosts=(SITE, PORTAL))), plan_of(replace(TABLE, hosts=(PORTAL, SITE)))
    assert {probe.id: probe for probe in there} == {probe.id: probe for probe in back}


def test_a_run_connects_to_a_port_of_a_name_at_most_four_times() -> None:
    probes = [probe for probe in PLANS["shipped"] if not isinstance(probe, ResolveProbe)]
    own = {host.host for host in SHIPPED.hosts}
    connects = Counter((probe.host, probe.port) for probe in probes if probe.host in own)
    assert max(connects.values()) <= 4
