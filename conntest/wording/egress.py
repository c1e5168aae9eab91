"""The ways that connections leave by, in words."""

from conntest.language import gettext as _
from conntest.model.observation import DIRECT


def way(family: int, path: str) -> str:
    """`IPv4`, with the proxy that leads there."""
    if path == DIRECT:
        return f"IPv{family}"
    # translators: "IPv4 through socks5://10.0.0.1:1080", to stand after "over".
    return _("{family} through {proxy}").format(family=f"IPv{family}", proxy=path)
