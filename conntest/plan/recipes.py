"""How each kind of endpoint is probed: the probes, their order and their conditions."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from conntest.language import N_
from conntest.model.addresses import HTTP_PORT, bracketed, host_port
from conntest.model.host import Endpoint
from conntest.model.observation import Expectation, Trust
from conntest.model.plan import AddressProbe, ConnectProbe, GreetingProbe, HttpProbe, OnlyIf, Probe, TlsProbe

OneProbe = TypeVar("OneProbe", bound=AddressProbe)

#: Between attempts at one gateway port. Far enough apart that one burst of loss does not take them all, near
#: enough that three attempts add half a second to a run.
SPACING_S = 0.25


def gateway_probes(endpoint: Endpoint, resolved_by: tuple[str, ...]) -> Iterator[Probe]:
    """Three spaced connections; two of them also find out who answers and whether data flows."""
    why = N_("TWS needs this port; first attempt")
    yield _probe(ConnectProbe, endpoint, "connect", why, resolved_by)
    why = N_("second attempt; only a gateway answers this greeting")
    yield _probe(GreetingProbe, endpoint, "greeting", why, resolved_by, delay_s=SPACING_S)
    why = N_("third attempt; gateways speak TLS too, and its certificate tells who answers")
    yield _probe(TlsProbe, endpoint, "tls", why, resolved_by, delay_s=2 * SPACING_S, trust=Trust.UNVERIFIED)


def https_probes(endpoint: Endpoint, resolved_by: tuple[str, ...]) -> Iterator[Probe]:
    """A handshake that the public's roots judge, and what follows from its outcome: whose the certificate is, or a
    page."""
    why = N_("reachable, and is the certificate one that the public trusts?")
    public = _probe(TlsProbe, endpoint, "tls", why, resolved_by, trust=Trust.PUBLIC)
    yield public
    why = N_("who signed the certificate that was refused?")
    refused = {"after": public.id, "only_if": OnlyIf.UNTRUSTED, "trust": Trust.UNVERIFIED}
    yield _probe(TlsProbe, endpoint, "tls-chain", why, resolved_by, **refused)
    why = N_("does this machine trust it? A difference from the public's answer shows an added authority")
    shown = {"after": public.id, "only_if": OnlyIf.PRESENTED, "trust": Trust.SYSTEM}
    yield _probe(TlsProbe, endpoint, "tls-system", why, resolved_by, every_address=False, **shown)
    why = N_("does the web server answer, and what time is it there?")
    believed = {"after": public.id, "only_if": OnlyIf.VERIFIED, "url": f"https://{bracketed(endpoint.host)}/"}
    yield _probe(HttpProbe, endpoint, "http", why, resolved_by, every_address=False, **believed)


def http_probe(endpoint: Endpoint, resolved_by: tuple[str, ...]) -> HttpProbe:
    """For web ports without TLS, whichever they are."""
    is_usual = endpoint.port == HTTP_PORT
    url = f"http://{bracketed(endpoint.host) if is_usual else host_port(endpoint.host, endpoint.port)}/"
    why = N_("does data flow on this port?")
    return _probe(HttpProbe, endpoint, "http", why, resolved_by, every_address=False, url=url)


def canary_probe(endpoint: Endpoint) -> ConnectProbe:
    """For an address that cannot exist, and has no name."""
    why = N_("must fail: whatever accepts it accepts everything, and `open` proves nothing")
    return _probe(ConnectProbe, endpoint, "connect", why, (), must_fail=True)


def push_probe(endpoint: Endpoint, resolved_by: tuple[str, ...]) -> ConnectProbe:
    """For a service that notifies phones."""
    why = N_("a phone on this network keeps such a connection open for its notifications")
    return _probe(ConnectProbe, endpoint, "connect", why, resolved_by)


def captive_probe(
    endpoint: Endpoint, resolved_by: tuple[str, ...], *, url: str, expected: Expectation | None
) -> HttpProbe:
    """For a page whose content is `expected`, at `url`."""
    why = N_("its exact answer is known, so that a sign-in page shows")
    page = {"url": url, "expected": expected}
    return _probe(HttpProbe, endpoint, "http", why, resolved_by, every_address=False, **page)


def _probe(
    kind: Callable[..., OneProbe],
    endpoint: Endpoint,
    name: str,
    why: str,
    resolved_by: tuple[str, ...],
    **more: Any,
) -> OneProbe:
    """A probe of that kind of `endpoint`, called `name`. `more` is what only it has."""
    return kind(
        id=f"{endpoint.id}/{name}",
        endpoint=endpoint.id,
        why=why,
        host=endpoint.host,
        port=endpoint.port,
        resolved_by=resolved_by,
        **more,
    )
