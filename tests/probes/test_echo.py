"""Asking for the public address: over HTTP once and again, of a name server, by STUN; and answers that are none."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import dns.flags
import dns.message
import dns.rrset
import pytest
import trustme

from conntest.model.echo import Sample, Series
from conntest.model.failure import Failure
from conntest.model.host import EchoKind, Transport
from conntest.model.observation import Attempt
from conntest.model.plan import EchoProbe
from conntest.probes import World, attempt
from tests.loopback import (
    LOOPBACK,
    Handler,
    bundle,
    ends,
    hangs_up,
    refusing_port,
    says,
    server_context,
    serving,
    silent,
    world,
)
from tests.name_server import Behaviour, NameServer, holds, mute, serving_names

HOST, NAME = "echo.example.com", "whoami.example.com"
ADDRESS = "81.2.69.160"


def probe(port: int, url: str = f"http://{HOST}/", kind: EchoKind = EchoKind.TEXT, requests: int = 1) -> EchoProbe:
    sample = Sample(service="echo", operator="Example", mainland_china=False, series=Series.EACH_SERVICE, port=port)
    return EchoProbe(
        id="p",
        row="echo",
        why="",
        host=HOST,
        port=port,
        url=url,
        transport=Transport(url.partition(":")[0]),
        question=kind,
        sample=sample,
        requests=requests,
    )


async def observe(asked: EchoProbe, seen_by: World | None = None) -> Attempt:
    return await attempt(asked, LOOPBACK, seen_by or world())


def page(body: str, status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()


def pages(*answers: bytes) -> Handler:
    """One answer after the other, each to a request, over one connection that is then closed."""

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in answers:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(answer)
            await writer.drain()

    return handler


async def observe_from(handler: Handler, *, kind: EchoKind = EchoKind.TEXT, requests: int = 1) -> Attempt:
    async with serving(handler) as port:
        return await observe(probe(port, kind=kind, requests=requests))


def addresses(seen: Attempt) -> list[str | None]:
    return [step.detail.address for step in seen.echoes]


async def test_an_address_is_learnt_over_a_connection_of_its_own() -> None:
    seen = await observe_from(says(page(f"{ADDRESS}\n")))
    assert [step.operation.value for step in seen.steps] == ["connect", "http_round_trip", "echo"]
    assert (seen.failure, addresses(seen)) == (None, [ADDRESS])
    assert seen.sample is not None
    assert (seen.row, seen.sample.service, seen.sample.operator) == ("echo", "echo", "Example")
    assert seen.echoes[0].detail.source_port


async def test_over_tls_the_certificate_is_verified(tmp_path: Path) -> None:
    ca = trustme.CA()
    asked = probe(0, url=f"https://{HOST}/")
    for names, failure in (((HOST,), None), (("other.example.com",), Failure.SSL_INVALID_HOSTNAME)):
        tls = server_context(ca.issue_cert(*names))
        async with serving(says(page(ADDRESS)), tls=tls) as port:
            seen = await observe(replace(asked, port=port), world(ca_bundle=bundle(ca, tmp_path)))
        assert seen.failure is failure
        assert addresses(seen) == ([] if failure else [ADDRESS])


async def test_one_connection_is_asked_several_times() -> None:
    seen = await observe_from(pages(page(ADDRESS), page("81.2.69.161"), page(ADDRESS)), requests=3)
    assert [step.operation.value for step in seen.steps] == ["connect", *["http_round_trip", "echo"] * 3]
    assert addresses(seen) == [ADDRESS, "81.2.69.161", ADDRESS]


async def test_a_connection_that_is_closed_early_is_not_opened_again() -> None:
    seen = await observe_from(pages(page(ADDRESS)), requests=3)
    assert addresses(seen) == [ADDRESS]
    assert seen.failure in (Failure.CONNECTION_ABORTED, Failure.EOF, Failure.CONNECTION_RESET)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (page("<html><title>Sign in</title></html>"), "a web page"),
        (page("10.0.0.1"), "a special-purpose address (private)"),
        (page(ADDRESS, status="429 Too Many Requests"), "HTTP status 429"),
        (page(ADDRESS, status="302 Found"), "HTTP status 302"),
        (page(""), "an empty answer"),
    ],
)
async def test_an_answer_that_is_no_public_address_is_missing_data(answer: bytes, reason: str) -> None:
    seen = await observe_from(says(answer))
    assert (seen.failure, addresses(seen)) == (Failure.UNEXPECTED_PROTOCOL, [None])
    assert reason in (seen.echoes[0].raw_error or "")


@pytest.mark.parametrize("handler", [ends, hangs_up, says(b"\x16\x03\x01 not HTTP\r\n\r\n")])
async def test_a_service_that_does_not_answer_is_missing_data(handler: Handler) -> None:
    seen = await observe_from(handler)
    assert seen.failure is not None
    assert seen.echoes == ()
    assert seen.sample is not None


async def test_a_closed_port_is_missing_data() -> None:
    with refusing_port() as port:
        seen = await observe(probe(port))
    assert (seen.failure, len(seen.steps)) == (Failure.CONNECTION_REFUSED, 1)


async def ask_name_server(behaviour: Behaviour, kind: EchoKind, *, timeout_s: float = 5.0) -> Attempt:
    async with serving_names(NameServer({NAME: behaviour})) as port:
        return await observe(probe(port, f"dns://{HOST}/{NAME}", kind), world(timeout_s=timeout_s))


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        (EchoKind.DNS_ADDRESS, f"{NAME}. 60 IN A {ADDRESS}"),
        (EchoKind.DNS_TXT, f'{NAME}. 60 IN TXT "{ADDRESS}"'),
    ],
)
async def test_a_name_server_is_asked_itself(kind: EchoKind, record: str) -> None:
    seen = await ask_name_server(holds(record), kind)
    assert [step.operation.value for step in seen.steps] == ["echo"]
    assert (seen.failure, addresses(seen)) == (None, [ADDRESS])


async def test_the_chaos_class_is_asked_as_such() -> None:
    def chaos(query: dns.message.Message) -> bytes:
        response = dns.message.make_response(query)
        response.answer.append(dns.rrset.from_text(query.question[0].name, 0, "CH", "TXT", f'"{ADDRESS}"'))
        return response.to_wire()

    assert addresses(await ask_name_server(chaos, EchoKind.DNS_CHAOS_TXT)) == [ADDRESS]


@pytest.mark.parametrize(
    ("behaviour", "kind", "failure"),
    [
        (holds(), EchoKind.DNS_TXT, Failure.DNS_NO_ANSWER),
        (holds(f"{NAME}. 60 IN A 192.168.1.1"), EchoKind.DNS_ADDRESS, Failure.UNEXPECTED_PROTOCOL),
        (holds(f'{NAME}. 60 IN TXT "hello"'), EchoKind.DNS_TXT, Failure.UNEXPECTED_PROTOCOL),
        (mute, EchoKind.DNS_TXT, Failure.DNS_TIMEOUT),
    ],
)
async def test_a_name_server_without_an_address_is_missing_data(
    behaviour: Behaviour, kind: EchoKind, failure: Failure
) -> None:
    seen = await ask_name_server(behaviour, kind, timeout_s=0.2 if behaviour is mute else 5.0)
    assert seen.failure is failure
    assert not any(addresses(seen))


class _Stun(asyncio.DatagramProtocol):
    def __init__(self, answer: Callable[[bytes], list[bytes]]) -> None:
        self._answer = answer

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        for answer in self._answer(data):
            self._transport.sendto(answer, addr)


@asynccontextmanager
async def stun_server(answer: Callable[[bytes], list[bytes]]) -> AsyncIterator[int]:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: _Stun(answer), local_addr=(LOOPBACK, 0))
    try:
        yield transport.get_extra_info("sockname")[1]
    finally:
        transport.close()


def mapped(question: bytes, address: str = ADDRESS) -> bytes:
    bare = int.from_bytes(socket.inet_aton(address), "big") ^ 0x2112A442
    attribute = bytes.fromhex("0020000800010000") + bare.to_bytes(4, "big")
    return b"\x01\x01\x00\x0c" + question[4:20] + attribute


async def ask_stun(answer: Callable[[bytes], list[bytes]], *, timeout_s: float = 5.0) -> Attempt:
    async with stun_server(answer) as port:
        return await observe(probe(port, f"stun://{HOST}:{port}", EchoKind.STUN), world(timeout_s=timeout_s))


async def test_stun_tells_the_address() -> None:
    seen = await ask_stun(lambda question: [mapped(question)])
    assert (seen.failure, addresses(seen)) == (None, [ADDRESS])
    assert seen.echoes[0].detail.source_port


async def test_packets_that_answer_nothing_are_passed_over() -> None:
    seen = await ask_stun(lambda question: [b"noise", mapped(b"\x00" * 20, "81.2.69.1"), mapped(question)])
    assert addresses(seen) == [ADDRESS]


async def test_a_lost_packet_is_sent_again() -> None:
    heard: list[bytes] = []

    def second_time(question: bytes) -> list[bytes]:
        heard.append(question)
        return [mapped(question)] if len(heard) > 1 else []

    assert addresses(await ask_stun(second_time)) == [ADDRESS]
    assert heard[0] == heard[1]


async def test_stun_that_stays_silent_or_lies_is_missing_data() -> None:
    quiet = await ask_stun(lambda question: [], timeout_s=0.2)
    assert quiet.failure is Failure.TIMEOUT
    private = await ask_stun(lambda question: [mapped(question, "192.168.1.2")])
    assert "a special-purpose address (private)" in (private.echoes[0].raw_error or "")


async def test_a_page_that_never_comes_ends_with_our_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["conntest.probes.echo"], "_PAGE_PATIENCE_S", 0.2)
    async with serving(silent) as port:
        seen = await observe(probe(port), world(timeout_s=0.1))
    assert seen.failure is Failure.TIMEOUT
