"""A box on the client's cable: two TAP devices and this program, which decides what becomes of each packet.

Run as a program in the client's namespace with `DEVICE ROUTER_NAMESPACE WIRE_JSON`, where `DEVICE` is what both ends
are called. It works without `tc`, whose queueing disciplines not every kernel has.
"""

import contextlib
import heapq
import os
import random
import select
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from tests.tunnels import enter_network, open_tap

from . import packets
from .wire import Wire, from_json

#: The largest frame of these devices, whose MTU is 1500.
_FRAME = 2048
#: A TLS record of a handshake (RFC 8446, section 5.1).
_TLS_HANDSHAKE = b"\x16\x03"
#: Every run of a test loses the same packets, as far as it sends the same.
_SEED = 1


@dataclass(slots=True)
class Box:
    """Decides about packets; knows no devices. Times are seconds on one clock."""

    wire: Wire
    _lot: random.Random = field(default_factory=lambda: random.Random(_SEED))
    _line_free_s: dict[bool, float] = field(default_factory=lambda: {True: 0.0, False: 0.0})
    _forged: Iterator[int] = field(default_factory=count)
    _last_s: dict[tuple[bytes, ...], float] = field(default_factory=dict)

    def take(self, frame: bytes, outward: bool, now: float) -> Iterator[tuple[float, bool, bytes]]:
        """A frame arrives, from the client where `outward`: frames to be sent on, with their time and direction."""
        if packets.ip_length(frame) == 0:
            yield now, outward, frame  # ARP
            return
        if self._is_lost(frame, now):
            return
        if outward:
            replaced = yield from self._injected(frame, now)
            if replaced:
                return
        due = self._due(frame, outward, now)
        if due is not None:
            yield due, outward, frame

    def _is_lost(self, frame: bytes, now: float) -> bool:
        wire = self.wire
        if wire.longest and packets.ip_length(frame) > wire.longest:
            return True
        return bool(wire.loss and self._lot.random() < wire.loss) or self._is_forgotten(frame, now)

    def _is_forgotten(self, frame: bytes, now: float) -> bool:
        """Whether it belongs to a connection that was silent for too long."""
        seen = packets.segment(frame) if self.wire.idle_s else None
        if seen is None:
            return False
        ends = sorted(((seen.source, seen.source_port), (seen.target, seen.target_port)))
        flow = tuple(address + port.to_bytes(2, "big") for address, port in ends)
        before = self._last_s.get(flow, now)
        if now - before > self.wire.idle_s:
            return True
        self._last_s[flow] = now
        return False

    def _injected(self, frame: bytes, now: float) -> Iterator[tuple[float, bool, bytes]]:
        """Packets of the box's own. Returns whether they replace the frame."""
        if self.wire.forgery is not None:
            answer = packets.forged(frame, self.wire.forgery, next(self._forged))
            if answer is not None:
                yield now, False, answer
        if not (self.wire.reset_tls_ports or self.wire.reset_names):
            return False
        seen = packets.segment(frame)
        if seen is None or not self._is_unwanted(seen):
            return False
        back, onward = packets.resets(frame, seen)
        yield now, False, back
        yield now, True, onward
        return True

    def _is_unwanted(self, seen: packets.Segment) -> bool:
        if not seen.payload.startswith(_TLS_HANDSHAKE):
            return False
        named = any(word.encode() in seen.payload for word in self.wire.reset_names)
        return named or seen.target_port in self.wire.reset_tls_ports

    def _due(self, frame: bytes, outward: bool, now: float) -> float | None:
        """When the frame has come through; None where the queue is full."""
        wire = self.wire
        begin = now
        if wire.bytes_per_s:
            begin = max(now, self._line_free_s[outward])
            if begin - now > wire.queue_s:
                return None
            begin += len(frame) / wire.bytes_per_s
            self._line_free_s[outward] = begin
        return begin + wire.delay_s + self._half_round_trip_s(frame, outward)

    def _half_round_trip_s(self, frame: bytes, outward: bool) -> float:
        if not self.wire.round_trips_s:
            return 0.0
        ends = packets.addresses(frame)
        return self.wire.round_trips_s.get(ends[outward], 0.0) / 2 if ends else 0.0


def run(client: int, router: int, wire: Wire) -> None:
    """Carry frames between two devices, for ever."""
    box, order = Box(wire), count()
    due: list[tuple[float, int, bool, bytes]] = []
    while True:
        wait_s = max(due[0][0] - time.monotonic(), 0.0) if due else None
        for device in select.select([client, router], [], [], wait_s)[0]:
            for frame in _arrived(device):
                for when, outward, sent in box.take(frame, device == client, time.monotonic()):
                    heapq.heappush(due, (when, next(order), outward, sent))
        while due and due[0][0] <= time.monotonic():
            _, _, outward, frame = heapq.heappop(due)
            # A device that is going down takes no more.
            with contextlib.suppress(OSError):
                os.write(router if outward else client, frame)


def _arrived(device: int) -> Iterator[bytes]:
    with contextlib.suppress(BlockingIOError):
        while True:
            yield os.read(device, _FRAME)


def main(name: str, router_namespace: str, wire: str) -> None:
    client = open_tap(name)
    enter_network(router_namespace)
    router = open_tap(name)
    # A cable does not wait for a processor.
    os.nice(-10)
    print("ready", flush=True)
    run(client, router, from_json(wire))


if __name__ == "__main__":
    main(*sys.argv[1:])
