"""What is asked once more, alone, before a failure is said."""

from collections.abc import Iterable

from conntest.engine.crash import crashed
from conntest.model.failure import Failure
from conntest.model.observation import AskedBy, Attempt, Observation, ProbeKind, Step
from conntest.model.plan import AddressProbe, Probe, ResolveProbe
from conntest.plan import hosts_again, looks_limited, names_again
from tests.plan.outcomes import attempt, connected, not_connected, resolved
from tests.plan.tables import plan_of

PLAN = plan_of()
ROWS = sorted({endpoint.row for endpoint in PLAN.endpoints})
ADDRESS = "20.0.0.1"


def lookups(*failing: str, failure: Failure = Failure.DNS_TIMEOUT) -> list[Observation]:
    """A lookup of every name, of which those of the rows `failing` gave no address."""
    return [
        Attempt(id=f"{row}/lookup", kind=ProbeKind.RESOLVE, row=row, steps=(_looked_up(row, failing, failure),))
        for row in ROWS
    ]


def _looked_up(row: str, failing: Iterable[str], failure: Failure) -> Step:
    if row in failing:
        return resolved("n", AskedBy.SYSTEM, failure=failure)
    return resolved("n", AskedBy.SYSTEM, ADDRESS)


def tried(*steps: Step, of: str = "") -> list[Observation]:
    """The first attempts at every endpoint, or at those whose id begins with `of`."""
    return [
        attempt(probe, ADDRESS, step)
        for endpoint in PLAN.endpoints
        if endpoint.id.startswith(of)
        for probe, step in zip(probes_of(endpoint.id), steps, strict=False)
    ]


def probes_of(endpoint: str) -> list[AddressProbe]:
    return [probe for probe in PLAN if isinstance(probe, AddressProbe) and probe.endpoint == endpoint]


def endpoints(probes: Iterable[Probe]) -> set[str | None]:
    return {probe.endpoint for probe in probes}


def test_gateways_that_are_open_on_every_port_are_not_asked_again() -> None:
    again = hosts_again(PLAN, [*lookups(), *tried(connected())], look=1)
    assert not any(str(one).startswith("east") for one in endpoints(again))


def test_a_region_without_a_host_is_asked_again_alone_and_spaced() -> None:
    again = hosts_again(PLAN, [*lookups(), *tried(not_connected(), not_connected())], look=1)
    assert again
    assert all(probe.alone for probe in again)
    delays = [probe.delay_s for probe in again if isinstance(probe, AddressProbe)]
    assert sorted(set(delays)) == delays


def test_what_has_no_address_is_not_asked_again() -> None:
    assert hosts_again(PLAN, [], look=1) == ()


def test_what_broke_is_not_asked_again() -> None:
    broken = [crashed(probe, ADDRESS, RuntimeError("x")) for probe in PLAN if isinstance(probe, AddressProbe)]
    assert hosts_again(PLAN, [*lookups(), *broken], look=1) == ()


def test_one_name_that_was_not_answered_is_looked_up_again_and_its_host_tried() -> None:
    again = names_again(PLAN, lookups("east"))
    (lookup,) = [probe for probe in again if isinstance(probe, ResolveProbe)]
    assert (lookup.row, lookup.system, lookup.alone) == ("east", True, True)
    others = [probe for probe in again if isinstance(probe, AddressProbe)]
    assert others
    assert {probe.resolved_by for probe in others} == {(lookup.id,)}
    assert {probe.after for probe in others} <= {None, *(probe.id for probe in others)}


def test_a_name_that_is_denied_is_not_looked_up_again() -> None:
    assert names_again(PLAN, lookups("east", failure=Failure.DNS_NXDOMAIN)) == ()


def test_a_dead_resolver_is_not_asked_for_each_name_again() -> None:
    assert names_again(PLAN, lookups(*ROWS)) == ()


def test_places_that_accept_some_connections_and_not_others_look_limited() -> None:
    assert looks_limited(tried(connected(), not_connected(), not_connected()))


def test_places_that_accept_no_connection_do_not_look_limited() -> None:
    assert not looks_limited(tried(not_connected(), not_connected(), not_connected()))
