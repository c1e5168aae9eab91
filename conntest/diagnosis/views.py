"""What the observations of one endpoint amount to, short of judging them: open or not, how it failed, who answered."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from ipaddress import ip_address
from statistics import median

from conntest.model.failure import AUTHORITY_FAILURES, CERTIFICATE_FAILURES, CUT_FAILURES, Failure
from conntest.model.host import Endpoint, Group
from conntest.model.observation import Certificate, ConnectStep, GreetingStep, Observation, Protocol, Trust


class Manner(StrEnum):
    """How a connection attempt was refused. An administrator looks for a different rule in each case."""

    #: No answer at all: a rule that drops, or nobody there.
    DROPPED = "dropped"
    #: A TCP reset.
    RESET = "reset"
    #: An ICMP error, or the machine's own refusal to send.
    REJECTED = "rejected"
    #: Something else, such as a local error.
    OTHER = "other"


class Dialogue(StrEnum):
    """What came of talking to an open port."""

    #: The right server: a greeting, or a handshake that was believed (on a gateway port: that was completed).
    ANSWERED = "answered"
    #: A certificate was presented, and nobody should believe it.
    REFUSED_CERTIFICATE = "refused-certificate"
    #: Something that is not the right server.
    OTHER = "other"
    #: The connection was closed or reset once data flowed.
    CUT = "cut"
    #: Our data was never acknowledged: the path eats it.
    UNACKNOWLEDGED = "unacknowledged"
    #: Our data was acknowledged (or nobody knows), and nothing came back.
    SILENT = "silent"
    #: The port was not open, or nothing was said.
    NONE = "none"


#: What a peer on a gateway port may speak and still be a gateway: TLS is one of its languages.
_GATEWAY_PROTOCOLS = frozenset({Protocol.IBKR_GATEWAY, Protocol.TLS})


def manner(observation: Observation) -> Manner | None:
    """How this attempt failed to connect; None if it connected or did not try."""
    step = observation.connect or observation.http
    if step is None or step.failure is None or _opened(observation):
        return None
    if isinstance(step, ConnectStep) and step.detail.icmp is not None:
        return Manner.REJECTED
    match step.failure:
        case Failure.TIMEOUT:
            return Manner.DROPPED
        case Failure.CONNECTION_REFUSED | Failure.CONNECTION_RESET | Failure.CONNECTION_ABORTED:
            return Manner.RESET
        case Failure.HOST_UNREACHABLE | Failure.NETWORK_UNREACHABLE | Failure.PERMISSION_DENIED:
            return Manner.REJECTED
        case _:
            return Manner.OTHER


@dataclass(frozen=True, kw_only=True)
class EndpointView:
    """One endpoint on the direct path. `attempts` are those on addresses that the system gave for it and that this
    machine has a route for; `second_opinions` are attempts on addresses that only a public resolver gave."""

    endpoint: Endpoint
    attempts: tuple[Observation, ...]
    second_opinions: tuple[Observation, ...] = ()

    @property
    def id(self) -> str:
        return self.endpoint.id

    @property
    def tested(self) -> bool:
        return any(seen.connect or seen.http for seen in self.attempts)

    @cached_property
    def is_open(self) -> bool:
        return any(_opened(seen) for seen in self.attempts)

    @cached_property
    def open_addresses(self) -> frozenset[str]:
        return frozenset(seen.address for seen in self.attempts if seen.address and _opened(seen))

    @cached_property
    def addresses(self) -> frozenset[str]:
        return frozenset(seen.address for seen in self.attempts if seen.address)

    @cached_property
    def dialogue(self) -> Dialogue:
        """The best that any address came to: one good address is what a program needs."""
        return best_dialogue(self.endpoint.group, self.attempts)

    @cached_property
    def second_opinion(self) -> Dialogue:
        """The same, for addresses that only a public resolver gave."""
        return best_dialogue(self.endpoint.group, self.second_opinions)

    @property
    def answered(self) -> bool:
        return self.dialogue is Dialogue.ANSWERED

    @cached_property
    def proven(self) -> bool:
        """Answered as only the right server can: a greeting, or a certificate the public believes. Plain HTTP, and
        a handshake on a gateway port, could be anyone's."""
        return any(_proves(seen) for seen in self.attempts)

    @property
    def usable(self) -> bool:
        """Open, and nothing speaks against it: what a silent gateway is, nobody could confirm."""
        return self.is_open and self.dialogue in (Dialogue.ANSWERED, Dialogue.SILENT, Dialogue.CUT, Dialogue.NONE)

    @cached_property
    def manners(self) -> Counter[Manner]:
        return Counter(found for seen in self.attempts if (found := manner(seen)))

    @cached_property
    def manner(self) -> Manner | None:
        """How most attempts were refused; None where one got through."""
        if self.is_open or not self.manners:
            return None
        return self.manners.most_common(1)[0][0]

    @cached_property
    def rtt_ms(self) -> float | None:
        times = [seen.connect.detail.rtt_ms for seen in self.attempts if seen.connect and seen.connect.detail.rtt_ms]
        return median(times) if times else None

    @cached_property
    def certificate_failure(self) -> Failure | None:
        """Why the public would not believe the certificate, where none of the addresses presented a good one."""
        if self.answered:
            return None
        return next(
            (seen.tls.failure for seen in self.attempts if seen.tls and seen.tls.failure in CERTIFICATE_FAILURES), None
        )

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
        return any(
            seen.tls.failure is None for seen in self.attempts if seen.tls and seen.tls.detail.trust is Trust.SYSTEM
        )

    def evidence(self, limit: int = 3) -> tuple[str, ...]:
        """Ids of the observations that say most: failed ones first."""
        failed = [seen.id for seen in self.attempts if seen.failure]
        return tuple((failed or [seen.id for seen in self.attempts])[:limit])

    @property
    def spoken(self) -> Protocol | None:
        """What a peer spoke that is no gateway."""
        return next((step.detail.spoken for step in self._foreign), None)

    @property
    def preview(self) -> str:
        return next((step.detail.preview for step in self._foreign if step.detail.preview), "")

    @property
    def _foreign(self) -> Iterator[GreetingStep]:
        return (seen.greeting for seen in self.attempts if seen.greeting and _is_foreign(seen))


