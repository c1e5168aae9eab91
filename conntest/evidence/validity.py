"""Which observations tell anything."""

from conntest.model.addresses import is_address
from conntest.model.observation import Attempt


def is_sound(seen: Attempt) -> bool:
    """What should be addresses is: in a report that was redacted, pseudonyms may stand in their place."""
    resolved = (address for step in seen.resolves for address in step.detail.addresses)
    return all(map(is_address, resolved)) and (seen.address is None or is_address(seen.address))
