"""Chromium's documented rules for proxy settings, step by step, to compare the product's readers with.

Sources: the comments and the structure of net/proxy_resolution/proxy_config.cc (ParseFromString,
MapUrlSchemeToProxyList), proxy_config_service_linux.cc (FixupProxyHostScheme, GetConfigFromEnv, GetConfigFromSettings,
SettingGetterImplKDE) and net/base/proxy_string_util.cc (ProxyUriToProxyServer). Written apart from the product, as
plain steps over strings; a proxy is `scheme://host:port`, and a list of none means a direct connection.
"""

from ipaddress import IPv6Address

PORTS = {"http": 80, "https": 443, "socks4": 1080, "socks5": 1080}
LETTERS = set("abcdefghijklmnopqrstuvwxyz0123456789.-_")


def server(uri: str, default: str) -> str | None:
    """A proxy's URI, or None if Chromium rejects it; `direct` where it asks for none."""
    uri = uri.strip(" \t")
    scheme = default
    colon = uri.find(":")
    if colon >= 0 and uri[colon + 1 : colon + 3] == "//":
        scheme, uri = uri[:colon].lower(), uri[colon + 3 :]
        scheme = "socks5" if scheme == "socks" else scheme
    uri = uri.strip(" \t")
    if scheme == "direct":
        return "direct" if not uri else None
    if scheme not in PORTS or not uri or "@" in uri:
        return None
    if uri[0] == "[":
        end = uri.find("]")
        if end < 0:
            return None
        try:
            host = f"[{IPv6Address(uri[1:end])}]"
        except ValueError:
            return None
        rest = uri[end + 1 :]
    else:
        end = uri.find(":")
        host, rest = (uri, "") if end < 0 else (uri[:end], uri[end:])
        host = host.lower()
        if not host or not set(host) <= LETTERS or host[0] in ".-":
            return None
    if not rest:
        return f"{scheme}://{host}:{PORTS[scheme]}"
    digits = rest[1:]
    if rest[0] != ":" or not digits.isascii() or not digits.isdigit() or len(digits) > 5:
        return None
    port = int(digits)
    return f"{scheme}://{host}:{port}" if 0 < port < 65536 else None


def fixed(scheme: str, host: str) -> str | None:
    """A value of a desktop's or a variable's, by what it is for."""
    if scheme == "socks5" and host.lower().startswith("socks4://"):
        scheme = "socks4"
    if "://" in host:
        host = host.split("://", 1)[1]
    if "@" in host:
        host = host.split("@", 1)[1]
    if scheme.startswith("socks"):
        host = f"{scheme}://{host}"
    if host.endswith("/"):
        host = host[:-1]
    return server(host, "http")


def proxy_server(text: str) -> dict[str, list[str]]:
    """`ProxyServer`: what is done with http: and https: URLs."""
    per_scheme: dict[str, list[str]] = {"http": [], "https": [], "fallback": []}
    is_per_scheme = False
    for rule in text.split(";"):
        if not rule:
            continue
        tokens = [token for token in rule.split("=") if token]
        position = 0
        while position < len(tokens):
            if position + 1 == len(tokens):
                if not is_per_scheme:
                    found = listed(tokens[position], "http")
                    return {"http": found, "https": found}
                position += 1
                continue
            key, value = tokens[position].strip(), tokens[position + 1]
            is_per_scheme = True
            if key == "socks":
                per_scheme["fallback"] += listed(value, "socks4")
            elif key in ("http", "https"):
                per_scheme[key] += listed(value, "http")
            position += 2
    return {key: per_scheme[key] or per_scheme["fallback"] for key in ("http", "https")}


def listed(uris: str, default: str) -> list[str]:
    return [found for found in (server(uri, default) for uri in uris.split(",") if uri) if found]


def get_variable(environment: dict[str, str], name: str) -> str | None:
    """base::Environment::GetVar: the name as it is, or with its case reversed."""
    other = name.upper() if name[0].islower() else name.lower()
    return environment.get(name, environment.get(other))


def variables(environment: dict[str, str]) -> dict[str, list[str]]:
    """The variables, for http: and https:."""
    everything = fixed("http", get_variable(environment, "all_proxy") or "")
    if everything and everything != "direct":
        return {"http": [everything], "https": [everything]}
    found: dict[str, list[str]] = {"http": [], "https": []}
    for key in found:
        value = get_variable(environment, f"{key}_proxy")
        one = fixed("http", value) if value else None
        if one and one != "direct":
            found[key] = [one]
    if not any(found.values()) and environment.get("SOCKS_SERVER"):
        version = "socks4" if environment.get("SOCKS_VERSION") == "4" else "socks5"
        one = fixed(version, environment["SOCKS_SERVER"])
        if one:
            found = {"http": [one], "https": [one]}
    return found


def desktop(values: dict[str, str], *, from_kde: bool) -> dict[str, list[str]]:
    """Servers of a desktop's manual mode by `http`, `https` and `socks`, for http: and https:."""
    found: dict[str, str] = {}
    for key, value in values.items():
        if from_kde and value.startswith("//:"):
            continue
        host = value.replace(" ", ":", 1) if from_kde else value
        one = fixed("socks5" if key == "socks" else "http", host) if value else None
        if one and one != "direct":
            found[key] = one
    if list(found) == ["socks"]:
        return {"http": [found["socks"]], "https": [found["socks"]]}
    rest = [found["socks"]] if "socks" in found else []
    return {key: [found[key]] if key in found else rest for key in ("http", "https")}
