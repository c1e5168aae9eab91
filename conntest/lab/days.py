"""Two days of a network that breaks in every way that `conntest watch` tells apart: what is broken when.

The demo plays them, and the tests expect each of their troubles to be attributed rightly.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum

from conntest.values import dataclass

#: A Friday, so that IBKR's weekend reset (Friday 23:00 to Saturday 03:00 in New York) lies within.
BEGAN = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)

HOUR = 3600.0
MINUTE = 60.0

#: Where the story's computer and its router are, before and after the move to another network (RFC 1918).
HOME, HOME_ROUTER = "192.168.77.2", "192.168.77.1"
OFFICE, OFFICE_ROUTER = "10.20.0.15", "10.20.0.1"


class Trouble(StrEnum):
    """What breaks."""

    #: The computer sleeps.
    ASLEEP = "asleep"
    #: Its Wi-Fi is gone: it has no address.
    WIFI = "wifi"
    #: It keeps its address, and the access point passes nothing.
    ROUTER = "router"
    NAME_SERVER = "name-server"
    PROVIDER = "provider"
    GATEWAYS = "gateways"
    PORTAL = "portal"
    #: One firewall rule: nothing on 4000 and 4001, whoever is asked.
    PORTS = "ports"
    PRIMARY = "primary"
    PORT_4000 = "port-4000"
    #: The first minutes after a move: the new network is not there yet.
    MOVING = "moving"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From and until when, in seconds of the story, something is broken."""

    trouble: Trouble
    begins_s: float
    ends_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """`moved_s` is when the computer went to the other network; `idle_s` and `idle_moved_s` are after how much silence
    the routers of the two forget a connection."""

    began: datetime
    long_s: float
    spans: tuple[Span, ...]
    moved_s: float
    idle_s: float
    idle_moved_s: float

    def broken(self, trouble: Trouble, at_s: float) -> bool:
        """Whether it is broken then."""
        return any(one.trouble is trouble and one.begins_s <= at_s < one.ends_s for one in self.spans)

    def asleep(self) -> Iterator[Span]:
        """When the computer sleeps, in order."""
        return (one for one in self.spans if one.trouble is Trouble.ASLEEP)

    def network(self, at_s: float) -> tuple[str, str] | None:
        """Its own address and its router's; None where it has none."""
        if self.broken(Trouble.WIFI, at_s) or self.broken(Trouble.MOVING, at_s):
            return None
        return (HOME, HOME_ROUTER) if at_s < self.moved_s else (OFFICE, OFFICE_ROUTER)

    def forgets_s(self, at_s: float) -> float:
        """After how much silence the router of the time forgets a connection."""
        return self.idle_s if at_s < self.moved_s else self.idle_moved_s


def two_days() -> Days:
    """The story. Hours count from BEGAN, 06:00 UTC on a Friday."""
    return Days(
        began=BEGAN,
        long_s=48 * HOUR,
        spans=tuple(_spans()),
        moved_s=26 * HOUR,
        idle_s=30.0,
        idle_moved_s=300.0,
    )


def _spans() -> Iterator[Span]:
    for trouble, hour, minutes in (
        (Trouble.WIFI, 2.0, 3.0),
        (Trouble.PROVIDER, 3.5, 12.0),
        (Trouble.NAME_SERVER, 5.0, 8.0),
        (Trouble.ROUTER, 6.25, 4.0),
        (Trouble.GATEWAYS, 8.0, 6.0),
        (Trouble.PORTAL, 9.0, 5.0),
        (Trouble.PROVIDER, 10.0, 1.0),
        (Trouble.PORTS, 11.0, 15.0),
        (Trouble.PRIMARY, 12.5, 20.0),
        (Trouble.ASLEEP, 14.0, 6 * 60.0),
        # The weekend reset, 22 to 26 hours after the beginning.
        (Trouble.GATEWAYS, 22.2, 180.0),
        (Trouble.MOVING, 26.0, 0.7),
        (Trouble.PORT_4000, 30.0, 30.0),
        (Trouble.WIFI, 33.0, 1.5),
        (Trouble.PROVIDER, 36.0, 40.0),
        (Trouble.ASLEEP, 38.0, 7 * 60.0),
    ):
        yield Span(trouble=trouble, begins_s=hour * HOUR, ends_s=hour * HOUR + minutes * MINUTE)
