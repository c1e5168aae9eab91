"""The simulated computer of a scenario: what its system and its settings would say."""

import platform
import sys
from collections.abc import Iterator

from conntest.lab.equipment import SetIn
from conntest.lab.scenario import Scenario
from conntest.lab.sites import build
from conntest.language import N_
from conntest.model.host import Group, HostTable
from conntest.model.install import Install
from conntest.model.proxy import SOCKS_SCHEMES, How, Proxy, ProxySetting, Scheme, Scope, Traffic
from conntest.model.report import Interface, Machine
from conntest.model.surroundings import DefaultRoute, Firewall, FirewallState, NameServer, SetBy
from conntest.model.tws import LiveConnection, Program, RunningTws, Settled

#: The router is the name server too, as at home.
ROUTER = "192.168.77.1"

#: Where proxies and setup scripts are: in the local network, as the machine's own address.
PROXY = "192.168.77.8"
SCRIPT_URL = f"http://{PROXY}/proxy.pac"

_ADDRESS, _ADDRESS6, _TUNNEL_ADDRESS = "192.168.77.2", "2a0e:b107:77::2", "10.77.0.2"

_NETWORK, _TUNNEL = "simulated", "wg0"

#: Whatever a scenario says nothing of is as it should be.
_FOLDER, _DISK_GIB, _MEMORY_GIB = "~/Jts", 100.0, 16.0
_GIB = 1024**3

#: Of settings that were read before a script was run it is decided once more which of them wins: by their places, which
#: are the real system's.
_PLACE = {"win32": "wininet", "darwin": "macos"}.get(sys.platform, "gnome")

_SYSTEM = N_("the simulated system's settings")
_DESKTOP = N_("the simulated desktop's settings")
_VM_OPTIONS = "~/Jts/1037/tws.vmoptions"

_GATEWAY_PORT, _API_PORT = 4001, 7496


def machine(scenario: Scenario, table: HostTable) -> Machine:
    """The simulated machine. Only its system is real, since advice depends on it."""
    carrier = _TUNNEL if scenario.computer.tunnel else _NETWORK
    return Machine(
        os=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        interfaces=tuple(_interfaces(scenario)),
        ipv4_route=scenario.network,
        ipv6_route=scenario.network and scenario.ipv6,
        route_interfaces=(carrier,) if scenario.network else (),
        name_servers=(ROUTER,),
        hosts_file_pins=(),
        proxy_variables=(),
        proxies=tuple(_settings(scenario)),
        tws_running=tuple(_running(scenario, table)),
        install=_install(scenario) if scenario.preinstall else None,
        name_servers_set=(NameServer(address=ROUTER, set_by=SetBy.DHCP, place=_SYSTEM, interface=_NETWORK),),
        default_routes=tuple(_routes(scenario, carrier)),
        firewalls=(Firewall(name=N_("the simulated system's firewall"), state=FirewallState.OFF),),
    )


def _interfaces(scenario: Scenario) -> Iterator[Interface]:
    addresses = (_ADDRESS, _ADDRESS6) if scenario.ipv6 else (_ADDRESS,)
    yield Interface(name=_NETWORK, up=scenario.network, addresses=addresses, mtu=1500)
    if scenario.computer.tunnel:
        yield Interface(name=_TUNNEL, up=True, addresses=(_TUNNEL_ADDRESS,), mtu=1420)


def _routes(scenario: Scenario, carrier: str) -> Iterator[DefaultRoute]:
    if scenario.network:
        yield DefaultRoute(version=4, gateway=None if carrier == _TUNNEL else ROUTER, interface=carrier)


def _running(scenario: Scenario, table: HostTable) -> Iterator[RunningTws]:
    if scenario.computer.tws is not None:
        gateway = next(site for site in build(table) if site.group is Group.GATEWAY)
        connection = LiveConnection(
            local_address=_ADDRESS,
            remote_address=gateway.ipv4,
            remote_port=_GATEWAY_PORT,
            settled=scenario.computer.tws,
        )
        connected = scenario.computer.tws is Settled.ESTABLISHED
        yield RunningTws(program=Program.TWS, connections=(connection,), api_ports=(_API_PORT,) if connected else ())


def _install(scenario: Scenario) -> Install:
    free = scenario.computer.disk_free_gib
    return Install(
        folder=_FOLDER,
        writable=scenario.computer.folder_error is None,
        error=scenario.computer.folder_error,
        disk_free=int((_DISK_GIB if free is None else free) * _GIB),
        memory=int(_MEMORY_GIB * _GIB),
        bits=64,
    )


def _settings(scenario: Scenario) -> Iterator[ProxySetting]:
    """Of one proxy, and of a setup script: browsers are to use them and, where it is a SOCKS proxy, others too."""
    if scenario.script is not None:
        yield ProxySetting(
            id=f"{_PLACE}:pac",
            source=_SYSTEM,
            how=How.PAC,
            scopes=(Scope.WEB,),
            active=True,
            pac_url=SCRIPT_URL,
            traffic=(Traffic.HTTP, Traffic.HTTPS),
            wins_for=(Scope.WEB,),
        )
    if scenario.proxy is None or scenario.proxy.set_in is SetIn.NOWHERE:
        return
    if scenario.proxy.set_in is SetIn.JAVA_OPTIONS:
        yield _named(scenario.proxy.claims, scenario.proxy.port, f"java-options-{_VM_OPTIONS}:socks", (Scope.JAVA,))
        return
    scopes = (Scope.WEB, Scope.RAW_TCP) if scenario.proxy.claims in SOCKS_SCHEMES else (Scope.WEB,)
    yield _named(scenario.proxy.claims, scenario.proxy.port, "simulated:proxy", scopes)
    if scenario.proxy.another_port is not None:
        yield _named(scenario.proxy.claims, scenario.proxy.another_port, "simulated-desktop:proxy", scopes, wins=False)


def _named(scheme: Scheme, port: int, id: str, scopes: tuple[Scope, ...], *, wins: bool = True) -> ProxySetting:
    is_java = scopes == (Scope.JAVA,)
    return ProxySetting(
        id=id,
        source=_VM_OPTIONS if is_java else _SYSTEM if wins else _DESKTOP,
        how=How.MANUAL,
        scopes=scopes,
        active=True,
        proxies=(Proxy(scheme=scheme, host=PROXY, port=port),),
        traffic=(Traffic.TCP,) if is_java else (Traffic.HTTP, Traffic.HTTPS),
        wins_for=scopes if wins else (),
    )
