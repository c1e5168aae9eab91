"""aiohttp, without the system's authorities."""

import ssl
import subprocess
import sys
import threading

from conntest.net.aiohttp_alone import _no_authorities

PROGRAM = """
import ssl
from conntest.net.aiohttp_alone import aiohttp
from aiohttp import connector
print(len(connector._SSL_CONTEXT_VERIFIED.get_ca_certs()), "load_default_certs" in vars(ssl.SSLContext))
loaded = []
real = ssl.SSLContext.load_verify_locations
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.set_default_verify_paths()
context.load_default_certs()
print(context.set_default_verify_paths.__name__, context.load_default_certs.__name__)
"""


def test_only_the_contexts_of_aiohttp_itself_are_without_authorities() -> None:
    """A process of its own: in this one it may be loaded."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["0 True", "set_default_verify_paths load_default_certs"]


def test_what_another_thread_makes_meanwhile_trusts_the_system() -> None:
    made: list[int] = []

    def make() -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.set_default_verify_paths()
        made.append(context.cert_store_stats()["x509"])

    make()
    with _no_authorities():
        make()
        other = threading.Thread(target=make)
        other.start()
        other.join()
    make()
    usual, here, there, later = made
    assert (here, there, later) == (0, usual, usual)
