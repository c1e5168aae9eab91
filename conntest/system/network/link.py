"""What a network interface is, as its driver says."""

from conntest.model.surroundings import InterfaceKind
from conntest.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """`kind` is None where the system does not tell; `driver` is the driver's own name for itself."""

    kind: InterfaceKind | None
    driver: str | None = None
