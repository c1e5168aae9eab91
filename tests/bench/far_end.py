"""The other end of a long line, until stdin closes: `python -m tests.bench.far_end ROUND_TRIP_MS`.

A TUN device stands for the network 10.9.0.0/16. Every SYN to it is answered with a SYN-ACK after the given time, by
any address and port; with `never`, by nobody: a firewall that drops. Run it in a network namespace of its own, as
root of that namespace.

The answer is the SYN itself with addresses and ports swapped, so its options and most of its checksum stand. After
the handshake nothing is answered.
"""

import collections
import contextlib
import os
import select
import struct
import subprocess
import sys
import time

from tests.tunnels import open_tun

FIRST_ADDRESS = "10.9.1.1"

_SYN, _ACK = 0x02, 0x10
_TCP = 6
_IPV4_WITHOUT_OPTIONS = 0x45

#: A queue for every SYN that is under way while this process is not; the default of 500 would drop some.
_QUEUE = 10_000


def open_tunnel(name: str = "far0") -> int:
    """A TUN device, up, with a route to the far end; gives its descriptor."""
    tunnel = open_tun(name)
    for words in (f"address add 10.9.0.1/16 dev {name}", f"link set {name} txqueuelen {_QUEUE} up"):
        subprocess.run(["ip", *words.split()], check=True)
    return tunnel


def syn_ack(packet: bytes) -> bytes | None:
    """The SYN-ACK to an IPv4 SYN (RFC 9293, 3.5), or None when `packet` is anything else."""
    if len(packet) < 40 or packet[0] != _IPV4_WITHOUT_OPTIONS or packet[9] != _TCP or packet[33] & 0x3F != _SYN:
        return None
    sequence, _, flags, window, checksum = struct.unpack_from("!IIHHH", packet, 24)
    acknowledged = (sequence + 1) % 2**32
    # RFC 1624, equation 3; the words it was computed with were 0 for the acknowledgement, and `flags`.
    changed = (acknowledged >> 16) + (acknowledged & 0xFFFF) + _ACK
    total = (~checksum & 0xFFFF) + changed
    total = (total & 0xFFFF) + (total >> 16)
    total = (total & 0xFFFF) + (total >> 16)
    header = struct.pack("!IIHHH", sequence, acknowledged, flags | _ACK, window, ~total & 0xFFFF)
    there_and_here = packet[16:20] + packet[12:16] + packet[22:24] + packet[20:22]
    return packet[:12] + there_and_here + header + packet[38:]


def serve(tunnel: int, round_trip_s: float) -> None:
    """Answer until stdin closes, each in its time."""
    due: collections.deque[tuple[float, bytes]] = collections.deque()
    while True:
        patience_s = max(due[0][0] - time.perf_counter(), 0) if due else None
        ready, _, _ = select.select([tunnel, sys.stdin], [], [], patience_s)
        if tunnel in ready:
            _take(tunnel, due, round_trip_s)
        if sys.stdin in ready:
            return
        while due and due[0][0] <= time.perf_counter():
            os.write(tunnel, due.popleft()[1])


def _take(tunnel: int, due: collections.deque[tuple[float, bytes]], round_trip_s: float) -> None:
    """Everything that has arrived."""
    with contextlib.suppress(BlockingIOError):
        while True:
            packet = os.read(tunnel, 65_535)
            arrived = time.perf_counter()
            if (answer := syn_ack(packet)) is not None:
                due.append((arrived + round_trip_s, answer))


def main() -> None:
    tunnel = open_tunnel()
    # A line does not wait for a processor; without the right to ask, it is simply less exact on a busy machine.
    with contextlib.suppress(PermissionError):
        os.nice(-20)
    print("up", flush=True)
    if sys.argv[1] == "never":
        sys.stdin.read()
    else:
        serve(tunnel, float(sys.argv[1]) / 1e3)


if __name__ == "__main__":
    main()
