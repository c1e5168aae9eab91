"""What a kernel can tell of a TCP connection, on whichever system."""

from conntest.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TcpInfo:
    """`rtt_s` is None before the first sample, as after a SYN that had to be sent again; it is right to within
    `resolution_s` above it. `unacked` counts segments in flight, `total_retrans` segments sent again since the socket
    began, SYNs included. None: this system does not tell."""

    closed: bool
    rtt_s: float | None
    resolution_s: float
    unacked: int | None
    total_retrans: int | None
