"""When a probe's turn comes, whether it is still wanted then, and which addresses it goes to."""

from typing import Any

import pytest

from conntest.engine import turn
from conntest.engine.turn import ADDRESSES_PER_FAMILY
from conntest.model.failure import CERTIFICATE_FAILURES, Failure
from conntest.model.observation import AskedBy, Attempt, ProbeKind, Step, Trust
from conntest.model.plan import ConnectProbe, OnlyIf, ResolveProbe, TlsProbe
from tests.every import every
from tests.plan.outcomes import attempt, connected, greeted, not_connected, resolved, secured
from tests.plan.tables import options

LOOKUP = ResolveProbe(id="a/resolve", row="a", why="w", name="a.example", system=True)
ALIAS = ResolveProbe(id="a/resolve/b", row="a", why="w", name="b.example", system=True, instead_of="a/resolve")


def connect(**changes: Any) -> ConnectProbe:
    given = {"id": "a:443/connect", "endpoint": "a:443", "why": "w", "host": "a.example", "port": 443, **changes}
    return ConnectProbe(**given)


def answered(*addresses: str, failure: Failure | None = None) -> list[Attempt]:
    step = resolved("a.example", AskedBy.SYSTEM, *addresses, failure=failure)
    return [Attempt(id="a/resolve@system", kind=ProbeKind.RESOLVE, row="a", steps=(step,))]


def goes_to(probe: ConnectProbe, seen: dict[str, list[Attempt]], **changes: Any) -> list[str]:
    return turn.addresses(probe, seen, options(**changes))


def test_a_probe_waits_for_its_names_and_for_the_probe_it_depends_on() -> None:
    assert turn.waits_for(connect()) == ()
    assert turn.waits_for(connect(resolved_by=("x", "y"))) == ("x", "y")
    assert turn.waits_for(connect(resolved_by=("x",), after="z")) == ("x", "z")
    assert turn.waits_for(LOOKUP) == ()
    assert turn.waits_for(ALIAS) == ("a/resolve",)


@every(
    ("before", "wanted"),
    [
        (answered(failure=Failure.DNS_NXDOMAIN), True),
        (answered(failure=Failure.DNS_NO_ANSWER), True),
        (answered("20.0.0.1"), False),
        (answered(failure=Failure.DNS_TIMEOUT), False),
        (answered(failure=Failure.DNS_SERVFAIL), False),
        (answered(failure=Failure.DNS_NXDOMAIN) + answered("fd00::1"), False),
        ([], False),  # itself an alias that was not wanted
    ],
)
def test_an_alias_is_wanted_only_where_the_name_before_does_not_exist(before: list[Attempt], wanted: bool) -> None:
    assert turn.name_wanted(ALIAS, {"a/resolve": before}) is wanted


def test_a_first_name_is_always_wanted() -> None:
    assert turn.name_wanted(LOOKUP, {})


def test_a_literal_host_is_its_own_address() -> None:
    assert goes_to(connect(host="192.0.2.1"), {}) == ["192.0.2.1"]


def test_given_addresses_come_before_the_host() -> None:
    assert goes_to(connect(addresses=("20.0.0.2", "20.0.0.1")), {}) == ["20.0.0.2", "20.0.0.1"]


def test_answers_are_taken_in_the_systems_order_ipv4_first_each_once() -> None:
    seen = {"a/resolve": answered("fd00::2", "20.0.0.2", "20.0.0.1", "20.0.0.2", "fd00::1")}
    assert goes_to(connect(resolved_by=("a/resolve",)), seen) == ["20.0.0.2", "20.0.0.1", "fd00::2", "fd00::1"]


@pytest.mark.parametrize(
    ("changes", "left"),
    [({}, ["20.0.0.1", "fd00::1"]), ({"ipv6": False}, ["20.0.0.1"]), ({"ipv4": False}, ["fd00::1"])],
)
def test_a_family_that_is_not_wanted_is_left_out(changes: dict[str, bool], left: list[str]) -> None:
    seen = {"a/resolve": answered("20.0.0.1", "fd00::1")}
    assert goes_to(connect(resolved_by=("a/resolve",)), seen, **changes) == left


