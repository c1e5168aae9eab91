"""Certificates that the system itself judges, which may take long: everything else goes on meanwhile."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import trustme
import truststore

from conntest.model.failure import Failure
from conntest.net import stream, tls
from conntest.net.clock import Clock
from conntest.net.tls import Secured, Unsecured, handshake
from conntest.net.web import get
from tests.loopback import dial, says, server_context, serving, silent
from tests.net.tunnels import threads
from tests.waiting import until

NAME = "www.ibkr.test"


@contextmanager
def slow_system(ca: trustme.CA, judged: threading.Event) -> Iterator[ssl.SSLContext]:
    """A context whose last step of a handshake waits for `judged`, as CertGetCertificateChain may for 20 s."""

    class Slow(ssl.SSLObject):
        def do_handshake(self) -> None:
            super().do_handshake()
            if not judged.wait(60):
                raise ssl.SSLError("never judged")

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    inner = context._ctx
    ca.configure_trust(inner)
    inner.sslobject_class = Slow
    try:
        yield context
    finally:
        judged.set()


@pytest.fixture(scope="module")
def ca() -> trustme.CA:
    return trustme.CA()


async def test_the_event_loop_goes_on_while_the_system_judges(ca: trustme.CA) -> None:
    judged = threading.Event()
    with slow_system(ca, judged) as context:
        async with serving(silent, tls=server_context(ca.issue_cert(NAME))) as port:
            sock = await dial(port)
            async with asyncio.TaskGroup() as group:
                shaking = group.create_task(handshake(sock, context, NAME, timeout_s=5))
                await until(lambda: threads() == 1)
                judged.set()  # from the loop, which would be held up otherwise
            stream.close(sock)
    assert isinstance(shaking.result(), Secured)


async def test_its_time_is_none_of_the_peers(ca: trustme.CA) -> None:
    judged = threading.Event()
    with slow_system(ca, judged) as context:
        async with serving(silent, tls=server_context(ca.issue_cert(NAME))) as port:
            sock = await dial(port)
            asyncio.get_running_loop().call_later(0.6, judged.set)
            outcome = await handshake(sock, context, NAME, timeout_s=0.5)
            stream.close(sock)
    assert isinstance(outcome, Secured)


async def test_a_judgement_that_never_comes_is_a_timeout(ca: trustme.CA, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tls, "VERIFICATION_S", 0.05)
    with slow_system(ca, threading.Event()) as context:
        async with serving(silent, tls=server_context(ca.issue_cert(NAME))) as port:
            sock = await dial(port)
            outcome = await handshake(sock, context, NAME, timeout_s=5)
            stream.close(sock)
    assert isinstance(outcome, Unsecured)
    assert outcome.failure is Failure.TIMEOUT


async def test_pages_are_fetched_without_holding_the_loop_up(ca: trustme.CA) -> None:
    judged = threading.Event()
    page = says(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
    with slow_system(ca, judged) as context:
        async with serving(page, tls=server_context(ca.issue_cert(NAME))) as port:
            sock = await dial(port)
            asyncio.get_running_loop().call_later(0.05, judged.set)
            found = await get(f"https://{NAME}/", sock=sock, clock=Clock(), context=context, timeout_s=5)
            stream.close(sock)
    assert (found.step.failure, found.body) == (None, b"hello")


async def test_a_page_of_a_stranger_is_refused(ca: trustme.CA) -> None:
    with slow_system(ca, threading.Event()) as context:
        async with serving(silent, tls=server_context(trustme.CA().issue_cert(NAME))) as port:
            sock = await dial(port)
            found = await get(f"https://{NAME}/", sock=sock, clock=Clock(), context=context, timeout_s=5)
            stream.close(sock)
    assert found.step.failure is Failure.SSL_UNKNOWN_AUTHORITY
