"""HTTP proxies that are themselves reached over TLS (`https://` proxies, "secure web proxy").

Everything else here speaks over plain sockets, TLS to the target included: so does what goes through such a proxy.
"""

import socket
import ssl
from dataclasses import replace

from conntest.model.observation import Leg, ProxyConnectDetail, ProxyConnectStep
from conntest.model.step import Error
from conntest.net import http_proxy
from conntest.net.clock import Clock
from conntest.net.failures import classify, describe
from conntest.net.http_proxy import Ask
from conntest.net.stream import close
from conntest.net.tls_socket import wrap


async def open_tunnel(
    sock: socket.socket, ask: Ask, context: ssl.SSLContext, *, clock: Clock, timeout_s: float
) -> tuple[ProxyConnectStep, socket.socket | None]:
    """TLS with the proxy, believed by `context`, and CONNECT inside it, each within `timeout_s`.

    Takes `sock` over. Gives the step, which covers both, and the tunnel where there is one.
    """
    t0 = clock.now()
    try:
        inside = await wrap(sock, context, ask.proxy.host, timeout_s=timeout_s)
    except (OSError, EOFError) as error:
        return _not_secured(t0, clock.now(), ask, error), None
    step = replace(await http_proxy.open_tunnel(inside, ask, clock=clock, timeout_s=timeout_s), t0=t0)
    if step.failure is None:
        return step, inside
    close(inside)
    return step, None


def _not_secured(t0: float, t: float, ask: Ask, error: OSError | EOFError) -> ProxyConnectStep:
    return ProxyConnectStep(
        t0=t0,
        t=t,
        error=Error(kind=classify(error), text=describe(error)),
        detail=ProxyConnectDetail(proxy=ask.proxy.id, scheme=ask.proxy.scheme, target=ask.target, leg=Leg.PROXY),
    )
