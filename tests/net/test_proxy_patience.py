"""Proxies that take their time: the deadline holds, and nothing is left behind."""

import asyncio
import os
import time

import pytest

from conntest.model.failure import Failure
from conntest.model.proxy import Scheme
from conntest.net.dialer import NoTunnel
from tests.loopback import (
    Handler,
    says,
    serving,
    silent,
)
from tests.net.tunnels import NAME, dialer, threads
from tests.proxies import slowly
from tests.some import some_of
from tests.waiting import until


@pytest.mark.parametrize("scheme", some_of({one: one for one in Scheme}, [Scheme.SOCKS5, Scheme.SOCKS4]))
async def test_a_proxy_that_drips_obeys_the_deadline(scheme: Scheme) -> None:
    """Byte by byte it would take half a minute, or, in SOCKS 4, come to another end than that of the patience."""
    drip = slowly(b"\x05\x00\x05\x00\x00\x03\xff" + b"x" * 300, every_s=0.1)
    if scheme is Scheme.HTTP:
        drip = slowly(b"HTTP/1.1 200 " + b"x" * 300, every_s=0.1)
    elif scheme in (Scheme.SOCKS4, Scheme.SOCKS4A):
        drip = slowly(b"\x00" * 8, every_s=0.2)
    async with serving(drip) as port:
        began = time.monotonic()
        outcome = await dialer(scheme, port).connect("10.1.2.3", 4001, timeout_s=0.75)
        took = time.monotonic() - began
    assert isinstance(outcome, NoTunnel)
    assert outcome.tunnel.failure in (Failure.TIMEOUT, Failure.SSL_NOT_SPOKEN)
    assert took < 15
    await until(lambda: threads() == 0)


@pytest.mark.posix
@pytest.mark.parametrize("handler", [silent, says(b"\x05\x00")], ids=["says nothing", "lets in, then says nothing"])
async def test_36_endpoints_through_a_black_hole_end_in_time_and_leave_nothing(handler: Handler) -> None:
    descriptors = len(os.listdir("/dev/fd"))
    async with serving(handler) as port:
        way = dialer(Scheme.SOCKS5H, port)
        began = time.monotonic()
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(way.connect(NAME, 4000, timeout_s=0.5)) for _ in range(36)]
        took = time.monotonic() - began
        assert {task.result().tunnel.failure for task in tasks} == {Failure.TIMEOUT}  # type: ignore[union-attr]
        assert took < 36 * 0.5 / 2, "not one after another"
        await until(lambda: threads() == 0)
    assert len(os.listdir("/dev/fd")) == descriptors


async def test_36_endpoints_through_a_proxy_that_drops_every_packet(silent: tuple[str, int]) -> None:
    way = dialer(Scheme.SOCKS5, silent[1])
    began = time.monotonic()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(way.connect("10.1.2.3", 4000, timeout_s=0.3)) for _ in range(36)]
    assert time.monotonic() - began < 36 * 0.3 / 2, "not one after another"
    assert {task.result().failure for task in tasks} == {Failure.TIMEOUT}  # type: ignore[union-attr]
    assert threads() == 0


async def test_cancelling_ends_the_thread_too() -> None:
    async with serving(silent) as port:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(dialer(Scheme.SOCKS5, port).connect("10.1.2.3", 4000, timeout_s=60))
            await until(lambda: threads() == 1)
            task.cancel()
        assert task.cancelled()
        await until(lambda: threads() == 0)
