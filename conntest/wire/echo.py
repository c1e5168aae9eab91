"""What a service that tells a visitor's address said, as bytes: the address, or why there is none in it.

An answer that is no public address is missing data: a sign-in page, an error, a box that answers with its own idea of
an address. It never counts as another address.
"""

import json
import re
from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address
from typing import Any

from conntest.model.addresses import special_purpose
from conntest.model.host import EchoKind
from conntest.model.text import printable
from conntest.values import dataclass

#: Bytes looked at. The services' answers have 8 to 500; a web page around the address a few thousand.
MAX_ANSWER = 16 * 1024

#: Characters kept of a network's name, and of an answer that was none.
_MAX_NETWORK = 64
_MAX_ANSWERED = 80

#: Runs of characters that may be an address. What they are is for `ip_address` to say.
_CANDIDATE = re.compile(r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]+)(?!\w|:|\.\d|/\d)")

_MARKUP = re.compile(r"<\s*(?:!doctype|html|head|body|script|meta|title)\b", re.IGNORECASE)

#: Keys under which services put the address, and those that may hold an object with them (ipip.net).
_ADDRESS_KEYS = ("ip", "query", "address")
_NESTS = ("data",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """The public address that was seen. `network` and `country` are the service's own belief, `tor` what it says of
    Tor; None where it does not say."""

    address: str
    network: str | None = None
    country: str | None = None
    tor: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoEcho:
    """`answered` is the head of what was said, made printable."""

    reason: str
    answered: str


def parse(kind: EchoKind, data: bytes) -> Echo | NoEcho:
    """Read the answer of a service of that kind; a DNS answer's texts or addresses come one a line."""
    text = data[:MAX_ANSWER].decode("utf-8", errors="replace").strip()
    match kind:
        case EchoKind.HTML:
            return _one_address(text, text)
        case EchoKind.JSON:
            return _json(text)
        case EchoKind.TRACE:
            return _trace(text)
        case EchoKind.DNS_TXT | EchoKind.DNS_CHAOS_TXT:
            # Google's second text names the subnet that a resolver passed on: not who asked.
            return _one_address("\n".join(line for line in text.splitlines() if "subnet" not in line), text)
        case EchoKind.TEXT | EchoKind.DNS_ADDRESS | EchoKind.STUN:
            return _bare(text)


def _bare(text: str) -> Echo | NoEcho:
    """Nothing but the address."""
    if _MARKUP.search(text):
        return _none("a web page instead of an address", text)
    return _public(text, text)


def _one_address(text: str, answered: str) -> Echo | NoEcho:
    """The one address in a text. With two different ones nobody knows which is meant."""
    found = dict.fromkeys(filter(None, (_normal(one.rstrip(".")) for one in _CANDIDATE.findall(text))))
    if len(found) > 1:
        return _none(f"{len(found)} different addresses", answered)
    return _public(next(iter(found), ""), answered)


def _trace(text: str) -> Echo | NoEcho:
    """Lines of `key=value`; `ip` and `loc` are of interest."""
    values = dict(line.partition("=")[::2] for line in text.splitlines())
    if "ip" not in values:
        return _bare(text)
    return _public(values["ip"], text, country=_country(values.get("loc")))


def _json(text: str) -> Echo | NoEcho:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return _none("a web page instead of JSON" if _MARKUP.search(text) else "not JSON", text)
    fields = _fields(said)
    address = next((fields[key] for key in _ADDRESS_KEYS if isinstance(fields.get(key), str)), "")
    tor = fields.get("istor")
    return _public(
        address,
        text,
        network=_network(fields),
        country=_country(fields.get("country_iso")),
        tor=tor if isinstance(tor, bool) else None,
    )


def _fields(said: Any) -> dict[str, Any]:
    """The object's keys in small letters, those of an object nested in it included."""
    if not isinstance(said, dict):
        return {}
    nested: Iterable[Any] = (said.get(key) for key in _NESTS)
    inner = {str(key).lower(): value for one in nested if isinstance(one, dict) for key, value in one.items()}
    return inner | {str(key).lower(): value for key, value in said.items()}


def _network(fields: dict[str, Any]) -> str | None:
    """`AS64500 Example Networks`, or whichever part of it is given."""
    parts = [fields[key] for key in ("asn", "asn_org") if isinstance(fields.get(key), str)]
    return printable(" ".join(parts), _MAX_NETWORK) or None


def _country(value: Any) -> str | None:
    """An ISO 3166 code of two letters."""
    return value if isinstance(value, str) and re.fullmatch("[A-Z]{2}", value) else None


def _public(
    address: str, answered: str, *, network: str | None = None, country: str | None = None, tor: bool | None = None
) -> Echo | NoEcho:
    normal = _normal(address)
    if normal is None:
        return _none("no address" if answered else "an empty answer", answered)
    if purpose := special_purpose(normal):
        return _none(f"{normal}, a special-purpose address ({purpose})", answered)
    return Echo(address=normal, network=network, country=country, tor=tor)


def _normal(text: str) -> str | None:
    """The address in its shortest form, an IPv4 one out of its IPv6 mapping; None where it is none, or has a scope."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            return None
        return str(address.ipv4_mapped or address)
    return str(address)


def _none(reason: str, answered: str) -> NoEcho:
    return NoEcho(reason=f"it answered with {reason}", answered=printable(" ".join(answered.split()), _MAX_ANSWERED))
