"""A simulated proxy server: it stands outside the scenario's firewall, and connects to whom it is asked for."""

from dataclasses import replace
from ipaddress import IPv4Address

from conntest.lab.computer import PROXY
from conntest.lab.equipment import ProxyServer, Script
from conntest.lab.line import ClearLine
from conntest.lab.scenario import Scenario
from conntest.lab.servers import Servers
from conntest.lab.serving import Serve
from conntest.lab.sites import Site
from conntest.lab.upstream import Upstream, relay
from conntest.lab.web import Page, WebServer
from conntest.model.proxy import SOCKS_SCHEMES

_SITE = Site(ids=("proxy",), labels=frozenset(), ipv4=PROXY)

_WEB_PORT = 80

_LONGEST_HEAD = 16 * 1024

_WANTS_LOGIN = (
    b"HTTP/1.1 407 Proxy Authentication Required\r\nServer: squid\r\n"
    b'Proxy-Authenticate: Basic realm="simulated"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'
)

#: SOCKS 5 (RFC 1928): the version, no login wanted, connect; and replies: done, not allowed, host unreachable.
_SOCKS, _NO_LOGIN, _CONNECT, _IPV4 = 0x05, 0x00, 0x01, 0x01
_DONE, _NOT_ALLOWED, _UNREACHABLE = 0x00, 0x02, 0x04


def sites(scenario: Scenario) -> tuple[Site, ...]:
    """Where the scenario's proxy is, and its setup script. They are no part of `everything`: rules are about what is
    beyond this network."""
    if scenario.proxy is None and scenario.script is None:
        return ()
    ports = {scenario.proxy.port} if scenario.proxy and scenario.proxy.speaks else set[int]()
    if scenario.script and scenario.script.says is not None:
        ports.add(_WEB_PORT)
    return (replace(_SITE, ports=frozenset(ports)),)


def add(servers: Servers, server: ProxyServer, upstream: Upstream) -> None:
    """Have the proxy answer, where it is switched on."""
    if server.speaks is None:
        return
    serve = socks_proxy(upstream) if server.speaks in SOCKS_SCHEMES else http_proxy(upstream, login=server.login)
    servers.add(_SITE, server.port, serve)


def add_script(servers: Servers, script: Script, server: WebServer) -> None:
    """Have the setup script served, where there is one."""
    if script.says is not None:
        page = Page(body=script.says, kind="application/x-ns-proxy-autoconfig")
        servers.add(_SITE, _WEB_PORT, server.clear(lambda target, client: page))


def http_proxy(upstream: Upstream, *, login: bool = False) -> Serve:
    """CONNECT (RFC 9110, section 9.3.6), and an error for everything else, as Squid answers. With `login` it lets
    nobody through."""

    async def serve(line: ClearLine) -> None:
        host, port = _authority(await _head(line))
        if host and login:
            await line.send(_WANTS_LOGIN)
        elif not host:
            await line.send(b"HTTP/1.1 400 Bad Request\r\nServer: squid\r\nConnection: close\r\n\r\n")
        elif not upstream.allows(port):
            refusal = b"HTTP/1.1 403 Forbidden\r\nServer: squid\r\nX-Squid-Error: ERR_ACCESS_DENIED 0\r\n"
            await line.send(refusal + b"Content-Length: 0\r\nConnection: close\r\n\r\n")
        else:
            async with upstream.connected(host, port) as there:
                if there is None:
                    failed = b"HTTP/1.1 503 Service Unavailable\r\nX-Squid-Error: ERR_CONNECT_FAIL 110\r\n"
                    await line.send(failed + b"Content-Length: 0\r\nConnection: close\r\n\r\n")
                    return
                await line.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await relay(line, there)

    return serve


async def _head(line: ClearLine) -> bytes:
    heard = b""
    while b"\r\n\r\n" not in heard and len(heard) < _LONGEST_HEAD:
        more = await line.receive()
        heard += more
        if not more or not b"CONNECT ".startswith(heard[:8]):
            break
    return heard


def _authority(head: bytes) -> tuple[str, int]:
    """The host and port of a CONNECT; an empty host where it is none."""
    words = head.partition(b"\r\n")[0].decode("latin-1").split(" ")
    if len(words) != 3 or words[0] != "CONNECT":
        return "", 0
    host, _, port = words[1].rpartition(":")
    return host.strip("[]"), int(port) if port.isdecimal() else 0


def socks_proxy(upstream: Upstream) -> Serve:
    """SOCKS 5 without a login; it hangs up on anything else, as microsocks does."""

    async def serve(line: ClearLine) -> None:
        heard = _Heard(line)
        if (await heard.take(1))[0] != _SOCKS:
            return
        await heard.take((await heard.take(1))[0])
        await line.send(bytes([_SOCKS, _NO_LOGIN]))
        _, command, _, kind = await heard.take(4)
        host = await _host(heard, kind)
        port = int.from_bytes(await heard.take(2), "big")
        if command != _CONNECT or not host or not upstream.allows(port):
            await line.send(_reply(_NOT_ALLOWED))
            return
        async with upstream.connected(host, port) as there:
            await line.send(_reply(_DONE if there else _UNREACHABLE))
            if there:
                await relay(line, there)

    return serve


async def _host(heard: "_Heard", kind: int) -> str:
    match kind:
        case 0x01:
            return str(IPv4Address(await heard.take(4)))
        case 0x03:
            return (await heard.take((await heard.take(1))[0])).decode("latin-1")
        case _:
            return ""


def _reply(code: int) -> bytes:
    """With an address of zeros, as many proxies send it."""
    return bytes([_SOCKS, code, 0, _IPV4]) + bytes(6)


class _Heard:
    """Exactly as many bytes as asked for. Raises ConnectionAbortedError where no more come."""

    def __init__(self, line: ClearLine) -> None:
        self._line = line

    async def take(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            more = await self._line.receive()
            if not more:
                raise ConnectionAbortedError("the client left in the middle of a request")
            data += more
        self._line.unread(data[count:])
        return data[:count]
