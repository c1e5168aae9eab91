"""What became of an attempt: of a connection, and of what was said over it. Each endpoint has one of them at a time."""

from enum import StrEnum

from conntest.values import dataclass


class ConnectOutcome(StrEnum):
    """How a connection attempt failed. An administrator looks for a different rule in each case."""

    #: No answer at all: a rule that drops, or nothing there.
    DROPPED = "dropped"
    #: A TCP reset.
    RESET = "reset"
    #: An ICMP error whose sender is known.
    ICMP = "icmp"
    #: Reported unreachable, without a sender: no route, or an ICMP error that the system did not pass on.
    UNREACHABLE = "unreachable"
    #: This computer's own system does not let the connection out.
    DENIED = "denied"
    #: Something else.
    FAILED = "failed"

    @property
    def is_rejection(self) -> bool:
        """Whether a router, or the lack of a route, turned the connection away."""
        return self in (ConnectOutcome.ICMP, ConnectOutcome.UNREACHABLE)


class Response(StrEnum):
    """What came back over an open connection, best first but for NONE."""

    #: The right server: a greeting, or a handshake that was believed (on a gateway port: that was completed).
    ANSWERED = "answered"
    #: A certificate was presented, and it must not be believed.
    REFUSED_CERTIFICATE = "refused-certificate"
    #: Something that is not the right server.
    OTHER = "other"
    #: TLS was spoken and ended in an error: neither the right server's answer nor silence.
    UNCLEAR = "unclear"
    #: The connection was closed or reset once data flowed.
    CUT = "cut"
    #: Our data was never acknowledged: the path eats it.
    UNACKNOWLEDGED = "unacknowledged"
    #: Our data was acknowledged (or it is not known whether), and nothing came back.
    SILENT = "silent"
    #: The port was not open, or nothing was said.
    NONE = "none"


#: What an endpoint came to: how it failed to connect or, where it connected, what came back.
Outcome = ConnectOutcome | Response


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeCount:
    outcome: ConnectOutcome | Response
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """How several endpoints ended, most frequent first. `tried` is how many were tried, where others succeeded."""

    counts: tuple[OutcomeCount, ...]
    tried: int | None = None
