"""What a run does once its crowd has gone, and what it spares itself."""

from dataclasses import replace

from conntest.engine.conduct import PER_PROXY, SILENT_TUNNELS
from conntest.engine.endless import AT_LEAST_S
from conntest.model.host import Group
from conntest.model.plan import AddressProbe, SniffProbe
from conntest.model.proxy import Proxy, Scheme
from conntest.plan import with_proxies
from tests.engine.network import TIMEOUT_S, Conduct, Network
from tests.plan.tables import plan_of

PLAN = plan_of()

CANARIES = {endpoint.host for endpoint in PLAN.endpoints if endpoint.group is Group.CANARY}

GATEWAYS = {endpoint.id for endpoint in PLAN.endpoints if endpoint.group is Group.GATEWAY}

SOCKS = Proxy(scheme=Scheme.SOCKS5H, host="10.0.0.8", port=1080)


def _probes_of(endpoints: set[str]) -> frozenset[str]:
    probes = [probe.id for probe in PLAN if isinstance(probe, AddressProbe) and probe.endpoint in endpoints]
    return frozenset([*probes, *(f"{probe}/alone-{look}" for probe in probes for look in (1, 2))])


def test_addresses_that_must_not_answer_end_with_the_rest(conduct: Conduct) -> None:
    run = conduct(PLAN, Network(dead=frozenset(CANARIES)))
    assert AT_LEAST_S <= run.took_s < TIMEOUT_S - 1
    silent = [seen for seen in run.outcome.observations if seen.address in CANARIES]
    assert len(silent) == sum(isinstance(probe, AddressProbe) and probe.host in CANARIES for probe in PLAN)


def test_where_everything_answers_nothing_is_asked_again(conduct: Conduct) -> None:
    network = Network(dead=frozenset(CANARIES))
    conduct(PLAN, network)
    assert not [probe for probe, _ in network.visits if "/alone" in probe]


def test_gateways_that_are_dropped_are_asked_again_and_cost_one_timeout(conduct: Conduct) -> None:
    network = Network(dead=frozenset(CANARIES), lost=_probes_of(GATEWAYS))
    run = conduct(PLAN, network)
    again = [probe for probe, _ in network.visits if "/alone" in probe]
    assert {probe.partition("/")[0] for probe in again} <= GATEWAYS
    assert again
    assert run.took_s < TIMEOUT_S + 1


def test_a_gateway_that_answers_alone_is_known_to(conduct: Conduct) -> None:
    crowd = frozenset(one for one in _probes_of(GATEWAYS) if "/alone" not in one)
    run = conduct(PLAN, Network(dead=frozenset(CANARIES), lost=crowd))
    answered = [seen for seen in run.outcome.observations if "/alone" in seen.id]
    assert answered
    assert all(not seen.failure for seen in answered if hasattr(seen, "failure"))


def test_no_second_wave_of_tunnels_is_begun_where_the_first_is_silent(conduct: Conduct) -> None:
    plan = with_proxies(PLAN, (SOCKS,))
    beyond = [probe for probe in plan if isinstance(probe, AddressProbe) and probe.gate]
    # As many as a whole table has.
    more = [replace(probe, id=f"{probe.id}/{copy}") for copy in range(10) for probe in beyond if probe.after is None]
    wide = replace(plan, probes=(*plan.probes, *more))
    network = Network(dead=frozenset(CANARIES), lost=frozenset(probe.id for probe in (*beyond, *more)))
    run = conduct(wide, network)
    made = [probe for probe, _ in network.visits if probe in network.lost]
    assert SILENT_TUNNELS <= len(made) <= PER_PROXY
    assert len(more) > PER_PROXY
    assert run.took_s < 2 * TIMEOUT_S
    assert any(isinstance(probe, SniffProbe) for probe in plan)
