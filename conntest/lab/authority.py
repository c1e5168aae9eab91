"""The authorities of the simulated internet, made anew for each run and thrown away with it, and what they sign."""

import datetime
import ssl
from functools import cached_property
from pathlib import Path

import trustme

from conntest.lab.scenario import Fate
from conntest.lab.sites import Site
from conntest.model.host import Group

#: Wildcards, as no authority may sign a name with an underscore, which several gateways' aliases have.
_GATEWAY_NAMES = ("*.ibllc.com", "*.ibllc.com.cn")

#: An inspecting product that the diagnosis knows by name, as it appears in the chains it presents.
_INSPECTOR = "Zscaler Inc."
_INSPECTOR_ROOT, _INSPECTOR_SIGNER = "Zscaler Root CA", "Zscaler Intermediate Root CA (zscalerthree.net)"

_EXPIRED_SINCE = datetime.timedelta(days=7)
_LIFETIME = datetime.timedelta(days=90)


class Authorities:
    """`public_roots` is what the simulated public trusts, `system_roots` what the simulated machine's own store holds:
    the same, and the inspecting authority where its administrator added that. Both are PEM files in `folder`."""

    def __init__(self, folder: Path, *, trusts_inspector: bool) -> None:
        self._public = trustme.CA(organization_name="Simulated Public Trust")
        self._inspector_root = trustme.CA(organization_name=_INSPECTOR, organization_unit_name=_INSPECTOR_ROOT)
        self.public_roots, self.system_roots = folder / "public.pem", folder / "system.pem"
        roots = self._public.cert_pem.bytes()
        self.public_roots.write_bytes(roots)
        self.system_roots.write_bytes(roots + (self._inspector_root.cert_pem.bytes() if trusts_inspector else b""))

    @cached_property
    def gateway(self) -> ssl.SSLContext:
        """The certificate that all gateways share."""
        return _server(self._public.issue_cert(*_GATEWAY_NAMES))

    def site(self, site: Site, fate: Fate) -> ssl.SSLContext:
        """The certificate that `site` shows, or that something on the way shows in its place."""
        if site.group is Group.GATEWAY and fate is Fate.SERVED:
            return self.gateway
        names = site.names or (site.ipv4,)
        match fate:
            case Fate.INSPECTED:
                return _server(self._inspector.issue_cert(site.host, organization_name=_INSPECTOR))
            case Fate.EXPIRED:
                until = datetime.datetime.now(datetime.UTC) - _EXPIRED_SINCE
                return _server(self._public.issue_cert(*names, not_before=until - _LIFETIME, not_after=until))
            case _:
                return _server(self._public.issue_cert(*names))

    @cached_property
    def _inspector(self) -> trustme.CA:
        """It signs with an intermediate and sends that along, but not the root."""
        return trustme.CA(self._inspector_root, organization_name=_INSPECTOR, organization_unit_name=_INSPECTOR_SIGNER)


def _server(leaf: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["http/1.1"])
    leaf.configure_cert(context)
    return context
