"""Network namespaces that are named after this process, and are gone when it is."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterable
from pathlib import Path

PREFIX = "ct"
_TOOLS = ("ip", "nft", "conntrack", "dnsmasq", "nginx", "faketime", "setpriv", "curl", "tayga", "unbound")
_PROXIES = ("squid", "tinyproxy", "danted", "microsocks", "haproxy", "sshd", "ssh", "openssl")
ROLES = ("client", "router", "internet")
#: What `ip netns exec NAME` shows its program in place of the files in /etc (ip-netns(8)).
ETC_NETNS = Path("/etc/netns")
RUN_NETNS = Path("/run/netns")


class StageError(Exception):
    """The stage could not be set up: a fault of the harness or of the machine, never of the tool under test."""


def run(*command: str, stdin: str | None = None) -> str:
    """Run a command to its end and give its output. Raises StageError with what it complained about."""
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False, timeout=20)
    if done.returncode:
        raise StageError(f"{' '.join(command)}\n{done.stderr}{stdin or ''}")
    return done.stdout


def obstacle() -> str | None:
    """Why no stage can be built here, or None."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "network namespaces need root"
    missing = [tool for tool in (*_TOOLS, *_PROXIES) if shutil.which(tool) is None]
    if missing:
        return f"not installed: {', '.join(missing)} (tests/netlab/packages.txt)"
    probe = f"{PREFIX}{os.getpid()}-probe"
    try:
        run("ip", "netns", "add", probe)
        run("ip", "netns", "del", probe)
    except StageError as error:
        return f"no network namespaces: {error}"
    return None


class Namespace:
    """`stage` is the number of a stage in this process, `role` one of ROLES."""

    def __init__(self, stage: int, role: str) -> None:
        self.role = role
        self.name = f"{PREFIX}{os.getpid()}-{stage}-{role}"
        self.etc = ETC_NETNS / self.name

    def create(self) -> None:
        run("ip", "netns", "add", self.name)
        self.etc.mkdir(parents=True)
        self.ip("link", "set", "lo", "up")

    def destroy(self) -> None:
        if (RUN_NETNS / self.name).exists():
            # Sessions of an sshd outlive it.
            for pid in run("ip", "netns", "pids", self.name).split():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(pid), signal.SIGKILL)
            run("ip", "netns", "del", self.name)
        shutil.rmtree(self.etc, ignore_errors=True)

    def exec(self, *command: str) -> tuple[str, ...]:
        """The command line that runs `command` in here."""
        return ("ip", "netns", "exec", self.name, *command)

    def run(self, *command: str, stdin: str | None = None) -> str:
        return run(*self.exec(*command), stdin=stdin)

    def ip(self, *arguments: str) -> None:
        run("ip", "-n", self.name, *arguments)

    def ip_batch(self, lines: Iterable[str]) -> None:
        """Many `ip` commands in one process: a hundred addresses in milliseconds."""
        run("ip", "-n", self.name, "-batch", "-", stdin="\n".join(lines) + "\n")

    def forget_connections(self) -> None:
        """A known flow keeps its translation: rules loaded later would miss a packet that reuses its ports."""
        self.run("conntrack", "--flush")

    def sysctl(self, **settings: int) -> None:
        """Keys with `__` for the dots, such as `net__ipv4__ip_forward`."""
        self.run("sysctl", "-q", "-w", *(f"{key.replace('__', '.')}={value}" for key, value in settings.items()))


def sweep() -> None:
    """Remove what an earlier run left behind when it was killed outright: namespaces of processes that are gone."""
    for folder in (RUN_NETNS, ETC_NETNS):
        for path in folder.glob(f"{PREFIX}[0-9]*") if folder.is_dir() else ():
            owner = re.match(rf"{PREFIX}(\d+)-", path.name)
            if owner and not Path(f"/proc/{owner[1]}").exists():
                _remove(path)


def _remove(path: Path) -> None:
    if path.parent == RUN_NETNS:
        run("ip", "netns", "del", path.name)
    else:
        shutil.rmtree(path, ignore_errors=True)
