"""What a run costs: which lookups and visits are made, and which are spared."""

from collections import Counter
from dataclasses import replace

import pytest

from conntest.engine.conduct import PER_ADDRESS
from conntest.hosts import load_table
from conntest.model.failure import Failure
from conntest.model.host import Group
from conntest.model.observation import AskedBy, Crash
from conntest.model.plan import ProbePlan, ResolveProbe
from conntest.plan.recipes import SPACING_S
from tests.engine.network import TIMEOUT_S, Conduct, Network
from tests.plan.tables import EAST, EUROPE, PORTAL, ROUTER, TABLE, host, plan_of

GATEWAY = plan_of(replace(TABLE, hosts=(EAST,)), third_party=False)
WEB = plan_of(replace(TABLE, hosts=(PORTAL,)), third_party=False)

NAMES = ("east.example", "old-east.example", "older-east.example")


def test_a_healthy_gateway_is_looked_up_once_and_tried_three_times_a_port(conduct: Conduct) -> None:
    network = Network(names={"east.example": ["20.0.0.1"]})
    run = conduct(GATEWAY, network)
    assert sorted(set(network.lookups)) == [(ROUTER, "east.example"), ("system", "east.example")]
    assert sorted(network.visits) == sorted(
        (f"east:{port}/{what}", "20.0.0.1")
        for port, own in ((4000, "greeting"), (4001, "tls"))
        for what in ("connect", own, "connect-late")
    )
    assert not run.outcome.interrupted
    assert not run.outcome.deadline_reached


def test_one_server_with_several_names_is_asked_once_for_all_of_them(conduct: Conduct) -> None:
    west = replace(EAST, id="west", host="west.example", aliases=())
    plan = plan_of(replace(TABLE, hosts=(EAST, west)), third_party=False)
    network = Network(names={row.host: ["20.0.0.1", "20.0.0.2"] for row in (EAST, west) if row.host})
    seen = [one for one in conduct(plan, network).outcome.observations if one.endpoint]
    assert max(Counter(network.visits).values()) == 1
    assert Counter(address for _probe, address in network.visits) == {"20.0.0.1": 6, "20.0.0.2": 6}
    assert Counter(one.endpoint for one in seen) == dict.fromkeys((e.id for e in plan.endpoints), 6)
    made = {one.id for one in seen if one.made_as is None}
    assert len(made) == 12
    assert {one.made_as for one in seen if one.made_as} == made


def test_what_broke_for_one_name_of_a_server_broke_for_the_others(conduct: Conduct) -> None:
    west = replace(EAST, id="west", host="west.example", aliases=())
    plan = plan_of(replace(TABLE, hosts=(EAST, west)), third_party=False)
    names = {row.host: ["20.0.0.1"] for row in (EAST, west) if row.host}
    error = ValueError("no such thing")
    network = Network(names=names, broken={"east:4000/connect": error, "west:4000/connect": error})
    seen = conduct(plan, network).outcome.observations
    assert {one.endpoint for one in seen if isinstance(one, Crash)} == {"east:4000", "west:4000"}


def test_every_address_of_a_gateway_is_tried(conduct: Conduct) -> None:
    network = Network(names={"east.example": ["20.0.0.1", "20.0.0.2", "fd00::1"]})
    conduct(GATEWAY, network)
    assert sorted(network.visited("connect")) == sorted(["20.0.0.1", "20.0.0.2", "fd00::1"] * 2)


@pytest.mark.parametrize(
    "failure", [Failure.DNS_NXDOMAIN, Failure.DNS_NO_ANSWER, Failure.DNS_TIMEOUT, Failure.DNS_SERVFAIL]
)
def test_a_name_that_does_not_resolve_costs_no_connection(conduct: Conduct, failure: Failure) -> None:
    network = Network(names=dict.fromkeys(NAMES, failure))
    run = conduct(GATEWAY, network)
    assert network.visits == []
    assert {seen.failure for seen in run.outcome.observations} == {failure}
    assert run.told.ended.keys() == {probe.id for probe in GATEWAY}


def test_an_alias_is_asked_for_only_where_the_name_before_does_not_exist(conduct: Conduct) -> None:
    network = Network(names={"east.example": Failure.DNS_NXDOMAIN, "old-east.example": ["20.0.0.9"]})
    conduct(GATEWAY, network)
    assert set(network.lookups) == {(who, name) for who in ("system", ROUTER) for name in NAMES[:2]}
    assert set(network.visited("greeting")) == {"20.0.0.9"}


