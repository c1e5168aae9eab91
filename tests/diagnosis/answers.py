"""What a name may be answered with, by whoever is asked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from conntest.lab.places import shared_address
from conntest.model.addresses import special_purpose
from conntest.model.failure import Failure
from conntest.model.host import Endpoint
from conntest.model.observation import AskedBy


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Addresses of both families, or the failure of both. `genuine` addresses lead to the host that was meant."""

    failure: Failure | None = None
    addresses: tuple[str, ...] = ()
    genuine: bool = False
    took_s: float = 0.02
    #: The lookup broke: a bug of ours.
    crashed: bool = False

    def of(self, rrtype: Literal["A", "AAAA"]) -> tuple[str, ...]:
        return tuple(address for address in self.addresses if (":" in address) is (rrtype == "AAAA"))

    def outcome(self, rrtype: Literal["A", "AAAA"]) -> Failure | None:
        if self.failure is not None:
            return self.failure
        found = self.of(rrtype)
        if not found:
            return Failure.DNS_NO_ANSWER
        return Failure.DNS_BOGON if all(special_purpose(address) for address in found) else None


#: From what would be answered to what is.
Resolving = Callable[[Endpoint, Answer], Answer]


def _fails(failure: Failure, took_s: float = 0.02) -> Resolving:
    return lambda endpoint, answer: Answer(failure=failure, took_s=took_s)


nxdomain = _fails(Failure.DNS_NXDOMAIN)
empty = _fails(Failure.DNS_NO_ANSWER)
servfail = _fails(Failure.DNS_SERVFAIL)
lookup_refused = _fails(Failure.DNS_REFUSED)
forbidden = _fails(Failure.PERMISSION_DENIED)
unanswered = _fails(Failure.DNS_TIMEOUT, took_s=5.0)


def lookup_crashing(endpoint: Endpoint, answer: Answer) -> Answer:
    return replace(answer, crashed=True)


def addresses(*found: str, genuine: bool = False) -> Resolving:
    return lambda endpoint, answer: Answer(addresses=found, genuine=genuine)


def also(*found: str) -> Resolving:
    """More addresses of the same host."""
    return lambda endpoint, answer: replace(answer, addresses=(*answer.addresses, *found), genuine=True)


def numbered(form: str, *, genuine: bool = False) -> Resolving:
    """An address of its own for each host, such as a fake-IP proxy gives: `{}` in `form` becomes a number."""

    def answered(endpoint: Endpoint, answer: Answer) -> Answer:
        number = sum(endpoint.host.encode()) % 250 + 1
        return Answer(addresses=(form.format(number),), genuine=genuine)

    return answered


def numbered_too(form: str) -> Resolving:
    """One more address, another one for each host."""
    one = numbered(form)
    return lambda endpoint, answer: replace(answer, addresses=(*answer.addresses, *one(endpoint, answer).addresses))


def shared(endpoint: Endpoint, answer: Answer) -> Answer:
    """The address that the host shares with others in the network as public sources describe it, where it does."""
    address = shared_address((endpoint.host,))
    return Answer(addresses=(address,), genuine=True) if address else replace(answer, genuine=True)


def synthesised(endpoint: Endpoint, answer: Answer) -> Answer:
    """What DNS64 makes of an IPv4 address (RFC 6147)."""
    made = tuple(f"64:ff9b::{a}:{b}" for a, b in map(_halves, answer.of("A")))
    return replace(answer, addresses=(*answer.addresses, *made), genuine=True)


def _halves(address: str) -> tuple[str, str]:
    first, second, third, fourth = map(int, address.split("."))
    return f"{first * 256 + second:x}", f"{third * 256 + fourth:x}"


def slow(seconds: float) -> Resolving:
    return lambda endpoint, answer: replace(answer, took_s=seconds)


#: What getaddrinfo makes of a failure of its name servers (glibc): EAI_AGAIN for all but a denial.
_AS_PROGRAMS_SEE = {Failure.DNS_SERVFAIL: Failure.DNS_TIMEOUT, Failure.DNS_REFUSED: Failure.DNS_TIMEOUT}


def as_seen_by(party: AskedBy, answer: Answer) -> Answer:
    if party is not AskedBy.SYSTEM or answer.failure is None:
        return answer
    return replace(answer, failure=_AS_PROGRAMS_SEE.get(answer.failure, answer.failure))


def merged(several: Iterable[Answer]) -> Answer:
    """What a system makes of several name servers: the first that answers, after waiting for those before it."""
    waited = 0.0
    last = Answer(failure=Failure.DNS_TIMEOUT)
    for answer in several:
        waited += answer.took_s
        last = replace(answer, took_s=waited)
        if answer.failure is None or answer.failure is Failure.DNS_NXDOMAIN:
            return last
    return last
