"""A name server whose every answer is late: it passes questions on to another one and sits on the answers.

Run as a program with `LISTEN_ADDRESS UPSTREAM_ADDRESS SECONDS`.
"""

import asyncio
import socket
import sys
from contextlib import suppress

DNS_PORT = 53
#: No answer over UDP is longer (EDNS, RFC 6891).
MAX_MESSAGE = 65535
#: Seconds to wait for the upstream, which is one virtual cable away.
UPSTREAM_PATIENCE = 2.0


async def answer(
    server: socket.socket, question: bytes, client: tuple[str, int], upstream: str, delay_s: float
) -> None:
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as onward, suppress(OSError, TimeoutError):
        onward.setblocking(False)
        onward.connect((upstream, DNS_PORT))
        await loop.sock_sendall(onward, question)
        async with asyncio.timeout(UPSTREAM_PATIENCE):
            message = await loop.sock_recv(onward, MAX_MESSAGE)
        await asyncio.sleep(delay_s)
        await loop.sock_sendto(server, message, client)


async def main(listen: str, upstream: str, delay_s: float) -> None:
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.setblocking(False)
        server.bind((listen, DNS_PORT))
        print("ready", flush=True)
        async with asyncio.TaskGroup() as tasks:
            while True:
                question, client = await loop.sock_recvfrom(server, MAX_MESSAGE)
                tasks.create_task(answer(server, question, client, upstream, delay_s))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], float(sys.argv[3])))
