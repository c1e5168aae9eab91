"""Which keys of a row go together: looked at after each was read by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from conntest.hosts import names
from conntest.hosts.mistake import quote
from conntest.hosts.place import Place
from conntest.model.host import EchoKind, Group, Region, Role

PORTS = "a list of port numbers from 1 to 65535, such as [443]"

_WEB = ("https", "http")
_DNS = ("dns",)

#: How each kind of echo service is asked.
_SCHEMES = {
    EchoKind.TEXT: _WEB,
    EchoKind.JSON: _WEB,
    EchoKind.TRACE: _WEB,
    EchoKind.HTML: _WEB,
    EchoKind.DNS_TXT: _DNS,
    EchoKind.DNS_ADDRESS: _DNS,
    EchoKind.DNS_CHAOS_TXT: _DNS,
    EchoKind.STUN: ("stun",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """A row as it was read: `places` of all its keys, `values` of those that could be used."""

    row: Place
    places: Mapping[str, Place]
    values: Mapping[str, Any]

    def wrong(self, key: str, expected: str, found: str | None = None) -> None:
        """Note a mistake at `key`, or at the row where it has no such key."""
        self.places.get(key, self.row).wrong(expected, found)

    def lacks(self, key: str) -> bool:
        """Whether the row leaves `key` out or empty. A value that was complained of is not lacking."""
        return key not in self.places or (key in self.values and not self.values[key])


def none(fields: Fields) -> None:
    """A row whose keys do not depend on one another."""


def has_ports(fields: Fields) -> None:
    """A row that would be probed nowhere is a slip."""
    if fields.values.get("ports") == ():
        fields.wrong("ports", PORTS)


def host(fields: Fields) -> None:
    """Gateways have a region and a role, a host has a port, and one whose name is not known is not relied on."""
    if fields.values.get("group") is Group.GATEWAY:
        _gateway(fields)
    elif "group" in fields.values:
        _not_gateway(fields, fields.values["group"])
    _ports(fields)
    name = fields.values.get("host", "")
    if name is None:
        _unknown_host(fields)
    elif name in fields.values.get("aliases", ()):
        fields.wrong("aliases", "other names than the host's own", found=quote(name))


def _gateway(fields: Fields) -> None:
    if fields.lacks("region"):
        fields.wrong("region", f"one of {', '.join(Region)}", found='a gateway without "region"')
    if fields.lacks("role") or fields.values.get("role") is Role.NONE:
        fields.wrong("role", "primary or backup", found='a gateway without "role"')


def _not_gateway(fields: Fields, group: Group) -> None:
    why = f'only rows of group "gateway" have one, and this is a "{group}"'
    if fields.values.get("region") is not None:
        fields.wrong("region", f"none: {why}")
    if fields.values.get("role", Role.NONE) is not Role.NONE:
        fields.wrong("role", f'"-": {why}')


def _ports(fields: Fields) -> None:
    if fields.lacks("ports") and fields.lacks("optional-ports") and "ports" in fields.places:
        fields.wrong("ports", f'{PORTS}, here or under "optional-ports"')
    required = fields.values.get("ports", ())
    if twice := [str(port) for port in fields.values.get("optional-ports", ()) if port in required]:
        fields.wrong("optional-ports", 'no port of "ports" again', found=", ".join(twice))


def _unknown_host(fields: Fields) -> None:
    why = "where the host is null, because it cannot be probed"
    if fields.values.get("required"):
        fields.wrong("required", f"false {why}")
    if fields.values.get("aliases"):
        fields.wrong("aliases", f"none {why}")


def echo_service(fields: Fields) -> None:
    """How a service is asked and how its answer is read belong together."""
    kind, url = fields.values.get("kind"), fields.values.get("url")
    if kind is None or url is None:
        return
    schemes, parts = _SCHEMES[kind], urlsplit(url)
    if parts.scheme not in schemes:
        fields.wrong("url", f'a URL that begins with {schemes[0]}://, because its kind is "{kind}"')
    elif parts.scheme == "stun" and (parts.port is None or parts.path):
        fields.wrong("url", "stun://host:port")
    elif parts.scheme == "dns" and not _is_name(parts.path.removeprefix("/")):
        fields.wrong("url", "dns://server/name")


def _is_name(text: str) -> bool:
    try:
        return bool(names.host(text))
    except names.Unfit:
        return False
