"""The network as this computer sees it: interfaces, routes, the hosts file, proxy variables. Nothing is sent."""

import platform
from collections.abc import Container, Mapping

from conntest.model.report import Machine
from conntest.model.surroundings import Unavailable
from conntest.system.network.hosts_file import read_pins
from conntest.system.network.interfaces import carriers, read_interfaces
from conntest.system.network.kernel_choice import source_address
from conntest.system.operating_system import this_system
from conntest.system.timed_call import TimedCall


def read_machine(names: Container[str], name_servers: tuple[str, ...], environment: Mapping[str, str]) -> Machine:
    """This machine's facts. Of its hosts file only entries for `names` are kept, of its variables only names."""
    call = TimedCall(lambda: read_interfaces(this_system()))
    result = call.result()
    interfaces = None if isinstance(result, Unavailable) else result
    own = [source_address(4), source_address(6)]
    return Machine(
        os=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        interfaces=interfaces,
        ipv4_route=own[0] is not None,
        ipv6_route=own[1] is not None,
        route_interfaces=carriers(interfaces, own),
        name_servers=name_servers,
        hosts_file_pins=read_pins(names),
        proxy_variables=tuple(sorted(name for name, value in environment.items() if value and _sets_proxy(name))),
        untold={"interfaces": result} if isinstance(result, Unavailable) else {},
        read_errors={"interfaces": call.error} if call.error else {},
    )


def _sets_proxy(variable: str) -> bool:
    return variable.lower().endswith("_proxy") and variable.lower() != "no_proxy"
