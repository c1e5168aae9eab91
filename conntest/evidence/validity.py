"""Which observations tell anything, and which addresses are any."""

from functools import lru_cache
from ipaddress import ip_address

from conntest.model.address import bogon
from conntest.model.failure import Failure
from conntest.model.observation import Observation

#: What makes an address lead to no host at all (`bogon`): a plan leaves such addresses out.
_NOWHERE = frozenset(
    {
        "the unspecified address",
        "a reserved address",
        "a documentation address",
        "a multicast address",
        "an IPv4-mapped address",
    }
)


def broke(seen: Observation) -> bool:
    """The probe, and not the network, failed: no step got further than an error that has no name."""
    return bool(seen.steps) and all(step.failure is Failure.UNKNOWN for step in seen.steps)


def is_sound(seen: Observation) -> bool:
    """What should be addresses is: a saved report may hold anything."""
    resolved = (address for step in seen.resolves for address in step.detail.addresses)
    return all(map(is_literal, resolved)) and (seen.address is None or is_literal(seen.address))


@lru_cache(maxsize=4096)
def is_literal(host: str) -> bool:
    """An address, and no name. Asked of the same few hundred texts again and again."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def leads_somewhere(address: str) -> bool:
    """A host may be there, though perhaps a wrong one. Raises ValueError where `address` is none."""
    return bogon(address) not in _NOWHERE
