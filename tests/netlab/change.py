"""What a scenario changes about the healthy stage, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from conntest.lab.places import Layout

from .name_habits import Habits
from .wire import Wire
from .zone import Edit, Zone

#: The addresses of the small network at home.
ROUTER_LAN, CLIENT_LAN, DEAD_NEIGHBOUR = "192.168.77.1", "192.168.77.2", "192.168.77.9"
#: The provider's resolver, and one in the router that has habits.
ISP_RESOLVER, ODD_RESOLVER = "81.2.69.53", "127.0.0.53"
ROUTER_LAN6, CLIENT_LAN6 = "2a0e:b107:77::1", "2a0e:b107:77::2"

#: Further public addresses of the home router, as of several lines; the last one is another provider's.
SECOND_LINE, THIRD_LINE = "81.2.69.161", "81.2.69.162"
OTHER_PROVIDER6 = "2a0e:b107:88::3"

TABLE = "inet scenario"
_HOOKS = {
    "prerouting": "type nat hook prerouting priority dstnat",
    "input": "type filter hook input priority filter",
    "forward": "type filter hook forward priority filter",
    "output": "type filter hook output priority filter",
    # Before the router's own translation, which leaves alone what has been translated.
    "postrouting": "type nat hook postrouting priority srcnat - 1",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """nftables rules by hook, in nft's own words, one a line. They may name the sets of `Zone.nft_sets`, such as
    `@gateways`, and with a dollar sign the first address of one, such as `$ndc1_ibllc_com`."""

    prerouting: str = ""
    input: str = ""
    forward: str = ""
    output: str = ""
    postrouting: str = ""
    #: Sets that the rules fill by themselves, in nft's own words.
    filled: str = ""

    def __bool__(self) -> bool:
        return any(self._chains().values())

    def _chains(self) -> dict[str, str]:
        return {hook: getattr(self, hook) for hook in _HOOKS if getattr(self, hook)}

    def script(self, zone: Zone) -> str:
        """The table as a file for `nft -f`, with those of the zone's sets that it uses."""
        words = "\n".join(self._chains().values()).split()
        known = zone.nft_sets().items()
        defined = [f"define {name} = {addresses[0]}" for name, addresses in known if f"${name}" in words]
        sets = [_set(name, addresses) for name, addresses in known if f"@{name}" in words]
        chains = [
            f"chain {hook} {{\n{_HOOKS[hook]}; policy accept;\n{body}\n}}" for hook, body in self._chains().items()
        ]
        return "\n".join([*defined, f"table {TABLE} {{", self.filled, *sets, *chains, "}"]) + "\n"


def _set(name: str, addresses: tuple[str, ...]) -> str:
    kind = "ipv6_addr" if name.endswith("6") and ":" in addresses[0] else "ipv4_addr"
    return f"set {name} {{\ntype {kind}\nelements = {{ {', '.join(addresses)} }}\n}}"


def _ipv4(zone: Zone) -> Mapping[str, tuple[str, ...]]:
    return zone.ipv4_records()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Everything that can differ from the healthy stage. The default changes nothing."""

    client: Rules = Rules()
    router: Rules = Rules()
    internet: Rules = Rules()
    #: Further lines for the home router's dnsmasq, such as `address=/ibllc.com/` (does not exist).
    home_dns: tuple[str, ...] = ()
    #: What the provider's resolver and the public ones answer.
    isp_records: Edit = _ipv4
    public_records: Edit = _ipv4
    #: Whom the home router's name server asks; nobody, where empty.
    home_upstream: str = ISP_RESOLVER
    #: What the home router's name server does to questions on their way.
    habits: Habits | None = None
    #: Addresses and languages of the operator's hosts.
    layout: Layout = Layout.TIDY
    #: What the client's cable does to packets, and whether hosts are as far away as they really are.
    wire: Wire | None = None
    distances: bool = False
    #: Certificates that need several packets.
    big_certificates: bool = False
    #: Seconds by which the web servers' clocks are ahead of the client's.
    web_clock_offset_s: int = 0
    #: When it all happens, by the client's clock and by theirs; now, where None.
    moment: datetime | None = None
    #: The name of a dead VPN's interface on the client.
    dead_tunnel: str = ""
    #: A name server at the router's IPv6 address, with or without a translation to IPv4; None for none.
    translated: bool | None = None
    name_servers: tuple[str, ...] = (ROUTER_LAN,)
    #: Lines for the client's hosts file: (host of the table, address, or a host that has the address).
    hosts_file: tuple[tuple[str, str], ...] = ()
    #: `ip` commands in a namespace, and those that undo them: (role, do, undo).
    ip: tuple[tuple[str, str, str], ...] = ()
    #: Kernel settings of the router while the scenario lasts, and what to set back: key -> (value, healthy value).
    router_sysctl: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    #: Proxies started in the router, by their names in `proxy_daemons.STARTS`.
    proxies: tuple[str, ...] = ()

    @property
    def upstream(self) -> str:
        """Whom the home router's name server asks."""
        return ODD_RESOLVER if self.habits else self.home_upstream

    def whole_wire(self, zone: Zone) -> Wire | None:
        """`wire`, with the distances of `zone` where they are wanted."""
        if not self.distances:
            return self.wire
        return replace(self.wire or Wire(), round_trips_s=zone.round_trips_s())

    def describe(self) -> str:
        """For a failing test's output: what differs, in the words of the tools that were told."""
        lines = [f"{role} {hook}: {text.strip()}" for role, hook, text in self._rules()]
        lines += [f"home dns: {line}" for line in self.home_dns]
        lines += [f"proxy: {name}" for name in self.proxies]
        lines += [f"home dns asks: {self.home_upstream or 'nobody'}"] if self.home_upstream != ISP_RESOLVER else []
        lines += [f"{name}: {value}" for name, value in self._settings().items() if value]
        lines += [f"web servers' clocks: {self.web_clock_offset_s:+d} s"] if self.web_clock_offset_s else []
        lines += [f"router: {key} = {value}" for key, (value, _) in self.router_sysctl.items()]
        lines += [f"ip -n {role} {do}" for role, do, _ in self.ip]
        lines += [f"hosts file: {address} {name}" for name, address in self.hosts_file]
        return "\n".join(lines) or "no rules"

    def _settings(self) -> dict[str, object]:
        names = ("habits", "wire", "distances", "big_certificates", "moment", "dead_tunnel", "translated")
        layout = {"layout": self.layout} if self.layout is not Layout.TIDY else {}
        return layout | {name: getattr(self, name) for name in names}

    def _rules(self) -> list[tuple[str, str, str]]:
        everywhere = {"client": self.client, "router": self.router, "internet": self.internet}
        return [(role, hook, text) for role, rules in everywhere.items() for hook, text in rules._chains().items()]


#: The client gets a global IPv6 address and a default route, as a router advertisement would give it.
IPV6_ADVERTISED = (
    ("client", f"addr add {CLIENT_LAN6}/64 dev lan nodad", f"addr del {CLIENT_LAN6}/64 dev lan"),
    ("client", f"route add default via {ROUTER_LAN6} dev lan", f"route del default via {ROUTER_LAN6} dev lan"),
)

#: The client loses its IPv4 address, as in a network that has none.
IPV4_TAKEN = (
    (
        "client",
        f"addr del {CLIENT_LAN}/24 dev lan",
        f"addr add {CLIENT_LAN}/24 dev lan; route add default via {ROUTER_LAN}",
    ),
)
