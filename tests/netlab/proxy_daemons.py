"""Real proxies in the home router, as a company's would stand at its border: each configured as it comes, or worse.

They reach the internet from the router itself, so a rule that stops what the router forwards leaves them a way out.
"""

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from . import daemons
from .change import CLIENT_LAN, ISP_RESOLVER, ROUTER_LAN, SECOND_LINE, THIRD_LINE
from .daemons import Daemon
from .namespaces import Namespace, run

if TYPE_CHECKING:
    from .stage import Stage

#: A port for each, so that a scenario's options can be read.
SQUID, TINYPROXY, DANTE, MICROSOCKS, HAPROXY, SSH = 3128, 8888, 1080, 1081, 8082, 1082

#: Who may use a proxy that asks. The password has signs that mean something in a URL, a shell and Base64.
USER, PASSWORD = "trader", "p@ss:w/rd+2"
PASSWORD_IN_URL = "p%40ss%3Aw%2Frd%2B2"

LAN = "192.168.77.0/24"

Start = Callable[["Stage"], Daemon]


def _listening(namespace: Namespace, port: int) -> Callable[[], bool]:
    return lambda: f":{port} " in namespace.run("ss", "-Htln", f"sport = :{port}")


def _folder(stage: "Stage", name: str) -> Path:
    """A folder that a daemon can read after it has laid down root's rights."""
    folder = stage.folder / name
    folder.mkdir(exist_ok=True)
    for path in (stage.folder, folder):
        path.chmod(0o755)
    return folder


def _resolving(stage: "Stage") -> None:
    """The router's own programs ask the provider's resolver."""
    (stage.router.etc / "resolv.conf").write_text(f"nameserver {ISP_RESOLVER}\n")


def _started(stage: "Stage", name: str, port: int, *command: str) -> Daemon:
    _resolving(stage)
    return Daemon(stage.router, stage.folder / f"{name}.log", *command).wait_until(_listening(stage.router, port))


#: The rules that Debian's squid.conf begins with; what a company adds are its networks.
_SQUID = """
http_port {ROUTER_LAN}:{SQUID}
acl localnet src {LAN}
acl SSL_ports port {ports}
{login}
http_access deny CONNECT !SSL_ports
http_access {allow}
http_access deny all
dns_nameservers {ISP_RESOLVER}
cache deny all
access_log none
cache_log /dev/null
pid_filename none
netdb_filename none
coredump_dir {folder}
shutdown_lifetime 0 seconds
visible_hostname proxy.company.example
{exits}
"""

#: A farm of proxies leaves by the address of whichever of them was picked.
_SQUID_EXITS = f"""acl half random 0.5
tcp_outgoing_address {SECOND_LINE} half
tcp_outgoing_address {THIRD_LINE}"""

_SQUID_LOGIN = """auth_param basic program /usr/lib/squid/basic_ncsa_auth {passwords}
auth_param basic children 2 startup=1
auth_param basic realm the company's proxy
acl known proxy_auth REQUIRED"""


def _squid(stage: "Stage", *, ports: str = "443", login: bool = False, exits: str = "") -> Daemon:
    folder = _folder(stage, "squid")
    passwords = folder / "passwords"
    hashed = run("openssl", "passwd", "-apr1", PASSWORD).strip()
    passwords.write_text(f"{USER}:{hashed}\n")
    passwords.chmod(0o644)
    configuration = folder / "squid.conf"
    configuration.write_text(
        _SQUID.format(
            ROUTER_LAN=ROUTER_LAN,
            SQUID=SQUID,
            LAN=LAN,
            ISP_RESOLVER=ISP_RESOLVER,
            ports=ports,
            folder=folder,
            login=_SQUID_LOGIN.format(passwords=passwords) if login else "",
            allow="allow localnet known" if login else "allow localnet",
            exits=exits,
        )
    )
    return _started(stage, "squid", SQUID, "squid", "-N", "-f", str(configuration))


_TINYPROXY = """
User nobody
Port {TINYPROXY}
Listen {ROUTER_LAN}
Timeout 60
Allow {LAN}
ConnectPort 443
ConnectPort 563
"""


def _tinyproxy(stage: "Stage") -> Daemon:
    configuration = _folder(stage, "tinyproxy") / "tinyproxy.conf"
    configuration.write_text(_TINYPROXY.format(TINYPROXY=TINYPROXY, ROUTER_LAN=ROUTER_LAN, LAN=LAN))
    return _started(stage, "tinyproxy", TINYPROXY, "tinyproxy", "-d", "-c", str(configuration))


_DANTE = """
logoutput: stderr
internal: {ROUTER_LAN} port = {DANTE}
external: wan
clientmethod: none
socksmethod: {method}
user.privileged: root
user.unprivileged: nobody
client pass {{ from: {LAN} to: 0.0.0.0/0 }}
{rules}
socks pass {{ from: {LAN} to: 0.0.0.0/0 }}
"""

