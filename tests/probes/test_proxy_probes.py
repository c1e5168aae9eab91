"""The probes over paths through proxies, and the proxies asked what they speak."""

import asyncio
from dataclasses import replace

import pytest
import trustme

from conntest.model.failure import Failure
from conntest.model.observation import Leg, Observation, Protocol, Trust
from conntest.model.plan import AddressProbe, ConnectProbe, GreetingProbe, HttpProbe, SniffProbe, TlsProbe
from conntest.model.proxy import Proxy, Scheme
from conntest.model.secret import Credentials
from conntest.net.proxy_dialer import ProxyDialer
from conntest.probes import World, attempt
from tests.loopback import LOOPBACK, Handler, ends, hangs_up, says, server_context, serving, silent, world
from tests.proxies import Http, Socks4, Socks5, first_byte, slowly

NAME = "zdc1.ibllc.com"
ANSWER = b"#%#%\0\0\0\x1aMISC38;529;url=example.com"
LOGIN = Credentials(user="trader", password="correct horse/battery")


def beyond(proxy: Proxy, login: Credentials | None = None, timeout_s: float = 5.0) -> World:
    """A world with a way through `proxy`."""
    here = world(timeout_s=timeout_s)
    way = ProxyDialer(proxy, login, direct=here.dialer, resolver=here.resolver, trust=here.trust, clock=here.clock)
    return replace(here, proxies={proxy.id: way})


def proxy_at(port: int, scheme: Scheme = Scheme.SOCKS5H) -> Proxy:
    return Proxy(scheme=scheme, host=LOOPBACK, port=port)


async def observe(probe: AddressProbe, place: str, seen_by: World) -> Observation:
    return await attempt(probe, place, seen_by)


def greeting(path: str) -> GreetingProbe:
    return GreetingProbe(id="p", endpoint="europe:4001", why="", path=path, host=NAME, port=4001, by_name=True)


@pytest.mark.parametrize(("scheme", "kind"), [(Scheme.SOCKS5H, Socks5), (Scheme.SOCKS4A, Socks4), (Scheme.HTTP, Http)])
async def test_a_gateway_answers_the_greeting_through_a_proxy(
    scheme: Scheme, kind: type[Socks5 | Socks4 | Http]
) -> None:
    async with serving(says(ANSWER)) as target, serving(kind(upstream=target)) as port:
        proxy = proxy_at(port, scheme)
        seen = await observe(greeting(proxy.id), NAME, beyond(proxy))
    assert (seen.path, seen.address, seen.id) == (proxy.id, None, f"p@{NAME}")
    assert [step.operation for step in seen.steps] == ["connect", "proxy_connect", "gateway_greeting"]
    assert seen.failure is None
    assert seen.greeting and seen.greeting.detail.spoken is Protocol.IBKR_GATEWAY


async def test_an_address_that_was_looked_up_here_stays_the_observations() -> None:
    async with serving(Socks5()) as port:
        proxy = proxy_at(port, Scheme.SOCKS5)
        probe = ConnectProbe(id="p", endpoint="europe:4001", why="", path=proxy.id, host=NAME, port=4001)
        seen = await observe(probe, "10.1.2.3", beyond(proxy))
    assert (seen.address, seen.failure) == ("10.1.2.3", None)


@pytest.mark.parametrize("then", [ends, hangs_up])
async def test_a_tunnel_that_lies_is_found_out_by_what_flows(then: Handler) -> None:
    async with serving(Http(then=then)) as port:
        proxy = proxy_at(port, Scheme.HTTP)
        seen = await observe(greeting(proxy.id), NAME, beyond(proxy))
    assert seen.proxy_connect and seen.proxy_connect.failure is None
    assert seen.greeting and seen.greeting.failure in (Failure.EOF, Failure.CONNECTION_RESET)


async def test_a_refusal_says_which_leg_broke_and_ends_the_attempt() -> None:
    async with serving(Socks5(reply=5)) as port:
        proxy = proxy_at(port)
        seen = await observe(greeting(proxy.id), NAME, beyond(proxy))
    assert [step.operation for step in seen.steps] == ["connect", "proxy_connect"]
    assert seen.failure is Failure.SOCKS_CONNECTION_REFUSED
    assert seen.proxy_connect and seen.proxy_connect.detail.leg is Leg.TARGET


