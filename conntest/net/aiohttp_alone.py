"""aiohttp, without the system's authorities: where it is imported from here first.

On import it makes two contexts for connections of its own, and reads all authorities for each: a tenth of a second.
Here it gets every connection from us, and each has a context that was chosen for it.
"""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

#: The ways in which a context takes all authorities of the system.
_TAKING_ALL = ("load_default_certs", "set_default_verify_paths")


@contextmanager
def _no_authorities() -> Iterator[None]:
    """Contexts that this thread makes meanwhile trust nobody; those of other threads are as they would be."""
    importer = threading.get_ident()

    def only_here(take: Callable[..., None]) -> Callable[..., None]:
        def taken(context: ssl.SSLContext, *args: Any) -> None:
            if threading.get_ident() != importer:
                take(context, *args)

        return taken

    own = {name: method for name in _TAKING_ALL if (method := vars(ssl.SSLContext).get(name))}
    for name in _TAKING_ALL:
        setattr(ssl.SSLContext, name, only_here(getattr(ssl.SSLContext, name)))
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
