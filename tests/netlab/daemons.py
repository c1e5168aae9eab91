"""The stage's daemons: started in a namespace, waited for, and ended by their process id."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from .namespaces import Namespace, StageError

#: The folder from which this package is imported.
ROOT = Path(__file__).parents[len(__package__.split("."))]
#: Seconds a daemon may take until it listens. They need 20 to 300 ms; a loaded machine gets much more.
PATIENCE = 15.0
#: Seconds between two looks whether a daemon is up.
POLL = 0.005

#: Seconds for a server to end by itself. An nginx that is killed leaves its workers, which go on listening, with the
#: clock and the certificates of before.
STOPPED_S = 30


class Daemon:
    """A server in a namespace. It dies with this process, even when this process is killed (PR_SET_PDEATHSIG)."""

    def __init__(self, namespace: Namespace, log: Path, *command: str) -> None:
        self.log = log
        self._command = command
        with log.open("wb") as sink:
            self._process = subprocess.Popen(
                ("setpriv", "--pdeathsig", "KILL", *namespace.exec(*command)),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
                # A Ctrl-C in the terminal is for the tests; they end their daemons themselves.
                start_new_session=True,
            )

    def wait_until(self, ready: Callable[[], bool]) -> "Daemon":
        """Look again and again whether it is `ready`. Raises StageError with its log if it ends or takes too long."""
        deadline = time.monotonic() + PATIENCE
        while not ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise StageError(f"{self._command} did not start\n{self.log.read_text()}")
            time.sleep(POLL)
        return self

    def wait_to_say(self, word: str) -> "Daemon":
        return self.wait_until(lambda: word in self.log.read_text())

    def stop(self) -> None:
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(STOPPED_S)
            return
        self._process.kill()
        self._process.wait()


def python(namespace: Namespace, folder: Path, module: str, *arguments: str) -> Daemon:
    """One of this package's own servers. It says "ready" when it listens."""
    # -P keeps the current folder off the module path, so that nothing standing there is imported by mistake.
    program = ("env", f"PYTHONPATH={ROOT}", sys.executable, "-P", "-m", f"{__package__}.{module}")
    return Daemon(namespace, folder / f"{module}.log", *program, *arguments)


def dnsmasq(namespace: Namespace, folder: Path, name: str, lines: list[str]) -> Daemon:
    """A name server that knows what `lines` say, and nothing from this machine's files."""
    path = folder / f"{name}.conf"
    # With `no-daemon`, one TCP connection that is left open would hold up every question after it. And the kernel would
    # forget PR_SET_PDEATHSIG if it changed its credentials (prctl(2)).
    common = [
        "keep-in-foreground",
        "user=root",
        "group=root",
        "log-facility=-",
        "bind-interfaces",
        "no-resolv",
        "no-hosts",
    ]
    # The same question must get the scenario's answer, not the one before: no cache.
    path.write_text("\n".join([*common, "cache-size=0", *lines]) + "\n")
    daemon = Daemon(namespace, folder / f"{name}.log", "dnsmasq", f"--conf-file={path}")
    return daemon.wait_to_say("started, version")


def nginx(
    namespace: Namespace,
    folder: Path,
    name: str,
    configuration: Callable[[Path], str],
    port: int,
    *,
    clock_offset_s: int = 0,
) -> Daemon:
    """A web server; `configuration` is given its folder, `port` is one it will listen on."""
    home = folder / name
    home.mkdir(exist_ok=True)
    (home / "nginx.conf").write_text(configuration(home))
    command = (*clock(clock_offset_s), "nginx", "-p", str(home), "-c", str(home / "nginx.conf"))
    daemon = Daemon(namespace, folder / f"{name}.log", *command)
    return daemon.wait_until(lambda: f":{port} " in namespace.run("ss", "-Htln", f"sport = :{port}"))


def clock(offset_s: int) -> tuple[str, ...]:
    """The words before a command that make a program's clock wrong. The `faketime` program itself would stay in
    between, and not pass on the signal that ends the server."""
    if not offset_s:
        return ()
    library = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    return (
        "env",
        f"LD_PRELOAD={library}",
        f"FAKETIME={offset_s:+d}s",
        # It reads the offset again after ten seconds otherwise, and nginx keeps no variable (ngx_core_module, "env").
        "FAKETIME_CACHE_DURATION=86400",
        "DONT_FAKE_MONOTONIC=1",
    )
