"""What every probe is given: the world is an argument."""

from collections.abc import Mapping
from dataclasses import field

from conntest.model.observation import DIRECT
from conntest.net.ca_store import TrustStores
from conntest.net.clock import Clock
from conntest.net.dialer import Dialer
from conntest.net.proxy_dialer import ProxyDialer
from conntest.net.resolver import Resolver
from conntest.probes.kept import Kept
from conntest.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """`timeout_s` is the patience of each step of one attempt. `dialer` is the direct way, `proxies` are the others, by
    path id. `kept` are connections that one probe leaves to the next."""

    clock: Clock
    dialer: Dialer
    resolver: Resolver
    trust: TrustStores
    timeout_s: float
    proxies: Mapping[str, ProxyDialer] = field(default_factory=dict)
    kept: Kept = field(default_factory=Kept)

    def way(self, path: str) -> Dialer:
        """The dialer of a path. Raises KeyError where the run has no such path."""
        return self.dialer if path == DIRECT else self.proxies[path]
