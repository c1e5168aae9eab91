"""What a probe's turn depends on: whom it waits for, whether it is wanted then, and at which addresses."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from conntest.model.addresses import is_address, leads_somewhere, version_of
from conntest.model.failure import CERTIFICATE_FAILURES, MISSING_NAME_FAILURES, Failure
from conntest.model.observation import Attempt, Observation, attempts
from conntest.model.plan import AddressProbe, EchoProbe, OnlyIf, Probe, ResolveProbe
from conntest.model.proof import proves
from conntest.model.report import RunOptions

#: Addresses of one name and family that are tried. IBKR's names have one or two, a content network's may have eight;
#: four show whether some of them are dead without knocking on every door.
ADDRESSES_PER_FAMILY = 4

#: What was seen so far, by the id of the probe that saw it.
Seen = Mapping[str, Sequence[Observation]]


def waits_for(probe: Probe) -> tuple[str, ...]:
    """The ids of the probes that must have ended before this one's turn."""
    if isinstance(probe, ResolveProbe):
        return (probe.instead_of,) if probe.instead_of else ()
    others = probe.unless if isinstance(probe, EchoProbe) else ()
    return (*probe.resolved_by, *filter(None, (probe.after, probe.gate)), *others)


def name_wanted(probe: ResolveProbe, seen: Seen) -> bool:
    """An alias is looked up only where the spelling before it was looked up and does not exist."""
    if probe.instead_of is None:
        return True
    steps = [step for earlier in attempts(seen[probe.instead_of]) for step in earlier.resolves]
    return bool(steps) and all(step.failure in MISSING_NAME_FAILURES for step in steps)


def addresses(probe: AddressProbe, seen: Seen, options: RunOptions) -> list[str]:
    """Where the probe goes: the addresses that meet its condition, IPv4 first, in the order the system gave them.

    Beyond a proxy it is one place, and a name where the proxy is to resolve it, or where this machine cannot.
    """
    if probe.gate is not None and all(earlier.failure for earlier in attempts(seen[probe.gate])):
        return []
    found = [] if probe.by_name else list(_candidates(probe, seen))
    if probe.gate is not None:
        found = _allowed(found, options, limit=1)[:1] or [_name(probe, seen)]
        return [place for place in found if _condition_met(probe, place, seen)]
    wanted = [address for address in found if _condition_met(probe, address, seen)]
    return _allowed(wanted, options, limit=ADDRESSES_PER_FAMILY if probe.every_address else 1)


def _allowed(wanted: Sequence[str], options: RunOptions, limit: int) -> list[str]:
    families = [version for version, is_on in ((4, options.ipv4), (6, options.ipv6)) if is_on]
    return [address for family in families for address in _of_family(wanted, family)[:limit]]


def _name(probe: AddressProbe, seen: Seen) -> str:
    """The spelling that exists as far as this machine can tell, or the host as the table has it."""
    steps = (step for lookup in probe.resolved_by for earlier in attempts(seen[lookup]) for step in earlier.resolves)
    return next((step.detail.name for step in steps if step.detail.addresses), probe.host)


def _candidates(probe: AddressProbe, seen: Seen) -> Iterator[str]:
    if not probe.resolved_by:
        yield from probe.addresses or (probe.host,)
    for lookup in probe.resolved_by:
        for observation in attempts(seen[lookup]):
            for step in observation.resolves:
                yield from filter(leads_somewhere, step.detail.addresses)


def _of_family(candidates: Iterable[str], version: int) -> list[str]:
    return [address for address in dict.fromkeys(candidates) if version_of(address) == version]


def _condition_met(probe: AddressProbe, address: str, seen: Seen) -> bool:
    if isinstance(probe, EchoProbe) and _replaced(probe, address, seen):
        return False
    if probe.after is None:
        return True
    place = address if is_address(address) else None
    return any(_meets(probe.only_if, earlier) for earlier in attempts(seen[probe.after]) if earlier.address == place)


def _replaced(probe: EchoProbe, address: str, seen: Seen) -> bool:
    """Whether a service that goes before this one told an address over the same family."""
    before = [one for name in probe.unless for one in attempts(seen[name])]
    return any(version_of(one.address or "") == version_of(address) and _meets(OnlyIf.ECHOED, one) for one in before)


def _meets(condition: OnlyIf, seen: Attempt) -> bool:
    match condition:
        case OnlyIf.ALWAYS:
            return True
        case OnlyIf.OPENED:
            return _is_opened(seen)
        case OnlyIf.ANSWERED:
            return _is_answered(seen)
        case OnlyIf.UNANSWERED:
            return _is_opened(seen) and not _is_answered(seen)
        case OnlyIf.UNTRUSTED:
            return seen.tls is not None and seen.tls.failure in CERTIFICATE_FAILURES
        case OnlyIf.VERIFIED:
            return seen.tls is not None and seen.tls.failure is None
        case OnlyIf.ECHOED:
            return any(step.detail.address for step in seen.echoes)


def _is_opened(seen: Attempt) -> bool:
    openings = [step for step in (seen.connect, seen.proxy_connect) if step is not None]
    return bool(openings) and all(step.failure is None for step in openings)


def _is_answered(seen: Attempt) -> bool:
    return proves(seen) or (seen.tls is not None and seen.tls.failure is None)


def is_silent(seen: Observation) -> bool:
    """Nothing came back: neither from a proxy nor from beyond it."""
    return isinstance(seen, Attempt) and seen.failure is Failure.TIMEOUT
