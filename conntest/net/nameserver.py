"""One name server asked by itself, with dnspython: UDP, and TCP where the answer does not fit."""

from typing import Any

import dns.asyncresolver
import dns.exception
import dns.message
import dns.name
import dns.rcode
import dns.resolver

from conntest.model.failure import Failure
from conntest.net.deadline import deadline, timed_out
from conntest.net.dns_answer import Answer, RecordType, answered
from conntest.net.dns_backend import LimitedBackend
from conntest.net.failures import classify, describe
from conntest.values import dataclass

#: Times a query is sent within its timeout: one lost datagram is not a dead server.
_TRIES = 3

#: Texts kept of one answer; those that name an address come alone or in twos.
_MAX_TEXTS = 16

#: All other codes say that the server could not or would not handle the query as it was put (RFC 1035, section 4.1.1).
_BY_RCODE = {
    dns.rcode.SERVFAIL: Failure.DNS_SERVFAIL,
    dns.rcode.REFUSED: Failure.DNS_REFUSED,
    dns.rcode.NXDOMAIN: Failure.DNS_NXDOMAIN,
}


async def query(
    server: str, port: int, name: str, rrtype: RecordType, *, timeout_s: float, over_tcp: bool = False
) -> Answer:
    """Ask the server at the address `server` for `name`, absolute: search domains do not apply.

    Raises ValueError when `server` is no address.
    """
    found = await _ask(server, port, name, rrtype, "IN", timeout_s, over_tcp=over_tcp)
    if isinstance(found, Answer):
        return found
    return answered(
        rrtype,
        () if found.rrset is None else (record.address for record in found.rrset),
        rcode=dns.rcode.to_text(found.response.rcode()),
        cname_chain=_cname_chain(found.chaining_result),
        ttl_s=found.chaining_result.minimum_ttl,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The texts of an answer, each at most 255 bytes; none where `failure` is set."""

    texts: tuple[bytes, ...]
    failure: Failure | None
    raw_error: str | None


async def query_texts(server: str, port: int, name: str, *, chaos: bool, timeout_s: float) -> Texts:
    """Ask for the TXT records of `name`, in class CH where `chaos`. Raises ValueError when `server` is no address."""
    found = await _ask(server, port, name, "TXT", "CH" if chaos else "IN", timeout_s)
    if isinstance(found, Answer):
        return Texts(texts=(), failure=found.failure, raw_error=found.raw_error)
    texts = tuple(text for record in found.rrset or () for text in record.strings)[:_MAX_TEXTS]
    if not texts:
        return Texts(texts=(), failure=Failure.DNS_NO_ANSWER, raw_error="the answer holds no TXT record")
    return Texts(texts=texts, failure=None, raw_error=None)


async def _ask(
    server: str, port: int, name: str, rrtype: str, rrclass: str, timeout_s: float, *, over_tcp: bool = False
) -> dns.resolver.Answer | Answer:
    """The server's answer, or the failure that came of asking."""
    stub = _stub(server, port, timeout_s)
    backend: Any = LimitedBackend()
    try:
        # dnspython's pauses between tries are not part of its own lifetime.
        async with deadline(timeout_s):
            return await stub.resolve(
                dns.name.from_text(name),
                rrtype,
                rrclass,
                tcp=over_tcp,
                raise_on_no_answer=False,
                search=False,
                backend=backend,
            )
    except (TimeoutError, dns.exception.Timeout):
        return Answer(failure=Failure.DNS_TIMEOUT, raw_error=str(timed_out(timeout_s)))
    except dns.resolver.NXDOMAIN as error:
        return _nxdomain(error)
    except dns.resolver.NoNameservers as error:
        return _turned_down(error)
    except dns.exception.DNSException as error:
        return Answer(failure=Failure.UNKNOWN, raw_error=describe(error))


def _stub(server: str, port: int, timeout_s: float) -> dns.asyncresolver.Resolver:
    stub = dns.asyncresolver.Resolver(configure=False)
    stub.nameservers = [server]
    stub.port = port
    stub.timeout = timeout_s / _TRIES
    stub.lifetime = timeout_s
    return stub


def _cname_chain(chaining: dns.message.ChainingResult) -> tuple[str, ...]:
    """The names that the asked one stands for, in order. dnspython follows 16 at most and escapes odd characters."""
    return tuple(alias[0].target.to_text(omit_final_dot=True) for alias in chaining.cnames)


def _nxdomain(error: dns.resolver.NXDOMAIN) -> Answer:
    name, response = next(iter(error.kwargs["responses"].items()))
    return Answer(
        failure=Failure.DNS_NXDOMAIN,
        raw_error=f"{name.to_text(omit_final_dot=True)} does not exist",
        rcode="NXDOMAIN",
        cname_chain=_cname_chain(response.resolve_chaining()),
    )


def _turned_down(error: dns.resolver.NoNameservers) -> Answer:
    """The server answered with an error, or could not be talked to: the last thing that happened, with dnspython's
    words for it (`errors` holds: server, by TCP, port, exception or rcode in words, response)."""
    *_, what, response = error.kwargs["errors"][-1]
    if response is not None:
        rcode = response.rcode()
        failure = _BY_RCODE.get(rcode, Failure.DNS_SERVER_ERROR)
        return Answer(failure=failure, raw_error=f"the server answered {what}", rcode=dns.rcode.to_text(rcode))
    if isinstance(what, OSError | EOFError):
        return Answer(failure=classify(what), raw_error=describe(what))
    return Answer(failure=Failure.UNEXPECTED_PROTOCOL, raw_error=f"not an answer that DNS allows: {describe(what)}")
