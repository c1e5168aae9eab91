"""TWS or IB Gateway is running, and what the system says of its connections."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Self, assert_never

from conntest import lists
from conntest.evidence.evidence import Evidence
from conntest.findings.base import About, Advice, Conclusion
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.host import Group
from conntest.model.privacy import HostName, InterfaceName
from conntest.model.tws import LiveConnection, Program, RunningTws, Settled
from conntest.values import dataclass
from conntest.wording import phrases


class Connected(StrEnum):
    """What its connections came to."""

    CONNECTED = "connected"
    STUCK = "stuck"
    THROUGH_PROXY = "through-proxy"
    ELSEWHERE = "elsewhere"
    NO_CONNECTION = "no-connection"
    UNSEEN = "unseen"


_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_(
                "If TWS does not work although the test passes, compare the addresses listed with those in the "
                "report, and restart TWS once."
            ),
        ),
    ),
)


_ABOUT = About(
    code=Code.TWS_RUNNING,
    title=N_("TWS or IB Gateway is running"),
    meaning=N_(
        "TWS or IB Gateway was running during the test, and its live connections are listed. A connection to a gateway "
        "that stays open is the best proof that the network lets it through.\n\n"
        "The list comes from the operating system at one moment. A connection through a proxy program on this "
        "computer shows that program's address instead of the gateway's."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    healthy_cause=N_("TWS is meant to run."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteEnd:
    """A host by its name in the table, or its address where it has none there, and a port."""

    host: HostName
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TwsRunning(Conclusion):
    """`ends` are where the connections that tell lead to, by `interfaces` (or local addresses). API clients can connect
    on `api_ports`."""

    program: Program
    connected: Connected
    ends: tuple[RemoteEnd, ...] = ()
    interfaces: tuple[InterfaceName, ...] = ()
    api_ports: tuple[int, ...] = ()

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """A process of TWS or IB Gateway, and what the system says of its connections. To a gateway are those to an
        address that a name of the table has here; on a gateway's port, those to others. It explains nothing by itself:
        an old connection outlives the rule that would forbid a new one."""
        for process in evidence.machine.tws_running or ():
            connected, telling = _connected(evidence, process)
            hosts = {} if connected is Connected.THROUGH_PROXY else _gateways_by_address(evidence)
            yield cls(
                severity=Severity.INFO,
                domains=frozenset({Domain.MACHINE}),
                program=process.program,
                connected=connected,
                ends=tuple(_ends(telling, hosts)),
                interfaces=_interfaces(evidence, telling),
                api_ports=tuple(process.api_ports or ()),
            )

    @property
    def summary(self) -> str:
        # translators: a host and its port, as in "zdc1.ibllc.com on 4001".
        end = _("{host} on {port}")
        ends = phrases.listed(end.format(host=one.host, port=one.port) for one in self.ends)
        told = self._template().format(
            program=self.program.value, gateways=ends, proxy=ends, interface=phrases.listed(self.interfaces)
        )
        return lists.sentences((told, self._api())) if self.api_ports else told

    def _api(self) -> str:
        # translators: "it" is TWS or IB Gateway.
        text = _(
            "API clients on this computer can connect to it on {ports}; that is TWS's own port, not a "
            "connection to IBKR."
        )
        return text.format(ports=phrases.listed(map(str, self.api_ports)))

    def _template(self) -> str:
        match self.connected:
            case Connected.CONNECTED:
                return _("{program} is running and has an open connection to {gateways}, by {interface}.")
            case Connected.STUCK:
                return _("{program} is running and tries to connect to {gateways}; nothing has answered it yet.")
            case Connected.THROUGH_PROXY:
                return _("{program} is running, and its connections lead to the proxy {proxy}.")
            case Connected.ELSEWHERE:
                return _(
                    "{program} is running and has an open connection to {gateways}, which is none of the addresses "
                    "that the gateways' names have now."
                )
            case Connected.NO_CONNECTION:
                return _("{program} is running and has no connection to a gateway.")
            case Connected.UNSEEN:
                return _("{program} is running. The system does not permit to see its connections.")
        assert_never(self.connected)


def _connected(evidence: Evidence, process: RunningTws) -> tuple[Connected, list[LiveConnection]]:
    """What the connections came to, and those that show it."""
    if process.connections is None:
        return Connected.UNSEEN, []
    hosts = _gateways_by_address(evidence)
    ports = {view.endpoint.port for view in evidence.all_of(Group.GATEWAY)}
    on_gateway_ports = [one for one in process.connections if one.remote_port in ports]
    established = [one for one in on_gateway_ports if one.settled is Settled.ESTABLISHED]
    to_gateways = [one for one in established if one.remote_address in hosts]
    stuck = [one for one in on_gateway_ports if one.settled is Settled.CONNECTING]
    through = [one for one in process.connections if _to_proxy(evidence, one)]
    found = (
        (Connected.CONNECTED, to_gateways),
        (Connected.STUCK, stuck),
        (Connected.THROUGH_PROXY, through),
        (Connected.ELSEWHERE, established),
    )
    return next(((kind, several) for kind, several in found if several), (Connected.NO_CONNECTION, []))


def _gateways_by_address(evidence: Evidence) -> Mapping[str, str]:
    """The names of gateways by every address that any server gave for them."""
    rows = {view.endpoint.row: view.endpoint.host for view in evidence.all_of(Group.GATEWAY)}
    return {
        address: host
        for row, host in rows.items()
        if (names := evidence.names.get(row))
        for address in (*sorted(names.elsewhere), *sorted(names.used))
    }


def _ends(connections: Iterable[LiveConnection], hosts: Mapping[str, str]) -> Iterator[RemoteEnd]:
    for one in connections:
        yield RemoteEnd(host=hosts.get(one.remote_address, one.remote_address), port=one.remote_port)


def _interfaces(evidence: Evidence, connections: Iterable[LiveConnection]) -> tuple[str, ...]:
    own = {
        address: interface.name for interface in evidence.machine.interfaces or () for address in interface.addresses
    }
    return tuple(dict.fromkeys(own.get(one.local_address, one.local_address) for one in connections))


def _to_proxy(evidence: Evidence, connection: LiveConnection) -> bool:
    """It leads to the port of a proxy of this run, on this computer or wherever it is."""
    proxies = (path.proxy for path in evidence.record.paths if path.proxy)
    ends = {(proxy.host.lower().replace("localhost", "127.0.0.1"), proxy.port) for proxy in proxies}
    return (connection.remote_address, connection.remote_port) in ends
