"""The simulated network behaves as the real hosts do, and as each kind of trouble does."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import dns.asyncquery
import dns.message
import dns.rcode
import pytest

from conntest.hosts import load_table
from conntest.lab.computer import PROXY, SCRIPT_URL
from conntest.lab.computer import ROUTER as NAME_SERVER
from conntest.lab.network import Network, simulated
from conntest.lab.places import Layout
from conntest.lab.scenario import EXIT, Expected, Fate, Rule, Scenario, load
from conntest.lab.ways import Nowhere, Reached, Refused
from conntest.model.failure import Failure
from conntest.model.finding import Verdict
from conntest.model.host import EchoKind
from conntest.wire import stun
from conntest.wire.greeting import GREETING, Greeting, parse

TABLE = load_table()
NDC1, WWW, CLOUDFLARE_DNS = "ndc1.ibllc.com", "www.interactivebrokers.com", "1.1.1.1"


@asynccontextmanager
async def standing(scenario: Scenario | str) -> AsyncIterator[Network]:
    """The network of a scenario, or of the shipped one of that name."""
    wanted = load(scenario) if isinstance(scenario, str) else scenario
    async with simulated(wanted, TABLE, lost_s=1.0) as network:
        yield network


def broken(*rules: Rule, **more: object) -> Scenario:
    expected = Expected(verdict=Verdict.FAIL)
    return Scenario(name="a", title="A", story="A.", rules=rules, expected=expected, **more)  # type: ignore[arg-type]


def address(network: Network, name: str) -> str:
    return str(network.lookup(name, None)[0][4][0])


async def dialogue(network: Network, host: str, port: int, said: bytes, context: ssl.SSLContext | None = None) -> bytes:
    """Everything that comes back after `said`, until the server ends it or half a second is over."""
    way = network.way(host if host in (CLOUDFLARE_DNS, PROXY) else address(network, host), port)
    assert isinstance(way, Reached)
    reader, writer = await asyncio.open_connection(*way.place, ssl=context, server_hostname=host if context else None)
    heard = b""
    try:
        async with asyncio.timeout(0.5):
            writer.write(said)
            while more := await reader.read(4096):
                heard += more
    except TimeoutError:
        pass
    finally:
        writer.transport.abort()
    return heard


def trusting(network: Network) -> ssl.SSLContext:
    context = ssl.create_default_context(cadata=network.roots.public)
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


def get(url: str) -> bytes:
    parts = urlsplit(url)
    return f"GET {parts.path or '/'} HTTP/1.1\r\nHost: {parts.hostname}\r\nConnection: close\r\n\r\n".encode()


@pytest.mark.parametrize("port", [4000, 4001])
async def test_a_gateway_answers_the_greeting(port: int) -> None:
    async with standing("healthy") as network:
        assert isinstance(parse(await dialogue(network, NDC1, port, GREETING)), Greeting)


async def test_a_gateway_completes_tls_on_the_same_port() -> None:
    async with standing("healthy") as healthy:
        assert await dialogue(healthy, NDC1, 4000, b"", trusting(healthy)) == b""


def shared(*rules: Rule) -> Scenario:
    return broken(*rules, layout=Layout.SHARED)


async def test_in_the_shared_layout_names_of_several_regions_lead_to_one_server() -> None:
    async with standing(shared()) as network:
        names = ("cdc1.ibllc.com", "ndc1-hb1.ibllc.com", "zdc1-hb1.ibllc.com", "hdc1-hb1.ibllc.com")
        assert {address(network, name) for name in names} == {"8.17.22.31"}
        ways = {network.way(address(network, name), 4001) for name in names}
        assert len(ways) == 1


async def test_in_the_shared_layout_the_clear_port_resets_tls_and_the_other_closes_on_the_greeting() -> None:
    async with standing(shared()) as network:
        assert isinstance(parse(await dialogue(network, NDC1, 4000, GREETING)), Greeting)
        with pytest.raises(ConnectionResetError):
            await dialogue(network, NDC1, 4000, b"", trusting(network))
        assert await dialogue(network, NDC1, 4001, b"", trusting(network)) == b""
        assert await dialogue(network, NDC1, 4001, GREETING) == b""


async def test_in_the_shared_layout_a_rule_for_one_name_is_one_for_all_of_its_server() -> None:
    async with standing(shared(Rule(to=("cdc1",), fate=Fate.DROPPED))) as network:
        assert isinstance(network.way(address(network, "zdc1-hb1.ibllc.com"), 4000), Nowhere)
        assert isinstance(network.way(address(network, "zdc1.ibllc.com"), 4000), Reached)


@pytest.mark.parametrize("layout", Layout)
async def test_data_centres_are_as_far_away_as_they_really_are(layout: Layout) -> None:
    async with standing(broken(layout=layout)) as network:
        for name, seconds in ((NDC1, 0.09), ("zdc1.ibllc.com", 0.015), ("hdc1.ibllc.com", 0.21)):
            way = network.way(address(network, name), 4001)
            assert isinstance(way, Reached)
            assert way.round_trip_s == seconds


async def test_an_answer_takes_a_round_trip() -> None:
    async with standing("healthy") as network:
        began = asyncio.get_running_loop().time()
        assert isinstance(parse(await dialogue(network, "hdc1.ibllc.com", 4000, GREETING)), Greeting)
        assert asyncio.get_running_loop().time() - began >= 0.21


async def test_a_gateway_says_nothing_to_anything_else() -> None:
    async with standing("healthy") as network:
        assert await dialogue(network, NDC1, 4000, b"GET / HTTP/1.1\r\n\r\n") == b""


async def test_every_sign_in_page_check_is_answered_exactly_as_the_table_says() -> None:
    async with standing("healthy") as healthy:
        for check in TABLE.captive_checks:
            answer = await dialogue(healthy, urlsplit(check.url).hostname or "", 80, get(check.url))
            head, _, body = answer.decode().partition("\r\n\r\n")
            assert (int(head.split()[1]), body.strip()) == (check.status, check.body or "")


async def test_every_echo_over_http_tells_the_same_public_address() -> None:
    async with standing("healthy") as healthy:
        echoes = [echo for echo in TABLE.echo_services if echo.url.startswith("http")]
        assert len(echoes) > 5
        for echo in echoes:
            url = urlsplit(echo.url)
            port = url.port or (443 if url.scheme == "https" else 80)
            context = trusting(healthy) if url.scheme == "https" else None
            answer = await dialogue(healthy, url.hostname or "", port, get(echo.url), context)
            assert EXIT.encode() in answer, echo.id


async def test_every_echo_over_udp_tells_it_too() -> None:
    async with standing("healthy") as healthy:
        transaction = bytes(range(stun.ID_BYTES))
        for echo in TABLE.echo_services:
            url = urlsplit(echo.url)
            if url.scheme not in ("dns", "stun"):
                continue
            host = url.hostname or ""
            place, port = healthy.datagram(host if host[0].isdigit() else address(healthy, host), url.port or 53)
            if url.scheme == "stun":
                answer = await ask_datagram(place, port, stun.binding_request(transaction))
                told = stun.parse(answer, transaction)
                assert isinstance(told, stun.Mapped) and told.address == EXIT, echo.id
            else:
                kind = "A" if echo.kind is EchoKind.DNS_ADDRESS else "TXT"
                rdclass = "CH" if echo.kind is EchoKind.DNS_CHAOS_TXT else "IN"
                query = dns.message.make_query(url.path[1:], kind, rdclass)
                assert EXIT in str((await dns.asyncquery.udp(query, place, port=port, timeout=1.0)).answer[0]), echo.id


async def ask_datagram(place: str, port: int, data: bytes) -> bytes:
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.setblocking(False)
        sock.connect((place, port))
        await loop.sock_sendall(sock, data)
        async with asyncio.timeout(1.0):
            return await loop.sock_recv(sock, 2048)


async def test_udp_that_is_lost_goes_to_a_port_of_this_machine_where_nobody_listens() -> None:
    async with standing("no-internet") as dead:
        place, port = dead.datagram("208.67.222.222", 53)
        assert place == "127.0.0.1"
        with pytest.raises(OSError):
            await ask_datagram(place, port, b"anybody?")


async def test_new_flows_leave_from_one_exit_after_the_other_and_a_connection_keeps_its_own() -> None:
    async with standing(broken(exits=(EXIT, "81.2.69.161"))) as rotating:
        host = "checkip.amazonaws.com"
        for seen_from in (EXIT, "81.2.69.161", EXIT):
            way = rotating.way(address(rotating, host), 443)
            assert isinstance(way, Reached)
            reader, writer = await asyncio.open_connection(*way.place, ssl=trusting(rotating), server_hostname=host)
            for _ in range(2):
                writer.write(b"GET / HTTP/1.1\r\n\r\n")
                await reader.readuntil(b"\r\n\r\n")
                assert await reader.readline() == f"{seen_from}\n".encode()
            writer.transport.abort()


async def test_a_literal_address_has_a_certificate_of_its_own() -> None:
    async with standing("healthy") as healthy:
        assert b"200 OK" in await dialogue(healthy, CLOUDFLARE_DNS, 443, get("https://1.1.1.1/"), trusting(healthy))


async def test_a_web_proxy_lets_the_web_through_and_refuses_other_ports() -> None:
    async with standing("proxy-only-way-out") as network:
        allowed = await dialogue(network, PROXY, 3128, f"CONNECT {WWW}:443 HTTP/1.1\r\n\r\n".encode())
        refused = await dialogue(network, PROXY, 3128, f"CONNECT {NDC1}:4001 HTTP/1.1\r\n\r\n".encode())
        confused = await dialogue(network, PROXY, 3128, b"\x05\x01\x00")
    answers = [answer.split()[1] for answer in (allowed, refused, confused)]
    assert answers == [b"200", b"403", b"400"]


async def test_a_socks_proxy_leads_past_the_firewall() -> None:
    name = NDC1.encode()
    request = b"\x05\x01\x00" + b"\x05\x01\x00\x03" + bytes([len(name)]) + name + (4001).to_bytes(2, "big") + GREETING
    async with standing("socks-required") as network:
        answer = await dialogue(network, PROXY, 1080, request)
    assert answer[:4] == b"\x05\x00\x05\x00"
    assert isinstance(parse(answer[12:]), Greeting)


async def test_a_web_proxy_that_wants_a_login_lets_nobody_through() -> None:
    async with standing("proxy-wants-login") as network:
        answer = await dialogue(network, PROXY, 3128, f"CONNECT {WWW}:443 HTTP/1.1\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 407 ") and b"Proxy-Authenticate: Basic" in answer


async def test_a_setup_script_is_served_where_the_settings_say() -> None:
    async with standing("pac-invalid") as network:
        assert b"FindProxyForURL" in await dialogue(network, PROXY, 80, get(SCRIPT_URL))
    async with standing("pac-unreachable") as network:
        assert isinstance(network.way(PROXY, 80), Refused)


async def test_tor_says_that_it_is_tor_and_lists_its_exits() -> None:
    async with standing("tor-exit") as network:
        host = "check.torproject.org"
        answer = await dialogue(network, host, 443, get(f"https://{host}/api/ip"), trusting(network))
        assert b'"IsTor": true' in answer
        assert address(network, "34.101.220.185.dnsel.torproject.org") == "127.0.0.2"
    async with standing("healthy") as network:
        answer = await dialogue(network, host, 443, get(f"https://{host}/api/ip"), trusting(network))
        assert b'"IsTor": false' in answer


async def ask(network: Network, server: str, name: str) -> dns.message.Message:
    place, port = network.name_server(server)
    return await dns.asyncquery.udp(dns.message.make_query(name, "A"), place, port=port, timeout=1.0)


async def test_name_servers_differ_where_a_scenario_says_so() -> None:
    async with standing("dns-missing") as missing:
        assert (await ask(missing, NAME_SERVER, NDC1)).rcode() == dns.rcode.NXDOMAIN
        assert (await ask(missing, CLOUDFLARE_DNS, NDC1)).answer
        assert (await ask(missing, NAME_SERVER, "www.microsoft.com")).answer


async def test_a_name_that_nobody_has_does_not_exist() -> None:
    async with standing("healthy") as network:
        assert (await ask(network, CLOUDFLARE_DNS, "no.such.example")).rcode() == dns.rcode.NXDOMAIN


async def test_an_address_that_nobody_has_is_silent() -> None:
    async with standing("healthy") as healthy:
        assert isinstance(healthy.way("192.0.2.1", 443), Nowhere)
        assert isinstance(healthy.way("198.41.0.4", 53), Nowhere)


@pytest.mark.parametrize("loopback", ["127.0.0.1", "127.1.2.3"])
async def test_the_real_machines_own_ports_are_never_reached(loopback: str) -> None:
    async with standing("accepts-everything") as everything:
        assert everything.way(loopback, 443) == Refused(failure=Failure.CONNECTION_REFUSED, words="Connection refused")


async def test_the_first_rule_that_applies_decides() -> None:
    one, two = (
        Rule(to=("zdc1", "zdc1-*"), ports=(4000,), fate=Fate.RESET),
        Rule(to=("europe",), fate=Fate.DROPPED),
    )
    async with standing(broken(one, two)) as europe:
        zdc1 = address(europe, "zdc1.ibllc.com")
        assert isinstance(europe.way(zdc1, 4000), Refused)
        assert isinstance(europe.way(zdc1, 4001), Nowhere)
        assert isinstance(europe.way(address(europe, NDC1), 4001), Reached)


async def test_a_rejecting_router_says_who_it_is() -> None:
    async with standing("ports-rejected") as network:
        way = network.way("208.245.107.1", 4001)
        assert isinstance(way, Refused) and way.icmp is not None
        assert (way.failure, way.icmp.type, way.icmp.code) == (Failure.HOST_UNREACHABLE, 3, 13)


async def test_without_ipv6_there_is_no_route_for_it() -> None:
    async with standing("healthy") as network:
        way = network.way("2a0e:b107:1::1", 4001)
        assert isinstance(way, Refused) and way.failure is Failure.NETWORK_UNREACHABLE


async def test_ports_where_nobody_listens_refuse() -> None:
    async with standing("healthy") as healthy:
        assert isinstance(healthy.way(address(healthy, WWW), 4001), Refused)


async def test_the_public_does_not_believe_an_inspecting_authority() -> None:
    async with standing("tls-inspection") as inspected:
        with pytest.raises(ssl.SSLCertVerificationError, match=r"unable to get local issuer|self.signed"):
            await dialogue(inspected, WWW, 443, b"", trusting(inspected))


async def test_the_machine_believes_it_where_its_administrator_said_so() -> None:
    async with standing("tls-inspection-trusted") as inspected:
        context = ssl.create_default_context(cadata=inspected.roots.system)
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
        assert b"HTTP/1.1 200" in await dialogue(inspected, WWW, 443, get("https://x/"), context)
