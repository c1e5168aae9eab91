"""The simulated directory: what each name server says of a name, truly or not."""

import contextlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from ipaddress import ip_address

import dns.exception
import dns.message
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

from conntest.lab.scenario import Answer, Asked, Lie
from conntest.lab.sites import EVERYTHING, Site
from conntest.values import dataclass

#: Seconds for which an answer may be kept. Nobody here keeps one.
_TTL_S = 60

_RCODES = {
    Lie.REFUSED: dns.rcode.REFUSED,
    Lie.SERVFAIL: dns.rcode.SERVFAIL,
    Lie.NXDOMAIN: dns.rcode.NXDOMAIN,
}

#: Answers that are kept: a scenario has a few hundred, most of which the next one has too.
_MOST_KEPT = 2000

#: Bytes of a query's identifier (RFC 1035, section 4.1.1); the rest is the same whenever the same is asked.
_ID = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Every name of `sites`. `answers` are a scenario's lies; with `ipv6` the names have IPv6 addresses too."""

    sites: Sequence[Site]
    answers: Sequence[Answer]
    ipv6: bool

    def look_up(self, name: str, asked: Asked) -> Lie | tuple[str, ...]:
        """The addresses of `name`, or what is said in their place."""
        wanted = name.lower()
        site = next((site for site in self.sites if wanted in site.names), _NOBODY)
        for answer in self.answers:
            if (not answer.by or asked in answer.by) and site.is_among(answer.about):
                return answer.says if isinstance(answer.says, Lie) else (str(answer.says),)
        return tuple(self._addresses(site)) if site is not _NOBODY else Lie.NXDOMAIN

    def _addresses(self, site: Site) -> Iterator[str]:
        yield site.ipv4
        if self.ipv6 and site.ipv6:
            yield site.ipv6


#: Stands for a name that nobody has: only what is said of everything is said of it.
_NOBODY = Site(ids=(), labels=frozenset({EVERYTHING}), ipv4="")


class NameServer:
    """One kind of name server, from query to answer."""

    def __init__(self, directory: Directory, asked: Asked) -> None:
        self._directory = directory
        self._asked = asked
        self._kept: dict[bytes, bytes | None] = {}

    def answer(self, wire: bytes, port: int) -> bytes | None:
        """The answer to a query, whichever port it came from; None for silence."""
        question = wire[_ID:]
        if question not in self._kept:
            with contextlib.suppress(dns.exception.DNSException):  # a stray datagram that is no query
                self._kept[question] = self._answer(question)
        answer = self._kept.get(question)
        return None if answer is None else wire[:_ID] + answer

    def _answer(self, question: bytes) -> bytes | None:
        said = self._directory.look_up(_name(question), self._asked)
        return None if said is Lie.SILENCE else _answer(question, said)


@lru_cache(_MOST_KEPT)
def _query(question: bytes) -> dns.message.Message:
    return dns.message.from_wire(bytes(_ID) + question)


def _name(question: bytes) -> str:
    return _query(question).question[0].name.to_text(omit_final_dot=True)


@lru_cache(_MOST_KEPT)
def _answer(question: bytes, said: Lie | tuple[str, ...]) -> bytes:
    """What follows the identifier. Reading and writing messages takes as long as a third of a run, and in every
    scenario everybody asks for the same."""
    response = dns.message.make_response(_query(question), recursion_available=True)
    if isinstance(said, Lie):
        response.set_rcode(_RCODES[said])
    else:
        _add(response, said)
    return response.to_wire()[_ID:]


def _add(response: dns.message.Message, addresses: Sequence[str]) -> None:
    """Those of the addresses that are of the type asked for. A name without one has an empty answer (RFC 2308)."""
    question = response.question[0]
    version = {dns.rdatatype.A: 4, dns.rdatatype.AAAA: 6}.get(question.rdtype)
    fitting = [address for address in addresses if ip_address(address).version == version]
    if fitting:
        response.answer.append(dns.rrset.from_text(question.name, _TTL_S, dns.rdataclass.IN, question.rdtype, *fitting))
