"""What one party said of one name and record type, whoever it was and however it was asked."""

from collections.abc import Iterable
from typing import Literal

from conntest.model.addresses import special_purpose
from conntest.model.failure import Failure
from conntest.values import dataclass

RecordType = Literal["A", "AAAA"]
RECORD_TYPES: tuple[RecordType, ...] = ("A", "AAAA")

#: Addresses kept of one answer. Real ones have up to eight; over TCP an answer can hold thousands.
_MAX_ADDRESSES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`rcode`, `cname_chain` and `ttl_s` as in `ResolveDetail`."""

    failure: Failure | None
    raw_error: str | None
    rcode: str | None = None
    cname_chain: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    ttl_s: int | None = None


def answered(
    rrtype: RecordType,
    addresses: Iterable[str],
    *,
    rcode: str | None = None,
    cname_chain: tuple[str, ...] = (),
    ttl_s: int | None = None,
) -> Answer:
    """The answer that holds `addresses`. Without any it failed; so it did where every one of them is impossible for a
    public name, and then keeps them."""
    kept = tuple(dict.fromkeys(addresses))[:_MAX_ADDRESSES]
    failure, raw_error = _judged(rrtype, kept)
    return Answer(
        failure=failure,
        raw_error=raw_error,
        rcode=rcode,
        cname_chain=cname_chain,
        addresses=kept,
        ttl_s=ttl_s if kept else None,
    )


def _judged(rrtype: RecordType, addresses: tuple[str, ...]) -> tuple[Failure | None, str | None]:
    if not addresses:
        return Failure.DNS_NO_ANSWER, f"the answer holds no {rrtype} record"
    purposes = [special_purpose(address) for address in addresses]
    if all(purposes):
        return Failure.DNS_BOGON, f"{addresses[0]} is a special-purpose address ({purposes[0]})"
    return None, None
