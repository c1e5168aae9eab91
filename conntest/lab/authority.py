"""The authorities of the simulated internet, made anew in each process and forgotten with it, and what they sign."""

import datetime
import os
import ssl
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import trustme

from conntest.lab.scenario import Fate
from conntest.lab.sites import Site
from conntest.model.host import Group
from conntest.signals import deferred
from conntest.values import dataclass

#: Wildcards, as no authority may sign a name with an underscore, which several gateways' aliases have.
_GATEWAY_NAMES = ("*.ibllc.com", "*.ibllc.com.cn")

#: An inspecting product that the diagnosis knows by name, as it appears in the chains it presents.
_INSPECTOR = "Zscaler Inc."
_INSPECTOR_ROOT, _INSPECTOR_SIGNER = "Zscaler Root CA", "Zscaler Intermediate Root CA (zscalerthree.net)"

#: Where Linux shows a process its open files.
_DESCRIPTORS = Path("/proc/self/fd")

_EXPIRED_SINCE = datetime.timedelta(days=7)
_LIFETIME = datetime.timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roots:
    """What the simulated public trusts, and what the simulated machine's own store holds: PEM."""

    public: str
    system: str


class Authorities:
    """Those of one process: every scenario that it plays has the same, since keys and signatures take their time."""

    def __init__(self) -> None:
        self._public = trustme.CA(organization_name="Simulated Public Trust")
        self._inspector_root = trustme.CA(organization_name=_INSPECTOR, organization_unit_name=_INSPECTOR_ROOT)
        # It signs with an intermediate and sends that along, but not the root.
        self._inspector = trustme.CA(
            self._inspector_root, organization_name=_INSPECTOR, organization_unit_name=_INSPECTOR_SIGNER
        )
        self._shown: dict[tuple[tuple[str, ...], Fate], ssl.SSLContext] = {}

    def roots(self, *, trusts_inspector: bool) -> Roots:
        """The machine's own hold the inspecting authority where its administrator added it."""
        public = self._public.cert_pem.bytes().decode()
        inspector = self._inspector_root.cert_pem.bytes().decode()
        return Roots(public=public, system=public + inspector if trusts_inspector else public)

    def shown_by(self, site: Site, fate: Fate) -> ssl.SSLContext:
        """With the certificate that `site` shows, or that something on the way shows in its place."""
        is_gateway = site.group is Group.GATEWAY
        names = _GATEWAY_NAMES if is_gateway else site.names or (site.ipv4,)
        key = (names, fate)
        if key not in self._shown:
            self._shown[key] = _server(self._sign(names, fate))
        return self._shown[key]

    def _sign(self, names: tuple[str, ...], fate: Fate) -> trustme.LeafCert:
        match fate:
            case Fate.INSPECTED:
                return self._inspector.issue_cert(*names, organization_name=_INSPECTOR)
            case Fate.EXPIRED:
                until = datetime.datetime.now(datetime.UTC) - _EXPIRED_SINCE
                return self._public.issue_cert(*names, not_before=until - _LIFETIME, not_after=until)
            case _:
                return self._public.issue_cert(*names)


#: Networks are built in several threads at once, and all have to trust the same authorities.
_MAKING = threading.Lock()


def authorities() -> Authorities:
    """The process's own."""
    with _MAKING:
        return _made()


@cache
def _made() -> Authorities:
    return Authorities()


def _server(leaf: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["http/1.1"])
    with _file(leaf.private_key_and_cert_chain_pem) as path:
        context.load_cert_chain(path)
    return context


@contextmanager
def _file(pem: trustme.Blob) -> Iterator[str]:
    """A path to `pem`, as Python reads keys from files alone (bpo-16487). On Linux it is memory: however the process
    ends, no key is left on a disk."""
    if sys.platform == "linux" and _DESCRIPTORS.is_dir():
        with open(os.memfd_create("conntest-demo"), "wb", buffering=0) as memory:
            memory.write(pem.bytes())
            yield str(_DESCRIPTORS / str(memory.fileno()))
    else:
        with deferred(), pem.tempfile() as path:
            yield path
