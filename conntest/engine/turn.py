"""What a probe's turn depends on: whom it waits for, whether it is wanted then, and at which addresses."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from conntest.model.failure import CERTIFICATE_FAILURES, Failure
from conntest.model.observation import Observation
from conntest.model.plan import AddressProbe, OnlyIf, Probe, ResolveProbe
from conntest.model.report import RunOptions
from conntest.plan.addresses import leads_somewhere, parsed

#: Addresses of one name and family that are tried. IBKR's names have one or two, a content network's may have eight;
#: four show whether some of them are dead without knocking on every door.
ADDRESSES_PER_FAMILY = 4

#: A name that is not there. Any other failure leaves open whether it exists.
_MISSING = frozenset({Failure.DNS_NXDOMAIN, Failure.DNS_NO_ANSWER})

#: What was seen so far, by the id of the probe that saw it.
Seen = Mapping[str, Sequence[Observation]]


def waits_for(probe: Probe) -> tuple[str, ...]:
    """The ids of the probes that must have ended before this one's turn."""
    if isinstance(probe, ResolveProbe):
        return (probe.instead_of,) if probe.instead_of else ()
    return (*probe.resolved_by, probe.after) if probe.after else probe.resolved_by


def name_wanted(probe: ResolveProbe, seen: Seen) -> bool:
    """An alias is looked up only where the spelling before it was looked up and does not exist."""
    if probe.instead_of is None:
        return True
    steps = [step for earlier in seen[probe.instead_of] for step in earlier.resolves]
    return bool(steps) and all(step.failure in _MISSING for step in steps)


def addresses(probe: AddressProbe, seen: Seen, options: RunOptions) -> list[str]:
    """Where the probe goes: the addresses that meet its condition, IPv4 first, in the order the system gave them."""
    wanted = [address for address in _candidates(probe, seen) if _condition_met(probe, address, seen)]
    limit = ADDRESSES_PER_FAMILY if probe.every_address else 1
    families = [version for version, wanted in ((4, options.ipv4), (6, options.ipv6)) if wanted]
    return [address for family in families for address in _of_family(wanted, family)[:limit]]


def _candidates(probe: AddressProbe, seen: Seen) -> Iterator[str]:
    if not probe.resolved_by:
        yield from probe.addresses or (probe.host,)
    for lookup in probe.resolved_by:
        for observation in seen[lookup]:
            for step in observation.resolves:
                yield from filter(leads_somewhere, step.detail.addresses)


def _of_family(candidates: Iterable[str], version: int) -> list[str]:
    known = {address: parsed(address) for address in candidates}
    return [address for address, value in known.items() if value is not None and value.version == version]


def _condition_met(probe: AddressProbe, address: str, seen: Seen) -> bool:
    if probe.after is None:
        return True
    return any(_meets(probe.only_if, earlier) for earlier in seen[probe.after] if earlier.address == address)


def _meets(condition: OnlyIf, seen: Observation) -> bool:
    match condition:
        case OnlyIf.ALWAYS:
            return True
        case OnlyIf.OPENED:
            openings = [step for step in (seen.connect, seen.proxy_connect) if step is not None]
            return bool(openings) and all(step.failure is None for step in openings)
        case OnlyIf.PRESENTED:
            return seen.tls is not None and (seen.tls.failure is None or seen.tls.failure in CERTIFICATE_FAILURES)
        case OnlyIf.UNTRUSTED:
            return seen.tls is not None and seen.tls.failure in CERTIFICATE_FAILURES
        case OnlyIf.VERIFIED:
            return seen.tls is not None and seen.tls.failure is None
