"""Run inside a network namespace of its own: two gateways that accept and never answer, and conntest against them.

`python -m tests.cli.lab SCENARIO FOLDER` prints one JSON object: how conntest ended, and what it wrote.
"""

import json
import os
import pty
import select
import signal
import socket
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.cli.tiny import TINY

#: The kernel completes connections to these; nobody reads from them.
PORTS = (4000, 4001)

#: Far longer than any scenario: reached only where conntest hangs.
HUNG_S = 20.0

#: Longer than a scenario may take, so that a run which ends in time ended because it was told to.
OPTIONS = ("--hosts", "tiny.yaml", "--no-third-party", "--timeout", "15", "-o", "report.json")

Act = Callable[["subprocess.Popen[bytes]", list[socket.socket]], None]


def interrupt(process: "subprocess.Popen[bytes]", held: list[socket.socket]) -> None:
    process.send_signal(signal.SIGINT)


def interrupt_twice_at_once(process: "subprocess.Popen[bytes]", held: list[socket.socket]) -> None:
    """The second may come before the first was seen; signals do not queue."""
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)


def interrupt_again_when_the_run_is_over(process: "subprocess.Popen[bytes]", held: list[socket.socket]) -> None:
    """The second as soon as the first had its effect: connections are closed, the report is not yet written."""
    process.send_signal(signal.SIGINT)
    for connection in held:
        while connection.recv(65536):
            pass
    process.send_signal(signal.SIGINT)


def terminate(process: "subprocess.Popen[bytes]", held: list[socket.socket]) -> None:
    process.send_signal(signal.SIGTERM)


def hang_up(process: "subprocess.Popen[bytes]", held: list[socket.socket]) -> None:
    """As the end of its terminal does, which `main` closes at the same time."""
    process.send_signal(signal.SIGHUP)


SCENARIOS: Mapping[str, Act] = {
    act.__name__: act
    for act in (interrupt, interrupt_twice_at_once, interrupt_again_when_the_run_is_over, terminate, hang_up)
}


def main(scenario: str, folder: str, *terminal: str) -> None:
    os.chdir(folder)
    Path("tiny.yaml").write_text(TINY, encoding="utf-8")
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    listeners = [socket.create_server(("127.0.0.1", port)) for port in PORTS]
    for listener in listeners:
        listener.settimeout(HUNG_S)
    command = [sys.executable, "-m", "conntest", *OPTIONS]
    environment = dict(word.split("=", 1) for word in terminal)
    screen, process = started(command, environment) if terminal else (None, piped(command))
    try:
        # The greetings come a quarter of a second after the first attempts: the run is in full swing.
        held = [listener.accept()[0] for listener in listeners for _ in range(2)]
        began = time.monotonic()
        if screen is not None and scenario == hang_up.__name__:
            os.close(screen)
        SCENARIOS[scenario](process, held)
        out, err = process.communicate(timeout=HUNG_S) if screen is None else (_read(screen), b"")
        process.wait(timeout=HUNG_S)
        seconds = time.monotonic() - began
    finally:
        process.kill()
    report = Path("report.json")
    result = {
        "code": process.returncode,
        "seconds": seconds,
        "out": out.decode(),
        "err": err.decode(),
        "report": json.loads(report.read_text()) if report.exists() else None,
        "files": sorted(path.name for path in Path().iterdir()),
    }
    print(json.dumps(result))


def piped(command: list[str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def started(command: list[str], environment: dict[str, str]) -> tuple[int, "subprocess.Popen[bytes]"]:
    """On a terminal of 24 rows and 80 columns, whose other end is given too."""
    screen, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 80))
    inherited = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
    process = subprocess.Popen(command, stdin=terminal, stdout=terminal, stderr=terminal, env=inherited | environment)
    os.close(terminal)
    return screen, process


def _read(screen: int) -> bytes:
    """Everything that is written to the terminal until its last user has gone; nothing where it is closed."""
    said = b""
    try:
        os.fstat(screen)
    except OSError:
        return said
    while select.select([screen], [], [], HUNG_S)[0]:
        try:
            some = os.read(screen, 65536)
        except OSError:  # Linux tells the end of a terminal so
            break
        if not some:
            break
        said += some
    return said


if __name__ == "__main__":
    main(*sys.argv[1:])
