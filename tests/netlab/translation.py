"""A network that has IPv6 only: its router translates to IPv4 (NAT64, RFC 6146, by tayga) and its name server leads
there (DNS64, RFC 6147, by unbound). Or neither does."""

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .change import ISP_RESOLVER, ROUTER_LAN6
from .daemons import Daemon

if TYPE_CHECKING:
    from .stage import Stage

#: RFC 6052, section 2.1.
_PREFIX = "64:ff9b::/96"
#: IPv4 addresses that clients get on the way, which the router's own translation hides again.
_POOL, _TRANSLATOR = "192.168.255.0/24", "192.168.255.1"
#: Private IPv4 addresses have none under the prefix (RFC 6052, section 3.1), so that the translator needs one.
_TRANSLATOR6 = "2a0e:b107:99::1"

_TAYGA = f"""tun-device nat64
ipv4-addr {_TRANSLATOR}
ipv6-addr {_TRANSLATOR6}
prefix {_PREFIX}
dynamic-pool {_POOL}
"""

_UNBOUND = """server:
  interface: {address}
  access-control: ::/0 allow
  do-daemonize: no
  username: ""
  chroot: ""
  directory: "{folder}"
  pidfile: ""
  use-syslog: no
  module-config: "{modules}"
  {prefix}
forward-zone:
  name: "."
  forward-addr: {upstream}
"""


@contextlib.contextmanager
def resolving(stage: "Stage", *, translated: bool) -> Iterator[None]:
    """A name server at the router's IPv6 address, and a translator, while it lasts."""
    with contextlib.ExitStack() as started:
        if translated:
            _start_translator(stage, started)
        configuration = stage.folder / "unbound.conf"
        modules, prefix = ("dns64 iterator", f"dns64-prefix: {_PREFIX}") if translated else ("iterator", "")
        text = _UNBOUND.format(
            address=ROUTER_LAN6, folder=stage.folder, modules=modules, prefix=prefix, upstream=ISP_RESOLVER
        )
        configuration.write_text(text)
        unbound = Daemon(stage.router, stage.folder / "unbound.log", "unbound", "-d", "-c", str(configuration))
        started.callback(unbound.stop)
        unbound.wait_until(lambda: ":53 " in stage.router.run("ss", "-Hluln", f"src [{ROUTER_LAN6}]"))
        yield


def _start_translator(stage: "Stage", started: contextlib.ExitStack) -> None:
    configuration = stage.folder / "tayga.conf"
    configuration.write_text(f"{_TAYGA}data-dir {stage.folder}\n")
    tayga = ("tayga", "-c", str(configuration))
    stage.router.run(*tayga, "--mktun")
    started.callback(stage.router.run, *tayga, "--rmtun")
    stage.router.ip_batch(["link set nat64 up", f"route add {_POOL} dev nat64", f"route add {_PREFIX} dev nat64"])
    daemon = Daemon(stage.router, stage.folder / "tayga.log", *tayga, "-d")
    started.callback(daemon.stop)
