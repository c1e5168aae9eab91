"""aiohttp, without the system's authorities: where it is imported from here first.

On import it makes two contexts for connections of its own, and reads all authorities for each: a tenth of a second of a
run's beginning. Here it gets every connection from us, and each has a context that was chosen for it.
"""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

#: The ways in which a context takes all authorities of the system.
_TAKING_ALL = ("load_default_certs", "set_default_verify_paths")


@contextmanager
def _no_authorities() -> Iterator[None]:
    """Contexts made meanwhile, by whichever thread, trust nobody: so only at the beginning."""
    own = {name: method for name in _TAKING_ALL if (method := vars(ssl.SSLContext).get(name))}
    for name in _TAKING_ALL:
        setattr(ssl.SSLContext, name, lambda *_: None)
    try:
        yield
    finally:
        for name in _TAKING_ALL:
            delattr(ssl.SSLContext, name)
        for name, method in own.items():
            setattr(ssl.SSLContext, name, method)


with _no_authorities():
    import aiohttp

__all__ = ["aiohttp"]
