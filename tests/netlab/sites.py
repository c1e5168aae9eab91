"""Many computers behind the home router, each with a real sshd: what `conntest fleet` is for."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from .change import ROUTER_LAN
from .daemons import Daemon
from .namespaces import Namespace, run
from .stage import Stage

#: The network of the sites, on a switch in the router. The first host has .11.
ROUTER, NETWORK = "192.168.78.1", "192.168.78.0/24"

#: A SOCKS proxy on the router, for sites that get nowhere by themselves.
SOCKS_PORT = 1085

#: Namespaces are numbered by stage, of which there are few.
_NUMBERS = count(1000)


def address(number: int) -> str:
    """Of the site with this number, from 1 on."""
    return f"192.168.78.{10 + number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sites:
    """Sites that are up, and what Ansible needs to log in to them."""

    key: Path

    def variables(self) -> dict[str, Any]:
        """Variables of an inventory, for all of them."""
        return {
            "ansible_user": "root",
            "ansible_ssh_private_key_file": str(self.key),
            "ansible_ssh_common_args": f"-F {os.devnull} -oStrictHostKeyChecking=no -oUserKnownHostsFile={os.devnull}",
            "ansible_python_interpreter": sys.executable,
        }


@contextmanager
def sites(stage: Stage, folder: Path, number: int) -> Iterator[Sites]:
    """`number` computers, up until the end of the block."""
    with ExitStack() as undo:
        keys = _keys(folder)
        _switch(stage, undo)
        for one in range(1, number + 1):
            _site(stage, undo, keys, one)
        proxy = Daemon(stage.router, folder / "socks.log", "microsocks", "-i", ROUTER, "-p", str(SOCKS_PORT))
        undo.callback(proxy.stop)
        proxy.wait_until(lambda: f":{SOCKS_PORT} " in stage.router.run("ss", "-Htln", f"sport = :{SOCKS_PORT}"))
        yield Sites(key=keys / "user")


def _keys(folder: Path) -> Path:
    keys = folder / "keys"
    keys.mkdir()
    for name in ("host", "user"):
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(keys / name))
    shutil.copy(keys / "user.pub", keys / "authorized_keys")
    Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    return keys


def _switch(stage: Stage, undo: ExitStack) -> None:
    stage.router.ip("link", "add", "sites", "type", "bridge")
    undo.callback(stage.router.ip, "link", "del", "sites")
    stage.router.ip_batch([f"addr add {ROUTER}/24 dev sites", "link set sites up"])


def _site(stage: Stage, undo: ExitStack, keys: Path, number: int) -> None:
    namespace = Namespace(next(_NUMBERS), f"site{number:02}")
    undo.callback(namespace.destroy)
    namespace.create()
    port = f"site{number:02}"
    namespace.ip("link", "add", "lan", "type", "veth", "peer", "name", port, "netns", stage.router.name)
    namespace.sysctl(net__ipv6__conf__all__disable_ipv6=1)
    stage.router.ip_batch([f"link set {port} master sites", f"link set {port} up"])
    namespace.ip_batch([f"addr add {address(number)}/24 dev lan", "link set lan up", f"route add default via {ROUTER}"])
    for name, line in {
        "resolv.conf": f"nameserver {ROUTER_LAN}",
        "hosts": "127.0.0.1 localhost",
        "nsswitch.conf": "hosts: files dns\npasswd: files",
    }.items():
        (namespace.etc / name).write_text(f"{line}\n")
    options = {
        "ListenAddress": f"{address(number)}:22",
        "HostKey": str(keys / "host"),
        "AuthorizedKeysFile": str(keys / "authorized_keys"),
        "PermitRootLogin": "prohibit-password",
        "StrictModes": "no",
        "PidFile": "none",
        "Subsystem": "sftp internal-sftp",
    }
    words = (f"-o{name}={value}" for name, value in options.items())
    daemon = Daemon(namespace, keys / f"{port}.log", "/usr/sbin/sshd", "-D", "-e", "-f", os.devnull, *words)
    undo.callback(daemon.stop)
    daemon.wait_until(lambda: ":22 " in namespace.run("ss", "-Htln", "sport = :22"))
