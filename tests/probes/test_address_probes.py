"""What the probes of an address make of good and bad servers: the steps, their failures, and what was learnt."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from conntest.model.failure import Failure
from conntest.model.observation import DIRECT, Expectation, Observation, Protocol, Trust
from conntest.model.plan import AddressProbe, ConnectProbe, GreetingProbe, HttpProbe, TlsProbe
from conntest.net.dialer import Connected, DirectDialer, NotConnected, NoTunnel
from conntest.probes import World, attempt
from conntest.wire.greeting import GREETING
from tests.loopback import (
    LOOPBACK,
    Handler,
    bundle,
    drips,
    ends,
    hangs_up,
    refusing_port,
    resets,
    says,
    server_context,
    serving,
    silent,
    world,
)

NAME = "zdc1.ibllc.com"
ANSWER = b"#%#%\0\0\0\x1aMISC38;529;url=example.com"


def connecting(port: int) -> ConnectProbe:
    return ConnectProbe(id="p", endpoint="europe:4001", why="", host=NAME, port=port)


def greeting(port: int) -> GreetingProbe:
    return GreetingProbe(id="p", endpoint="europe:4001", why="", host=NAME, port=port)


def tls(port: int, *, trust: Trust = Trust.PUBLIC, host: str = NAME) -> TlsProbe:
    return TlsProbe(id="p", endpoint="europe:4001", why="", host=host, port=port, trust=trust)


def http(port: int, *, url: str = f"http://{NAME}/", expected: Expectation | None = None) -> HttpProbe:
    return HttpProbe(id="p", endpoint="europe:4001", why="", host=NAME, port=port, url=url, expected=expected)


async def observe(probe: AddressProbe, seen_by: World | None = None) -> Observation:
    return await attempt(probe, LOOPBACK, seen_by or world())


@pytest.fixture(scope="module")
def ca() -> trustme.CA:
    return trustme.CA(organization_name="Test Authority")


@pytest.fixture
def trusting(ca: trustme.CA, tmp_path: Path) -> World:
    return world(ca_bundle=bundle(ca, tmp_path))


@pytest.mark.parametrize("kind", [connecting, greeting, tls, http])
async def test_a_refused_connection_is_all_there_is(kind: type[AddressProbe]) -> None:
    with refusing_port() as port:
        observation = await observe(kind(port))  # type: ignore[call-arg, arg-type]
    assert (observation.id, observation.endpoint, observation.address) == (f"p@{LOOPBACK}", "europe:4001", LOOPBACK)
    assert observation.path == DIRECT
    assert len(observation.steps) == 1
    assert observation.connect is not None
    assert observation.failure is Failure.CONNECTION_REFUSED
    assert observation.connect.raw_error


async def test_a_connection_is_opened_and_closed() -> None:
    async with serving(silent) as port:
        observation = await observe(connecting(port))
    assert observation.failure is None
    assert len(observation.steps) == 1
    assert observation.connect is not None
    assert observation.connect.detail.rtt_ms is not None


@pytest.mark.parametrize("handler", [says(ANSWER), drips(ANSWER), says(ANSWER, then=ends), says(ANSWER + b"more")])
async def test_a_gateway_is_known_by_its_answer(handler: Handler) -> None:
    async with serving(handler) as port:
        step = (await observe(greeting(port))).greeting
    assert step is not None
    assert (step.failure, step.raw_error) == (None, None)
    assert (step.detail.spoken, step.detail.version) == (Protocol.IBKR_GATEWAY, 38)
    assert step.detail.bytes_received >= len(ANSWER)
    assert step.detail.preview is not None
    assert step.detail.preview.startswith("#%#%\\x00\\x00\\x00\\x1aMISC38;529;")


async def test_what_a_gateway_lists_is_kept_in_its_order() -> None:
    text = b"MISC38;529;s3store=s3.amazonaws.com|nossl=1|bad=\x1b[2J;"
    async with serving(says(b"#%#%" + len(text).to_bytes(4, "big") + text)) as port:
        step = (await observe(greeting(port))).greeting
    assert step is not None
    kept = [(item.key, item.value) for item in step.detail.items]
    assert kept == [("s3store", "s3.amazonaws.com"), ("nossl", "1"), ("bad", "\\x1b[2J")]


async def test_only_the_greeting_is_sent() -> None:
    heard = asyncio.get_running_loop().create_future()

    async def server(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(ANSWER)
        heard.set_result(await reader.read())

    async with serving(server) as port:
        await observe(greeting(port))
        assert await heard == GREETING


UNEXPECTED = [
    (says(b"HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n"), Protocol.HTTP),
    (says(b"HTTP/1.1 400 Bad Request\r\n\r\n", then=ends), Protocol.HTTP),
    (says(b"SSH-2.0-OpenSSH_9.6\r\n"), Protocol.SSH),
    (says(b"\x15\x03\x01\x00\x02\x02\x46"), Protocol.TLS),
    (says(b"\x05\xff", then=ends), Protocol.SOCKS),
    (says(GREETING), Protocol.UNKNOWN),
    (says(b"#%#%\xff\xff\xff\xff"), Protocol.UNKNOWN),
]


@pytest.mark.parametrize(("handler", "spoken"), UNEXPECTED)
async def test_who_answers_something_else_is_no_gateway(handler: Handler, spoken: Protocol) -> None:
    async with serving(handler) as port:
        step = (await observe(greeting(port))).greeting
    assert step is not None
    assert step.failure is Failure.UNEXPECTED_PROTOCOL
    assert step.detail.spoken is spoken
    assert step.detail.preview
    assert step.detail.preview.isprintable()


@pytest.mark.parametrize(
    ("handler", "failure"),
    [(hangs_up, Failure.EOF), (resets, Failure.CONNECTION_RESET), (silent, Failure.TIMEOUT)],
)
async def test_a_greeting_without_answer_says_how_it_ended(handler: Handler, failure: Failure) -> None:
    async with serving(handler) as port:
        step = (await observe(greeting(port), world(timeout_s=0.2 if handler is silent else 5.0))).greeting
    assert step is not None
    assert step.failure is failure
    assert (step.detail.spoken, step.detail.preview, step.detail.bytes_received) == (None, None, 0)
    if failure is not Failure.CONNECTION_RESET:
        assert step.detail.data_acknowledged in (True, None)


async def test_half_an_answer_is_a_gateways_and_still_a_failure() -> None:
    async with serving(says(ANSWER[:-3], then=ends)) as port:
        step = (await observe(greeting(port))).greeting
    assert step is not None
    assert (step.failure, step.detail.spoken) == (Failure.EOF, Protocol.IBKR_GATEWAY)


async def test_a_handshake_tells_who_answers_and_who_vouches(ca: trustme.CA, trusting: World) -> None:
    async with serving(silent, tls=server_context(ca.issue_cert(NAME))) as port:
        step = (await observe(tls(port), trusting)).tls
    assert step is not None
    assert (step.failure, step.raw_error) == (None, None)
    assert (step.detail.trust, step.detail.server_name) == (Trust.PUBLIC, NAME)
    assert step.detail.version == "TLSv1.3"
    assert [found.issuer_organization for found in step.detail.chain] == ["Test Authority"]


async def test_a_refused_certificate_is_kept_under_every_trust(trusting: World) -> None:
    context = server_context(trustme.CA(organization_name="Zscaler Inc.").issue_cert(NAME))
    async with serving(silent, tls=context) as port:
        public, system, unverified = [(await observe(tls(port, trust=trust), trusting)).tls for trust in Trust]
    assert public is not None
    assert system is not None
    assert unverified is not None
    assert public.failure is system.failure is Failure.SSL_UNKNOWN_AUTHORITY
    assert unverified.failure is None
    assert public.detail.chain == system.detail.chain == unverified.detail.chain
    assert public.detail.chain[0].issuer_organization == "Zscaler Inc."


async def test_plain_http_on_a_tls_port_is_shown() -> None:
    async with serving(says(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as port:
        step = (await observe(tls(port))).tls
    assert step is not None
    assert step.failure is Failure.SSL_NOT_SPOKEN
    assert step.detail.preview == "HTTP/1.1 400 Bad Request\\r\\n\\r\\n"


@pytest.mark.parametrize(
    ("handler", "failure"),
    [(hangs_up, Failure.EOF), (resets, Failure.CONNECTION_RESET), (silent, Failure.TIMEOUT)],
)
async def test_a_cut_handshake_says_how_it_ended(handler: Handler, failure: Failure) -> None:
    async with serving(handler) as port:
        step = (await observe(tls(port), world(timeout_s=0.2 if handler is silent else 5.0))).tls
    assert step is not None
    assert step.failure is failure
    assert (step.detail.preview, step.detail.chain) == (None, ())


async def test_a_literal_host_is_verified_as_an_address(ca: trustme.CA, trusting: World) -> None:
    async with serving(silent, tls=server_context(ca.issue_cert(LOOPBACK))) as port:
        assert (await observe(tls(port, host=LOOPBACK), trusting)).failure is None


async def test_a_page_is_observed_with_what_was_expected() -> None:
    expected = Expectation(status=204, body=None)
    async with serving(says(b"HTTP/1.1 204 No Content\r\n\r\n")) as port:
        observation = await observe(http(port, expected=expected))
    assert observation.failure is None
    assert observation.connect is not None
    assert observation.http is not None
    assert observation.http.detail.status == 204
    assert observation.expected == expected
    assert observation.connect.t <= observation.http.t0


async def test_https_is_verified_against_the_public_roots(ca: trustme.CA, trusting: World) -> None:
    page = says(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
    async with serving(page, tls=server_context(ca.issue_cert(NAME))) as port:
        believed = await observe(http(port, url=f"https://{NAME}/"), trusting)
        doubted = await observe(http(port, url=f"https://{NAME}/"), world())
    assert believed.failure is None
    assert doubted.failure is Failure.SSL_UNKNOWN_AUTHORITY


class FarAway(DirectDialer):
    """Everything is a third of a second away."""

    async def connect(self, address: str, port: int, *, timeout_s: float) -> Connected | NotConnected | NoTunnel:
        outcome = await super().connect(address, port, timeout_s=timeout_s)
        await asyncio.sleep(0.3)
        return replace(outcome, t=outcome.t0 + 0.3)


async def late(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(65536)
    await asyncio.sleep(0.6)
    writer.write(ANSWER)
    await writer.drain()


async def test_on_a_slow_line_silence_takes_longer() -> None:
    near = world(timeout_s=0.4)
    far = replace(near, dialer=FarAway(near.clock))
    async with serving(late) as port:
        assert (await observe(greeting(port), near)).failure is Failure.TIMEOUT
        assert (await observe(greeting(port), far)).failure is None
    async with serving(silent) as port:
        observation = await observe(greeting(port), far)
    assert observation.greeting is not None
    assert observation.greeting.t - observation.greeting.t0 == pytest.approx(1.2, abs=0.15), "three timeouts at most"
