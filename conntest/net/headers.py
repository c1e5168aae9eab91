"""What is kept of the headers of an answer, by whichever way it came."""

from collections.abc import Callable, Iterable

from conntest.model.text import printable

#: Headers kept, and characters of each. Security policies alone can fill kilobytes, which help no diagnosis.
_MAX_HEADERS = 32
_MAX_HEADER = 256

#: Kept before all others: they date the answer, and say whose it is, where it points and how to sign in.
_FIRST = frozenset({"date", "age", "location", "server", "via", "content-type", "content-length", "proxy-authenticate"})

#: A cookie is somebody's session, and tells nothing about the network.
_WITHOUT_VALUE = frozenset({"set-cookie"})


def _unchanged(text: str) -> str:
    return text


def kept_text(text: str, scrub: Callable[[str], str] = _unchanged) -> str:
    """A name, a value or a reason as one short printable line, after `scrub`."""
    return printable(scrub(text), _MAX_HEADER)


def kept_headers(
    headers: Iterable[tuple[str, str]], scrub: Callable[[str], str] = _unchanged
) -> tuple[tuple[str, str], ...]:
    """The headers of most use, 32 at most, otherwise in the order in which they came."""
    first = sorted(headers, key=lambda header: header[0].lower() not in _FIRST)
    return tuple(
        (kept_text(name, scrub), "" if name.lower() in _WITHOUT_VALUE else kept_text(value, scrub))
        for name, value in first[:_MAX_HEADERS]
    )
