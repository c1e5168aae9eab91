"""What the single values of a table may look like: from the text in the file to the value, no files and no DNS."""

import ipaddress
import re
from datetime import date, time
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

#: Letters, digits, hyphens inside (RFC 1123, section 2.1), and underscores: legal in DNS (RFC 2181, section 11), and
#: IBKR's older backups are written with one.
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")

#: What resolvers take for an address and never look up, in short and hexadecimal spellings too (inet_aton).
_NUMERIC = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")

#: RFC 1035, section 2.3.4, less the length byte and the root label that the textual form does not show.
_MAX_NAME = 253

#: Reserved for documentation, so that no host can have one: RFC 5737, RFC 3849, RFC 9637.
_NOWHERE = tuple(
    ipaddress.ip_network(network)
    for network in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20")
)

#: What people paste along with a name -> what to say about it. The first that fits is used.
_SLIPS = (
    ("://", 'a host name without a scheme such as "https://"'),
    ("/", "a host name without a path"),
    ("@", "a host name without a user name"),
    ("*", "one host name, not a wildcard"),
    ("[", "an IPv6 address without brackets"),
)


#: Ids stand in reports, options and endpoint names (`ndc1:4001`): no colon, no wildcard, no space.
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")

_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")

_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")

_TRUTH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}

#: A sentence or a few. More belongs into a comment of the file.
_MAX_TEXT = 600


class Unfit(ValueError):
    """A text that cannot be used. Its own text, if any, says what was expected more exactly than the kind of value."""


def host(text: str) -> str:
    """A host name in lower case, internationalised labels as DNS carries them (`xn--…`), or a literal address.

    Raises: Unfit.
    """
    if any(c.isspace() for c in text):
        raise Unfit("a host name without spaces")
    for part, expected in _SLIPS:
        if part in text:
            raise Unfit(expected)
    if ":" in text:
        return _address_with_colon(text)
    name = _name(text)
    return address(name) if _NUMERIC.fullmatch(name) else name


def address(text: str) -> str:
    """A literal IPv4 or IPv6 address in its usual spelling, without a zone.

    Raises: Unfit.
    """
    try:
        if "%" not in text:
            return str(ipaddress.ip_address(text))
    except ValueError:
        pass
    raise Unfit('an IP address, such as "192.0.2.1" or "2001:db8::1"')


def documentation_address(text: str) -> str:
    """A literal address that is reserved for documentation.

    Raises: Unfit.
    """
    parsed = ipaddress.ip_address(address(text))
    if not any(parsed in network for network in _NOWHERE):
        raise Unfit("an address reserved for documentation (RFC 5737: 192.0.2.x, 198.51.100.x or 203.0.113.x)")
    return str(parsed)


def url(text: str, schemes: tuple[str, ...]) -> str:
    """A URL with one of `schemes` and a host that could exist, as it was given.

    Raises: Unfit.
    """
    expected = "a URL that begins with " + " or ".join(f'"{scheme}://"' for scheme in schemes)
    if not text.isascii() or any(c.isspace() for c in text):
        raise Unfit(f"{expected} and holds no space and nothing but ASCII")
    parts = _split(text)
    if parts.scheme not in schemes:
        raise Unfit(expected)
    if "@" in parts.netloc or parts.fragment:
        raise Unfit("a URL without a user name, a password or a fragment")
    if not parts.hostname:
        raise Unfit(f"{expected} and names a host")
    host(parts.hostname)
    return text


def is_host(text: str) -> bool:
    """Whether `text` is a host name or a literal address."""
    try:
        return bool(host(text))
    except Unfit:
        return False


def identifier(text: str) -> str:
    """The id of a row. Raises: Unfit."""
    if not _ID.fullmatch(text):
        raise Unfit
    return text


def whole_number(text: str) -> int:
    """A number of at most nine decimal digits, without a sign or a leading zero. Raises: Unfit."""
    if not _NUMBER.fullmatch(text):
        raise Unfit
    return int(text)


def truth(text: str) -> bool:
    """YAML 1.1's words for true and false. Raises: Unfit."""
    if text.lower() not in _TRUTH:
        raise Unfit
    return _TRUTH[text.lower()]


def day(text: str) -> date:
    """A date in the form 2026-11-22, and in no other of ISO 8601's. Raises: Unfit."""
    try:
        value = date.fromisoformat(text)
    except ValueError:
        raise Unfit from None
    if value.isoformat() != text:
        raise Unfit
    return value


def clock_time(text: str) -> time:
    """A time of day in hours and minutes, from 00:00 to 23:59. Raises: Unfit."""
    if not _TIME.fullmatch(text):
        raise Unfit
    return time.fromisoformat(text)


def time_zone(text: str) -> str:
    """The name of a time zone that this system, or the package tzdata, has. Raises: Unfit."""
    try:
        return ZoneInfo(text).key
    except (KeyError, ValueError, OSError):
        # Not there; not a relative path; a folder, such as "America".
        raise Unfit from None


def words(text: str) -> str:
    """A text of one line: line breaks and runs of spaces are how the file is laid out. Raises: Unfit."""
    line = " ".join(text.split())
    if not line:
        raise Unfit
    return _checked(line)


def body(text: str) -> str:
    """A text of one or more lines. Raises: Unfit."""
    return _checked(text.strip(), allowed="\n\t\r")


def _checked(text: str, allowed: str = "") -> str:
    if len(text) > _MAX_TEXT:
        raise Unfit(f"a text of at most {_MAX_TEXT} characters")
    if not all(c.isprintable() or c in allowed for c in text):
        raise Unfit("a text without control characters or invisible ones")
    return text


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        # Reading the port is what checks it; 0 passes there and names no service.
        if parts.port != 0:
            return parts
    except ValueError:
        pass
    raise Unfit("a URL with a valid host and port")


def _address_with_colon(text: str) -> str:
    name, _, port = text.rpartition(":")
    if port.isdigit() and ":" not in name:
        raise Unfit('a host name without a port (ports stand under "ports")')
    if "%" in text:
        raise Unfit("an address without a zone")
    return address(text)


def _name(text: str) -> str:
    if text.endswith("."):
        raise Unfit("a host name without a dot at its end")
    if len(text) > _MAX_NAME:
        raise Unfit(f"a host name of at most {_MAX_NAME} characters")
    try:
        name = text.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise Unfit("a host name whose parts between the dots have 1 to 63 characters") from None
    if len(name) > _MAX_NAME or not all(_LABEL.fullmatch(label) for label in name.split(".")):
        raise Unfit("a host name of letters, digits, hyphens inside, underscores and single dots")
    return name
