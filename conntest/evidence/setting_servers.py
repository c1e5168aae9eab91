"""Where the connections go that a proxy setting governs."""

from conntest.model.addresses import is_this_machine
from conntest.model.proxy import ProxySetting


def server_of(setting: ProxySetting) -> tuple[str, int]:
    """Host and port of the setting's first proxy. Proxy programs speak several protocols on one local port."""
    proxy = setting.proxies[0]
    return ("localhost" if is_this_machine(proxy.host) else proxy.host), proxy.port
