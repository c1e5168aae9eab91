"""Run in a network namespace of its own: one hostile server on every port that conntest asks, and conntest against it.

`python -m tests.endurance.hostile_net MODE` works in the current folder and prints one JSON object: how conntest ended.
"""

import asyncio
import json
import resource
import ssl
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import trustme

from tests.hostile.servers import EVIL, LINE, MAGIC
from tests.hostile.talk import CHUNK, floods, page, record, server_hello, trickles
from tests.loopback import LOOPBACK, Handler, ends, resets, says, server_context, silent

DEADLINE_S, TIMEOUT_S = 10, 2

GATEWAY, SECURE, PLAIN, PROXY, SOCKS = 4001, 443, 80, 3128, 1080

#: A gateway, and as many web hosts as a region has: addresses of loopback, so that no name is asked for.
TABLE = """\
version: 1
updated: 2026-01-31
operator: Laboratory
hosts:
  - {id: gateway, label: Gateway, host: 127.0.0.1, ports: [4000, 4001], group: gateway, region: europe, role: primary,
     service: Gateway, required: true, source: a test, evidence: single}
""" + "".join(
    f"  - {{id: web{n}, label: Web {n}, host: 127.0.0.{n}, ports: [443, 80], group: client-portal, service: Web,"
    " required: true, source: a test, evidence: single}\n"
    for n in range(2, 12)
)

#: By port; what is not there behaves like 443.
MODES: Mapping[str, Mapping[int, Handler]] = {
    "nothing is ever said": {SECURE: silent},
    "every connection ends at once": {SECURE: ends},
    "every connection is reset": {SECURE: resets},
    "bytes without end": {SECURE: floods(b"\x16\x03\x03\x40\x00" + b"a" * 0x4000)},
    "a byte now and then": {
        GATEWAY: trickles(b"a", first=MAGIC + b"\0\0\xff\xf0"),
        SECURE: trickles(server_hello()),
        PLAIN: trickles(b"X: y\r\n", first=b"HTTP/1.1 200 OK\r\n"),
        PROXY: trickles(b"X: y\r\n", first=b"HTTP/1.1 407 No\r\n"),
        SOCKS: trickles(b"a", first=b"\x05\x00\x05\x00\x00\x03\xff"),
    },
    "headers without end": {SECURE: floods(LINE, first=b"HTTP/1.1 200 OK\r\n")},
    "headers without end, inside TLS": {SECURE: floods(LINE, first=b"HTTP/1.1 200 OK\r\n")},
    "hints without end, inside TLS": {SECURE: floods(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")},
    "continuations with long headers": {SECURE: floods(b"HTTP/1.1 100 Continue\r\n" + LINE + b"\r\n")},
    "a body without end, inside TLS": {SECURE: floods(b"~ab/" * (CHUNK // 4), first=b"HTTP/1.1 200 OK\r\n\r\n")},
    "certificates without end": {
        SECURE: floods(record(22, b"a" * 16_000), first=server_hello() + record(22, b"\x0b\xff\xff\xff"))
    },
    "pages that act on all that shows them": {
        SECURE: says(
            page(EVIL.encode() + b"".join(b"~%d/ " % n for n in range(400)), headers=b"Location: /home/a/home/b\r\n")
        )
    },
}


async def serve(mode: str) -> None:
    """Until it is cancelled."""
    handlers = MODES[mode]
    inside = _tls() if "TLS" in mode else None
    servers = [
        await asyncio.start_server(
            _closing(handlers.get(port, handlers[SECURE])), "0.0.0.0", port, ssl=inside if port == SECURE else None
        )
        for port in (4000, GATEWAY, SECURE, PLAIN, PROXY, SOCKS)
    ]
    await asyncio.gather(*(server.serve_forever() for server in servers))


def _tls() -> ssl.SSLContext:
    return server_context(trustme.CA().issue_cert(LOOPBACK))


def _closing(handler: Handler) -> Handler:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await handler(reader, writer)
        except (OSError, EOFError):
            pass
        finally:
            writer.transport.abort()

    return handle


async def main(mode: str) -> None:
    words = ("--hosts", "table.yaml", "--no-third-party", "--samples", "0", "--timeout", str(TIMEOUT_S))
    proxies = ("--proxy", f"http://{LOOPBACK}:{PROXY}", "--socks", f"socks5://{LOOPBACK}:{SOCKS}")
    async with asyncio.TaskGroup() as group:
        serving = group.create_task(serve(mode))
        await asyncio.sleep(0.2)
        began = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "conntest", "run", *words, *proxies, "--deadline", str(DEADLINE_S)),
            *("-o", "report.json", "-o", "report.html", "--fail-on", "never"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        said, _ = await process.communicate()
        seconds = time.monotonic() - began
        serving.cancel()
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    print(json.dumps({"code": process.returncode, "seconds": seconds, "memory": memory, "said": said.decode()}))


if __name__ == "__main__":
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    Path("table.yaml").write_text(TABLE, encoding="utf-8")
    asyncio.run(main(sys.argv[1]))
