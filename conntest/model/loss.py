"""Connections that failed or had to be begun again, and those that were only far away."""

from conntest.model.observation import Attempt

#: A system repeats the opening packet after a second. A connection that lasted no longer than its own round trip and
#: half of that lost nothing, however often the packet was sent.
_REPEAT_MS = 500.0


def is_uneven(seen: Attempt) -> bool:
    """The connection failed, or a packet of it was lost."""
    step = seen.connect
    return step is not None and (step.failure is not None or lost_a_packet(seen))


def lost_a_packet(seen: Attempt) -> bool:
    """The system had to send the opening packet again, and not only because the answer takes longer than its timer."""
    step = seen.connect
    if step is None or step.failure is not None or not step.detail.retransmits:
        return False
    return (step.t - step.t0) * 1000 >= (step.detail.rtt_ms or 0.0) + _REPEAT_MS