async def test_the_certificate_is_the_targets() -> None:
    ca = trustme.CA(organization_name="Test Authority")
    tls = server_context(ca.issue_cert(NAME))
    async with serving(silent, tls=tls) as target, serving(Socks5(upstream=target)) as port:
        proxy = proxy_at(port)
        probe = TlsProbe(id="p", endpoint="web:443", why="", path=proxy.id, host=NAME, port=443, trust=Trust.UNVERIFIED)
        seen = await observe(probe, NAME, beyond(proxy))
    assert seen.tls and seen.tls.failure is None
    assert seen.tls.detail.chain[0].names == (NAME,)


def plain(proxy: Proxy) -> HttpProbe:
    return HttpProbe(
        id="h", endpoint="site:80", why="", path=proxy.id, host=NAME, port=80, by_name=True, url=f"http://{NAME}/"
    )


async def test_a_web_proxy_forwards_plain_http_itself_and_gets_its_login() -> None:
    said: list[str] = []

    async def forwards(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        said.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.write(b"HTTP/1.1 200 OK\r\nVia: 1.1 proxy\r\nContent-Length: 2\r\n\r\nok")

    async with serving(forwards) as port:
        proxy = proxy_at(port, Scheme.HTTP)
        seen = await observe(plain(proxy), NAME, beyond(proxy, LOGIN))
    assert [step.operation for step in seen.steps] == ["connect", "http_round_trip"]
    assert seen.http and (seen.http.detail.status, seen.http.detail.body) == (200, "ok")
    request, *headers = said[0].splitlines()
    assert request == f"GET http://{NAME}/ HTTP/1.1"
    assert f"Host: {NAME}" in headers
    assert "Proxy-Authorization: Basic dHJhZGVyOmNvcnJlY3QgaG9yc2UvYmF0dGVyeQ==" in headers


async def test_a_proxy_that_forwards_nothing_without_a_login() -> None:
    async with serving(says(b"HTTP/1.1 407 Login\r\nContent-Length: 0\r\n\r\n")) as port:
        proxy = proxy_at(port, Scheme.HTTP)
        seen = await observe(plain(proxy), NAME, beyond(proxy))
    assert seen.failure is Failure.HTTP_PROXY_AUTH_REQUIRED


async def test_a_socks_proxy_makes_a_tunnel_for_plain_http_too() -> None:
    page = says(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    async with serving(page) as target, serving(Socks5(upstream=target)) as port:
        proxy = proxy_at(port)
        seen = await observe(plain(proxy), NAME, beyond(proxy))
    assert [step.operation for step in seen.steps] == ["connect", "proxy_connect", "http_round_trip"]
    assert seen.http and seen.http.detail.status == 200


def sniff(proxy: Proxy, scheme: Scheme) -> SniffProbe:
    return SniffProbe(
        id="s",
        proxy=proxy.id,
        why="",
        path=proxy.id,
        host=LOOPBACK,
        port=proxy.port,
        scheme=scheme,
        claimed=scheme is proxy.scheme,
        target=("www.interactivebrokers.com", 443),
    )


def mixed(first: int) -> Handler:
    return {5: Socks5(), 4: Socks4()}.get(first, Http())


#: What speaks, and what each question makes of it: None is "yes".
SPEAKERS: list[tuple[str, Handler, dict[Scheme, Failure | None]]] = [
    (
        "SOCKS 5",
        Socks5(),
        {Scheme.SOCKS5: None, Scheme.SOCKS5H: None, Scheme.HTTP: Failure.HTTP_PROXY_NOT_SPOKEN},
    ),
    ("SOCKS 4", Socks4(), {Scheme.SOCKS4A: None, Scheme.SOCKS4: None}),
    ("SOCKS 4 that refuses", Socks4(reply=0x5B), {Scheme.SOCKS4A: None}),
    ("HTTP", Http(), {Scheme.HTTP: None}),
    ("HTTP that refuses", Http(status="403 Forbidden"), {Scheme.HTTP: None}),
    ("HTTP that cannot", Http(status="503 Unavailable"), {Scheme.HTTP: None}),
    ("HTTP that wants a login", Http(status="407 Login"), {Scheme.HTTP: Failure.HTTP_PROXY_AUTH_REQUIRED}),
    ("a web server", Http(status="405 Not Allowed"), {Scheme.HTTP: Failure.HTTP_PROXY_NOT_SPOKEN}),
    (
        "a web server asked otherwise",
        says(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"),
        {
            Scheme.SOCKS5: Failure.SOCKS_NOT_SPOKEN,
            Scheme.SOCKS4A: Failure.SOCKS_NOT_SPOKEN,
            Scheme.HTTP: Failure.HTTP_PROXY_NOT_SPOKEN,
            Scheme.HTTPS: Failure.SSL_NOT_SPOKEN,
        },
    ),
    (
        "SSH",
        says(b"SSH-2.0-x\r\n"),
        {Scheme.SOCKS5: Failure.SOCKS_NOT_SPOKEN, Scheme.HTTP: Failure.HTTP_PROXY_NOT_SPOKEN},
    ),
    ("mixed", first_byte(mixed), {Scheme.SOCKS5: None, Scheme.SOCKS4A: None, Scheme.HTTP: None}),
    ("SOCKS 5 that wants a login", Socks5(login="a:b"), {Scheme.SOCKS5: Failure.SOCKS_NO_ACCEPTABLE_AUTH}),
    ("nobody", silent, dict.fromkeys((Scheme.SOCKS5, Scheme.SOCKS4A, Scheme.HTTP, Scheme.HTTPS), Failure.TIMEOUT)),
    ("one who drips", slowly(b"\x05" * 100, 0.2), {Scheme.SOCKS4A: Failure.SOCKS_NOT_SPOKEN}),
]

CASES = [
    pytest.param(handler, scheme, failure, id=f"{name}, asked in {scheme}")
    for name, handler, answers in SPEAKERS
    for scheme, failure in answers.items()
]


@pytest.mark.parametrize(("handler", "scheme", "failure"), CASES)
async def test_what_a_port_speaks(handler: Handler, scheme: Scheme, failure: Failure | None) -> None:
    async with serving(handler) as port:
        proxy = proxy_at(port, scheme)
        seen = await observe(sniff(proxy, scheme), LOOPBACK, beyond(proxy, timeout_s=0.5))
    assert seen.failure is failure
    step = seen.proxy_connect
    assert step and (step.detail.proxy, step.detail.scheme, step.detail.target) == (proxy.id, scheme, None)
    assert (step.detail.leg is Leg.PROXY) == (failure is not None)


async def test_a_proxy_inside_tls() -> None:
    tls = server_context(trustme.CA().issue_cert(LOOPBACK))
    async with serving(Http(), tls=tls) as port:
        proxy = proxy_at(port, Scheme.HTTP)
        inside = await observe(sniff(proxy, Scheme.HTTPS), LOOPBACK, beyond(proxy))
        plain = await observe(sniff(proxy, Scheme.HTTP), LOOPBACK, beyond(proxy, timeout_s=0.5))
    assert inside.failure is None
    assert plain.failure is not None


async def test_a_web_server_inside_tls_is_no_proxy() -> None:
    tls = server_context(trustme.CA().issue_cert(LOOPBACK))
    async with serving(Http(status="405 Not Allowed"), tls=tls) as port:
        proxy = proxy_at(port, Scheme.HTTPS)
        seen = await observe(sniff(proxy, Scheme.HTTPS), LOOPBACK, beyond(proxy))
    assert seen.failure is Failure.HTTP_PROXY_NOT_SPOKEN
    assert seen.proxy_connect and seen.proxy_connect.detail.spoken is Protocol.TLS


@pytest.mark.parametrize(
    ("expected", "failure"), [("trader:correct horse/battery", None), ("trader:other", Failure.SOCKS_AUTH_FAILED)]
)
async def test_a_login_is_tried_where_one_is_set(expected: str, failure: Failure | None) -> None:
    async with serving(Socks5(login=expected)) as port:
        proxy = proxy_at(port, Scheme.SOCKS5)
        seen = await observe(sniff(proxy, Scheme.SOCKS5), LOOPBACK, beyond(proxy, LOGIN))
    assert seen.failure is failure


@pytest.mark.parametrize("scheme", [Scheme.SOCKS5, Scheme.SOCKS4A, Scheme.HTTP])
async def test_credentials_go_nowhere_but_where_they_are_set(scheme: Scheme) -> None:
    proxies = (Socks5(login="trader:correct horse/battery"), Socks4(), Http())
    for handler in proxies:
        async with serving(handler) as port:
            proxy = proxy_at(port, Scheme.HTTPS)
            await observe(sniff(proxy, scheme), LOOPBACK, beyond(proxy, LOGIN, timeout_s=0.3))
        assert not any(login for login in handler.asked.logins)
