"""The endpoints of each kind of row: one per port, as a report lists them."""

from urllib.parse import urlsplit

from conntest.model.addresses import HTTP_PORT
from conntest.model.host import Canary, CaptiveCheck, Control, Endpoint, Group, Host, Region, Role


def of_host(row: Host, operator: str, mine: tuple[Region, ...] = ()) -> tuple[Endpoint, ...]:
    """The endpoints of one of the operator's rows; none where its name is not known.

    `mine` are the user's own regions, all where empty. A verdict rests on those alone: the others' endpoints are not
    required, and still there, to compare with.
    """
    if row.host is None:
        return ()
    required = row.required and (row.region is None or not mine or row.region in mine)
    return tuple(
        Endpoint(
            id=f"{row.id}:{port}",
            row=row.id,
            host=row.host,
            port=port,
            group=row.group,
            region=row.region,
            role=row.role,
            service=row.service,
            required=required and port in row.ports,
            operator=operator,
            optional=port not in row.ports,
        )
        for port in (*row.ports, *row.optional_ports)
    )


def of_control(control: Control) -> tuple[Endpoint, ...]:
    """Each port of a neutral host."""
    return tuple(_helper(control.id, control.host, port, Group.CONTROL, control.operator) for port in control.ports)


def of_push(service: Control) -> tuple[Endpoint, ...]:
    """Each port of a service that notifies phones."""
    return tuple(_helper(service.id, service.host, port, Group.PUSH, service.operator) for port in service.ports)


def of_captive_check(check: CaptiveCheck) -> tuple[Endpoint, ...]:
    """Where the page of a sign-in check is."""
    url = urlsplit(check.url)
    return (_helper(check.id, url.hostname or "", url.port or HTTP_PORT, Group.CAPTIVE_CHECK, check.operator),)


def of_canary(canary: Canary) -> tuple[Endpoint, ...]:
    """Each port of an address that cannot exist."""
    return tuple(_helper(canary.id, canary.address, port, Group.CANARY, "none") for port in canary.ports)


def _helper(row_id: str, host: str, port: int, group: Group, operator: str) -> Endpoint:
    return Endpoint(
        id=f"{row_id}:{port}",
        row=row_id,
        host=host,
        port=port,
        group=group,
        region=None,
        role=Role.NONE,
        service=group.value.replace("-", " "),
        required=False,
        operator=operator,
    )
