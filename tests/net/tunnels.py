"""Dialers that go through a proxy on loopback."""

import threading

from conntest.model.proxy import Proxy, Scheme
from conntest.model.secret import Credentials
from conntest.net.ca_store import TrustStores
from conntest.net.clock import Clock
from conntest.net.dialer import DirectDialer
from conntest.net.proxy_dialer import ProxyDialer
from conntest.net.resolver import SystemResolver
from tests.loopback import (
    LOOPBACK,
)

LOGIN = Credentials(user="trader", password="correct horse/battery")
NAME = "ndc1_hb1.ibllc.com"


def dialer(
    scheme: Scheme, port: int, login: Credentials | None = None, trust: TrustStores | None = None
) -> ProxyDialer:
    clock = Clock()
    return ProxyDialer(
        Proxy(scheme=scheme, host=LOOPBACK, port=port, has_credentials=login is not None),
        login,
        direct=DirectDialer(clock),
        resolver=SystemResolver(clock),
        trust=trust or TrustStores(),
        clock=clock,
    )


def threads() -> int:
    return sum(thread.name == "conntest-blocking" for thread in threading.enumerate())
