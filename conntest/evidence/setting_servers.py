"""Where the connections go that a proxy setting governs."""

from ipaddress import ip_address

from conntest.model.proxy import ProxySetting


def server_of(setting: ProxySetting) -> tuple[str, int]:
    """Host and port of the setting's first proxy. Proxy programs speak several protocols on one local port."""
    proxy = setting.proxies[0]
    return ("localhost" if _is_loopback(proxy.host) else proxy.host), proxy.port


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
