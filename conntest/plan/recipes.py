"""How each kind of endpoint is probed: the probes, their order and their conditions."""

from collections.abc import Iterator
from dataclasses import replace

from conntest.language import N_
from conntest.model.host import Endpoint
from conntest.model.observation import Expectation, Trust
from conntest.model.plan import ConnectProbe, GreetingProbe, HttpProbe, OnlyIf, Probe, TlsProbe
from conntest.plan.endpoints import HTTP_PORT

#: Between attempts at one gateway port. Far enough apart that one burst of loss does not take them all, near
#: enough that three attempts add half a second to a run.
SPACING_S = 0.25


def gateway_probes(endpoint: Endpoint, resolved_by: tuple[str, ...]) -> Iterator[Probe]:
    """Three spaced connections; two of them also find out who answers and whether data flows."""
    yield ConnectProbe(
        id=f"{endpoint.id}/connect",
        subject=endpoint.id,
        why=N_("TWS needs this port; first attempt"),
        host=endpoint.host,
        port=endpoint.port,
        resolved_by=resolved_by,
    )
    yield GreetingProbe(
        id=f"{endpoint.id}/greeting",
        subject=endpoint.id,
        why=N_("second attempt; only a gateway answers this greeting"),
        host=endpoint.host,
        port=endpoint.port,
        resolved_by=resolved_by,
        delay_s=SPACING_S,
    )
    yield TlsProbe(
        id=f"{endpoint.id}/tls",
        subject=endpoint.id,
        why=N_("third attempt; gateways speak TLS too, and its certificate tells who answers"),
        host=endpoint.host,
        port=endpoint.port,
        resolved_by=resolved_by,
        delay_s=2 * SPACING_S,
        trust=Trust.UNVERIFIED,
    )


def https_probes(endpoint: Endpoint, resolved_by: tuple[str, ...]) -> Iterator[Probe]:
    public = TlsProbe(
        id=f"{endpoint.id}/tls",
        subject=endpoint.id,
        why=N_("reachable, and is the certificate one that the public trusts?"),
        host=endpoint.host,
        port=endpoint.port,
        resolved_by=resolved_by,
        trust=Trust.PUBLIC,
    )
    yield public
    yield replace(
        public,
        id=f"{endpoint.id}/tls-chain",
        why=N_("who signed the certificate that was refused?"),
        after=public.id,
        only_if=OnlyIf.UNTRUSTED,
        trust=Trust.UNVERIFIED,
    )
    yield replace(
        public,
        id=f"{endpoint.id}/tls-system",
        why=N_("does this machine trust it? A difference from the public's answer shows an added authority"),
        every_address=False,
        after=public.id,
        only_if=OnlyIf.PRESENTED,
        trust=Trust.SYSTEM,
    )
    yield HttpProbe(
        id=f"{endpoint.id}/http",
        subject=endpoint.id,
        why=N_("does the web server answer, and what time is it there?"),
        host=endpoint.host,
        port=endpoint.port,
        resolved_by=resolved_by,
        every_address=False,
        after=public.id,
        only_if=OnlyIf.VERIFIED,
        url=f"https://{in_url(endpoint.host)}/",
    )


def http_probe(endpoint: Endpoint, resolved_by: tuple[str, ...]) -> HttpProbe:
    """For web ports without TLS, whichever they are."""
    port = "" if endpoint.port == HTTP_PORT else f":{endpoint.port}"
    return HttpProbe(
        id=f"{endpoint.id}/http",
        subject=endpoint.id,
        why=N_("does data flow on this port?"),
        host=endpoint.host,
        port=endpoint.port,
        resolved_by=resolved_by,
        every_address=False,
        url=f"http://{in_url(endpoint.host)}{port}/",
    )


def in_url(host: str) -> str:
    """A literal IPv6 address stands in brackets (RFC 3986, section 3.2.2)."""
    return f"[{host}]" if ":" in host else host


def canary_probe(endpoint: Endpoint) -> ConnectProbe:
    return ConnectProbe(
        id=f"{endpoint.id}/connect",
        subject=endpoint.id,
        why=N_("must fail: whatever accepts it accepts everything, and `open` proves nothing"),
        host=endpoint.host,
        port=endpoint.port,
    )


def push_probe(endpoint: Endpoint, resolved_by: tuple[str, ...]) -> ConnectProbe:
    return ConnectProbe(
        id=f"{endpoint.id}/connect",
        subject=endpoint.id,
        why=N_("a phone on this network keeps such a connection open for its notifications"),
        host=endpoint.host,
        port=endpoint.port,
        resolved_by=resolved_by,
    )


def captive_probe(
    endpoint: Endpoint, resolved_by: tuple[str, ...], *, url: str, expected: Expectation | None
) -> HttpProbe:
    return HttpProbe(
        id=f"{endpoint.id}/http",
        subject=endpoint.id,
        why=N_("its exact answer is known, so that a sign-in page shows"),
        host=endpoint.host,
        port=endpoint.port,
        resolved_by=resolved_by,
        every_address=False,
        url=url,
        expected=expected,
    )
