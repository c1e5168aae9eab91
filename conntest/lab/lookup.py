"""What stands for the system's own lookup on the simulated machine."""

import socket
import time
from collections.abc import Callable
from typing import Any

from conntest.lab.names import Directory
from conntest.lab.scenario import Asked, Lie

#: What getaddrinfo gives: family, type, protocol, canonical name, socket address.
Entry = tuple[Any, ...]


def getaddrinfo(directory: Directory, patience_s: float) -> Callable[..., list[Entry]]:
    """What stands for `socket.getaddrinfo` on the simulated machine. It raises socket.gaierror as the system's does
    and, where the name server is silent, blocks for `patience_s` first.

    It does not ask the name server over the network: as many threads at once as there are names would keep each other
    from running, and report a resolver as slow that is not.
    """

    def look_up(host: str, port: int | None, **_: Any) -> list[Entry]:
        said = directory.look_up(host, Asked.SYSTEM)
        if said is Lie.SILENCE:
            time.sleep(patience_s)
        if said is Lie.NXDOMAIN:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if isinstance(said, Lie):
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return [(_family(address), socket.SOCK_STREAM, 0, "", (address, port or 0)) for address in said]

    return look_up


def _family(address: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in address else socket.AF_INET
