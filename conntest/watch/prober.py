"""One round: each host asked once, all at the same time, through the dialer and the resolver that are given."""

import asyncio
import socket
from collections.abc import Sequence

from conntest.model.addresses import is_address
from conntest.model.failure import Failure
from conntest.model.host import Role
from conntest.net.dialer import Connected, Dialer, NotConnected, NoTunnel
from conntest.net.resolver import Resolver
from conntest.net.stream import close
from conntest.values import dataclass
from conntest.watch.names import Names
from conntest.watch.targets import ROUTER
from conntest.watch.values import Contact, Kind, Surroundings, Target

#: Seconds for one connection or query. Linux sends a lost SYN again after 1 and 3 s: five leave room for the answer to
#: the third.
TIMEOUT_S = 5.0

#: Seconds for which a comparison on a gateway port holds: the neutral host is one person's test server.
_COMPARED_S = 90.0

#: Where a router is asked, until one of them has answered: its name server, its pages. A refusal is an answer too.
_ROUTER_PORTS = (53, 80, 443)

#: What this computer says of a neighbour that does not answer.
_NOT_THERE = frozenset({Failure.HOST_UNREACHABLE, Failure.NETWORK_UNREACHABLE, Failure.NETWORK_DOWN})

#: An open connection to a gateway, and the gateway's name.
Open = tuple[socket.socket, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What came of a round. `kept` is the connection that was to be left open."""

    contacts: tuple[Contact, ...]
    kept: Open | None


class Prober:
    """Asks `targets`, each attempt for `timeout_s`."""

    def __init__(
        self, targets: tuple[Target, ...], dialer: Dialer, resolver: Resolver, *, timeout_s: float = TIMEOUT_S
    ) -> None:
        self._hosts = [target for target in targets if target.host and target.kind is not Kind.COMPARISON]
        self._neutral = next((target for target in targets if target.kind is Kind.COMPARISON), None)
        names = dict.fromkeys(target.host for target in targets if target.host and not is_address(target.host))
        self._names = Names(tuple(names), resolver, timeout_s)
        self._router = _Router(dialer, timeout_s)
        self._dialer = dialer
        self._timeout_s = timeout_s
        self._compared: tuple[float, Contact] | None = None

    async def ask(self, number: int, around: Surroundings, now_s: float, *, keep: bool) -> Asked:
        """Round `number` at `now_s`, by a clock that counts sleep. `keep`: leave the connection to the primary
        gateway's TLS port open, where its turn is. Cancelled, it leaves none open."""
        kept: list[Open] = []
        first = () if self._names.are_known else (await self._names.ask(around.name_servers, now_s),)
        try:
            async with asyncio.TaskGroup() as group:
                near = [group.create_task(self._router.ask(around.router))]
                if not first:
                    near.append(group.create_task(self._names.ask(around.name_servers, now_s)))
                far = [group.create_task(self._ask(*turn, kept if keep else None)) for turn in self._turns(number)]
        except BaseException:
            for sock, _ in kept:
                close(sock)
            raise
        contacts = (*(task.result() for task in near), *first, *(task.result() for task in far))
        return Asked(contacts=(*contacts, *await self._compare(contacts, now_s)), kept=kept[0] if kept else None)

    def _turns(self, number: int) -> list[tuple[Target, str | None, int]]:
        """Targets with an address and this round's port. Two gateways are asked at different ports, and at the other
        one in the next round; never two targets at one address."""
        taken: set[str | None] = set()
        turns: list[tuple[Target, str | None, int]] = []
        for place, target in enumerate(self._hosts):
            address = self._names.address(target.host or "")
            if address is None or address not in taken:
                turns.append((target, address, target.ports[(place + number) % len(target.ports)]))
                taken.add(address)
        return turns

    async def _ask(self, target: Target, address: str | None, port: int, kept: list[Open] | None) -> Contact:
        if address is None:
            return Contact(target=target, port=port, answered=None)
        result = await self._dialer.connect(address, port, timeout_s=self._timeout_s)
        if not isinstance(result, Connected):
            return _unanswered(target, port, result)
        if kept is not None and target.role is Role.PRIMARY and port == max(target.ports):
            kept.append((result.sock, target.host or ""))
        else:
            close(result.sock)
        return _answered(target, port, result)

    async def _compare(self, contacts: Sequence[Contact], now_s: float) -> tuple[Contact, ...]:
        """The neutral host on a gateway port, where all gateways are silent and another neutral host is not."""
        gateways = [one for one in contacts if one.target.kind is Kind.GATEWAY and one.answered is not None]
        neutral = any(one.answered for one in contacts if one.target.kind is Kind.NEUTRAL)
        if self._neutral is None or not neutral or not gateways or any(one.answered for one in gateways):
            # The next outage has another cause, perhaps.
            self._compared = None
            return ()
        if self._compared is None or now_s - self._compared[0] >= _COMPARED_S:
            address = self._names.address(self._neutral.host or "")
            self._compared = now_s, await self._ask(self._neutral, address, max(self._neutral.ports), None)
        return (self._compared[1],)


class _Router:
    """The router of the local network. One that never answered may just not answer anybody."""

    def __init__(self, dialer: Dialer, timeout_s: float) -> None:
        self._dialer = dialer
        self._timeout_s = timeout_s
        self._address: str | None = None
        self._port: int | None = None
        self._tries = 0

    async def ask(self, address: str | None) -> Contact:
        """At one port."""
        if address is None:
            return Contact(target=ROUTER, port=None, answered=None)
        if address != self._address:
            self._address, self._port, self._tries = address, None, 0
        port = self._port or _ROUTER_PORTS[self._tries % len(_ROUTER_PORTS)]
        self._tries += 1
        result = await self._dialer.connect(address, port, timeout_s=self._timeout_s)
        if isinstance(result, Connected):
            close(result.sock)
        elif not _is_an_answer(result, address):
            contact = _unanswered(ROUTER, port, result)
            return (
                contact
                if self._port or contact.failure in _NOT_THERE
                else Contact(target=ROUTER, port=port, answered=None, failure=contact.failure)
            )
        self._port = port
        return _answered(ROUTER, port, result)


def _is_an_answer(result: NotConnected | NoTunnel, router: str) -> bool:
    """A refusal, or an ICMP error of the router's own."""
    if isinstance(result, NoTunnel):
        return False
    icmp = result.detail.icmp
    refused = result.failure in (Failure.CONNECTION_REFUSED, Failure.CONNECTION_RESET)
    return refused or (icmp is not None and icmp.sender == router)


def _answered(target: Target, port: int, result: Connected | NotConnected | NoTunnel) -> Contact:
    """With the round trip: the kernel's, where it has one, or how long a refusal took."""
    rtt_s = result.detail.rtt_ms / 1e3 if result.detail.rtt_ms is not None else None
    if isinstance(result, NotConnected):
        rtt_s = result.t - result.t0
    return Contact(target=target, port=port, answered=True, rtt_s=rtt_s)


def _unanswered(target: Target, port: int, result: NotConnected | NoTunnel) -> Contact:
    """A lack of descriptors or memory here says nothing of the network."""
    failure = result.failure if isinstance(result, NotConnected) else Failure.UNKNOWN
    mine = failure is Failure.LOCAL_RESOURCES_EXHAUSTED
    return Contact(target=target, port=port, answered=None if mine else False, failure=failure)