_DANTE_DENIES = "".join(f"socks block {{ from: 0.0.0.0/0 to: 0.0.0.0/0 port = {port} }}\n" for port in (4000, 4001))


def _dante(stage: "Stage", *, login: bool = False, rules: str = "") -> Daemon:
    configuration = _folder(stage, "dante") / "danted.conf"
    method = "username" if login else "none"
    configuration.write_text(_DANTE.format(ROUTER_LAN=ROUTER_LAN, DANTE=DANTE, LAN=LAN, method=method, rules=rules))
    if login:
        _add_user(stage.router)
    return _started(stage, "dante", DANTE, "danted", "-f", str(configuration))


def _add_user(namespace: Namespace) -> None:
    """A user of the router alone: it sees these files in place of this machine's."""
    hashed = run("openssl", "passwd", "-6", PASSWORD).strip()
    accounts = Path("/etc/passwd").read_text() + f"{USER}:x:64999:64999::/nonexistent:/usr/sbin/nologin\n"
    (namespace.etc / "passwd").write_text(accounts)
    shadow = namespace.etc / "shadow"
    shadow.write_text(f"{USER}:{hashed}:19000:0:99999:7:::\nroot:*:19000:0:99999:7:::\n")
    shadow.chmod(0o600)


def _microsocks(stage: "Stage") -> Daemon:
    return _started(stage, "microsocks", MICROSOCKS, "microsocks", "-i", ROUTER_LAN, "-p", str(MICROSOCKS))


_HAPROXY = """
defaults
    mode http
    timeout connect 2s
    timeout client 10s
    timeout server 10s
frontend web
    bind {ROUTER_LAN}:{HAPROXY}
    default_backend site
backend site
    server page {ROUTER_LAN}:8081
"""


def _haproxy(stage: "Stage") -> Daemon:
    """A web server's front, and no proxy for anyone's browser."""
    configuration = _folder(stage, "haproxy") / "haproxy.cfg"
    configuration.write_text(_HAPROXY.format(ROUTER_LAN=ROUTER_LAN, HAPROXY=HAPROXY))
    return _started(stage, "haproxy", HAPROXY, "haproxy", "-db", "-f", str(configuration))


class _Two(Daemon):
    """A client and the server that it needs."""

    def __init__(self, first: Daemon, second: Daemon) -> None:
        self._both = (second, first)

    def stop(self) -> None:
        for daemon in self._both:
            daemon.stop()


def _ssh(stage: "Stage") -> Daemon:
    """`ssh -D` on the client's own loopback: a SOCKS proxy whose other end is the router."""
    folder = _folder(stage, "ssh")
    for name in ("host", "user"):
        if not (folder / name).exists():
            run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name))
    shutil.copy(folder / "user.pub", folder / "authorized_keys")
    Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    server = _started(stage, "sshd", 2222, *_sshd(folder))
    client = Daemon(stage.client, stage.folder / "ssh.log", *_ssh_client(folder))
    return _Two(server, client.wait_until(_listening(stage.client, SSH)))


def _sshd(folder: Path) -> tuple[str, ...]:
    options = {
        "ListenAddress": f"{ROUTER_LAN}:2222",
        "HostKey": str(folder / "host"),
        "AuthorizedKeysFile": str(folder / "authorized_keys"),
        "PermitRootLogin": "prohibit-password",
        "StrictModes": "no",
        "PidFile": "none",
    }
    return ("/usr/sbin/sshd", "-D", "-e", "-f", os.devnull, *(f"-o{key}={value}" for key, value in options.items()))


def _ssh_client(folder: Path) -> tuple[str, ...]:
    options = {
        "StrictHostKeyChecking": "no",
        "UserKnownHostsFile": os.devnull,
        "IdentityFile": str(folder / "user"),
        "BindAddress": CLIENT_LAN,
        "BatchMode": "yes",
    }
    words = [f"-o{key}={value}" for key, value in options.items()]
    return ("ssh", "-N", "-F", os.devnull, *words, "-D", f"127.0.0.1:{SSH}", "-p", "2222", f"root@{ROUTER_LAN}")


#: The proxies that a scenario can have started, by name.
STARTS: Mapping[str, Start] = {
    "squid": _squid,
    "squid-open": lambda stage: _squid(stage, ports="443 4000 4001"),
    "squid-login": lambda stage: _squid(stage, login=True),
    "squid-farm": lambda stage: _squid(stage, exits=_SQUID_EXITS),
    "tinyproxy": _tinyproxy,
    "dante": _dante,
    "dante-login": lambda stage: _dante(stage, login=True),
    "dante-denies": lambda stage: _dante(stage, rules=_DANTE_DENIES),
    "microsocks": _microsocks,
    "haproxy": _haproxy,
    "ssh": _ssh,
    "odd": lambda stage: daemons.python(stage.router, stage.folder, "odd_proxies", ROUTER_LAN).wait_to_say("ready"),
}
