"""Proxies in Java's own terms: system properties, wherever somebody sets them.

Rules (OpenJDK, sun.net.spi.DefaultProxySelector; network-facts.md A4): plain sockets, TWS's connections to its
gateways among them, look at `socksProxyHost` alone; web pages at `http.proxyHost` and `https.proxyHost`. Whether TWS
opens plain sockets is not documented, so a setting here would affect TWS, and nobody can say that it does.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from conntest.model.proxy import How, ProxySetting, Scheme, Scope, Traffic
from conntest.system.files import read
from conntest.system.java.options import ReadFile, properties_of, split_variable, with_files
from conntest.system.java.properties import parse_properties
from conntest.system.proxies.proxy_url import bypass_list, proxy_of
from conntest.system.proxies.setting import ParsedSetting, manual
from conntest.wording.places import VARIABLE

__all__ = ["FOLLOWS_SYSTEM", "from_properties", "parse_option_variables", "parse_options", "parse_properties"]

#: Variables that hold options, and who reads them. The first to be named is the last to be read, so that it wins.
OPTION_VARIABLES = {
    "_JAVA_OPTIONS": "It overrules every other Java option.",
    "JDK_JAVA_OPTIONS": "Only the command `java` reads it, from version 9 on, and not TWS's own launcher on Windows.",
    "JAVA_TOOL_OPTIONS": "Every Java program reads it.",
    "INSTALL4J_ADD_VM_PARAMS": "Only TWS's own launcher on Linux reads it.",
}
_LAUNCHERS = "INSTALL4J_ADD_VM_PARAMS"

#: Ends the id of a setting that hands the decision to the system.
FOLLOWS_SYSTEM = "follows-system"

#: Property prefix, its user and password, what it governs.
_WEB_KINDS = (("https", Traffic.HTTPS), ("http", Traffic.HTTP))


def parse_option_variables(
    environment: Mapping[str, str], read_file: ReadFile | None = None
) -> Iterator[ParsedSetting]:
    """The variables that Java, and install4j's launchers, take options from. `read_file` gives the text of files of
    options that they name."""
    for name, note in OPTION_VARIABLES.items():
        properties = parse_options(environment.get(name, ""), read_file)
        # A launcher puts what it takes from its variable behind its other options.
        place = f"java-options-{name}" if name == _LAUNCHERS else f"java-variable-{name}"
        yield from from_properties(properties, place=place, source=VARIABLE.format(name=name), note=note)


def parse_options(text: str, read_file: ReadFile | None = None) -> Mapping[str, str]:
    """The system properties that the options in `text` set, parted as in a variable. The last of a name wins."""
    return properties_of(with_files(split_variable(text), read_file or _absolute))


def _absolute(name: str) -> str | None:
    """The text of a file of options that is named in full: where else it would be, only the program's folder tells."""
    path = Path(name)
    return read(path) if path.is_absolute() else None


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
