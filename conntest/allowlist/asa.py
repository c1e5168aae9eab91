"""Cisco ASA: network objects with names (`fqdn`, since 8.4(2)), groups of them, and an access list.

An FQDN object takes letters, digits and hyphens only (Cisco ASA command reference, `fqdn`)."""

from collections.abc import Iterable, Iterator
from zlib import crc32

from conntest.allowlist.plain import commented, header, title
from conntest.model.allow import AllowList, AllowRow, literal

#: Object names are limited to 64 characters (Cisco ASA firewall configuration guide, "Objects for Access Control").
_LONGEST = 64

_ADVICE = (
    "Paste it in configuration mode. The firewall has to resolve names itself: dns domain-lookup, and dns server-group "
    "with the servers that the computers use, because answers differ between servers. The access list TWS-ALLOW does "
    "nothing until it is bound: copy its lines into the list of your inside interface, in front of what denies.",
    "The firewall closes idle connections after an hour unless told otherwise (timeout conn): set connection timeout "
    "idle, in a policy map for these ports, keeps those of TWS.",
    "Names with an underscore are left out, because an FQDN object cannot take one. They are older spellings.",
)


def to_asa(allow: AllowList) -> str:
    """`allow` as configuration commands of a Cisco ASA."""
    return "\n".join(_lines(allow)) + "\n"


def takes(name: str) -> bool:
    """Whether an FQDN object can hold `name`."""
    return literal(name) is not None or "_" not in name


def _lines(allow: AllowList) -> Iterator[str]:
    yield from commented(header(allow, *_ADVICE), "!")
    groups: dict[tuple[int, ...], list[AllowRow]] = {}
    for row in allow.rows:
        groups.setdefault(row.ports, []).append(row)
    defined: set[str] = set()
    for ports, rows in groups.items():
        yield "!"
        yield from _group(ports, rows, allow, defined)
    yield "!"
    for ports in groups:
        where = f"object-group {_name('HOSTS', ports)} object-group {_name('PORTS', ports)}"
        yield f"access-list TWS-ALLOW extended permit tcp any {where}"


def _group(ports: tuple[int, ...], rows: Iterable[AllowRow], allow: AllowList, defined: set[str]) -> Iterator[str]:
    """The hosts on one set of ports. Objects come before the group that names them, each once in the whole file."""
    members: list[str] = []
    for row in rows:
        yield f"! {title(row)}"
        for host in (row.host, *row.aliases):
            if not takes(host):
                yield f"! left out, because of its underscore: {host}"
                continue
            for name, command in _objects(host, allow):
                if name not in defined:
                    yield f"object network {name}"
                    yield f" {command}"
                defined.add(name)
                members.append(name)
    yield f"object-group network {_name('HOSTS', ports)}"
    yield from (f" network-object object {name}" for name in dict.fromkeys(members))
    yield f"object-group service {_name('PORTS', ports)} tcp"
    yield from (f" port-object eq {port}" for port in ports)


def _objects(host: str, allow: AllowList) -> Iterator[tuple[str, str]]:
    """The names and commands of the objects for one host: an FQDN object is of one family."""
    address = literal(host)
    if address:
        # A colon is not allowed in an object's name.
        yield _short(f"TWS-{host.replace(':', '-')}"), f"host {address}"
        return
    for version in allow.families:
        suffix = "" if version == 4 else "-v6"
        yield _short(f"TWS-{host}{suffix}"), f"fqdn v{version} {host}"


def _name(kind: str, ports: tuple[int, ...]) -> str:
    return _short(f"TWS-{kind}-{'-'.join(map(str, ports))}")


def _short(name: str) -> str:
    """`name` where it is short enough, and else its beginning with a checksum, so that two long ones stay two."""
    if len(name) <= _LONGEST:
        return name
    checksum = f"-{crc32(name.encode()):08x}"
    return name[: _LONGEST - len(checksum)] + checksum