def best_dialogue(group: Group, attempts: Iterable[Observation]) -> Dialogue:
    """The best dialogue over all addresses, best first in the order of the enum but for NONE, which is last."""
    by_address: dict[str | None, list[Observation]] = {}
    for seen in attempts:
        by_address.setdefault(seen.address, []).append(seen)
    judge = _gateway_dialogue if group is Group.GATEWAY else _web_dialogue
    found = [judge(several) for several in by_address.values()]
    return min(found, key=list(Dialogue).index, default=Dialogue.NONE)


def _gateway_dialogue(attempts: Sequence[Observation]) -> Dialogue:
    """A greeting proves a gateway; a foreign protocol disproves it, whatever TLS says; then a handshake counts."""
    greetings = [seen.greeting for seen in attempts if seen.greeting]
    if any(step.failure is None for step in greetings):
        return Dialogue.ANSWERED
    if any(_is_foreign(seen) for seen in attempts):
        return Dialogue.OTHER
    handshakes = [seen.tls for seen in attempts if seen.tls]
    if any(step.failure is None for step in handshakes):
        return Dialogue.ANSWERED
    return _unanswered(
        [(step.failure, step.detail.data_acknowledged) for step in greetings]
        + [(step.failure, step.detail.data_acknowledged) for step in handshakes]
    )


def _web_dialogue(attempts: Sequence[Observation]) -> Dialogue:
    handshakes = [seen.tls for seen in attempts if seen.tls and seen.tls.detail.trust is Trust.PUBLIC]
    if not handshakes:
        return _plain_dialogue(attempts)
    if any(step.failure is None for step in handshakes):
        return Dialogue.ANSWERED
    if any(step.failure in CERTIFICATE_FAILURES for step in handshakes):
        return Dialogue.REFUSED_CERTIFICATE
    if any(step.failure is Failure.SSL_NOT_SPOKEN for step in handshakes):
        return Dialogue.OTHER
    return _unanswered([(step.failure, step.detail.data_acknowledged) for step in handshakes])


def _plain_dialogue(attempts: Sequence[Observation]) -> Dialogue:
    """Plain HTTP: nobody vouches for who answered, only that something did."""
    requests = [seen.http for seen in attempts if seen.http]
    if any(step.failure is None for step in requests):
        return Dialogue.ANSWERED
    if any(step.failure is Failure.UNEXPECTED_PROTOCOL for step in requests):
        return Dialogue.OTHER
    return Dialogue.NONE


def _unanswered(outcomes: Sequence[tuple[Failure | None, bool | None]]) -> Dialogue:
    if not outcomes:
        return Dialogue.NONE
    if any(failure in CUT_FAILURES or failure is Failure.SSL_ALERT for failure, _ in outcomes):
        return Dialogue.CUT
    if all(acknowledged is False for _, acknowledged in outcomes):
        return Dialogue.UNACKNOWLEDGED
    return Dialogue.SILENT


def _proves(seen: Observation) -> bool:
    if seen.greeting:
        return seen.greeting.failure is None
    return seen.tls is not None and seen.tls.failure is None and seen.tls.detail.trust is Trust.PUBLIC


def _is_foreign(seen: Observation) -> bool:
    step = seen.greeting
    return step is not None and step.detail.spoken is not None and step.detail.spoken not in _GATEWAY_PROTOCOLS


def _opened(seen: Observation) -> bool:
    if seen.connect:
        return seen.connect.failure is None
    # aiohttp makes its own connection: a status line means that there was one
    return seen.http is not None and seen.http.detail.status is not None


def family(address: str) -> int:
    """4 or 6."""
    return ip_address(address).version
