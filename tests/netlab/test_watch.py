"""`conntest watch` on the stage: outages that nftables makes are named, and monitoring systems read what it tells."""

import contextlib
import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import pytest

from conntest.app.monitoring import text_of

from . import monitoring
from .change import ROUTER_LAN, Change, Rules
from .client import CONNTEST, HUNG_S, _environment
from .scenario import GATEWAY_PORTS
from .stage import Stage

RULES = "conntest.rules.yml"

#: Outages, and the part and the causes that may be named for each. IBKR's announced reset may cover the time of a test.
OUTAGES: list[tuple[Change, str, tuple[str, ...]]] = [
    (Change(router=Rules(forward="drop")), "provider", ("provider-silent",)),
    (Change(router=Rules(forward="ip daddr @gateways drop")), "gateways", ("gateways-silent", "reset-window")),
    (Change(router=Rules(forward=f"{GATEWAY_PORTS} drop")), "provider", ("port-blocked", "reset-window")),
    (Change(router=Rules(input="udp dport 53 drop")), "name-server", ("name-server-silent",)),
    (
        Change(ip=(("client", "link set lan down", f"link set lan up; route add default via {ROUTER_LAN}"),)),
        "local-network",
        ("no-route",),
    ),
]


class Watching:
    """A watch in the client's namespace, and the lines that it has printed."""

    def __init__(self, stage: Stage, folder: Path, *options: str) -> None:
        self.report = folder / "watch.json"
        words = (str(CONNTEST), "watch", "--every", "10s", "--region", "america-east", "-o", str(self.report))
        self.process = subprocess.Popen(
            stage.client.exec(*words, *options),
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        self.lines += iter(self.process.stdout.readline, "")

    def wait_for(self, sign: str, number: int) -> None:
        """Until so many transitions with `sign` were printed. Raises TimeoutError."""
        wait_until(lambda: sum(sign in line for line in self.lines) >= number, "".join(self.lines))

    def end(self) -> int:
        """Ctrl-C, and the exit code."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(HUNG_S)
        self._reader.join()
        return self.process.returncode


@contextlib.contextmanager
def watching(stage: Stage, folder: Path, *options: str) -> Iterator[Watching]:
    one = Watching(stage, folder, *options)
    try:
        yield one
    finally:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()
        if one.process.stdout is not None:
            one.process.stdout.close()


def wait_until(ready: Callable[[], bool], told: str = "") -> None:
    deadline = time.monotonic() + HUNG_S
    while not ready():
        if time.monotonic() > deadline:
            raise TimeoutError(told)
        time.sleep(0.1)


def watched(stage: Stage, folder: Path) -> Watching:
    """A watch, from its beginning to its end, of a network in which one outage follows the other."""
    state = folder / "state.json"
    with stage.changed(Change()), watching(stage, folder, "--state", str(state)) as watch:
        # The first round is over, and good, before anything breaks.
        wait_until(lambda: (state.exists() and json.loads(state.read_text())["rounds"] > 0) or bool(watch.lines))
        for number, (change, _, _) in enumerate(OUTAGES, 1):
            with stage.changed(change):
                watch.wait_for("✗", number)
            watch.wait_for("✓", number)
        watch.end()
    return watch


@pytest.mark.slow
@pytest.mark.ahead(play=watched)
def test_outages_that_a_firewall_makes_are_attributed_rightly(played: Watching) -> None:
    assert played.process.returncode == 3
    outages = json.loads(played.report.read_text())["outages"]
    assert len(outages) == len(OUTAGES), played.lines
    for outage, (_, _, causes) in zip(outages, OUTAGES, strict=True):
        assert outage["cause"] in causes, played.lines


@pytest.mark.slow
def test_prometheus_scrapes_a_watch_and_reads_a_file_through_node_exporter(stage: Stage, tmp_path: Path) -> None:
    with (
        TemporaryDirectory(prefix="netlab-textfiles-") as textfiles,
        watching(stage, tmp_path, "--listen", monitoring.WATCH, "-o", f"{textfiles}/watch.prom"),
        monitoring.node_exporter(stage, Path(textfiles), tmp_path),
        monitoring.prometheus(stage, tmp_path, text_of(RULES)),
    ):
        for job in ("watch", "textfile"):
            wanted = f'conntest_watch_probes_total{{job="{job}",target="ndc1"}} > 0'
            wait_until(lambda wanted=wanted: bool(monitoring.values(stage, wanted)), wanted)
        with stage.changed(Change(router=Rules(forward="ip daddr @gateways drop"))):
            down = 'conntest_watch_up{job="watch",part="gateways"} == 0'
            wait_until(lambda: bool(monitoring.values(stage, down)), down)
        errors = monitoring.values(stage, "node_textfile_scrape_error")
        assert [value for _, value in errors] == [0.0]


def test_promtool_finds_nothing_wrong_with_rules_and_metrics(stage: Stage, tmp_path: Path) -> None:
    (tmp_path / RULES).write_text(text_of(RULES))
    (tmp_path / "tests.yml").write_text((Path(__file__).parent / "rules.test.yml").read_text())
    stage.client.run("promtool", "check", "rules", str(tmp_path / RULES))
    stage.client.run("promtool", "test", "rules", str(tmp_path / "tests.yml"))
    for words in (("demo", "healthy"), ("demo",), ("watch", "--demo", "--for", "6h", "-q")):
        metrics = tmp_path / "metrics.prom"
        subprocess.run(
            stage.client.exec(str(CONNTEST), *words, "-o", str(metrics)),
            cwd=tmp_path,
            env=_environment(tmp_path),
            capture_output=True,
            check=False,
            timeout=HUNG_S,
        )
        stage.client.run("promtool", "check", "metrics", stdin=metrics.read_text())
