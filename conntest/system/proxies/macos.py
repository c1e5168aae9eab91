"""macOS: what `scutil --proxy` says is in force, and what `networksetup` says is kept per network service."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from conntest.model.proxy import Scheme, Scope, Traffic
from conntest.model.text import printable
from conntest.system.proxies.setting import ParsedSetting, automatic, manual, scopes_of
from conntest.system.proxies.proxy_url import bypass_list, proxy_of

_SOURCE = "macOS network settings"

#: The keys of one kind of proxy (SCSchemaDefinitions), in the order of System Settings.
_KINDS = (
    ("https", "HTTPS", Scheme.HTTP, (Traffic.HTTPS,)),
    ("http", "HTTP", Scheme.HTTP, (Traffic.HTTP,)),
    ("socks", "SOCKS", Scheme.SOCKS5, (Traffic.TCP,)),
)

_ENTRY = re.compile(r"\s*(\S+) : (.*)")


def parse_scutil(text: str) -> Mapping[str, str | tuple[str, ...]]:
    """The outermost dictionary that `scutil --proxy` prints. What belongs to single interfaces is nested deeper, and
    left out; of arrays, the elements."""
    values: dict[str, str | tuple[str, ...]] = {}
    depth, array, elements = 0, "", list[str]()
    for line in text.splitlines():
        entry = _ENTRY.match(line)
        if line.rstrip().endswith("{"):
            depth += 1
            if depth == 2 and entry and entry.group(2).startswith("<array>"):
                array, elements = entry.group(1), []
        elif line.strip() == "}":
            depth -= 1
            if depth == 1 and array:
                values[array] = tuple(elements)
                array = ""
        elif entry and depth == 1:
            values[entry.group(1)] = entry.group(2).strip()
        elif entry and depth == 2 and array:
            elements.append(entry.group(2).strip())
    return values


def parse_system(text: str) -> Iterator[ParsedSetting]:
    """The settings in force, from `scutil --proxy`. Without `…Enable : 1` a value only lingers.

    Java takes these as its defaults, for plain connections the SOCKS proxy (java_props_macosx.c, setProxyProperties).
    """
    values = parse_scutil(text)
    exceptions = values.get("ExceptionsList", ())
    bypass = bypass_list(exceptions if isinstance(exceptions, tuple) else ())
    web_is_set = any(_is_on(values, f"{key}Enable") for _, key, _, _ in _KINDS[:2])
    for word, key, scheme, traffic in _KINDS:
        server = _text(values, f"{key}Proxy")
        if not server:
            continue
        active = _is_on(values, f"{key}Enable")
        alone = word == "socks" and not web_is_set
        yield manual(
            proxy_of(server, _text(values, f"{key}Port"), scheme=scheme),
            id=f"macos:{word}",
            source=_SOURCE,
            scopes=(*scopes_of(traffic, alone=alone), Scope.JAVA),
            traffic=tuple(Traffic) if alone else traffic,
            active=active,
            bypass=bypass,
            note=None if active else "Left behind: its switch is off.",
        )
    yield from _automatic(values)


def _automatic(values: Mapping[str, str | tuple[str, ...]]) -> Iterator[ParsedSetting]:
    address = _text(values, "ProxyAutoConfigURLString")
    if address:
        yield automatic(address, id="macos:pac", source=_SOURCE, active=_is_on(values, "ProxyAutoConfigEnable"))
    if _is_on(values, "ProxyAutoDiscoveryEnable"):
        yield automatic("", id="macos:auto-discovery", source=_SOURCE, active=True)


def _is_on(values: Mapping[str, str | tuple[str, ...]], key: str) -> bool:
    return values.get(key) == "1"


def _text(values: Mapping[str, str | tuple[str, ...]], key: str) -> str:
    value = values.get(key, "")
    return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAnswers:
    """What `networksetup` printed for one network service: `-getsecurewebproxy`, `-getwebproxy`,
    `-getsocksfirewallproxy` and `-getautoproxyurl`."""

    service: str
    https: str = ""
    http: str = ""
    socks: str = ""
    script: str = ""


def parse_services(text: str) -> tuple[str, ...]:
    """The names that `networksetup -listallnetworkservices` prints after its first line; `*` marks a disabled one."""
    return tuple(line.lstrip("*").strip() for line in text.splitlines()[1:] if line.strip("* \t"))


def parse_service(answers: ServiceAnswers) -> Iterator[ParsedSetting]:
    """What is kept for one service. None of it counts as active: `scutil` tells which service does."""
    name = printable(answers.service, 60)
    for word, _, scheme, traffic in _KINDS:
        fields = _fields(getattr(answers, word))
        if fields.get("Server"):
            yield manual(
                proxy_of(fields["Server"], fields.get("Port"), scheme=scheme),
                id=f"macos-service:{name}:{word}",
                source=f"{_SOURCE}, {name}",
                scopes=(*scopes_of(traffic, alone=False), Scope.JAVA),
                traffic=traffic,
                active=False,
                note=_kept(fields.get("Enabled") == "Yes"),
            )
    fields = _fields(answers.script)
    if fields.get("URL", "(null)") != "(null)":
        note = _kept(fields.get("Enabled") == "Yes")
        source = f"{_SOURCE}, {name}"
        yield automatic(fields["URL"], id=f"macos-service:{name}:pac", source=source, active=False, note=note)


def _kept(enabled: bool) -> str:
    if enabled:
        return "Kept for this connection, which is not the one in use."
    return "Left behind: its switch is off."


def _fields(text: str) -> Mapping[str, str]:
    pairs = (line.partition(":") for line in text.splitlines())
    return {key.strip(): value.strip() for key, _, value in pairs}