def test_a_name_with_many_addresses_is_tried_at_a_few_of_each_family() -> None:
    v4, v6 = [f"20.0.0.{n}" for n in range(1, 9)], [f"fd00::{n}" for n in range(1, 9)]
    seen = {"a/resolve": answered(*v4, *v6)}
    everywhere = goes_to(connect(resolved_by=("a/resolve",)), seen)
    assert everywhere == [*v4[:ADDRESSES_PER_FAMILY], *v6[:ADDRESSES_PER_FAMILY]]
    assert goes_to(connect(resolved_by=("a/resolve",), every_address=False), seen) == ["20.0.0.1", "fd00::1"]


def test_answers_that_lead_nowhere_are_not_tried_and_do_not_count() -> None:
    bad = ["0.0.0.0", "192.0.2.7", "ff02::1", "::", "nonsense", "", "20.0.0.256"]
    good = ["20.0.0.1", "fe80::1%eth0", "64:ff9b::1400:1"]
    seen = {"a/resolve": answered(*bad, *good)}
    assert goes_to(connect(resolved_by=("a/resolve",)), seen) == good


#: Connected, and not answered as a gateway answers.
DUMB = {OnlyIf.OPENED, OnlyIf.UNANSWERED}

SEEN: dict[str, tuple[tuple[Step, ...], set[OnlyIf]]] = {
    "not connected": ((not_connected(),), set()),
    "connected": ((connected(),), DUMB),
    "greeted": ((connected(), greeted()), {OnlyIf.OPENED, OnlyIf.ANSWERED}),
    "believed": (
        (connected(), secured(Trust.PUBLIC)),
        {OnlyIf.OPENED, OnlyIf.ANSWERED, OnlyIf.VERIFIED},
    ),
    "not TLS": ((connected(), secured(Trust.PUBLIC, Failure.SSL_NOT_SPOKEN)), DUMB),
    "cut": ((connected(), secured(Trust.PUBLIC, Failure.CONNECTION_RESET)), DUMB),
    **{
        failure: ((connected(), secured(Trust.PUBLIC, failure)), {*DUMB, OnlyIf.UNTRUSTED})
        for failure in sorted(CERTIFICATE_FAILURES)
    },
}


@every("condition", OnlyIf)
@every(("steps", "meets"), SEEN.values(), ids=SEEN)
def test_a_condition_is_on_what_became_of_the_probe_before(
    steps: tuple[Step, ...], meets: set[OnlyIf], condition: OnlyIf
) -> None:
    seen = {"before": [attempt(connect(), "20.0.0.1", *steps)]}
    probe = connect(host="20.0.0.1", after="before", only_if=condition)
    met = condition is OnlyIf.ALWAYS or condition in meets
    assert goes_to(probe, seen) == (["20.0.0.1"] if met else [])


def test_a_condition_is_on_the_same_address() -> None:
    refused = attempt(connect(), "20.0.0.2", connected(), secured(Trust.PUBLIC, Failure.SSL_EXPIRED))
    believed = attempt(connect(), "20.0.0.1", connected(), secured(Trust.PUBLIC))
    seen = {"a/resolve": answered("20.0.0.1", "20.0.0.2", "20.0.0.3"), "a:443/tls": [refused, believed]}

    def where(only_if: OnlyIf, *, every_address: bool = True) -> list[str]:
        probe = TlsProbe(
            id="x",
            endpoint="a:443",
            why="w",
            host="a.example",
            port=443,
            resolved_by=("a/resolve",),
            every_address=every_address,
            after="a:443/tls",
            only_if=only_if,
            trust=Trust.SYSTEM,
        )
        return turn.addresses(probe, seen, options())

    assert where(OnlyIf.UNTRUSTED) == ["20.0.0.2"]
    assert where(OnlyIf.VERIFIED) == ["20.0.0.1"]
    assert where(OnlyIf.ALWAYS) == ["20.0.0.1", "20.0.0.2"]
    assert where(OnlyIf.ALWAYS, every_address=False) == ["20.0.0.1"]
