"""Proxy variables: `http_proxy` and its kin, which each program reads in its own way. Java reads none of them."""

from collections.abc import Iterator, Mapping, Sequence

from conntest.model.proxy import SOCKS_SCHEMES, Scheme, Scope, Traffic
from conntest.system.operating_system import System
from conntest.system.proxies.found import Found, manual
from conntest.system.proxies.gnome import Desktop, running_desktop
from conntest.system.proxies.no_proxy import Reader, is_exempt
from conntest.system.proxies.words import bypass_list, parse_proxy

#: What each variable governs. `all_proxy` is for what the other two leave.
_VARIABLES = {"https_proxy": (Traffic.HTTPS,), "http_proxy": (Traffic.HTTP,), "all_proxy": tuple(Traffic)}

#: Enough to tell whether the three readings of `no_proxy` differ where it matters.
_PORT = 443


def parse_environment(environment: Mapping[str, str], system: System, hosts: Sequence[str] = ()) -> Iterator[Found]:
    """Every proxy variable that is set. `hosts` are the names to be reached, for what `no_proxy` does to them.

    A variable spelt both ways with two values gives two settings: Go reads upper case first, most others lower case.
    """
    governed: set[Traffic] = set()
    for name in _VARIABLES:
        lower, upper = environment.get(name, "").strip(), environment.get(name.upper(), "").strip()
        traffic = tuple(kind for kind in _VARIABLES[name] if kind not in governed)
        if name != "all_proxy" and (lower or upper):
            governed.update(traffic)
        if lower:
            yield _setting("env", name, lower, traffic, environment, system, hosts)
        if upper and upper != lower:
            yield _setting("env-upper", name.upper(), upper, traffic, environment, system, hosts)


def _setting(
    place: str,
    name: str,
    value: str,
    traffic: tuple[Traffic, ...],
    environment: Mapping[str, str],
    system: System,
    hosts: Sequence[str],
) -> Found:
    # libcurl takes a bare "socks" for SOCKS4 (lib/url.c, parse_proxy).
    claim = parse_proxy(value, socks=Scheme.SOCKS4)
    if claim.proxy and claim.proxy.scheme not in SOCKS_SCHEMES:
        traffic = tuple(kind for kind in traffic if kind is not Traffic.TCP)
    no_proxy = environment.get("no_proxy") or environment.get("NO_PROXY") or ""
    as_cgi = name == "HTTP_PROXY" and bool(environment.get("REQUEST_METHOD"))
    return manual(
        claim,
        id=f"{place}:{name}",
        source=f"variable {name}",
        scopes=_scopes(environment, system),
        traffic=traffic,
        active=not as_cgi,
        bypass=bypass_list(no_proxy.split(",")),
        note=" ".join(_notes(name, value, no_proxy, as_cgi, system, hosts)) or None,
    )


def _scopes(environment: Mapping[str, str], system: System) -> tuple[Scope, ...]:
    """Browsers under Linux read the variables where no desktop has settings for them."""
    if system is System.LINUX and running_desktop(environment) in (Desktop.OTHER, Desktop.UNKNOWN):
        return (Scope.TOOLS, Scope.WEB)
    return (Scope.TOOLS,)


def _notes(name: str, value: str, no_proxy: str, as_cgi: bool, system: System, hosts: Sequence[str]) -> Iterator[str]:
    if as_cgi:
        yield "REQUEST_METHOD is set as well, so Python and Go take it for a request header and ignore it."
    elif name == "HTTP_PROXY" and system is not System.WINDOWS:
        yield "curl reads this one in lower case only."
    if not _has_port(value):
        yield "It names no port: curl then takes 1080, others 80."
    exempt = {reader: {host for host in hosts if is_exempt(no_proxy, host, _PORT, reader)} for reader in Reader}
    if len({frozenset(names) for names in exempt.values()}) > 1:
        counts = ", ".join(f"{reader} {len(names)}" for reader, names in exempt.items())
        yield f"Programs read no_proxy differently; hosts of the table that it exempts: {counts}."


def _has_port(value: str) -> bool:
    authority = value.rpartition("@")[2].rpartition("//")[2].partition("/")[0]
    return ":" in authority.rpartition("]")[2]
