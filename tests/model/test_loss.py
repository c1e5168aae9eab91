"""What a lost packet looks like, and what only looks like one."""

from conntest.model.failure import Failure
from conntest.model.loss import unevenness
from conntest.model.observation import Attempt, ConnectDetail, ConnectStep, ProbeKind
from conntest.model.step import Error
from tests.every import every

NEAR, FAR = 20.0, 1100.0


def attempt(took_s: float, rtt_ms: float | None, retransmits: int | None, address: str = "20.0.0.1") -> Attempt:
    error = Error(kind=Failure.TIMEOUT, text="") if rtt_ms is None else None
    detail = ConnectDetail(rtt_ms=rtt_ms, retransmits=retransmits)
    step = ConnectStep(t0=1.0, t=1.0 + took_s, error=error, detail=detail)
    return Attempt(
        id=f"{address}{took_s}", kind=ProbeKind.CONNECT, endpoint="east:4000", address=address, steps=(step,)
    )


NEARBY = attempt(0.02, NEAR, 0)
UNEVEN = {
    "a timeout": (attempt(5.0, None, 2), NEARBY),
    "the opening packet was lost": (attempt(1.02, NEAR, 1), NEARBY),
    "its answer was lost, and the second is taken for a round trip": (attempt(1.03, 1025.0, 1), NEARBY),
    "so was the second": (attempt(3.03, 3025.0, 2), NEARBY),
}
EVEN = {
    "it was answered at once": (NEARBY,),
    "the line takes longer than the timer": (attempt(1.1, FAR, 1), attempt(1.15, 1150.0, 1)),
    "a queue took its time": (attempt(1.6, 1600.0, 1), NEARBY),
    "another address is nearer": (attempt(1.1, FAR, 1), attempt(0.02, NEAR, 0, "20.0.0.2")),
    "nothing was sent again": (attempt(1.02, 1020.0, 0), NEARBY),
}


@every("attempts", UNEVEN.values(), ids=UNEVEN)
def test_a_packet_was_lost(attempts: tuple[Attempt, ...]) -> None:
    assert unevenness(attempts)(attempts[0])


@every("attempts", EVEN.values(), ids=EVEN)
def test_none_was_lost(attempts: tuple[Attempt, ...]) -> None:
    assert not unevenness(attempts)(attempts[0])
