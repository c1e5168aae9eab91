"""How each kind of endpoint is probed: the probes, their order and their conditions."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from conntest.language import N_
from conntest.model.addresses import HTTP_PORT, bracketed, host_port
from conntest.model.gateway_port import Language, asked_in_turn
from conntest.model.host import Endpoint
from conntest.model.observation import Expectation, Trust
from conntest.model.plan import AddressProbe, ConnectProbe, GreetingProbe, HttpProbe, OnlyIf, Probe, TlsProbe

OneProbe = TypeVar("OneProbe", bound=AddressProbe)

#: Between attempts at one gateway port. Far enough apart that one burst of loss does not take them all, near
#: enough that three attempts add half a second to a run.
SPACING_S = 0.25


#: How a gateway is asked in a language: the probe, its name, and what else it takes.
TALKS: Mapping[Language, tuple[Callable[..., GreetingProbe | TlsProbe], str, Mapping[str, Any]]] = {
    Language.GREETING: (GreetingProbe, "greeting", {}),
    Language.TLS: (TlsProbe, "tls", {"trust": Trust.UNVERIFIED}),
}

_WHY_OWN = {
    Language.GREETING: N_("second attempt; only a gateway answers this greeting"),
    Language.TLS: N_("second attempt; gateways speak TLS on this port, and its certificate tells who answers"),
}


def gateway_probes(endpoint: Endpoint, resolved_by: tuple[str, ...]) -> Iterator[Probe]:
    """Three spaced connections. The second also finds out, in the port's own language, who answers and whether data
    flows; the third does so in the other language where that was not answered. Names of several regions lead to one
    server, which is asked once for all of them."""
    why = N_("TWS needs this port; first attempt")
    yield _once(ConnectProbe, endpoint, "connect", why, resolved_by)
    own, other = asked_in_turn(endpoint.port)
    kind, name, more = TALKS[own]
    second = _once(kind, endpoint, name, _WHY_OWN[own], resolved_by, delay_s=SPACING_S, **more)
    yield second
    kind, name, more = TALKS[other]
    why = N_("third attempt, in another language: it did not answer in its own")
    unanswered = {"after": second.id, "only_if": OnlyIf.UNANSWERED, "delay_s": SPACING_S}
    yield _once(kind, endpoint, name, why, resolved_by, **unanswered, **more)
    why = N_("third attempt: is the connection as steady as it should be?")
    answered = {"after": second.id, "only_if": OnlyIf.ANSWERED, "delay_s": SPACING_S}
    yield _once(ConnectProbe, endpoint, "connect-late", why, resolved_by, **answered)


def _once(
    kind: Callable[..., OneProbe],
    endpoint: Endpoint,
    name: str,
    why: str,
    resolved_by: tuple[str, ...],
    **more: Any,
) -> OneProbe:
    """A probe that is made once for all names of a server."""
    return _probe(kind, endpoint, name, why, resolved_by, once=name, **more)


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
    yield _probe(
        TlsProbe, endpoint, "tls-system", why, resolved_by, every_address=False, **(refused | {"trust": Trust.SYSTEM})
    )
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
