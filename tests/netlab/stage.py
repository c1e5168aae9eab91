"""The stage: a client, its home router and a pretend internet, three namespaces joined by virtual cables.

    client --lan-- router --wan-- internet
    192.168.77.2   .1 / 81.2.69.160   81.2.69.1, and every address of the zone

The router forwards, translates addresses and answers DNS from the provider's resolver, as one at home does.
"""

import contextlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from conntest.lab.places import Layout

from . import certificates, daemons, nginx, zone
from .boxed import boxed
from .change import CLIENT_LAN, ISP_RESOLVER, ODD_RESOLVER, ROUTER_LAN, ROUTER_LAN6, TABLE, Change, Rules
from .daemons import Daemon
from .namespaces import ROLES, Namespace, sweep
from .proxy_daemons import STARTS
from .translation import resolving
from .zone import Records, Zone

WAN, ISP_GATEWAY = "81.2.69.160", "81.2.69.1"
WAN6, ISP_GATEWAY6 = "2a0e:b107:88::2", "2a0e:b107:88::1"
LAN6_NET = "2a0e:b107:77::/64"

#: What every home router does: one public address for all.
SOURCE_NAT = """table ip home {
chain postrouting {
type nat hook postrouting priority srcnat; policy accept;
oifname "wan" masquerade
}
}
"""

#: A process may have several stages at once.
_NUMBERS = count()


