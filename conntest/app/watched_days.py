"""The days of `conntest.lab.days` as a network, a connection that is kept, and clocks on which they pass in seconds."""

import socket
from datetime import datetime, timedelta
from typing import cast

from conntest.lab.days import MINUTE, Days, Trouble
from conntest.model.failure import Failure
from conntest.model.observation import AskedBy, ConnectDetail, ResolveDetail, ResolveStep, RttSource
from conntest.model.step import Error
from conntest.net.dialer import Connected, NotConnected
from conntest.values import dataclass
from conntest.watch.holding import End, Ending
from conntest.watch.timing import Clocks
from conntest.watch.values import Kind, Surroundings, Target

#: Seconds after a sign of life that is not answered until a connection is given up, as with the real one.
_GIVEN_UP_S = 15.0

#: Milliseconds to a host, by what it is for.
_RTT_MS = {Kind.ROUTER: 2.0, Kind.NEUTRAL: 12.0, Kind.GATEWAY: 85.0, Kind.PORTAL: 90.0, Kind.COMPARISON: 40.0}


class DaysClocks:
    """Pauses pass at once; sleep of the computer is passed over with them."""

    def __init__(self, days: Days) -> None:
        self._days = days
        self.now_s = 0.0

    def clocks(self) -> Clocks:
        return Clocks(sleep=self.sleep, wall=self.wall, elapsed_s=lambda: self.now_s)

    def wall(self) -> datetime:
        return self._days.began + timedelta(seconds=self.now_s)

    async def sleep(self, seconds: float) -> None:
        ends_s = self.now_s + seconds
        for span in self._days.asleep():
            if self.now_s < span.begins_s <= ends_s:
                ends_s += span.ends_s - span.begins_s
        self.now_s = ends_s


class _NoSocket:
    """Stands for a socket that is only closed."""

    def close(self) -> None:
        pass


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysNetwork:
    """Dialer, resolver, keeper and surroundings of the days. Every target has an address of its own."""

    days: Days
    clock: DaysClocks
    targets: tuple[Target, ...]

    async def around(self) -> Surroundings:
        """This computer's view."""
        network = self.days.network(self.clock.now_s)
        if network is None:
            return Surroundings(addresses=frozenset(), router=None, name_servers=())
        address, router = network
        return Surroundings(addresses=frozenset({address}), router=router, name_servers=(router,))

    def locate(self, address: str, port: int) -> tuple[str, int]:
        """See `Dialer`."""
        return address, port

    async def connect(self, address: str, port: int, *, timeout_s: float) -> Connected | NotConnected:
        """See `Dialer`."""
        now_s = self.clock.now_s
        target = self._target(address)
        kind = target.kind if target else Kind.ROUTER
        if not self._answers(kind, target, port, now_s):
            near = kind is Kind.ROUTER
            failure = Failure.HOST_UNREACHABLE if near else Failure.TIMEOUT
            return NotConnected(t0=now_s, t=now_s, failure=failure, raw_error="", detail=ConnectDetail())
        rtt_ms = _RTT_MS[kind] + (now_s // MINUTE) % 7
        return Connected(
            sock=cast(socket.socket, _NoSocket()),
            t0=now_s,
            t=now_s,
            detail=ConnectDetail(rtt_ms=rtt_ms, rtt_source=RttSource.KERNEL),
        )

    async def system(self, name: str, *, timeout_s: float) -> tuple[ResolveStep, ...]:
        """See `Resolver`."""
        return await self.ask("", name, asked_by=AskedBy.SYSTEM, timeout_s=timeout_s)

    async def ask(
        self, server: str, name: str, *, asked_by: AskedBy, timeout_s: float, over_tcp: bool = False
    ) -> tuple[ResolveStep, ...]:
        """See `Resolver`."""
        now_s = self.clock.now_s
        works = self._local(now_s) and not self._broken(now_s, Trouble.NAME_SERVER, Trouble.PROVIDER)
        addresses = tuple(address for host, address in self._addresses().items() if host == name)
        detail = ResolveDetail(
            name=name,
            asked_by=asked_by,
            server=server,
            rrtype="A",
            rcode=None,
            cname_chain=(),
            addresses=addresses if works else (),
            ttl_s=None,
        )
        error = None if works else Error(kind=Failure.DNS_TIMEOUT, text="")
        return (ResolveStep(t0=now_s, t=now_s + 0.004, error=error, detail=detail),)

    async def keep(self, sock: socket.socket, host: str, silence_s: float) -> "DaysKept":
        """See `Keeper`."""
        return DaysKept(self.days, self.clock, silence_s)

    def _addresses(self) -> dict[str, str]:
        hosts = [target.host for target in self.targets if target.host]
        return {host: f"192.0.2.{number}" for number, host in enumerate(hosts, 1)}

    def _target(self, address: str) -> Target | None:
        hosts = {place: host for host, place in self._addresses().items()}
        wanted = hosts.get(address, address)
        return next((target for target in self.targets if target.host == wanted), None)

    def _broken(self, now_s: float, *troubles: Trouble) -> bool:
        return any(self.days.broken(trouble, now_s) for trouble in troubles)

    def _local(self, now_s: float) -> bool:
        return self.days.network(now_s) is not None and not self._broken(now_s, Trouble.ROUTER)

    def _answers(self, kind: Kind, target: Target | None, port: int, now_s: float) -> bool:
        if not self._local(now_s):
            return False
        if kind is Kind.ROUTER:
            return True
        if self._broken(now_s, Trouble.PROVIDER):
            return False
        on_gateway_port = kind in (Kind.GATEWAY, Kind.COMPARISON)
        if on_gateway_port and self._broken(now_s, Trouble.PORTS):
            return False
        if kind is Kind.GATEWAY:
            primary = target is not None and target.role == "primary"
            return not (
                self._broken(now_s, Trouble.GATEWAYS)
                or (primary and self._broken(now_s, Trouble.PRIMARY))
                or (port == 4000 and self._broken(now_s, Trouble.PORT_4000))
            )
        return not (kind is Kind.PORTAL and self._broken(now_s, Trouble.PORTAL))


#: What ends the kept connection at its next sign of life.
_ENDING = (Trouble.WIFI, Trouble.MOVING, Trouble.ROUTER, Trouble.PROVIDER, Trouble.GATEWAYS, Trouble.PORTS)


class DaysKept:
    """A connection that gives a sign of life after each `silence_s`."""

    def __init__(self, days: Days, clock: DaysClocks, silence_s: float) -> None:
        self._days = days
        self._clock = clock
        self._opened_s = clock.now_s
        self._silence_s = silence_s
        self._sign_s = clock.now_s + silence_s

    def ending(self) -> Ending | None:
        """See `Kept`."""
        while self._sign_s + _GIVEN_UP_S <= self._clock.now_s:
            if self._is_lost():
                return Ending(how=End.SILENT, at_s=self._sign_s + _GIVEN_UP_S)
            self._sign_s += self._silence_s
        return None

    def close(self) -> None:
        """Nothing is open."""

    def _is_lost(self) -> bool:
        """Whether the next sign of life is not answered."""
        days, at_s = self._days, self._sign_s
        moved = self._opened_s < days.moved_s <= at_s
        slept = any(self._opened_s < span.ends_s <= at_s for span in days.asleep())
        forgotten = self._silence_s >= days.forgets_s(self._opened_s)
        return moved or slept or forgotten or any(days.broken(trouble, at_s) for trouble in _ENDING)
