"""Patterns of exits, each from the way a network spreads its connections; and services that err."""

import random
from dataclasses import replace

import pytest

from conntest.model.echo import Series
from conntest.model.egress import Pattern
from conntest.model.report import Interface
from tests.diagnosis.exits import (
    A6,
    A,
    B,
    C,
    Flow,
    after,
    always,
    at_the_border,
    by_destination,
    by_source_port,
    by_weight,
    in_turn,
    run,
)
from tests.diagnosis.world import HEALTHY_MACHINE
from tests.every import every

LOTS = random.Random(7)
BEHIND_CGNAT = replace(
    HEALTHY_MACHINE, interfaces=(Interface(name="eth0", up=True, addresses=("100.70.1.2",), mtu=1500),)
)
BEHIND_TAILSCALE = replace(
    HEALTHY_MACHINE, interfaces=(Interface(name="tailscale0", up=True, addresses=("100.70.1.2",), mtu=1280),)
)


def within_a_connection(flow: Flow) -> str:
    """Every request takes the next exit, whatever connection it came by."""
    return (A, B)[(flow.number + flow.request) % 2]


def other_ports(flow: Flow) -> str:
    return B if flow.port in (4000, 4001) else A


@every(
    ("leaves", "pattern"),
    [
        (always(A), Pattern.CONSTANT),
        (in_turn(A, B), Pattern.ROUND_ROBIN),
        (in_turn(A, B, C), Pattern.ROUND_ROBIN),
        (by_source_port(A, B), Pattern.PER_FLOW),
        (by_weight(LOTS, {A: 3, B: 1}), Pattern.PER_FLOW),
        (by_destination(A, B), Pattern.PER_DESTINATION),
        (at_the_border(A, B), Pattern.SPLIT_TUNNEL),
        (after(0.7, A, B), Pattern.FAILOVER),
        (within_a_connection, Pattern.HTTP_POOL),
        (other_ports, Pattern.PER_PORT),
    ],
)
def test_each_way_of_spreading_has_its_pattern(leaves: object, pattern: Pattern) -> None:
    assert run(leaves).pattern is pattern  # type: ignore[arg-type]


def test_a_pool_of_neighbours_behind_a_shared_line_is_the_providers() -> None:
    spread = by_weight(random.Random(3), {A: 1, B: 1})
    assert run(spread, machine=BEHIND_CGNAT).pattern is Pattern.CGNAT_POOL
    assert run(spread, machine=HEALTHY_MACHINE).pattern is Pattern.PER_FLOW
    assert run(spread, machine=BEHIND_TAILSCALE).pattern is Pattern.PER_FLOW


def test_addresses_far_apart_are_no_pool() -> None:
    assert (
        run(by_weight(random.Random(3), {A: 1, "93.184.216.34": 1}), machine=BEHIND_CGNAT).pattern is Pattern.PER_FLOW
    )


def test_the_address_and_what_its_constancy_excludes_are_told() -> None:
    found = run(always(A))
    (exits,) = found.exits
    assert (exits.family, exits.addresses, exits.dissenters) == (4, (A,), ())
    assert exits.confidence is not None
    assert exits.confidence.flows == 11 + 10
    assert exits.confidence.unseen_share == pytest.approx(0.133, abs=0.001)
    assert [(known.address, known.samples) for known in found.addresses] == [(A, 11 + 10 + 6 + 3)]


def test_fewer_samples_exclude_less() -> None:
    few, many = run(always(A), samples=2).confidence, run(always(A), samples=40).confidence
    assert few and many and few.unseen_share > many.unseen_share


@pytest.mark.parametrize("service", ["echo-amazon", "echo-cloudflare", "echo-ipip"])
def test_a_service_that_lies_is_no_change(service: str) -> None:
    found = run(always(A), says={service: lambda flow, address: B})
    (exits,) = found.exits
    assert exits.pattern is Pattern.CONSTANT
    assert exits.addresses == (A,)
    assert len(exits.dissenters) == 1


