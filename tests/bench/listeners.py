"""Loopback endpoints that accept, until stdin closes: `python -m tests.bench.listeners ADDRESSES PORTS`.

Nobody calls accept(): the kernel completes the handshake, and the scans have both processors' attention to
themselves. Spread over many addresses of 127.0.0.0/8, no scan runs out of local ports.
"""

import resource
import socket
import sys

from tests.bench.scans import grid

FIRST_ADDRESS = "127.0.1.1"

#: Connections nobody accepts stay in the queue: room for every round of a bench.
BACKLOG = 128


def main() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    endpoints = grid(FIRST_ADDRESS, int(sys.argv[1]), int(sys.argv[2]))
    listeners = [socket.create_server(endpoint, backlog=BACKLOG) for endpoint in endpoints]
    print(len(listeners), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
