"""What the observations of one endpoint amount to, short of judging them: open or not, how it failed, who answered."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property

from conntest.evidence.response import best_response, foreign
from conntest.model.failure import AUTHORITY_FAILURES, CERTIFICATE_FAILURES, Failure
from conntest.model.gateway_port import in_own_language
from conntest.model.host import Endpoint
from conntest.model.observation import Attempt, Certificate, Protocol, TlsStep, Trust
from conntest.model.outcome import ConnectOutcome, Outcome, OutcomeCount, Outcomes, Response
from conntest.model.proof import proves
from conntest.values import dataclass

_OUTCOMES = {
    Failure.TIMEOUT: ConnectOutcome.DROPPED,
    Failure.CONNECTION_REFUSED: ConnectOutcome.RESET,
    Failure.CONNECTION_RESET: ConnectOutcome.RESET,
    Failure.HOST_UNREACHABLE: ConnectOutcome.UNREACHABLE,
    Failure.NETWORK_UNREACHABLE: ConnectOutcome.UNREACHABLE,
    Failure.PERMISSION_DENIED: ConnectOutcome.DENIED,
    Failure.CONNECTION_ABORTED: ConnectOutcome.DENIED,
}


def connect_outcome(seen: Attempt) -> ConnectOutcome | None:
    """How this attempt failed to connect; None if it connected or did not try."""
    step = seen.connect
    if step is None or step.failure is None:
        return None
    if step.detail.icmp is not None:
        return ConnectOutcome.ICMP if step.detail.icmp.sender else ConnectOutcome.UNREACHABLE
    return _OUTCOMES.get(step.failure, ConnectOutcome.FAILED)


@dataclass(frozen=True, kw_only=True)
class EndpointView:
    """One endpoint on the direct path. `attempts` are those on addresses that the system gave for it and that this
    machine has a route for; `second_opinions` are attempts on addresses that only a server asked by itself gave."""

    endpoint: Endpoint
    attempts: tuple[Attempt, ...]
    second_opinions: tuple[Attempt, ...] = ()

    @property
    def id(self) -> str:
        return self.endpoint.id

    @property
    def tested(self) -> bool:
        return bool(self.attempts)

    @cached_property
    def is_open(self) -> bool:
        return bool(self.open_addresses)

    @cached_property
    def open_addresses(self) -> frozenset[str]:
        return frozenset(seen.address for seen in self.attempts if seen.address and opened(seen))

    @cached_property
    def addresses(self) -> frozenset[str]:
        return frozenset(seen.address for seen in self.attempts if seen.address)

    @cached_property
    def response(self) -> Response:
        """The best that any address came to."""
        return best_response(self.endpoint, self.attempts)

    @cached_property
    def own_response(self) -> Response:
        """The same, for what was said in a gateway port's own language alone."""
        own = (seen for seen in self.attempts if in_own_language(seen, self.endpoint.port))
        return best_response(self.endpoint, own)

    @cached_property
    def second_opinion(self) -> Response:
        """The same, for addresses that only a server asked by itself gave."""
        return best_response(self.endpoint, self.second_opinions)

    @cached_property
    def is_open_elsewhere(self) -> bool:
        return any(opened(seen) for seen in self.second_opinions)

    @property
    def answered(self) -> bool:
        return self.response is Response.ANSWERED

    @cached_property
    def proven(self) -> bool:
        """Answered as only the right server can: a greeting, or a certificate the public believes. Plain HTTP, and
        a handshake on a gateway port, could be anyone's."""
        return any(proves(seen) for seen in self.attempts)

    @property
    def usable(self) -> bool:
        """Open, and nothing speaks against it: whether real gateways may stay silent or hang up on the greeting,
        nobody could confirm."""
        return self.is_open and self.response not in (Response.OTHER, Response.UNACKNOWLEDGED)

    @cached_property
    def outcome(self) -> Outcome:
        """How most attempts failed to connect or, where one connected, what came back."""
        return self.connect_outcome or self.response

    @cached_property
    def connect_outcomes(self) -> Counter[ConnectOutcome]:
        """How the failed attempts failed. An ICMP error is counted as unreachable, whoever sent it."""
        found = (outcome for seen in self.attempts if (outcome := connect_outcome(seen)))
        return Counter(ConnectOutcome.UNREACHABLE if one.is_rejection else one for one in found)

    @cached_property
    def connect_outcome(self) -> ConnectOutcome | None:
        """How most attempts failed to connect; None where one connected, or none was made. Routers send few ICMP errors
        a second, so one of them speaks for the attempts that were not answered at all."""
        if self.is_open or not self.connect_outcomes:
            return None
        counts = self.connect_outcomes
        most = min(counts, key=lambda found: (-counts[found], found))
        if self.icmp_senders and counts.keys() <= {ConnectOutcome.DROPPED, ConnectOutcome.UNREACHABLE}:
            return ConnectOutcome.ICMP
        return ConnectOutcome.ICMP if most.is_rejection and self.icmp_senders else most

    @cached_property
    def icmp_senders(self) -> tuple[str, ...]:
        """Who sent the ICMP errors, once for each."""
        errors = (seen.connect.detail.icmp for seen in self.attempts if seen.connect)
        return tuple(error.sender for error in errors if error and error.sender)

    @cached_property
    def rtt_ms(self) -> float | None:
        times = [seen.connect.detail.rtt_ms for seen in self.attempts if seen.connect]
        known = [time for time in times if time is not None]
        from statistics import median  # late: explanations of findings load this module, and count nothing

        return median(known) if known else None

    @cached_property
    def certificate_failure(self) -> Failure | None:
        """Why the public would not believe the certificate, where none of the addresses presented a good one."""
        if self.answered:
            return None
        failures = (step.failure for step in self._handshakes(Trust.PUBLIC))
        return next((failure for failure in failures if failure in CERTIFICATE_FAILURES), None)

    @property
    def nobody_vouches(self) -> bool:
        return self.certificate_failure in AUTHORITY_FAILURES

    @cached_property
    def chain(self) -> tuple[Certificate, ...]:
        """The first chain that was presented, leaf first."""
        return next((seen.tls.detail.chain for seen in self.attempts if seen.tls and seen.tls.detail.chain), ())

    @property
    def system_trusts(self) -> bool:
        """This machine's own store believes the certificate."""
        return any(step.failure is None for step in self._handshakes(Trust.SYSTEM))

    @property
    def system_refuses(self) -> bool:
        """It does not. Where nothing answered when it was to be judged, neither is known."""
        return any(step.failure in CERTIFICATE_FAILURES for step in self._handshakes(Trust.SYSTEM))

    def _handshakes(self, trust: Trust) -> Iterator[TlsStep]:
        return (seen.tls for seen in self.attempts if seen.tls and seen.tls.detail.trust is trust)

    def evidence(self, limit: int = 3) -> tuple[str, ...]:
        """Ids of the observations that say most: failed ones first."""
        failed = [seen.id for seen in self.attempts if seen.failure]
        return tuple((failed or [seen.id for seen in self.attempts])[:limit])

    @property
    def spoken(self) -> Protocol | None:
        """What a peer spoke that is no gateway: a known protocol, if any attempt shows one."""
        return self._foreign[0] if self._foreign else None

    @property
    def preview(self) -> str:
        return self._foreign[1] if self._foreign else ""

    @cached_property
    def _foreign(self) -> tuple[Protocol, str] | None:
        found = [one for seen in self.attempts if (one := foreign(seen))]
        return min(found, key=lambda one: (one[0] is Protocol.UNKNOWN, not one[1]), default=None)


