"""aiohttp, without the system's authorities."""

import subprocess
import sys

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