class Stage:
    """Built once, changed and restored for each scenario. Use it as a context manager."""

    def __init__(self, zones: Mapping[Layout, Zone]) -> None:
        number = next(_NUMBERS)
        self.zones, self.zone = zones, zones[Layout.TIDY]
        self._everything = zone.together(zones.values())
        self.client, self.router, self.internet = (Namespace(number, role) for role in ROLES)
        self._undo = contextlib.ExitStack()
        self._dns: dict[str, tuple[list[str], Daemon]] = {}

    def __enter__(self) -> "Stage":
        sweep()
        with contextlib.ExitStack() as building:
            self.folder = Path(building.enter_context(TemporaryDirectory(prefix="netlab-")))
            for namespace in (self.client, self.router, self.internet):
                building.callback(namespace.destroy)
                namespace.create()
            self._lay_cables()
            self._number_the_internet()
            self.certificates = certificates.write(self.folder / "certificates", self.zone)
            self._start_servers(building)
            building.callback(self._stop_dns)
            self._restore_files(Change())
            self._serve_dns(Change())
            self._undo = building.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._undo.close()

    def _lay_cables(self) -> None:
        for one, two, name, peer in (
            (self.client, self.router, "lan", "lan"),
            (self.router, self.internet, "wan", "isp"),
        ):
            one.ip("link", "add", name, "type", "veth", "peer", "name", peer, "netns", two.name)
        # Addresses of IPv6 survive a pulled cable, as those of IPv4 do.
        self.router.sysctl(net__ipv6__conf__all__keep_addr_on_down=1)
        self.router.sysctl(net__ipv4__ip_forward=1, net__ipv6__conf__all__forwarding=1)
        # Duplicate address detection costs a second and finds nothing here. Linux sends one ICMP error a second to one
        # host; the router is to reject as fast as a commercial firewall, and a scenario brings the limit back.
        for namespace in (self.client, self.router, self.internet):
            namespace.sysctl(net__ipv6__conf__all__accept_dad=0, net__ipv6__conf__default__accept_dad=0)
            namespace.sysctl(net__ipv4__icmp_ratelimit=0, net__ipv6__icmp__ratelimit=0)
        self.client.ip_batch(
            [f"addr add {CLIENT_LAN}/24 dev lan", "link set lan up", f"route add default via {ROUTER_LAN}"]
        )
        self.router.ip_batch([*_addresses("lan", f"{ROUTER_LAN}/24", f"{ROUTER_LAN6}/64"), "link set lan up"])
        self.router.ip_batch([*_addresses("wan", f"{WAN}/24", f"{WAN6}/64"), "link set wan up"])
        self.router.ip_batch([f"route add default via {ISP_GATEWAY}", f"route add default via {ISP_GATEWAY6}"])
        self.router.run("nft", "-f", "-", stdin=SOURCE_NAT)

    def _number_the_internet(self) -> None:
        here = [address for site in self._everything.sites for address in site.addresses]
        self.internet.ip_batch(
            [
                *_addresses("isp", f"{ISP_GATEWAY}/24", f"{ISP_GATEWAY6}/64"),
                "link set isp up",
                *_addresses("lo", *dict.fromkeys([*here, ISP_RESOLVER])),
                f"route add {LAN6_NET} via {WAN6}",
                # Where nobody lives, a real provider answers nothing.
                "route add blackhole default",
                "route add blackhole ::/0",
            ]
        )
        self.internet.sysctl(net__ipv4__ip_forward=1, net__ipv6__conf__all__forwarding=1)

    def _start_servers(self, building: contextlib.ExitStack) -> None:
        files, folder = self.certificates, self.folder
        own = [
            daemons.python(self.internet, folder, "echo_server", *self._echo_places()),
            daemons.python(self.router, folder, "middlebox", str(folder), str(files.vendor), str(files.company)),
        ]
        for daemon in own:
            building.callback(daemon.stop)
        self._gateways = False, self._start_gateways(big=False)
        building.callback(lambda: self._gateways[1].stop())
        self._web = (0, False), self._start_web(0, big=False)
        building.callback(lambda: self._web[1].stop())
        page = daemons.nginx(self.router, folder, "page", partial(nginx.sign_in, files), nginx.SIGN_IN_TLS)
        building.callback(page.stop)
        for daemon in own:
            daemon.wait_to_say("ready")

    def _files(self, *, big: bool) -> certificates.Certificates:
        return certificates.write_big(self.certificates, self.zone) if big else self.certificates

    def _start_gateways(self, *, big: bool) -> Daemon:
        files = self._files(big=big)
        gateways = {
            f"{'' if site.both_languages else '='}{address}": None
            for site in self._everything.gateways
            for address in site.addresses
        }
        daemon = daemons.python(
            self.internet, self.folder, "gateway_server", str(files.gateway), str(files.gateway_private), *gateways
        )
        return daemon.wait_to_say("ready")

    def _start_web(self, clock_offset_s: int, *, big: bool) -> Daemon:
        configuration = partial(nginx.internet, self._everything, self._files(big=big))
        return daemons.nginx(
            self.internet, self.folder, "web", configuration, nginx.WRONG_NAME, clock_offset_s=clock_offset_s
        )

    def _serve(self, change: Change) -> None:
        """Restart those of the servers that are to be others."""
        big, (web, web_daemon), (gateways, gateway_daemon) = change.big_certificates, self._web, self._gateways
        wanted = change.web_clock_offset_s + self.clock_offset_s(change), big
        if web != wanted:
            web_daemon.stop()
            self._web = wanted, self._start_web(wanted[0], big=big)
        if gateways != big:
            gateway_daemon.stop()
            self._gateways = big, self._start_gateways(big=big)

    @staticmethod
    def clock_offset_s(change: Change) -> int:
        """Seconds by which everybody's clocks are to be ahead of this machine's."""
        return round((change.moment - datetime.now(UTC)).total_seconds()) if change.moment else 0

    def _echo_places(self) -> list[str]:
        """Where packets are to be answered with the address they came from: `stun address port`, `dns address 53`."""
        resolvers = self.zone.resolvers()
        places = []
        for row in self.zone.table.echo_services:
            url = urlsplit(row.url)
            site = self.zone.site_at(url.hostname or "")
            if url.scheme in ("stun", "dns") and not set(site.addresses) & set(resolvers):
                places += [f"{url.scheme} {address} {url.port or 53}" for address in site.addresses]
        return places

    @contextlib.contextmanager
    def changed(self, change: Change) -> Iterator[None]:
        """The stage as a scenario wants it, and as it was afterwards."""
        with contextlib.ExitStack() as undo:
            self._restore_files(change)
            self._serve_dns(change)
            self._serve(change)
            self._add_helpers(change, undo)
            for name in change.proxies:
                undo.callback(STARTS[name](self).stop)
            self._load_rules(change, undo)
            for key, (value, healthy) in change.router_sysctl.items():
                undo.callback(self.router.sysctl, **{key: healthy})
                self.router.sysctl(**{key: value})
            for role, do, restore in change.ip:
                namespace: Namespace = getattr(self, role)
                namespace.ip(*do.split())
                undo.callback(namespace.ip_batch, restore.split("; "))
            for namespace in (self.router, self.internet):
                namespace.forget_connections()
            yield

    def _add_helpers(self, change: Change, undo: contextlib.ExitStack) -> None:
        wire = change.whole_wire(self.zones[change.layout])
        if wire is not None:
            undo.enter_context(boxed(self, wire))
        if change.habits is not None:
            self._start(self.router, undo, "name_habits", ODD_RESOLVER, ISP_RESOLVER, change.habits.to_json())
        if change.translated is not None:
            undo.enter_context(resolving(self, translated=change.translated))
        if change.dead_tunnel:
            self._start(self.client, undo, "dead_tunnel", change.dead_tunnel)

    def _start(self, namespace: Namespace, undo: contextlib.ExitStack, module: str, *arguments: str) -> None:
        daemon = daemons.python(namespace, self.folder, module, *arguments)
        undo.callback(daemon.stop)
        daemon.wait_to_say("ready")

    def _load_rules(self, change: Change, undo: contextlib.ExitStack) -> None:
        for namespace in (self.client, self.router, self.internet):
            rules: Rules = getattr(change, namespace.role)
            if rules:
                namespace.run("nft", "-f", "-", stdin=rules.script(self.zones[change.layout]))
                undo.callback(namespace.run, "nft", "delete", "table", *TABLE.split())

    def _restore_files(self, change: Change) -> None:
        """Files the client sees in place of this machine's."""
        pins = [f"{self.zones[change.layout].address(place)} {name}" for name, place in change.hosts_file]
        servers = [f"nameserver {server}" for server in change.name_servers]
        for name, lines in {
            "resolv.conf": servers,
            "hosts": ["127.0.0.1 localhost", "::1 localhost", *pins],
            "nsswitch.conf": ["hosts: files dns"],
        }.items():
            (self.client.etc / name).write_text("\n".join(lines) + "\n")

    def _serve_dns(self, change: Change) -> None:
        """Restart those of the three name servers whose answers change."""
        pretend = self.zones[change.layout]
        # dnsmasq would refuse what is more than 150 questions at once; a name server that is silent keeps them all.
        upstream = [f"server={change.upstream}", "dns-forward-max=10000"] if change.upstream else []
        self._name_server(self.router, "home", [ROUTER_LAN], [*upstream, *change.home_dns])
        self._name_server(self.internet, "isp", [ISP_RESOLVER], _answers(change.isp_records(pretend)))
        self._name_server(self.internet, "public", list(pretend.resolvers()), _answers(change.public_records(pretend)))

    def _name_server(self, namespace: Namespace, name: str, addresses: list[str], lines: list[str]) -> None:
        configuration = [f"listen-address={address}" for address in addresses] + lines
        before, daemon = self._dns.get(name, ([], None))
        if before == configuration:
            return
        if daemon:
            daemon.stop()
        self._dns[name] = configuration, daemons.dnsmasq(namespace, self.folder, name, configuration)

    def _stop_dns(self) -> None:
        for _, daemon in self._dns.values():
            daemon.stop()


def _addresses(device: str, *addresses: str) -> list[str]:
    return [f"addr add {address} dev {device}{' nodad' if ':' in address else ''}" for address in addresses]


def _answers(records: Records) -> list[str]:
    """A name server that is the authority for everything: what it does not know does not exist."""
    return ["local=/#/", *(f"host-record={name},{','.join(addresses)}" for name, addresses in records.items())]


def open_stage() -> Stage:
    """The stage for the shipped host table, in both layouts."""
    from conntest.hosts import load_table

    table = load_table()
    return Stage({layout: zone.build(table, layout) for layout in Layout})
