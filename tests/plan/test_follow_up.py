"""The second looks that results call for, and that an even and undisputed result calls for none."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conntest.engine.crash import crashed
from conntest.model.failure import Failure
from conntest.model.host import Group
from conntest.model.observation import AskedBy, Attempt, Observation, ProbeKind, Step, Trust
from conntest.model.plan import AddressProbe, ConnectProbe, GreetingProbe, OnlyIf, Probe, ResolveProbe, TlsProbe
from conntest.plan import follow_up
from conntest.plan.follow_up import DISPUTED_ADDRESSES, MOST_CONNECTIONS, SUSPECTS
from tests.every import every
from tests.plan.outcomes import attempt, connected, greeted, healthy, not_connected, resolved, secured
from tests.plan.tables import plan_of

PLAN = plan_of()
ROWS = sorted({endpoint.row for endpoint in PLAN.endpoints})
OURS, THEIRS = "20.0.0.1", "20.0.0.2"

some_addresses = st.lists(st.ip_addresses().map(str), min_size=1, max_size=4, unique=True)


def probes_of(subject: str) -> list[AddressProbe]:
    return [probe for probe in PLAN if not isinstance(probe, ResolveProbe) and probe.subject == subject]


def attempts(subject: str, address: str, *connects: Step) -> list[Observation]:
    return [attempt(probe, address, step) for probe, step in zip(probes_of(subject), connects, strict=False)]


def answers(row: str, *, system: tuple[str, ...] = (OURS,), server: tuple[str, ...] = ()) -> list[Observation]:
    steps = (
        resolved("n", AskedBy.SYSTEM, *system),
        resolved("n", AskedBy.NAME_SERVER, *server),
    )
    return [
        Attempt(id=f"{row}/{number}", kind=ProbeKind.RESOLVE, row=row, steps=(step,))
        for number, step in enumerate(steps)
    ]


def asked(*seen: Observation) -> list[Probe]:
    return list(follow_up(PLAN, seen))


@given(st.data())
def test_a_healthy_outcome_calls_for_nothing_whatever_the_addresses(data: st.DataObject) -> None:
    system = {row: data.draw(some_addresses) for row in ROWS}
    servers = {row: data.draw(some_addresses) for row in ROWS}
    assert asked(*healthy(PLAN, system, servers)) == []


def test_nothing_seen_calls_for_nothing() -> None:
    assert asked() == []


EVEN = {
    "all answered": [connected(), connected(), connected()],
    "none answered": [not_connected()] * 3,
    "none answered, in several ways": [not_connected(), not_connected(Failure.CONNECTION_REFUSED)],
    "the kernel does not tell of SYNs sent again": [connected(retransmits=None)] * 3,
}

UNEVEN = {
    "one of three lost": [connected(), not_connected(), connected()],
    "one of three answered": [not_connected(), not_connected(Failure.CONNECTION_RESET), connected()],
    "a SYN had to be sent again": [connected(), connected(retransmits=1), connected()],
}


@every("connects", EVEN.values(), ids=EVEN)
def test_even_attempts_are_enough(connects: list[Step]) -> None:
    assert asked(*attempts("east:4000", OURS, *connects)) == []


def test_a_probe_that_broke_makes_no_attempts_uneven() -> None:
    well = attempts("east:4000", OURS, connected(), connected())
    assert asked(*well, crashed(probes_of("east:4000")[2], OURS, RuntimeError("x"))) == []


def test_a_failure_without_a_name_makes_them_uneven_like_any_other() -> None:
    assert asked(*attempts("east:4000", OURS, connected(), not_connected(Failure.UNKNOWN), connected()))


@pytest.mark.parametrize("connects", UNEVEN.values(), ids=UNEVEN)
def test_uneven_attempts_at_a_gateway_call_for_more(connects: list[Step]) -> None:
    more = asked(*attempts("east:4000", OURS, *connects))
    assert len(more) == 1
    assert {type(probe) for probe in more} == {ConnectProbe}
    assert {(probe.subject, probe.host, probe.port) for probe in more if isinstance(probe, ConnectProbe)} == {
        ("east:4000", "east.example", 4000)
    }
    assert {probe.addresses for probe in more if isinstance(probe, ConnectProbe)} == {(OURS,)}


def test_the_other_port_of_an_uneven_address_is_looked_at_again_too() -> None:
    even = attempts("east:4001", OURS, connected(), connected(), connected())
    more = asked(*attempts("east:4000", OURS, *UNEVEN["one of three lost"]), *even)
    assert sorted(probe.subject for probe in more) == ["east:4000", "east:4001"]


def test_a_port_that_never_answers_is_not_looked_at_again() -> None:
    closed = attempts("east:4001", OURS, not_connected(), not_connected(), not_connected())
    more = asked(*attempts("east:4000", OURS, *UNEVEN["one of three lost"]), *closed)
    assert {probe.subject for probe in more} == {"east:4000"}


def test_an_even_address_of_the_same_host_is_left_alone() -> None:
    other = attempts("east:4001", THEIRS, connected(), connected(), connected())
    more = asked(*attempts("east:4000", OURS, *UNEVEN["one of three lost"]), *other)
    assert {probe.addresses for probe in more if isinstance(probe, ConnectProbe)} == {(OURS,)}


def test_no_port_of_an_address_is_connected_to_more_often_than_is_polite() -> None:
    for made in (2, 3):
        more = asked(*attempts("east:4000", OURS, connected(), *[not_connected()] * (made - 1)))
        assert made + len(more) == MOST_CONNECTIONS


def test_an_address_is_not_connected_to_for_a_fifth_time() -> None:
    alone = replace(attempts("east:4000", OURS, connected())[0], id="alone")
    assert asked(*attempts("east:4000", OURS, not_connected(), not_connected(), not_connected()), alone) == []


def test_addresses_take_turns_and_only_the_worst_have_one() -> None:
    gateways = [endpoint.id for endpoint in PLAN.endpoints if endpoint.group is Group.GATEWAY]
    uneven = [connected(), not_connected()]
    seen = [one for gateway in gateways for n in range(20) for one in attempts(gateway, f"20.0.{n}.1", *uneven)]
    more = [probe for probe in asked(*seen) if isinstance(probe, ConnectProbe)]
    assert {len(probe.addresses) for probe in more} == {SUSPECTS}
    both = asked(*attempts("east:4000", OURS, *uneven), *attempts("east:4001", THEIRS, *uneven))
    assert len({probe.delay_s for probe in both}) == len(both) == 4


def test_two_uneven_addresses_of_one_endpoint_share_probes_and_no_id_is_given_twice() -> None:
    uneven = [connected(), not_connected()]
    more = asked(*attempts("east:4000", "20.0.0.10", *uneven), *attempts("east:4000", "20.0.0.9", *uneven))
    assert len({probe.id for probe in more}) == len(more) == 2
    assert {probe.addresses for probe in more if isinstance(probe, ConnectProbe)} == {("20.0.0.9", "20.0.0.10")}


def test_an_even_address_beside_an_uneven_one_is_left_alone() -> None:
    even = attempts("east:4000", OURS, connected(), connected())
    uneven = attempts("east:4000", THEIRS, connected(), not_connected())
    assert {probe.addresses for probe in asked(*even, *uneven) if isinstance(probe, ConnectProbe)} == {(THEIRS,)}


def test_attempts_at_different_addresses_or_ports_are_not_compared() -> None:
    dead_ipv6 = attempts("east:4000", "fd00::1", not_connected(), not_connected())
    other_port = attempts("east:4001", OURS, not_connected())
    assert asked(*attempts("east:4000", OURS, connected()), *dead_ipv6, *other_port) == []


def test_an_uneven_web_host_calls_for_nothing() -> None:
    assert asked(*attempts("portal:443", OURS, connected(), not_connected())) == []


def test_a_disputed_gateway_address_is_asked_who_it_is() -> None:
    silent = attempts("east:4000", OURS, not_connected(), not_connected(), not_connected())
    second = asked(*answers("east", server=(THEIRS,)), *silent)
    assert [(type(probe), probe.id) for probe in second] == [
        (GreetingProbe, "east:4000/greeting-second-opinion"),
        (TlsProbe, "east:4001/tls-second-opinion"),
    ]
    for probe in second:
        assert not isinstance(probe, ResolveProbe)
        assert (probe.addresses, probe.resolved_by, probe.after, probe.delay_s) == ((THEIRS,), (), None, 0.0)
        assert probe.host == "east.example"


def test_a_disputed_web_address_is_asked_for_its_public_certificate_only() -> None:
    second = asked(*answers("portal", server=(THEIRS,)), *attempts("portal:443", OURS, not_connected()))
    assert [probe.id for probe in second] == ["portal:443/tls-second-opinion"]
    assert [(probe.trust, probe.only_if) for probe in second if isinstance(probe, TlsProbe)] == [
        (Trust.PUBLIC, OnlyIf.ALWAYS)
    ]


PROOFS: dict[str, tuple[str, tuple[Step, ...], bool]] = {
    "a greeting": ("east", (connected(), greeted()), True),
    "a believed certificate": ("portal", (connected(), secured(Trust.PUBLIC)), True),
    "an open port": ("east", (connected(),), False),
    "a greeting unanswered": ("east", (connected(), greeted(Failure.TIMEOUT)), False),
    "a certificate nobody verified": ("east", (connected(), secured(Trust.UNVERIFIED)), False),
    "a certificate only this machine believes": ("portal", (connected(), secured(Trust.SYSTEM)), False),
    "a certificate refused": ("portal", (connected(), secured(Trust.PUBLIC, Failure.SSL_EXPIRED)), False),
}


@every(("row", "steps", "proves"), PROOFS.values(), ids=PROOFS)
def test_an_address_that_proved_itself_is_not_disputed(row: str, steps: tuple[Step, ...], proves: bool) -> None:
    seen = [attempt(probes_of(endpoint.id)[0], OURS, *steps) for endpoint in PLAN.endpoints if endpoint.row == row]
    assert (asked(*answers(row, server=(THEIRS,)), *seen) == []) is proves


def test_one_good_address_settles_the_dispute() -> None:
    seen = attempts("portal:443", OURS, not_connected())
    good = attempt(probes_of("portal:443")[0], "20.0.0.3", connected(), secured(Trust.PUBLIC))
    assert asked(*answers("portal", system=(OURS, "20.0.0.3"), server=(THEIRS,)), *seen, good) == []


@every(
    ("system", "server"),
    [
        ((OURS,), (OURS,)),
        ((OURS, THEIRS), (THEIRS,)),
        ((OURS,), ()),
        ((), (THEIRS,)),  # what has no address by the system is missing, not disputed
        ((OURS,), ("0.0.0.0",)),
        ((OURS,), ("192.0.2.1", "ff02::1", "::", "no address")),
    ],
)
def test_answers_that_agree_or_lead_nowhere_are_no_dispute(system: tuple[str, ...], server: tuple[str, ...]) -> None:
    silent = attempts("portal:443", OURS, not_connected())
    assert asked(*answers("portal", system=system, server=server), *silent) == []


def test_a_second_opinion_is_taken_on_few_addresses_in_their_order() -> None:
    many = ("20.0.0.30", "fd00::1", "20.0.0.4", "20.0.0.5")
    second = asked(*answers("portal", server=many), *attempts("portal:443", OURS, not_connected()))
    assert [probe.addresses for probe in second if isinstance(probe, TlsProbe)] == [("20.0.0.4", "20.0.0.5")]
    assert DISPUTED_ADDRESSES == 2


def test_the_order_of_observations_does_not_matter() -> None:
    seen = [
        *answers("east", server=(THEIRS,)),
        *attempts("east:4000", OURS, connected(), not_connected()),
        *attempts("east:4001", OURS, not_connected(), connected()),
    ]
    assert asked(*seen) == asked(*reversed(seen))


def test_what_is_called_for_is_of_the_plan_and_has_new_ids() -> None:
    seen = [
        *answers("east", server=(THEIRS,)),
        *attempts("east:4000", OURS, connected(), not_connected()),
    ]
    more = asked(*seen)
    assert len({probe.id for probe in more}) == len(more)
    assert not {probe.id for probe in more} & {probe.id for probe in PLAN}
    assert {probe.subject for probe in more} <= {endpoint.id for endpoint in PLAN.endpoints}
    assert follow_up(replace(PLAN, probes=(), endpoints=()), seen) == ()
