"""One scan in a process of its own, so that its memory is its own: `python -m tests.bench.scans JSON`, prints JSON.

`shipped` is conntest's dialer. `textbook` is what an asyncio tutorial says: `open_connection` behind a semaphore.
"""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from ipaddress import IPv4Address
from pathlib import Path

Endpoint = tuple[str, int]

#: The textbook's semaphore. With more in flight it gets slower and larger, so this is its good side.
TEXTBOOK_IN_FLIGHT = 1000

#: Where every grid of endpoints begins.
FIRST_PORT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """`addresses` x `ports` endpoints, from `first_address` and FIRST_PORT up; the first `count` of them are dialed."""

    scan: str
    first_address: str
    addresses: int
    ports: int
    count: int
    in_flight: int
    timeout_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """`took_ms` is from start to end as the scan saw it, `rtt_ms` what it reports as the round trip."""

    took_ms: float
    rtt_ms: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    seconds: float
    peak_mib: float
    connected: int
    took_ms: float
    rtt_ms: float | None
    #: The 95th percentile.
    rtt_p95_ms: float | None


def grid(first_address: str, addresses: int, ports: int) -> list[Endpoint]:
    """Every port of an address before the next address."""
    first = IPv4Address(first_address)
    return [(str(first + i), FIRST_PORT + j) for i in range(addresses) for j in range(ports)]


async def textbook(endpoints: Sequence[Endpoint], in_flight: int, timeout_s: float) -> list[Attempt]:
    semaphore = asyncio.Semaphore(min(in_flight, TEXTBOOK_IN_FLIGHT))
    attempts: list[Attempt] = []

    async def one(address: str, port: int) -> None:
        async with semaphore:
            start = time.perf_counter()
            try:
                _, writer = await asyncio.wait_for(asyncio.open_connection(address, port), timeout_s)
            except OSError:
                return
            took_ms = (time.perf_counter() - start) * 1e3
            attempts.append(Attempt(took_ms=took_ms, rtt_ms=took_ms))
            writer.close()
            await writer.wait_closed()

    await asyncio.gather(*(one(*endpoint) for endpoint in endpoints))
    return attempts


async def shipped(endpoints: Sequence[Endpoint], in_flight: int, timeout_s: float) -> list[Attempt]:
    from conntest.net.clock import Clock
    from conntest.net.dialer import Connected, DirectDialer

    dialer = DirectDialer(Clock())
    semaphore = asyncio.Semaphore(in_flight)
    attempts: list[Attempt] = []

    async def one(address: str, port: int) -> None:
        async with semaphore:
            outcome = await dialer.connect(address, port, timeout_s=timeout_s)
            if isinstance(outcome, Connected):
                attempts.append(Attempt(took_ms=(outcome.t - outcome.t0) * 1e3, rtt_ms=outcome.detail.rtt_ms))
                outcome.sock.close()

    async with asyncio.TaskGroup() as group:
        for endpoint in endpoints:
            group.create_task(one(*endpoint))
    return attempts


SCANS: dict[str, Callable[[Sequence[Endpoint], int, float], Awaitable[list[Attempt]]]] = {
    "textbook": textbook,
    "shipped": shipped,
}


def run(job: Job) -> Score:
    """Dial them all; imports are not counted, the event loop's own start and end are."""
    from conntest.net.kernel.descriptors import raise_descriptor_limit

    endpoints = grid(job.first_address, job.addresses, job.ports)[: job.count]
    in_flight = min(job.in_flight, raise_descriptor_limit())

    async def dial() -> list[Attempt]:
        return await SCANS[job.scan](endpoints, in_flight, job.timeout_s)

    start = time.perf_counter()
    attempts = asyncio.run(dial())
    seconds = time.perf_counter() - start
    trips = sorted(attempt.rtt_ms for attempt in attempts if attempt.rtt_ms is not None)
    return Score(
        seconds=seconds,
        peak_mib=_peak_mib(),
        connected=len(attempts),
        took_ms=statistics.median(attempt.took_ms for attempt in attempts) if attempts else 0.0,
        rtt_ms=statistics.median(trips) if trips else None,
        rtt_p95_ms=trips[len(trips) * 95 // 100] if trips else None,
    )


def _peak_mib() -> float:
    """The most memory this process has held. Not `ru_maxrss`: that one survives exec and starts at the parent's."""
    status = Path("/proc/self/status").read_text()
    kib = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kib) / 1024


if __name__ == "__main__":
    import conntest.net.dialer  # noqa: F401 - so that importing it is not part of the time

    print(json.dumps(asdict(run(Job(**json.loads(sys.argv[1]))))))
