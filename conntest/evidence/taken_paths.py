"""Which ways programs on this computer really go."""

from conntest.evidence.evidence import Evidence
from conntest.model.observation import DIRECT


def is_taken(evidence: Evidence, path: str) -> bool:
    """Whether programs go this way: directly, or through a proxy that a setting names."""
    return path == DIRECT or any(known.id == path and known.used_by for known in evidence.record.paths)