@pytest.mark.parametrize("failure", [Failure.DNS_TIMEOUT, Failure.DNS_SERVFAIL, Failure.DNS_REFUSED])
def test_an_alias_is_not_asked_for_where_nobody_knows_whether_the_name_exists(
    conduct: Conduct, failure: Failure
) -> None:
    network = Network(names={"east.example": failure})
    conduct(GATEWAY, network)
    assert {name for _, name in network.lookups} == {"east.example"}


def test_no_connection_waits_for_a_name_server(conduct: Conduct) -> None:
    network = Network(lookup_takes=lambda server, name: 4.0 if server == ROUTER else 0.05)
    run = conduct(GATEWAY, network)
    assert run.told.ended["east:4000/connect"].t < 0.2
    assert run.told.ended["east/name-servers"].t == pytest.approx(4.6), "it is asked behind the system's lookups"


def test_a_dead_web_address_is_tried_once_and_costs_no_second_look_at_its_certificate(conduct: Conduct) -> None:
    network = Network(names={"portal.example": ["20.0.0.1", "20.0.0.2"]}, dead=frozenset({"20.0.0.1"}))
    conduct(WEB, network)
    assert sorted(network.visited("tls")) == ["20.0.0.1", "20.0.0.2"]
    assert network.visited("tls-chain") == network.visited("tls-system") == []
    assert network.visited("http") == ["20.0.0.2"]


def test_a_refused_certificate_is_looked_at_and_no_page_is_asked_for(conduct: Conduct) -> None:
    network = Network(names={"portal.example": ["20.0.0.1"]}, refused={"20.0.0.1": Failure.SSL_UNKNOWN_AUTHORITY})
    conduct(WEB, network)
    assert network.visited("tls-chain") == network.visited("tls-system") == ["20.0.0.1"]
    assert network.visited("http") == []


def test_a_port_that_speaks_no_tls_is_not_asked_again(conduct: Conduct) -> None:
    network = Network(names={"portal.example": ["20.0.0.1"]}, refused={"20.0.0.1": Failure.SSL_NOT_SPOKEN})
    conduct(WEB, network)
    assert [kind.rpartition("/")[2] for kind, _ in network.visits] == ["tls"]


def test_one_believed_address_of_each_family_is_enough_for_the_page(conduct: Conduct) -> None:
    network = Network(
        names={"portal.example": ["20.0.0.1", "20.0.0.2", "20.0.0.3", "fd00::1", "fd00::2"]},
        refused={"20.0.0.1": Failure.SSL_EXPIRED, "fd00::1": Failure.SSL_EXPIRED},
    )
    conduct(WEB, network)
    assert sorted(network.visited("http")) == ["20.0.0.2", "fd00::2"]
    assert sorted(network.visited("tls-chain")) == ["20.0.0.1", "fd00::1"]


def test_answers_that_lead_nowhere_cost_nothing_and_break_nothing(conduct: Conduct) -> None:
    bad = [
        "0.0.0.0",
        "192.0.2.1",
        "2001:db8::1",
        "224.0.0.1",
        "::",
        "ff02::1%eth0",
        "nonsense",
        "",
        "1.2.3.4.5",
        "\x00",
    ]
    network = Network(names={"east.example": [*bad, "fe80::1%eth0", "20.0.0.1"]})
    conduct(GATEWAY, network)
    assert sorted(network.visited("connect")) == sorted(["20.0.0.1", "fe80::1%eth0"] * 2)


def test_a_name_with_nothing_but_bad_answers_costs_no_connection(conduct: Conduct) -> None:
    network = Network(names={"east.example": ["0.0.0.0", "nonsense"]})
    run = conduct(GATEWAY, network)
    assert network.visits == []
    assert not run.outcome.interrupted


def test_uneven_attempts_are_followed_up_in_the_same_run(conduct: Conduct) -> None:
    network = Network(names={"east.example": ["20.0.0.1"]}, lost=frozenset({"east:4000/greeting"}))
    run = conduct(GATEWAY, network)
    again = [probe for probe, _ in network.visits if "connect-again" in probe]
    wanted = ("4000/connect-again-1", "4000/connect-again-2", "4001/connect-again-1")
    assert sorted(again) == [f"east:{one}" for one in wanted]
    assert {seen.id for seen in run.outcome.observations} >= {f"{probe}@20.0.0.1" for probe in again}


def test_the_total_in_flight_is_bounded_and_used(conduct: Conduct) -> None:
    many = replace(
        TABLE,
        hosts=tuple(host(f"site-{number}", f"20.0.{number}.1", Group.WEBSITE, 80) for number in range(40)),
    )
    network = Network()
    conduct(plan_of(many, third_party=False), network, in_flight=7)
    assert len(network.visits) == 40
    assert network.peak[""] == 7


