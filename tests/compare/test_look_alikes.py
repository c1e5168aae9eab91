"""What only looks changed from one report to another."""

from collections.abc import Callable

from conntest.model.egress import Pattern
from conntest.model.report import Report
from conntest.model.verdict import Condition, EndpointState
from tests.compare.changes import PARTLY, changed, reordered, with_exits, with_machine, with_run
from tests.compare.pairs import compared, healthy
from tests.every import every


def failing(address: str) -> EndpointState:
    return EndpointState(condition=Condition.GATEWAY_ANSWERS, failing_address=address)


LOOK_ALIKES = {
    "another order": (reordered, reordered),
    "a few milliseconds": (changed("ndc1:4000", rtt_ms=10.0), changed("ndc1:4000", rtt_ms=14.0)),
    "twice next to nothing": (changed("ndc1:4000", rtt_ms=0.4), changed("ndc1:4000", rtt_ms=40.0)),
    "a busy long way": (changed("ndc1:4000", rtt_ms=250.0), changed("ndc1:4000", rtt_ms=330.0)),
    "another address fails": (
        changed("ndc1:4000", state=failing("192.0.2.1"), **PARTLY),
        changed(
            "ndc1:4000",
            state=failing("2001:db8::7"),
            **PARTLY,
        ),
    ),
    "other addresses of a pool": (
        with_exits(Pattern.CGNAT_POOL, "198.51.100.1", "198.51.100.2"),
        with_exits(Pattern.CGNAT_POOL, "198.51.100.2", "198.51.100.9"),
    ),
    "name servers in another order": (
        with_machine(name_servers=("192.0.2.1", "192.0.2.2")),
        with_machine(name_servers=("192.0.2.2", "192.0.2.1")),
    ),
    "longer, later": (with_run(duration_s=2.0), with_run(duration_s=9.0, started_at="2026-11-23T12:00:00+00:00")),
    "an update of the system": (with_machine(os="Linux 6.8"), with_machine(os="Linux 6.9")),
}


@every(("old", "new"), LOOK_ALIKES.values(), ids=LOOK_ALIKES)
def test_what_only_looks_changed_is_not(old: Callable[[Report], Report], new: Callable[[Report], Report]) -> None:
    found = compared(old(healthy()), new(healthy()))
    assert (found.changes, found.notes) == ((), ())