def opened(seen: Attempt) -> bool:
    """The connection was made, whatever came of it."""
    return seen.connect is not None and seen.connect.failure is None


def outcomes_of(views: Iterable[EndpointView], tried: int | None = None) -> Outcomes:
    """How these endpoints ended, most frequent first. `tried` is how many there were, if these are only a part."""
    counts = Counter(view.outcome for view in views)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], _ORDER_TOLD.index(item[0])))
    return Outcomes(counts=tuple(OutcomeCount(outcome=one, count=count) for one, count in ordered), tried=tried)


#: Of equally frequent outcomes, the one that says more about the other end stands first.
_ORDER_TOLD: tuple[Outcome, ...] = (
    Response.ANSWERED,
    Response.OTHER,
    Response.UNCLEAR,
    ConnectOutcome.FAILED,
    Response.NONE,
    Response.UNACKNOWLEDGED,
    Response.REFUSED_CERTIFICATE,
    Response.SILENT,
    ConnectOutcome.DROPPED,
    Response.CUT,
    ConnectOutcome.RESET,
    ConnectOutcome.DENIED,
    ConnectOutcome.ICMP,
    ConnectOutcome.UNREACHABLE,
)


def icmp_sender(views: Iterable[EndpointView]) -> str | None:
    """The router that sent most of the ICMP errors to these endpoints."""
    senders = Counter(sender for view in views for sender in view.icmp_senders)
    return min(senders, key=lambda sender: (-senders[sender], sender), default=None)
