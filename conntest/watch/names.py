"""The addresses of the watched names, kept from one round to the next, so that names and hosts are told apart."""

from collections.abc import Sequence
from dataclasses import field

from conntest.model.addresses import is_address
from conntest.model.failure import MISSING_NAME_FAILURES, Failure
from conntest.model.observation import AskedBy, ResolveStep
from conntest.net.resolver import Resolver
from conntest.values import dataclass
from conntest.watch.targets import NAME_SERVER
from conntest.watch.values import Contact

#: Seconds for which the addresses of a name are used before it is resolved again.
_FRESH_S = 300.0

#: Name servers that are asked, one after the other: the C library goes on to the second one as well.
_MOST_SERVERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Name:
    """The addresses of a name, IPv4's first, and when it was asked for."""

    addresses: tuple[str, ...]
    asked_s: float


@dataclass(slots=True)
class Names:
    """Asks for `names` by `resolver`, each attempt for `timeout_s`."""

    names: tuple[str, ...]
    resolver: Resolver
    timeout_s: float
    _known: dict[str, _Name] = field(default_factory=dict)

    @property
    def are_known(self) -> bool:
        """Whether any name has an address."""
        return bool(self._known)

    async def ask(self, servers: Sequence[str], now_s: float) -> Contact:
        """Resolve every name that is due, and one in any case, so that the name server shows how it is."""
        if not self.names or not servers:
            return Contact(target=NAME_SERVER, port=None, answered=None)
        first, *others = [name for name in self.names if self._is_due(name, now_s)] or [self._oldest()]
        contact = await self._ask(first, servers, now_s)
        if contact.answered:
            for name in others:
                await self._ask(name, servers, now_s)
        return contact

    def address(self, host: str) -> str | None:
        """`host` itself where it is an address, or the first one that its name was last known to have."""
        if is_address(host):
            return host
        known = self._known.get(host)
        return known.addresses[0] if known else None

    def _is_due(self, name: str, now_s: float) -> bool:
        known = self._known.get(name)
        return known is None or now_s - known.asked_s >= _FRESH_S

    def _oldest(self) -> str:
        return min(self.names, key=lambda name: self._known[name].asked_s)

    async def _ask(self, name: str, servers: Sequence[str], now_s: float) -> Contact:
        """The first server that answers; how the first one failed where none does."""
        failure: Failure | None = None
        for server in servers[:_MOST_SERVERS]:
            steps = await self.resolver.ask(server, name, asked_by=AskedBy.NAME_SERVER, timeout_s=self.timeout_s)
            failed = _failure(steps)
            if failed is None:
                addresses = tuple(address for step in steps for address in step.detail.addresses)
                if addresses:
                    self._known[name] = _Name(addresses=addresses, asked_s=now_s)
                return Contact(target=NAME_SERVER, port=None, answered=True, rtt_s=steps[0].t - steps[0].t0)
            failure = failure or failed
        return Contact(target=NAME_SERVER, port=None, answered=False, failure=failure)


def _failure(steps: Sequence[ResolveStep]) -> Failure | None:
    """None where the server answered one of the questions, if only that there is no such name."""
    failures = [step.failure for step in steps]
    if any(failure is None or failure in MISSING_NAME_FAILURES for failure in failures):
        return None
    return failures[0]
