"""What every probe is given: the world is an argument."""

from dataclasses import dataclass

from conntest.net.clock import Clock
from conntest.net.dialer import Dialer
from conntest.net.resolver import Resolver
from conntest.net.trust import TrustStores


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """`timeout_s` is the patience of each step of one attempt."""

    clock: Clock
    dialer: Dialer
    resolver: Resolver
    trust: TrustStores
    timeout_s: float
