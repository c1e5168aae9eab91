"""HTTP/1 as bytes, as far as a CONNECT needs it: the request, and the head of the answer (RFC 9110, RFC 9112)."""

import re

from conntest.values import dataclass

#: Bytes of the longest head that is read: twice what Squid, nginx and Apache send and take as a rule (8 KiB). What is
#: longer was not sent by a proxy.
MAX_HEAD = 16 * 1024

#: RFC 9112, section 4. The reason may be missing, with or without the space before it.
_STATUS_LINE = re.compile(rb"HTTP/1\.[01] ([1-5][0-9]{2})(?: (.*))?")
_BEGINNING = b"HTTP/1."

#: The empty line that ends a head (RFC 9112, section 2.1; section 2.2 for bare line feeds), and its longest form.
_END = re.compile(rb"\r?\n\r?\n")
_LONGEST_END = 4

#: The shortest answer that a head can be.
_SHORTEST = len(b"HTTP/1.1 200\n\n")

#: A challenge begins with its scheme, a token followed by parameters or nothing (RFC 9110, section 11.6.1).
_SCHEME = re.compile(r"(?:^|,)\s*([A-Za-z][A-Za-z0-9-]*)(?=\s+[^=\s,]|\s*,|\s*$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The answer's first lines. `length` counts their bytes and those of informational answers before it; what follows
    is content, or the tunnel's."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    length: int

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedMore:
    """It may be a head; at least `more` bytes are missing, and no more than these may be taken."""

    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotHttp:
    """Nobody who speaks HTTP says this."""


def connect_request(authority: str, agent: str, authorization: str | None = None) -> bytes:
    """Ask for a tunnel to `authority`, which is `host:port` (RFC 9110, section 9.3.6)."""
    lines = [f"CONNECT {authority} HTTP/1.1", f"Host: {authority}", f"User-Agent: {agent}"]
    if authorization is not None:
        lines.append(f"Proxy-Authorization: {authorization}")
    return "\r\n".join((*lines, "", "")).encode("ascii")


class HeadReader:
    """Reads a head as its bytes come, looking at each of them once. Informational ones before it (RFC 9110, section
    15.2) are passed over, within the same budget of bytes."""

    def __init__(self) -> None:
        self._data = bytearray()
        #: Where the head that is being read begins, and up to where its end was looked for.
        self._begin = 0
        self._searched = 0

    @property
    def data(self) -> bytes:
        """All that was fed."""
        return bytes(self._data)

    def feed(self, data: bytes) -> Head | NeedMore | NotHttp:
        """What the bytes so far amount to.

        Behind a head begins the tunnel, whose bytes are not ours to take: `NeedMore.more` never reaches beyond it.
        """
        self._data += data
        while isinstance(state := self._next(), Head) and _is_informational(state.status):
            self._begin = self._searched = state.length
        return state

    def part_of(self, coming: bytes) -> int:
        """How many of the bytes that come next may be taken, as they belong to the head: all but what is behind it."""
        tail = bytes(self._data[max(self._begin, len(self._data) - _LONGEST_END + 1) :])
        end = _END.search(tail + coming)
        return len(coming) if end is None else end.end() - len(tail)

    def _next(self) -> Head | NeedMore | NotHttp:
        """What the bytes from `_begin` on amount to."""
        if not _BEGINNING.startswith(self._data[self._begin : self._begin + len(_BEGINNING)]):
            return NotHttp()
        end = _END.search(self._data, self._searched)
        if end is None:
            self._searched = max(self._begin, len(self._data) - _LONGEST_END + 1)
            return NotHttp() if len(self._data) >= MAX_HEAD else NeedMore(more=self._missing())
        return self._head(end.start(), end.end())

    def _missing(self) -> int:
        """The fewest bytes that can complete the head: two line feeds end it, with or without carriage returns."""
        if self._data.endswith((b"\n", b"\n\r"), self._begin):
            return 1
        return max(2, _SHORTEST - (len(self._data) - self._begin))

    def _head(self, end: int, length: int) -> Head | NotHttp:
        lines = self._data[self._begin : end].decode("latin-1").splitlines()
        status = _STATUS_LINE.fullmatch(lines[0].encode("latin-1"))
        if status is None:
            return NotHttp()
        return Head(
            status=int(status[1]),
            reason=(status[2] or b"").decode("latin-1").strip(),
            headers=tuple(_header(line) for line in lines[1:] if ":" in line),
            length=length,
        )


def _is_informational(status: int) -> bool:
    """A 1xx that is followed by another answer: all but 101, after which HTTP is over (RFC 9110, section 15.2.2)."""
    return 100 <= status < 200 and status != 101


def read_head(data: bytes) -> Head | NeedMore | NotHttp:
    """What `data`, all that has come so far, amounts to."""
    return HeadReader().feed(data)


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip(), value.strip()


def auth_schemes(headers: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """The ways to sign in that a 407 offers, such as `Negotiate`, `NTLM`, `Basic`, in its order."""
    challenges = (value for name, value in headers if name.lower() == "proxy-authenticate")
    found = (scheme for challenge in challenges for scheme in _SCHEME.findall(challenge))
    return tuple(dict.fromkeys(found))
