"""The addresses of a name in the order in which programs try them."""

import socket

from conntest.net.blocking import in_thread
from conntest.net.getaddrinfo import Lookup


async def addresses_in_order(name: str, *, timeout_s: float, lookup: Lookup = socket.getaddrinfo) -> tuple[str, ...]:
    """Those of `name`, which may be an address itself, each once. Raises OSError, a time-out included, or UnicodeError
    where there is none."""
    entries = await in_thread(lambda: lookup(name, None, type=socket.SOCK_STREAM), timeout_s=timeout_s)
    return tuple(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in entries))
