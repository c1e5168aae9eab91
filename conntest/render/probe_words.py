"""How a probe is made, in words: what is asked, by which way and on which condition."""

from typing import assert_never

from conntest import lists
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.host import Transport
from conntest.model.observation import DIRECT, Trust
from conntest.model.plan import (
    AddressProbe,
    ConnectProbe,
    EchoProbe,
    GreetingProbe,
    HttpProbe,
    OnlyIf,
    Probe,
    ResolveProbe,
    SniffProbe,
    TlsProbe,
)

_TRUST = {
    Trust.PUBLIC: N_("against the public's authorities"),
    Trust.SYSTEM: N_("against this machine's authorities"),
    Trust.UNVERIFIED: N_("looked at, not verified"),
}

_CONDITION = {
    OnlyIf.ALWAYS: "{what}",
    OnlyIf.UNTRUSTED: N_("{what}, if the certificate was refused"),
    OnlyIf.VERIFIED: N_("{what}, if the certificate was believed"),
    OnlyIf.OPENED: N_("{what}, if the connection was opened"),
    OnlyIf.ANSWERED: N_("{what}, if the gateway answered"),
    OnlyIf.UNANSWERED: N_("{what}, if no gateway answered"),
    OnlyIf.ECHOED: N_("{what}, if it answered before"),
}


def kind(probe: Probe) -> str:
    """Its kind in a word, which JSON documents have too."""
    return probe.kind.value


def via(what: str, path: str) -> str:
    """`what`, by that path."""
    return what if path == DIRECT else _("{what} via {path}").format(what=what, path=path)


def exactly(probe: Probe) -> str:
    """How the probe is made, and on which name or page."""
    match probe:
        case ResolveProbe():
            return f"{probe.name} {manner(probe)}"
        case HttpProbe():
            return f"{probe.url} {manner(probe)}"
        case _:
            return manner(probe)


def manner(probe: Probe) -> str:
    """How the probe is made, without what it is made on."""
    if isinstance(probe, ResolveProbe):
        servers = lists.listed([ask.address for ask in probe.ask])
        # translators: looked up by these name servers.
        asked = _("by this system") if probe.system else _("by {servers}").format(servers=servers)
        return _("{what}, if the name before does not exist").format(what=asked) if probe.instead_of else asked
    return _(_CONDITION[probe.only_if]).format(what=via(_act(probe), probe.path))


def _act(probe: AddressProbe) -> str:
    match probe:
        case TlsProbe():
            return _(_TRUST[probe.trust])
        case HttpProbe():
            return "GET"
        case SniffProbe():
            # translators: a proxy is talked to as SOCKS, HTTP …
            return _("as {protocol}").format(protocol=probe.scheme.value)
        case EchoProbe():
            return _echo(probe)
        case ConnectProbe() | GreetingProbe():
            return _("{seconds} s later").format(seconds=f"{probe.delay_s:g}") if probe.delay_s else _("at once")
        case _:
            assert_never(probe)


def _echo(probe: EchoProbe) -> str:
    if probe.transport in (Transport.HTTPS, Transport.HTTP):
        return f"GET {probe.url}"
    return _("ask {server}").format(server=probe.url)
