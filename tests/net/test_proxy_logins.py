"""Logins at proxies: given, rejected, wanted, and never sent where they cannot be."""

import pytest

from conntest.model.failure import Failure
from conntest.model.observation import Leg
from conntest.model.proxy import Scheme
from conntest.model.secret import Credentials
from conntest.net.dialer import Connected, NoTunnel
from tests.loopback import (
    serving,
)
from tests.net.tunnels import LOGIN, dialer
from tests.proxies import Asked, Http, Socks5


@pytest.mark.parametrize("scheme", [Scheme.SOCKS5, Scheme.SOCKS5H])
async def test_a_login_is_given_and_taken(scheme: Scheme) -> None:
    proxy = Socks5(login="trader:correct horse/battery")
    async with serving(proxy) as port:
        outcome = await dialer(scheme, port, LOGIN).connect("10.1.2.3", 4001, timeout_s=5)
        assert isinstance(outcome, Connected)
        outcome.sock.close()
    assert proxy.asked.logins == ["trader:correct horse/battery"]


async def test_a_login_is_rejected() -> None:
    async with serving(Socks5(login="trader:other")) as port:
        outcome = await dialer(Scheme.SOCKS5, port, LOGIN).connect("10.1.2.3", 4001, timeout_s=5)
    assert isinstance(outcome, NoTunnel)
    assert (outcome.tunnel.failure, outcome.tunnel.detail.leg) == (Failure.SOCKS_AUTH_FAILED, Leg.PROXY)


async def test_a_login_is_wanted() -> None:
    async with serving(Socks5(login="trader:other")) as port:
        outcome = await dialer(Scheme.SOCKS5, port).connect("10.1.2.3", 4001, timeout_s=5)
    assert isinstance(outcome, NoTunnel)
    assert outcome.tunnel.failure is Failure.SOCKS_NO_ACCEPTABLE_AUTH


async def test_a_login_that_socks_cannot_send_is_not_sent() -> None:
    asked = Asked()
    long = Credentials(user="trader", password="p" * 200)
    async with serving(Socks5(login="x:y", asked=asked)) as port:
        outcome = await dialer(Scheme.SOCKS5, port, long).connect("10.1.2.3", 4001, timeout_s=5)
    assert isinstance(outcome, NoTunnel)
    assert asked.logins == []


async def test_basic_credentials_go_to_an_http_proxy() -> None:
    proxy = Http()
    async with serving(proxy) as port:
        outcome = await dialer(Scheme.HTTP, port, LOGIN).connect("10.1.2.3", 4001, timeout_s=5)
        assert isinstance(outcome, Connected)
        outcome.sock.close()
    assert proxy.asked.logins == ["Proxy-Authorization: Basic dHJhZGVyOmNvcnJlY3QgaG9yc2UvYmF0dGVyeQ=="]
