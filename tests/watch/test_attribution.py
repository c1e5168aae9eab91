"""The nearest part that fails is named, by comparison, and no other."""

from conntest.watch.attribution import judge
from conntest.watch.targets import NAME_SERVER, ROUTER
from conntest.watch.values import Cause, Round
from tests.every import every
from tests.watch.scene import BACKUP, NEUTRAL, NOWHERE, PORTAL, PRIMARY, SECOND, seen

OUTSIDE = (NEUTRAL, SECOND, PRIMARY, BACKUP, PORTAL)

#: Rounds, and what is broken in them.
ROUNDS: list[tuple[str, Round, Cause | None]] = [
    ("all answer", seen(), None),
    ("no address", seen(around=NOWHERE, fails=OUTSIDE), Cause.NO_ROUTE),
    ("the router too", seen(fails=(ROUTER, NAME_SERVER, *OUTSIDE)), Cause.ROUTER_SILENT),
    ("all but the router", seen(fails=(NAME_SERVER, *OUTSIDE)), Cause.PROVIDER),
    ("router unknown", seen(fails=(NAME_SERVER, *OUTSIDE), unknown=(ROUTER,)), Cause.OUTSIDE),
    (
        "no neutral host is asked",
        seen(fails=(PRIMARY, BACKUP, PORTAL), unknown=(NEUTRAL, SECOND)),
        Cause.OUTSIDE,
    ),
    ("only names", seen(fails=(NAME_SERVER,)), Cause.NAME_SERVER_SILENT),
    ("only gateways", seen(fails=(PRIMARY, BACKUP)), Cause.GATEWAYS),
    ("only gateways, in a reset", seen(fails=(PRIMARY, BACKUP), in_reset=True), Cause.RESET),
    ("gateways, and a neutral host on their port", seen(fails=(PRIMARY, BACKUP), compared=False), Cause.PORT_BLOCKED),
    ("gateways, and no neutral host on their port", seen(fails=(PRIMARY, BACKUP), compared=True), Cause.GATEWAYS),
    ("only the portal", seen(fails=(PORTAL,)), Cause.PORTAL),
    ("the portal, in a reset", seen(fails=(PORTAL,), in_reset=True), Cause.RESET),
    ("neutral hosts alone", seen(fails=(NEUTRAL, SECOND)), None),
    ("one neutral host", seen(fails=(SECOND,)), None),
    ("neutral hosts and gateways", seen(fails=(NEUTRAL, SECOND, PRIMARY, BACKUP)), Cause.OUTSIDE),
    ("a router that never answers", seen(unknown=(ROUTER,)), None),
]


@every(("what", "one", "cause"), ROUNDS, ids=[what for what, _, _ in ROUNDS])
def test_a_round_is_judged(what: str, one: Round, cause: Cause | None) -> None:
    found = judge(one)
    assert (found and found.cause) is cause


def test_one_gateway_of_two_needs_both_ports() -> None:
    first, second = seen(0, fails=(PRIMARY,)), seen(30, fails=(PRIMARY,))
    assert judge(first) is None
    found = judge(second, first)
    assert found is not None and (found.cause, found.about) == (Cause.ONE_GATEWAY, "ndc1")


def test_one_port_needs_both_gateways() -> None:
    first, second = seen(0, fails=(PRIMARY,)), seen(30, fails=(BACKUP,))
    found = judge(second, first)
    assert found is not None and (found.cause, found.about) == (Cause.ONE_PORT, "4000")


def test_a_single_attempt_is_not_sure() -> None:
    for one in (seen(fails=(NAME_SERVER,)), seen(fails=(PORTAL,))):
        found = judge(one)
        assert found is not None and not found.sure