def test_one_address_is_never_crowded(conduct: Conduct) -> None:
    many = replace(TABLE, hosts=tuple(host(f"site-{number}", "20.0.0.1", Group.WEBSITE, 80) for number in range(40)))
    network = Network()
    conduct(plan_of(many, third_party=False), network)
    assert len(network.visits) == 40
    assert network.peak["20.0.0.1"] == PER_ADDRESS


def test_a_crowded_address_holds_up_no_other(conduct: Conduct) -> None:
    rows = [host(f"busy-{number}", "20.0.0.1", Group.WEBSITE, 80) for number in range(40)]
    network = Network()
    run = conduct(plan_of(replace(TABLE, hosts=(*rows, EUROPE)), third_party=False), network)
    assert run.told.ended["europe:4000/connect"].t < 0.3


def test_attempts_at_one_port_are_spaced(conduct: Conduct) -> None:
    network = Network(lookup_takes=lambda server, name: 0.0, takes=lambda probe, address: 0.0)
    run = conduct(GATEWAY, network)
    ended = [run.told.ended[f"east:4000/{what}"].t for what in ("connect", "greeting", "connect-late")]
    assert ended == pytest.approx([0.0, 0.25, 0.5])


def test_a_network_that_drops_all_gateways_takes_less_than_two_timeouts_and_three_seconds(conduct: Conduct) -> None:
    table = load_table()
    names = {row.host: [f"20.0.{number}.1"] for number, row in enumerate(table.hosts) if row.host}
    gateways = [row.host for row in table.hosts if row.host and row.group is Group.GATEWAY]
    dead = frozenset(address for name in gateways for address in names[name])
    network = Network(names=names, dead=dead)
    run = conduct(plan_of(table), network)
    assert len(dead) == 18
    assert run.took_s < 2 * TIMEOUT_S + 3


def test_the_same_run_gives_the_same_outcome(conduct: Conduct) -> None:
    plan = plan_of(load_table())
    assert conduct(plan, Network()).outcome == conduct(plan, Network()).outcome


def test_observations_are_sorted_whoever_came_first(conduct: Conduct) -> None:
    plan = plan_of()
    ids = [seen.id for seen in conduct(plan, Network()).outcome.observations]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    late = Network(takes=lambda probe, address: 0.9 - 0.005 * (sum(probe.id.encode()) % 100))
    assert [seen.id for seen in conduct(plan, late).outcome.observations] == ids


def test_everyone_asked_about_a_name_is_an_observation(conduct: Conduct) -> None:
    run = conduct(plan_of(), Network())
    asked = {seen.id: seen.resolves[0].detail.asked_by for seen in run.outcome.observations if seen.row == "portal"}
    assert asked == {
        "portal/resolve@system": AskedBy.SYSTEM,
        f"portal/name-servers@{ROUTER}": AskedBy.NAME_SERVER,
        "portal/name-servers@1.1.1.1": AskedBy.INDEPENDENT,
        "portal/name-servers@8.8.8.8": AskedBy.INDEPENDENT,
    }


def test_an_empty_plan_ends_at_once(conduct: Conduct) -> None:
    run = conduct(replace(WEB, endpoints=(), probes=()), Network())
    assert run.outcome.observations == ()
    assert run.took_s == 0


PLANS: dict[str, ProbePlan] = {"gateway": GATEWAY, "web": WEB, "all": plan_of()}


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_every_probe_ends_even_where_nothing_answers(conduct: Conduct, plan: ProbePlan) -> None:
    names = {probe.name: ["20.0.0.1"] for probe in plan if isinstance(probe, ResolveProbe)}
    addresses = frozenset({"20.0.0.1", "1.1.1.1", "192.0.2.1"})
    run = conduct(plan, Network(names=names, dead=addresses))
    assert run.told.ended.keys() >= {probe.id for probe in plan}


def test_further_attempts_where_nothing_answers_end_with_the_first(conduct: Conduct) -> None:
    network = Network(names={"east.example": ["20.0.0.1"]}, dead=frozenset({"20.0.0.1"}))
    ended = conduct(GATEWAY, network).told.ended
    assert ended["east:4000/greeting"].t == pytest.approx(ended["east:4000/connect"].t)


def test_where_one_was_answered_further_attempts_have_all_the_patience(conduct: Conduct) -> None:
    network = Network(names={"east.example": ["20.0.0.1"]}, lost=frozenset({"east:4000/greeting"}))
    ended = conduct(GATEWAY, network).told.ended
    assert ended["east:4000/greeting"].t > SPACING_S + TIMEOUT_S
