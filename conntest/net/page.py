"""What a page is asked with, and what it is: without the library that asks."""

from dataclasses import field

from conntest.model.observation import HttpStep
from conntest.values import dataclass

#: Bytes read of a body: the head of a page tells whose it is.
BODY_READ = 16 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarding:
    """The HTTP proxy at the other end, which forwards plain requests itself (RFC 9112, section 3.2.2). `url` is without
    credentials, which are in `authorization`, a header's value."""

    url: str
    authorization: str | None = field(default=None, repr=False)

    @property
    def headers(self) -> dict[str, str]:
        """What logs in to the proxy, if anything has to."""
        return {"Proxy-Authorization": self.authorization} if self.authorization else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A GET and its answer; `body` is what was read of it, as it came."""

    step: HttpStep
    body: bytes
