"""Connections that failed or had to be begun again, and those that were only far away."""

import math
from collections.abc import Callable, Iterable

from conntest.model.observation import Attempt

#: A system repeats the opening packet after a second. A connection that lasted no longer than its own round trip and
#: half of that lost nothing, however often the packet was sent.
_REPEAT_MS = 500.0

#: When a system has repeated the opening packet, or the answer to it, once, twice and three times (RFC 6298: a second,
#: doubled each time), and how much later than that plus a round trip the connection may stand.
_REPEATED_AT_MS = (1000.0, 3000.0, 7000.0)
_LATE_MS = 200.0

Uneven = Callable[[Attempt], bool]


def unevenness(attempts: Iterable[Attempt]) -> Uneven:
    """Whether a connection, one of `attempts`, failed or lost a packet. The others at its address tell how far that is:
    where it is the answer that was lost, the kernel takes the second until the next one for a round trip."""
    nearest_ms: dict[str, float] = {}
    for seen in attempts:
        if seen.address and (step := seen.connect) and step.detail.rtt_ms is not None:
            nearest_ms[seen.address] = min(step.detail.rtt_ms, nearest_ms.get(seen.address, math.inf))
    return lambda seen: _is_uneven(seen, nearest_ms.get(seen.address or ""))


def _is_uneven(seen: Attempt, nearest_ms: float | None) -> bool:
    step = seen.connect
    return step is not None and (step.failure is not None or _lost_a_packet(seen, nearest_ms))


def _lost_a_packet(seen: Attempt, nearest_ms: float | None) -> bool:
    """The system had to send the opening packet again, and not only because the answer takes longer than its timer."""
    step = seen.connect
    if step is None or step.failure is not None or not step.detail.retransmits:
        return False
    took_ms = (step.t - step.t0) * 1000
    if took_ms >= (step.detail.rtt_ms or 0.0) + _REPEAT_MS:
        return True
    return nearest_ms is not None and any(0 <= took_ms - nearest_ms - at_ms < _LATE_MS for at_ms in _REPEATED_AT_MS)
