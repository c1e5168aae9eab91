"""From what was seen of TWS's API to findings: pure."""

from collections.abc import Iterator

from conntest.local_api.findings import AddressRefused, ApiFinding, ForeignListener, NotAnswering, NotListening
from conntest.model.addresses import is_this_machine
from conntest.model.local_api import (
    PORTAL_GATEWAY_PORT,
    Answered,
    ApiListener,
    Closed,
    Foreign,
    LocalApi,
    Refused,
    Silent,
    Try,
    Unreachable,
)
from conntest.model.observation import Protocol

#: Programs that accept connections for others, by the names of their processes: Docker's and Podman's, WSL's, SSH's
#: and Kubernetes' forwarding, and relays that people put before IB Gateway.
_FORWARDERS = frozenset(
    (
        "docker-proxy com.docker.backend com.docker.proxy vpnkit gvproxy rootlessport rootlesskit slirp4netns pasta"
        " wslrelay wslhost ssh sshd kubectl socat haproxy nginx ncat"
    ).split()
)

#: A socket that listens on these listens on all of the computer's addresses.
_EVERY_ADDRESS = ("0.0.0.0", "::")


def conclude(seen: LocalApi) -> tuple[ApiFinding, ...]:
    """What stands in a program's way, one finding a port. That nothing listens is one only where no port answers: TWS
    listens on one of its usual ports, never on all of them."""
    found = [finding for port in seen.ports for finding in _of_port(seen, port)]
    if seen.answered or any(not isinstance(finding, NotListening) for finding in found):
        return tuple(finding for finding in found if not isinstance(finding, NotListening))
    return (_nothing(seen),) if found else ()


def _of_port(seen: LocalApi, port: int) -> Iterator[ApiFinding]:
    """By the address that gave most away: where one family is answered, the other is no trouble."""
    tries = [one for one in seen.tries if one.port == port]
    if any(isinstance(one.answer, Answered) for one in tries):
        return
    telling = next((one for one in tries if not isinstance(one.answer, Refused | Unreachable)), None)
    yield _accepted(seen, telling) if telling else _nothing(seen)


def _accepted(seen: LocalApi, one: Try) -> ApiFinding:
    process = _process(seen, one)
    forwarder = process is not None and _bare(process) in _FORWARDERS
    match one.answer:
        case Silent(seconds=seconds):
            return NotAnswering(
                address=one.address, port=one.port, process=process, forwarder=forwarder, seconds=seconds
            )
        case Foreign(protocol=protocol):
            return ForeignListener(address=one.address, port=one.port, process=process, protocol=protocol)
        case Closed() if one.port == PORTAL_GATEWAY_PORT:
            # What speaks TLS only closes on a clear word, often without an alert.
            return ForeignListener(address=one.address, port=one.port, process=process, protocol=Protocol.UNKNOWN)
        case _:
            return AddressRefused(
                address=one.address,
                port=one.port,
                process=process,
                forwarder=forwarder,
                local=is_this_machine(one.address),
            )


def _nothing(seen: LocalApi) -> NotListening:
    refused = any(isinstance(one.answer, Refused) for one in seen.tries)
    elsewhere = (one.port for one in seen.listeners or () if one.program is not None and one.port not in seen.ports)
    bound = [one for one in seen.listeners or () if one.port in seen.ports and one.address not in _EVERY_ADDRESS]
    return NotListening(
        host=seen.host,
        ports=tuple(port for port in seen.ports if not bound or any(one.port == port for one in bound)),
        running=None if seen.running is None else bool(seen.running),
        elsewhere=tuple(sorted(set(elsewhere))),
        bound=tuple(dict.fromkeys(one.address for one in bound)),
        silent=not refused,
    )


def _process(seen: LocalApi, one: Try) -> str | None:
    """Whose the listening socket is, that of this very address before one of all addresses."""
    owners = [listener for listener in seen.listeners or () if listener.port == one.port and listener.process]
    owners.sort(key=lambda listener: listener.address != one.address)
    return owners[0].process if owners else None


def _bare(process: str) -> str:
    return process.lower().removesuffix(".exe")


def bound_to_this_machine_only(seen: LocalApi) -> tuple[ApiListener, ...]:
    """The listeners of ports that answered, where none of them can be reached from elsewhere."""
    ports = {one.port for one in seen.answered}
    mine = [one for one in seen.listeners or () if one.port in ports]
    return tuple(mine) if all(is_this_machine(one.address) for one in mine) else ()


def only_one_loopback(seen: LocalApi) -> Try | None:
    """An attempt that was answered, where `localhost` leads to another address first, on which nothing listens."""
    refused = {(one.address, one.port) for one in seen.tries if isinstance(one.answer, Refused)}
    first = seen.localhost[0] if seen.localhost else None
    return next((one for one in seen.answered if first != one.address and (first, one.port) in refused), None)
