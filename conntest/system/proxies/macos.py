"""macOS: what `scutil --proxy` says is in force, and what `networksetup` says is kept per network service."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

from conntest.language import N_
from conntest.model.proxy import How, Proxy, ProxySetting, ReadBy, Reading, Scheme, Scope, Traffic
from conntest.model.text import printable
from conntest.system.proxies.commands import ask
from conntest.system.proxies.per_protocol import Entry, assigned, scopes_of
from conntest.system.proxies.proxy_url import bypass_list, proxy_of
from conntest.system.proxies.scutil import SCRIPT, Dictionary, parse_scutil
from conntest.system.proxies.setting import WEB_TRAFFIC, ParsedSetting, automatic, manual
from conntest.values import dataclass

_SOURCE = N_("macOS network settings")

#: The keys of one kind of proxy (SCSchemaDefinitions), in the order of System Settings.
_KINDS: tuple[tuple[str, str, Scheme, tuple[Traffic, ...] | None], ...] = (
    ("https", "HTTPS", Scheme.HTTP, (Traffic.HTTPS,)),
    ("http", "HTTP", Scheme.HTTP, (Traffic.HTTP,)),
    ("socks", "SOCKS", Scheme.SOCKS5, None),
)

#: VPNs and profiles with proxies for some domains of theirs.
_MOST_PARTS = 8

#: Wi-Fi, a few adapters, a VPN or two. Each costs four questions.
_MOST_SERVICES = 8

_OFF = N_("Left behind: its switch is off.")
_OTHER_CONNECTION = N_("Kept for this connection, which is not the one in use.")
_INLINE = N_("The script stands in the settings themselves, and is not run by conntest.")
_SUPPLEMENTAL = N_("A VPN or a profile set it for some domains of its own.")


def parse_system(text: str) -> Iterator[ParsedSetting]:
    """The settings in force, from `scutil --proxy`. Without `…Enable : 1` a value only lingers.

    Java takes these as its defaults, for plain connections the SOCKS proxy (java_props_macosx.c, setProxyProperties).
    """
    values = parse_scutil(text)
    yield from _servers(values)
    yield from _automatic(values)
    parts = values.get("__SUPPLEMENTAL__", ())
    for number, part in enumerate(parts[:_MOST_PARTS] if isinstance(parts, tuple) else ()):
        if isinstance(part, Mapping):
            yield from _supplemental(part, number + 1)


def _servers(values: Dictionary) -> Iterator[ParsedSetting]:
    bypass = bypass_list(_exceptions(values))
    off = _entries(values, on=False)
    for entry, traffic in (
        *assigned(_entries(values, on=True)),
        *((one, one.traffic or (Traffic.TCP,)) for one in off),
    ):
        active = entry not in off
        yield manual(
            entry.proxies,
            id=f"macos:{entry.word}",
            source=_SOURCE,
            scopes=(*scopes_of(traffic), Scope.JAVA),
            traffic=traffic,
            active=active,
            bypass=bypass,
            note=None if active else _OFF,
            readings=_firefox(entry, traffic),
        )


def _order(assigned: tuple[Entry, tuple[Traffic, ...]]) -> int:
    return next(number for number, (word, *_) in enumerate(_KINDS) if word == assigned[0].word)


def _exceptions(values: Dictionary) -> Iterator[str]:
    listed = values.get("ExceptionsList", ())
    yield from (one for one in (listed if isinstance(listed, tuple) else ()) if isinstance(one, str))
    if _is_on(values, "ExcludeSimpleHostnames"):
        yield "<local>"


def _entries(values: Dictionary, *, on: bool) -> tuple[Entry, ...]:
    """The proxies behind switches that are on, or those behind switches that are off."""
    return tuple(
        Entry(
            word=word,
            traffic=traffic,
            proxies=(proxy_of(_text(values, f"{key}Proxy"), _text(values, f"{key}Port"), scheme=scheme),),
        )
        for word, key, scheme, traffic in _KINDS
        if _text(values, f"{key}Proxy") and _is_on(values, f"{key}Enable") is on
    )


def _firefox(entry: Entry, traffic: tuple[Traffic, ...]) -> tuple[Reading, ...]:
    """Firefox speaks version 4 to a SOCKS proxy of the system's (nsOSXSystemProxySettings.mm answers `SOCKS`)."""
    proxy = entry.proxies[0].proxy
    web = tuple(kind for kind in traffic if kind in WEB_TRAFFIC)
    if entry.traffic is not None or proxy is None or not web:
        return ()
    return (
        Reading(
            by=ReadBy.FIREFOX,
            traffic=web,
            proxies=(Proxy(scheme=Scheme.SOCKS4, host=proxy.host, port=proxy.port),),
        ),
    )


