"""Which few hosts a round asks: pure, from the host table."""

from collections.abc import Iterator

from conntest.model.addresses import HTTPS_PORT, is_address
from conntest.model.host import Control, Group, Host, HostTable, Region, Role
from conntest.watch.values import Kind, Target

ROUTER = Target(row="router", kind=Kind.ROUTER)
NAME_SERVER = Target(row="name-server", kind=Kind.NAME_SERVER)


def choose(table: HostTable, region: Region | None, *, third_party: bool) -> tuple[Target, ...]:
    """The router, the name server, one neutral host by address and one by name, the primary and one backup of the
    region on both ports, one host of Client Portal, and the neutral host for comparisons on a gateway port.

    Without a region, that of the table's first gateway.
    """
    gateways = [host for host in table.hosts if host.group is Group.GATEWAY and host.host is not None]
    mine = region or next((host.region for host in gateways), None)
    neutral = tuple(_neutral(table.controls)) if third_party else ()
    return (
        ROUTER,
        NAME_SERVER,
        *neutral,
        *_gateways([host for host in gateways if host.region == mine]),
        *_portal(table),
        *(_comparison(table.controls) if third_party else ()),
    )


def _neutral(controls: tuple[Control, ...]) -> Iterator[Target]:
    for wanted in (True, False):
        for control in controls:
            if is_address(control.host) is wanted and HTTPS_PORT in control.ports:
                yield Target(row=control.id, kind=Kind.NEUTRAL, host=control.host, ports=(HTTPS_PORT,))
                break


def _gateways(hosts: list[Host]) -> Iterator[Target]:
    for role in (Role.PRIMARY, Role.BACKUP):
        for host in hosts:
            if host.role is role:
                yield Target(row=host.id, kind=Kind.GATEWAY, host=host.host, ports=host.ports, role=role)
                break


def _portal(table: HostTable) -> Iterator[Target]:
    for host in table.hosts:
        if host.group is Group.CLIENT_PORTAL and host.host is not None and HTTPS_PORT in host.ports:
            yield Target(row=host.id, kind=Kind.PORTAL, host=host.host, ports=(HTTPS_PORT,))
            return


def _comparison(controls: tuple[Control, ...]) -> Iterator[Target]:
    """The neutral host that listens on the gateways' ports as well."""
    for control in controls:
        ports = tuple(port for port in control.ports if port not in (80, HTTPS_PORT))
        if ports:
            yield Target(row=control.id, kind=Kind.COMPARISON, host=control.host, ports=ports)
            return


def hosts(targets: tuple[Target, ...]) -> tuple[str, ...]:
    """Every host with a name or an address of the table, once."""
    return tuple(dict.fromkeys(target.host for target in targets if target.host))
