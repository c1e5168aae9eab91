"""Lookups as the system makes them for any program, and the name servers that it is set to."""

import asyncio
import socket
import threading
from pathlib import Path
from typing import Any

import dns.rcode
import dns.resolver
import pytest

from conntest.model.failure import Failure
from conntest.model.observation import AskedBy, ResolveStep
from conntest.net.blocking import THREADS_AT_ONCE
from conntest.net.clock import Clock
from conntest.net.resolver import SystemResolver, name_servers
from tests.waiting import until

NAME = "ndc1.ibllc.com"

Entry = tuple[Any, ...]


def entry(address: str) -> Entry:
    if ":" in address:
        return (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, 0, 0, 0))
    return (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0))


async def look_up(*found: str, error: Exception | None = None) -> tuple[ResolveStep, ...]:
    """What the system says, where `getaddrinfo` finds these addresses, or raises."""

    def getaddrinfo(name: str, port: None, **_: object) -> list[Entry]:
        if error is not None:
            raise error
        return [entry(address) for address in found]

    return await SystemResolver(Clock(), lookup=getaddrinfo).system(NAME, timeout_s=5.0)


async def test_the_system_is_asked_once_and_its_families_are_told_apart() -> None:
    a, aaaa = await look_up("2606:4700::1", "8.8.8.8", "8.8.4.4", "8.8.8.8")
    assert (a.detail.rrtype, a.detail.addresses) == ("A", ("8.8.8.8", "8.8.4.4"))
    assert (aaaa.detail.rrtype, aaaa.detail.addresses) == ("AAAA", ("2606:4700::1",))
    assert (a.detail.server, a.detail.asked_by, a.detail.rcode) == (None, AskedBy.SYSTEM, None)
    assert (a.t0, a.t) == (aaaa.t0, aaaa.t)


async def test_the_systems_bogus_answers_are_bogus_too() -> None:
    a, aaaa = await look_up("198.18.0.7")
    assert (a.failure, a.detail.addresses) == (Failure.DNS_BOGON, ("198.18.0.7",))
    assert aaaa.failure is Failure.DNS_NO_ANSWER


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), Failure.DNS_NXDOMAIN),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"), Failure.DNS_TIMEOUT),
        (socket.gaierror(socket.EAI_FAIL, "Non-recoverable failure"), Failure.DNS_SERVER_ERROR),
        (socket.gaierror(socket.EAI_MEMORY, "Memory allocation failure"), Failure.LOCAL_RESOURCES_EXHAUSTED),
        (socket.gaierror(11004, "the name is valid, but no data"), Failure.DNS_NO_ANSWER),
        (socket.gaierror(-4711, "new"), Failure.UNKNOWN),
        (OSError(101, "Network is unreachable"), Failure.NETWORK_UNREACHABLE),
        (UnicodeError("label empty or too long"), Failure.UNKNOWN),
    ],
)
async def test_the_systems_errors_have_our_names(error: Exception, failure: Failure) -> None:
    for step in await look_up(error=error):
        assert (step.failure, step.detail.addresses) == (failure, ())
        assert step.raw_error


@pytest.mark.skipif(not hasattr(socket, "EAI_NODATA"), reason="not every C library knows EAI_NODATA")
async def test_a_name_without_an_address_exists() -> None:
    a, aaaa = await look_up(error=socket.gaierror(socket.EAI_NODATA, "No address associated with hostname"))
    assert (a.failure, aaaa.failure) == (Failure.DNS_NO_ANSWER, Failure.DNS_NO_ANSWER)


async def test_a_system_that_does_not_answer_is_left_alone() -> None:
    ended = threading.Event()

    def getaddrinfo(*_: object, **__: object) -> list[Entry]:
        ended.wait()
        return []

    try:
        a, _ = await SystemResolver(Clock(), lookup=getaddrinfo).system(NAME, timeout_s=0.1)
    finally:
        ended.set()
    assert a.failure is Failure.DNS_TIMEOUT
    assert a.t - a.t0 < 5


async def test_waiting_for_a_free_thread_is_no_part_of_a_lookup() -> None:
    now, begun, answered = [0.0], list[str](), threading.Event()

    def getaddrinfo(name: str, *_: object, **__: object) -> list[Entry]:
        begun.append(name)
        answered.wait()
        return [entry("8.8.8.8")]

    resolver = SystemResolver(Clock(monotonic=lambda: now[0]), lookup=getaddrinfo)
    async with asyncio.TaskGroup() as group:
        lookups = [group.create_task(resolver.system(NAME, timeout_s=60)) for _ in range(THREADS_AT_ONCE + 1)]
        await until(lambda: len(begun) == THREADS_AT_ONCE)
        now[0] = 2.0
        answered.set()
    times = [(steps[0].t0, steps[0].t) for steps in (lookup.result() for lookup in lookups)]
    assert times == [(0.0, 2.0)] * THREADS_AT_ONCE + [(2.0, 2.0)]


async def test_the_real_getaddrinfo_knows_localhost() -> None:
    a, _ = await SystemResolver(Clock()).system("localhost", timeout_s=5.0)
    assert a.detail.addresses == ("127.0.0.1",)


@pytest.mark.posix
@pytest.mark.parametrize(
    ("resolv_conf", "servers"),
    [
        ("nameserver 127.0.0.53\nnameserver 192.168.1.1\nnameserver 127.0.0.53\n", ("127.0.0.53", "192.168.1.1")),
        ("nameserver fe80::1%lo\n", ("fe80::1%lo",)),
        ("search corp.example\n", ()),
        ("", ()),
        ("nameserver not-an-address\n", ()),
    ],
)
def test_the_systems_name_servers_are_read_and_nothing_raises(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, resolv_conf: str, servers: tuple[str, ...]
) -> None:
    path = tmp_path / "resolv.conf"
    path.write_text(resolv_conf)
    real = dns.resolver.Resolver
    monkeypatch.setattr(dns.resolver, "Resolver", lambda: real(filename=str(path)))
    assert name_servers() == servers


def test_no_configuration_is_no_name_servers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = dns.resolver.Resolver
    monkeypatch.setattr(dns.resolver, "Resolver", lambda: real(filename=str(tmp_path / "absent")))
    assert name_servers() == ()
