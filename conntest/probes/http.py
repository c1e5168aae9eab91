"""One web page: whether a host answers, and whether the answer is its own."""

from dataclasses import replace

from conntest.model.failure import CUT_FAILURES, Failure
from conntest.model.observation import Attempt, HttpStep, Trust
from conntest.model.plan import HttpProbe
from conntest.model.proxy import Scheme
from conntest.model.step import Error
from conntest.net.credentials import authorization
from conntest.net.page import BODY_READ, Forwarding
from conntest.net.proxy_dialer import ProxyDialer, Reaching
from conntest.net.stream import close
from conntest.net.tls_socket import plain_end
from conntest.net.web import get
from conntest.probes.opening import observed, opened, patience_s
from conntest.probes.world import World


async def http(probe: HttpProbe, address: str, world: World) -> Attempt:
    """One GET of `probe.url`: over the connection that an earlier probe left, or else one of its own."""
    seen = await _over_kept(probe, address, world)
    return seen if seen and seen.failure not in CUT_FAILURES else await _over_own(probe, address, world)


async def _over_kept(probe: HttpProbe, address: str, world: World) -> Attempt | None:
    """The step of one GET alone; None where no connection was left. One that is cut may have been at its end: that
    says nothing."""
    kept = world.kept.take(probe.after, address, world.clock.now())
    if kept is None:
        return None
    sock, left = kept
    try:
        plain = await plain_end(left.client, sock)
    except OSError:
        close(sock)
        return None
    try:
        page = await get(probe.url, sock=plain, clock=world.clock, context=None, timeout_s=left.timeout_s)
    finally:
        close(plain)
    return replace(observed(probe, address, page.step), expected=probe.expected, made_over=left.observation)


async def _over_own(probe: HttpProbe, address: str, world: World) -> Attempt:
    """The steps of connecting and then one GET of `probe.url`, verified against the public roots if HTTPS.

    An HTTP proxy is asked for a tunnel for HTTPS only; plain HTTP it forwards itself, as browsers have it do.
    """
    context = world.trust.context(Trust.PUBLIC, probe.host) if probe.secure else None
    proxy = _forwards(probe, world)
    async with opened(probe, address, world, way=Reaching(proxy) if proxy else None) as (steps, sock):
        if sock is None:
            return observed(probe, address, *steps)
        page = await get(
            probe.url,
            sock=sock,
            clock=world.clock,
            context=context,
            timeout_s=patience_s(steps, world),
            body_limit=probe.first_bytes or BODY_READ,
            ranged=probe.first_bytes is not None,
            through=_forwarding(proxy) if proxy else None,
        )
        step = _judged(page.step) if proxy else page.step
        return replace(observed(probe, address, *steps, step), expected=probe.expected)


def _forwards(probe: HttpProbe, world: World) -> ProxyDialer | None:
    """The path's proxy, where it is to forward this request itself."""
    way = world.proxies.get(probe.path)
    return way if way and way.proxy.scheme is Scheme.HTTP and not probe.secure else None


def _forwarding(way: ProxyDialer) -> Forwarding:
    return Forwarding(url=way.proxy.id, authorization=authorization(way.credentials) if way.credentials else None)


def _judged(step: HttpStep) -> HttpStep:
    """A 407 is the proxy's own answer (RFC 9110, section 15.5.8); of others nobody can tell whose they are."""
    if step.detail.status != 407:
        return step
    return replace(step, error=Error(kind=Failure.HTTP_PROXY_AUTH_REQUIRED, text="407: the proxy wants a login"))
