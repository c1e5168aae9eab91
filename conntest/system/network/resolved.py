"""systemd-resolved's configuration: the name servers for every link, and those of single links.

The main file is the first there is in /etc, /run, /usr/local/lib and /usr/lib; drop-ins of all four folders are read in
order of their names, and one name in several folders counts where it stands first (resolved.conf(5)). Lists add up over
all files, and an empty value empties them (systemd.syntax(7)).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from conntest.model.surroundings import NameServer, SetBy
from conntest.system.files import matching, read
from conntest.system.network.address_text import addresses
from conntest.values import dataclass

_FOLDERS = ("etc/systemd", "run/systemd", "usr/local/lib/systemd", "usr/lib/systemd")

_PROGRAM = "systemd-resolved"

#: Folder of what is known per link, the keys of its servers, domains and whether it serves every name, and who set it:
#: what other programs set over D-Bus, then what systemd-networkd has. resolved takes the former where there is some.
_LINKS = (
    ("run/systemd/resolve/netif", "SERVERS", "DOMAINS", "DEFAULT_ROUTE", None),
    ("run/systemd/netif/links", "DNS", "ROUTE_DOMAINS", "DNS_DEFAULT_ROUTE", "systemd-networkd"),
)

_YES, _NO = frozenset({"1", "yes", "true", "on", "y", "t"}), frozenset({"0", "no", "false", "off", "n", "f"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Value:
    """One value of a list, and the file that has it."""

    text: str
    place: str


def global_servers(root: Path, key: str = "DNS") -> tuple[NameServer, ...]:
    """The servers of `DNS=` or, with that `key`, of `FallbackDNS=`, which resolved asks where no other is known. They
    were set by hand: packages set none."""
    return _servers([(place, read(root / place) or "") for place in configuration_files(root)], key)


def configuration_files(root: Path) -> tuple[str, ...]:
    """The paths of the files that count, in the order in which they are read."""
    main = next((f"{folder}/resolved.conf" for folder in _FOLDERS if _is_there(root / folder / "resolved.conf")), None)
    drop_ins: dict[str, str] = {}
    for folder in _FOLDERS:
        for path in matching(root / folder / "resolved.conf.d", "*.conf"):
            drop_ins.setdefault(path.name, f"{folder}/resolved.conf.d/{path.name}")
    return (*([main] if main else []), *(drop_ins[name] for name in sorted(drop_ins)))


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _servers(files: Sequence[tuple[str, str]], key: str) -> tuple[NameServer, ...]:
    values: list[_Value] = []
    for place, text in files:
        for line in settings(text, "Resolve").get(key, ()):
            values = [*values, _Value(text=line, place=place)] if line else []
    return tuple(
        NameServer(address=address, set_by=SetBy.HAND, place=f"/{value.place}", program=_PROGRAM)
        for value in values
        for address in addresses(value.text)
    )


def settings(text: str, section: str) -> Mapping[str, tuple[str, ...]]:
    """The values of one section, by key, in order (systemd.syntax(7)): lines that begin with `#` or `;` are comments, a
    backslash at the end of a line joins the next, and comments between them are left out."""
    found: dict[str, list[str]] = {}
    inside = False
    for line in _joined(text):
        if line.startswith("["):
            inside = line.rstrip() == f"[{section}]"
        elif inside and "=" in line:
            key, _, value = line.partition("=")
            found.setdefault(key.strip(), []).append(value.strip())
    return {key: tuple(values) for key, values in found.items()}


def _joined(text: str) -> Iterator[str]:
    begun = ""
    for line in re.split(r"\r?\n", text):
        if line.lstrip().startswith(("#", ";")):
            continue
        if line.endswith("\\"):
            begun += f"{line[:-1]} "
            continue
        yield (begun + line).strip()
        begun = ""
    if begun:
        yield begun.strip()


def link_servers(root: Path, links: Mapping[int, str], down: frozenset[str] = frozenset()) -> tuple[NameServer, ...]:
    """The servers of links that resolved asks for every name: not those of links that are `down`, nor of those that are
    for domains of their own alone. `links` are the interfaces' names by number."""
    found: dict[str, list[NameServer]] = {}
    for folder, servers, domains, default_route, program in _LINKS:
        for path in matching(root / folder, "[0-9]*"):
            interface = links.get(int(path.name)) if path.name.isascii() and path.name.isdecimal() else None
            values = _values(read(path) or "")
            if path.name in found or interface in down or not _serves_all(values, domains, default_route):
                continue
            listed = [
                NameServer(
                    address=address,
                    set_by=SetBy.PROGRAM,
                    place=f"/{folder}/{path.name}",
                    program=program,
                    interface=interface,
                )
                for address in addresses(values.get(servers, ""))
            ]
            if listed:
                found[path.name] = listed
    return tuple(server for number in sorted(found, key=lambda name: (len(name), name)) for server in found[number])


def _serves_all(values: Mapping[str, str], domains: str, default_route: str) -> bool:
    """What is set says so; otherwise a link with routing domains (`~corp.example`, other than `~.`) is for these
    (resolved.conf(5), "Domains="; resolved-dns-scope.c)."""
    explicit = values.get(default_route, "").lower()
    if explicit in _YES | _NO:
        return explicit in _YES
    listed = values.get(domains, "").split()
    if domains == "ROUTE_DOMAINS":
        routing = [domain.lstrip("~") for domain in listed]
    else:
        routing = [domain.lstrip("~") for domain in listed if domain.startswith("~")]
    return not routing or any(domain in ("", ".") for domain in routing)


def leased(root: Path) -> Iterator[str]:
    """The servers of systemd-networkd's leases."""
    for path in matching(root / "run/systemd/netif/leases", "[0-9]*"):
        yield from addresses(_values(read(path) or "").get("DNS", ""))


def _values(text: str) -> Mapping[str, str]:
    """`KEY=value` lines of a state file; comments are passed over, and the last of a key counts."""
    pairs = (line.partition("=") for line in text.splitlines() if not line.startswith("#"))
    return {key.strip(): value.strip() for key, equals, value in pairs if equals}
