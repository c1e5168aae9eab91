"""Proxies in Java's own terms: system properties, wherever somebody sets them.

Rules (OpenJDK, sun.net.spi.DefaultProxySelector; network-facts.md A4): plain sockets, TWS's connections to its
gateways among them, look at `socksProxyHost` alone; web pages at `http.proxyHost` and `https.proxyHost`. Whether TWS
opens plain sockets is not documented, so a setting here would affect TWS, and nobody can say that it does.
"""

import re
from collections.abc import Iterator, Mapping

from conntest.model.proxy import How, ProxySetting, Scheme, Scope, Traffic
from conntest.system.proxies.proxy_url import bypass_list, proxy_of
from conntest.system.proxies.setting import ParsedSetting, manual

#: Variables that hold options, and who reads them. The first to be named is the last to be read, so that it wins.
OPTION_VARIABLES = {
    "_JAVA_OPTIONS": "It overrules every other Java option.",
    "JDK_JAVA_OPTIONS": "Only the command `java` reads it, from version 9 on, and not TWS's own launcher on Windows.",
    "JAVA_TOOL_OPTIONS": "Every Java program reads it.",
}

#: Ends the id of a setting that hands the decision to the system.
FOLLOWS_SYSTEM = "follows-system"

#: `-Dkey=value`, perhaps in quotes, which Java's launcher removes.
_OPTION = re.compile(r"""(?:^|\s)(["']?)-D([A-Za-z0-9_.]+)=(?:"([^"]*)"|'([^']*)'|([^\s"']*))""")

#: Property prefix, its user and password, what it governs.
_WEB_KINDS = (("https", Traffic.HTTPS), ("http", Traffic.HTTP))


def parse_option_variables(environment: Mapping[str, str]) -> Iterator[ParsedSetting]:
    """The variables that Java takes options from."""
    for name, note in OPTION_VARIABLES.items():
        properties = parse_options(environment.get(name, ""))
        yield from from_properties(properties, place=f"java-variable-{name}", source=f"variable {name}", note=note)


def parse_options(text: str) -> Mapping[str, str]:
    """The system properties that options on one line, or one on each, set. The last of a name wins."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        if line.lstrip().startswith("#"):
            continue
        for quote, key, double, single, bare in _OPTION.findall(line):
            found[key] = (double or single or bare).strip(quote)
    return found


def parse_properties(text: str) -> Mapping[str, str]:
    """A `.properties` file: `key=value`, `key: value` or `key value`; `#` and `!` begin a comment, a final backslash
    continues a line (java.util.Properties)."""
    found: dict[str, str] = {}
    for line in re.sub(r"\\\r?\n[ \t]*", "", text).splitlines():
        match = re.match(r"\s*([^\s=:#!][^\s=:]*)\s*[=:\s]\s*(.*)", line)
        if match:
            found[match.group(1)] = match.group(2).strip()
    return found


def from_properties(
    properties: Mapping[str, str], *, place: str, source: str, note: str | None = None
) -> Iterator[ParsedSetting]:
    """What system properties say of proxies. An empty host means none, whatever the others say."""
    if properties.get("socksProxyHost"):
        yield _socks(properties, place, source, note)
    for prefix, traffic in _WEB_KINDS:
        # `proxyHost` without a prefix is the oldest spelling, for both.
        host = properties.get(f"{prefix}.proxyHost") or properties.get("proxyHost")
        if host:
            yield _web(properties, host, prefix, traffic, place, source, note)
    if properties.get("java.net.useSystemProxies", "").lower() == "true":
        yield ParsedSetting(
            setting=ProxySetting(
                id=f"{place}:{FOLLOWS_SYSTEM}",
                source=source,
                how=How.NONE,
                scopes=(Scope.JAVA,),
                traffic=tuple(Traffic),
                active=True,
                note="Java is told to follow the system's proxies (java.net.useSystemProxies).",
            )
        )


def _socks(properties: Mapping[str, str], place: str, source: str, note: str | None) -> ParsedSetting:
    version_4 = properties.get("socksProxyVersion") == "4"
    return manual(
        proxy_of(
            properties["socksProxyHost"],
            properties.get("socksProxyPort"),
            scheme=Scheme.SOCKS4 if version_4 else Scheme.SOCKS5,
            user=properties.get("java.net.socks.username", ""),
            password=properties.get("java.net.socks.password", ""),
        ),
        id=f"{place}:socks",
        source=source,
        scopes=(Scope.JAVA,),
        traffic=tuple(Traffic) if not _has_web(properties) else (Traffic.TCP,),
        bypass=bypass_list(properties.get("socksNonProxyHosts", "").split("|")),
        note=note,
    )


def _has_web(properties: Mapping[str, str]) -> bool:
    return any(properties.get(key) for key in ("http.proxyHost", "https.proxyHost", "proxyHost"))


def _web(
    properties: Mapping[str, str],
    host: str,
    prefix: str,
    traffic: Traffic,
    place: str,
    source: str,
    note: str | None,
) -> ParsedSetting:
    port = properties.get(f"{prefix}.proxyPort") or properties.get("proxyPort")
    return manual(
        proxy_of(
            host,
            port or (443 if prefix == "https" else 80),
            scheme=Scheme.HTTP,
            user=properties.get(f"{prefix}.proxyUser", ""),
            password=properties.get(f"{prefix}.proxyPassword", ""),
        ),
        id=f"{place}:{prefix}",
        source=source,
        scopes=(Scope.JAVA,),
        traffic=(traffic,),
        bypass=bypass_list(properties.get("http.nonProxyHosts", "").split("|")),
        note=note,
    )