def test_a_service_that_lies_in_many_ways_is_no_change() -> None:
    found = run(always(A), says={"echo-cloudflare": lambda flow, address: (A, B, C)[flow.number % 3]})
    assert found.pattern is Pattern.CONSTANT
    assert found.exits[0].dissenters == ("Cloudflare",)


def test_a_service_that_is_silent_is_missing_data_and_another_takes_over() -> None:
    found = run(always(A), says={"echo-cloudflare": lambda flow, address: None})
    assert found.pattern is Pattern.CONSTANT
    repeated = {sample.service for sample in found.samples if sample.series is Series.REPEATED}
    assert repeated == {"echo-amazon"}
    assert all(sample.failure or sample.said for sample in found.samples if sample.address is None)


def test_a_service_that_tires_is_missing_data() -> None:
    found = run(always(A), says={"echo-cloudflare": lambda flow, address: address if flow.number < 20 else None})
    assert found.pattern is Pattern.CONSTANT


def test_when_all_are_silent_nothing_is_known() -> None:
    found = run(always(A), says={name: lambda flow, address: None for name in SERVICES})
    assert (found.pattern, found.confidence, found.exits) == (Pattern.UNKNOWN, None, ())


def test_one_operator_alone_is_not_enough_for_a_claim() -> None:
    others = {name: lambda flow, address: None for name in SERVICES - {"echo-cloudflare"}}
    found = run(in_turn(A, B), says=others)
    assert found.pattern is Pattern.UNCONFIRMED


def test_two_operators_that_differ_are_not_enough_either() -> None:
    others = {name: lambda flow, address: None for name in SERVICES - {"echo-cloudflare", "echo-amazon"}}
    found = run(by_destination_of({"echo-cloudflare": A, "echo-amazon": B}), says=others)
    assert found.pattern is Pattern.UNCONFIRMED


def by_destination_of(known: dict[str, str]):  # type: ignore[no-untyped-def]
    return lambda flow: known.get(flow.service, A)


def test_ipv4_and_ipv6_are_never_compared() -> None:
    found = run(lambda flow: A6 if flow.number % 2 else A)
    assert {exits.family: exits.pattern for exits in found.exits} == {4: Pattern.CONSTANT, 6: Pattern.CONSTANT}
    assert found.pattern is Pattern.CONSTANT


def test_udp_by_another_way_is_told_apart() -> None:
    found = run(lambda flow: B if flow.series in (Series.DNS, Series.STUN) else A)
    (exits,) = found.exits
    assert (exits.pattern, exits.addresses, exits.elsewhere) == (Pattern.CONSTANT, (A,), (B,))


def test_a_change_during_the_hold_is_a_failover() -> None:
    found = run(after(200.0, A, B), hold_s=300.0)
    assert found.pattern is Pattern.FAILOVER
    assert found.exits[0].changed_s == pytest.approx(300.0, abs=3.0)


def test_a_hold_without_a_change_is_constant() -> None:
    assert run(always(A), hold_s=300.0).pattern is Pattern.CONSTANT


def test_a_line_that_comes_back_is_no_failover() -> None:
    assert run(lambda flow: B if 0.25 < flow.t < 1.0 else A).pattern is Pattern.PER_FLOW


SERVICES = frozenset(
    {
        "echo-cloudflare",
        "echo-amazon",
        "echo-ipify",
        "echo-icanhazip",
        "echo-ifconfig",
        "echo-tor",
        "echo-ipip",
        "echo-oray",
        "echo-3322",
        "echo-ipw",
        "echo-portquiz-4000",
        "echo-portquiz-4001",
        "echo-dns-google",
        "echo-dns-opendns",
        "echo-dns-akamai",
        "echo-dns-cloudflare",
        "stun-cloudflare",
        "stun-google",
        "stun-miwifi",
        "stun-qq",
        "stun-bilibili",
    }
)
