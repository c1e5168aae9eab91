"""`conntest api`: whether programs can connect to TWS's or IB Gateway's own API. Only local and private addresses are
asked, and nothing is changed there."""

import asyncio
from collections.abc import Callable, Sequence

from conntest.app import consoles, event_loop, streams
from conntest.app.errors import UserError
from conntest.language import gettext as _
from conntest.local_api.conclude import conclude
from conntest.model.addresses import SpecialPurpose, is_this_machine, special_purpose
from conntest.model.local_api import USUAL_PORTS, LocalApi
from conntest.model.surroundings import Unavailable
from conntest.net.clock import Clock
from conntest.net.dialer import DirectDialer
from conntest.net.in_order import addresses_in_order
from conntest.probes.local_api import ask
from conntest.render import local_api
from conntest.system.api_listeners import Listening, api_listeners, own_addresses
from conntest.system.timed_call import TimedCall
from conntest.values import dataclass

#: The addresses of this computer for itself. Programs that say `localhost` take the one or the other.
LOOPBACKS = ("127.0.0.1", "::1")

#: What an address may be for, so that it is asked. 100.64.0.0/10 is what overlay networks between one's own computers
#: use.
_NEAR = frozenset(
    {
        SpecialPurpose.LOOPBACK,
        SpecialPurpose.PRIVATE,
        SpecialPurpose.LINK_LOCAL,
        SpecialPurpose.UNIQUE_LOCAL,
        SpecialPurpose.CARRIER_GRADE_NAT,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where to ask: `host` is None for this computer, and `port` for the usual ones."""

    host: str | None = None
    port: int | None = None


def place_of(text: str | None) -> Place:
    """`HOST`, `HOST:PORT`, `PORT`, and IPv6 addresses with or without brackets. Raises UserError."""
    if not text:
        return Place()
    if text.isdecimal():
        return Place(port=_port(text))
    if text.startswith("["):
        host, bracket, rest = text[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            raise UserError(f"{text}: an IPv6 address with a port is written [::1]:7496")
        return Place(host=host, port=_port(rest[1:]) if rest else None)
    if text.count(":") == 1:
        host, _colon, port = text.partition(":")
        return Place(host=host or None, port=_port(port))
    return Place(host=text)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise UserError(f"{text!r} is no port: 7496 is TWS's, 4001 IB Gateway's")
    return int(text)


def api_command(place: Place, *, timeout_s: float, as_json: bool, quiet: bool, color: bool) -> bool:
    """Ask, print, and give whether a program can connect. Raises UserError."""
    seen = event_loop.run(look(place, timeout_s=timeout_s, warn=_warn))
    if as_json:
        streams.write_document(local_api.to_json(seen, conclude(seen)))
    elif quiet:
        streams.write_text(local_api.sentence(seen, conclude(seen)) + "\n")
    else:
        with streams.writing():
            local_api.render(seen, conclude(seen), consoles.console(color=color))
    return bool(seen.answered)


def _warn() -> None:
    streams.say(
        _(
            "TWS or IB Gateway may now ask whether to accept an incoming connection. That is conntest: it asks for the "
            "version of the API, and leaves. It does not log in."
        )
    )


async def look(place: Place, *, timeout_s: float, warn: Callable[[], None]) -> LocalApi:
    """Ask every address of the place on every port, after `warn` is called. Raises UserError where it is none that may
    be asked."""
    addresses = await _addresses(place.host, timeout_s)
    ports = (place.port,) if place.port is not None else tuple(USUAL_PORTS)
    here = _is_here(addresses)
    listening = TimedCall(lambda: api_listeners(ports)).result() if here else Unavailable.NOT_KNOWN
    dialer = DirectDialer(Clock())
    warn()
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(ask(address, port, dialer, timeout_s=timeout_s))
            for port in ports
            for address in addresses
        ]
    known = listening if isinstance(listening, Listening) else None
    return LocalApi(
        host=place.host or "localhost",
        tries=tuple(task.result() for task in tasks),
        listeners=known.listeners if known else None,
        running=known.running if known else None,
        localhost=await _localhost(timeout_s) if place.host in (None, "localhost") else (),
    )


async def _addresses(host: str | None, timeout_s: float) -> tuple[str, ...]:
    """Raises UserError for a name without addresses, and for one whose addresses others may have."""
    if host in (None, "localhost"):
        return LOOPBACKS
    try:
        found = await addresses_in_order(str(host), timeout_s=timeout_s)
    except (OSError, UnicodeError) as error:
        raise UserError(f"{host}: this name has no address here ({error})") from error
    far = [address for address in found if special_purpose(address.partition("%")[0]) not in _NEAR]
    if far:
        raise UserError(f"{host}: {far[0]} is no local or private address, and no other is asked")
    return found


def _is_here(addresses: Sequence[str]) -> bool:
    own = TimedCall(own_addresses).result()
    mine = frozenset() if isinstance(own, Unavailable) else own
    return all(is_this_machine(address) or address in mine for address in addresses)


async def _localhost(timeout_s: float) -> tuple[str, ...]:
    try:
        return await addresses_in_order("localhost", timeout_s=timeout_s)
    except OSError:
        return ()
