"""Proxy variables: `http_proxy` and its kin, which each program reads in its own way. Java reads none of them."""

from collections.abc import Iterator, Mapping, Sequence

from conntest.language import N_
from conntest.model.proxy import SOCKS_SCHEMES, Proxy, ReadBy, Reading, Scheme, Scope, Traffic
from conntest.system.operating_system import System
from conntest.system.proxies import chromium
from conntest.system.proxies.gnome import Desktop, running_desktop
from conntest.system.proxies.no_proxy import Reader, is_exempt
from conntest.system.proxies.per_protocol import left_over
from conntest.system.proxies.proxy_url import bypass_list, parse_proxy
from conntest.system.proxies.setting import WEB_TRAFFIC, ParsedSetting, automatic, manual
from conntest.values import dataclass
from conntest.wording.places import VARIABLE

#: What each variable is for; `all_proxy` is for what the other two leave.
_VARIABLES: dict[str, tuple[Traffic, ...] | None] = {
    "https_proxy": (Traffic.HTTPS,),
    "http_proxy": (Traffic.HTTP,),
    "all_proxy": None,
}

#: Enough to tell whether the three readings of `no_proxy` differ where it matters.
_PORT = 443

_FROM_REQUEST = N_("REQUEST_METHOD is set as well, so Python and Go take it for a request header and ignore it.")
_LOWER_CASE = N_("curl reads this one in lower case only.")
_NO_PORT = N_("It names no port: curl then takes 1080, others 80.")
_HTTP_TO_CHROMIUM = N_("Chrome and Edge take every variable's server for an HTTP proxy, whatever its scheme.")
_ONLY_CHROMIUM = N_("Only Chrome, Edge and their kin read this variable.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """Whose settings the variables are. `browsers` is whether Chrome and Edge follow them, which they do where no
    desktop has settings for them; `firefox` whether Firefox does, which also reads them where a desktop has none."""

    browsers: bool = False
    firefox: bool = False

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """Those of a variable that command-line tools read as well."""
        web = (Scope.WEB,) if self.browsers else ()
        return (Scope.TOOLS, *web, *((Scope.FIREFOX,) if self.firefox else ()))


def readers(
    environment: Mapping[str, str], system: System, *, desktop_decides: bool | None = None, firefox: bool = True
) -> Readers:
    """Who reads the variables, besides tools. `desktop_decides` is whether the desktop has settings that decide for
    browsers; None where only its name is known. `firefox` is whether Firefox has no proxy from GNOME."""
    if system is not System.LINUX:
        return Readers()
    if desktop_decides is None:
        desktop_decides = running_desktop(environment) in (Desktop.GNOME, Desktop.KDE)
    return Readers(browsers=not desktop_decides, firefox=firefox)


def parse_environment(
    environment: Mapping[str, str],
    system: System,
    hosts: Sequence[str] = (),
    *,
    desktop_decides: bool | None = None,
    firefox: bool = True,
) -> Iterator[ParsedSetting]:
    """Every proxy variable that is set. `hosts` are the names to be reached, for what `no_proxy` does to them.

    A variable spelt both ways with two values gives two settings: Go reads upper case first, most others lower case.
    """
    who = readers(environment, system, desktop_decides=desktop_decides, firefox=firefox)
    context = _Context(environment=environment, system=system, hosts=hosts, readers=who)
    if who.browsers:
        yield from _automatic(environment)
    served: list[Traffic] = []
    for name, own in _VARIABLES.items():
        lower, upper = environment.get(name, "").strip(), environment.get(name.upper(), "").strip()
        traffic = left_over(served) if own is None else own
        if own and (lower or upper):
            served.extend(own)
        if lower:
            yield context.setting("env", name, lower, traffic)
        if upper and upper != lower:
            yield context.setting("env-upper", name.upper(), upper, traffic)
    if who.browsers:
        yield from _socks_server(environment)


def _automatic(environment: Mapping[str, str]) -> Iterator[ParsedSetting]:
    """`auto_proxy`: a script, or empty for automatic detection (Chromium, GetConfigFromEnv)."""
    name, value = chromium.variable(environment, "auto_proxy")
    if value is not None:
        yield automatic(value, id="env:auto_proxy", source=VARIABLE.format(name=name), active=True, note=_ONLY_CHROMIUM)


def _socks_server(environment: Mapping[str, str]) -> Iterator[ParsedSetting]:
    """`SOCKS_SERVER`, which counts for Chromium where no other variable names a proxy."""
    value = environment.get("SOCKS_SERVER", "").strip()
    if not value:
        return
    used = chromium.variables_used(environment).get("SOCKS_SERVER")
    taken = used.by_traffic if used else {}
    scheme = Scheme.SOCKS4 if environment.get("SOCKS_VERSION") == "4" else Scheme.SOCKS5
    named = parse_proxy(value, default=scheme)
    proxies = (named.proxy,) if named.proxy else ()
    yield manual(
        named,
        id="env:SOCKS_SERVER",
        source=VARIABLE.format(name="SOCKS_SERVER"),
        scopes=(Scope.WEB,),
        traffic=WEB_TRAFFIC,
        note=_ONLY_CHROMIUM,
        readings=(
            *chromium.readings(ReadBy.CHROMIUM, dict(taken), WEB_TRAFFIC, proxies),
            Reading(by=ReadBy.FIREFOX),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    """What all variables of one environment have in common."""

    environment: Mapping[str, str]
    system: System
    hosts: Sequence[str]
    readers: Readers

    def setting(self, place: str, name: str, value: str, traffic: tuple[Traffic, ...]) -> ParsedSetting:
        # libcurl takes a bare "socks" for SOCKS4 (lib/url.c, parse_proxy).
        named = parse_proxy(value, socks=Scheme.SOCKS4)
        if named.proxy and named.proxy.scheme not in SOCKS_SCHEMES:
            traffic = tuple(kind for kind in traffic if kind is not Traffic.TCP)
        proxies = (named.proxy,) if named.proxy else ()
        no_proxy = self.environment.get("no_proxy") or self.environment.get("NO_PROXY") or ""
        as_cgi = name == "HTTP_PROXY" and bool(self.environment.get("REQUEST_METHOD"))
        return manual(
            named,
            id=f"{place}:{name}",
            source=VARIABLE.format(name=name),
            scopes=self.readers.scopes,
            traffic=traffic,
            active=not as_cgi,
            bypass=bypass_list(no_proxy.split(",")),
            note=" ".join(self._notes(name, value, proxies, no_proxy, as_cgi)) or None,
            readings=tuple(self._readings(name, traffic, proxies)),
        )

    def _readings(self, name: str, traffic: tuple[Traffic, ...], proxies: tuple[Proxy, ...]) -> Iterator[Reading]:
        if self.readers.browsers:
            is_automatic = chromium.variable(self.environment, "auto_proxy")[1] is not None
            used = None if is_automatic else chromium.variables_used(self.environment).get(name)
            taken = dict(used.by_traffic) if used else {}
            yield from chromium.readings(ReadBy.CHROMIUM, taken, traffic, proxies)
        if self.readers.firefox:
            yield from chromium.readings(ReadBy.FIREFOX, dict(_firefox(self.environment, name)), traffic, proxies)

    def _notes(self, name: str, value: str, proxies: tuple[Proxy, ...], no_proxy: str, as_cgi: bool) -> Iterator[str]:
        if as_cgi:
            yield _FROM_REQUEST
        elif name == "HTTP_PROXY" and self.system is not System.WINDOWS:
            yield _LOWER_CASE
        if not _has_port(value):
            yield _NO_PORT
        if self.readers.browsers and any(proxy.scheme is not Scheme.HTTP for proxy in proxies):
            yield _HTTP_TO_CHROMIUM
        exempt = {
            reader: {host for host in self.hosts if is_exempt(no_proxy, host, _PORT, reader)} for reader in Reader
        }
        if len({frozenset(names) for names in exempt.values()}) > 1:
            counts = ", ".join(f"{reader} {len(names)}" for reader, names in exempt.items())
            yield f"Programs read no_proxy differently; hosts of the table that it exempts: {counts}."


def _firefox(environment: Mapping[str, str], name: str) -> Iterator[tuple[Traffic, tuple[Proxy, ...]]]:
    """What Firefox takes from the variable `name` (nsUnixSystemProxySettings.cpp): the protocol's own, or else
    `all_proxy`, in small letters or else in capitals, and only a URL that begins with `http:`."""
    for kind, own in ((Traffic.HTTP, "http_proxy"), (Traffic.HTTPS, "https_proxy")):
        used, value = chromium.variable(environment, own)
        if value is None:
            used, value = chromium.variable(environment, "all_proxy")
        if used == name and value is not None:
            server = parse_proxy(value).proxy if value.lower().startswith("http://") else None
            yield kind, (server,) if server else ()


def _has_port(value: str) -> bool:
    authority = value.rpartition("@")[2].rpartition("//")[2].partition("/")[0]
    return ":" in authority.rpartition("]")[2]