def _automatic(values: Dictionary) -> Iterator[ParsedSetting]:
    address = _text(values, "ProxyAutoConfigURLString")
    is_on = _is_on(values, "ProxyAutoConfigEnable")
    if address:
        note = None if is_on else _OFF
        yield automatic(address, id="macos:pac", source=_SOURCE, active=is_on, note=note)
    elif _text(values, SCRIPT):
        yield ParsedSetting(
            setting=ProxySetting(
                id="macos:pac-inline",
                source=f"{_SOURCE}, {SCRIPT}",
                how=How.PAC,
                scopes=(Scope.WEB,),
                traffic=WEB_TRAFFIC,
                active=is_on,
                note=_INLINE,
            )
        )
    if _is_on(values, "ProxyAutoDiscoveryEnable"):
        yield automatic("", id="macos:auto-discovery", source=_SOURCE, active=True)


def _supplemental(values: Dictionary, number: int) -> Iterator[ParsedSetting]:
    """Proxies for some domains. They decide nothing about others, so none of them counts as active."""
    listed = values.get("SupplementalMatchDomains", ())
    domains = [one for one in (listed if isinstance(listed, tuple) else ()) if isinstance(one, str)]
    source = f"{_SOURCE}, VPN {number}"
    note = f"{_SUPPLEMENTAL} ({printable(', '.join(domains[:5]), 120)})" if domains else _SUPPLEMENTAL
    for entry, traffic in assigned(_entries(values, on=True)):
        yield manual(
            entry.proxies,
            id=f"macos-part-{number}:{entry.word}",
            source=source,
            scopes=scopes_of(traffic),
            traffic=traffic,
            active=False,
            note=note,
        )
    if _text(values, "ProxyAutoConfigURLString") and _is_on(values, "ProxyAutoConfigEnable"):
        address = _text(values, "ProxyAutoConfigURLString")
        yield automatic(address, id=f"macos-part-{number}:pac", source=source, active=False, note=note)


def _is_on(values: Dictionary, key: str) -> bool:
    return values.get(key) == "1"


def _text(values: Dictionary, key: str) -> str:
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
            kinds = traffic or (Traffic.TCP,)
            yield manual(
                proxy_of(fields["Server"], fields.get("Port"), scheme=scheme),
                id=f"macos-service:{name}:{word}",
                source=f"{_SOURCE}, {name}",
                scopes=(*scopes_of(kinds), Scope.JAVA),
                traffic=kinds,
                active=False,
                note=_kept(fields.get("Enabled") == "Yes"),
            )
    fields = _fields(answers.script)
    if fields.get("URL", "(null)") != "(null)":
        note = _kept(fields.get("Enabled") == "Yes")
        source = f"{_SOURCE}, {name}"
        yield automatic(fields["URL"], id=f"macos-service:{name}:pac", source=source, active=False, note=note)


def _kept(enabled: bool) -> str:
    return _OTHER_CONNECTION if enabled else _OFF


def _fields(text: str) -> Mapping[str, str]:
    pairs = (line.partition(":") for line in text.splitlines())
    return {key.strip(): value.strip() for key, _, value in pairs}


def read_macos() -> Iterator[ParsedSetting]:
    """What is in force, and what is kept beside it: settings of other services, or behind switches that are off. Each
    question starts a program, so that several are asked at once."""
    in_force = tuple(parse_system(ask("/usr/sbin/scutil", "--proxy")))
    yield from in_force
    known = {_what(one) for one in in_force}
    services = parse_services(ask("networksetup", "-listallnetworkservices"))[:_MOST_SERVICES]
    with ThreadPoolExecutor(max_workers=_MOST_SERVICES) as pool:
        for answers in pool.map(_ask_service, services):
            yield from (one for one in parse_service(answers) if _what(one) not in known)


def _what(one: ParsedSetting) -> tuple[object, ...]:
    return one.setting.how, one.setting.proxies, one.setting.pac_url


def _ask_service(service: str) -> ServiceAnswers:
    return ServiceAnswers(
        service=service,
        https=ask("networksetup", "-getsecurewebproxy", service),
        http=ask("networksetup", "-getwebproxy", service),
        socks=ask("networksetup", "-getsocksfirewallproxy", service),
        script=ask("networksetup", "-getautoproxyurl", service),
    )
