"""Prometheus and node_exporter, as Debian ships them, in the client's namespace."""

import json
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .daemons import Daemon
from .stage import Stage

PROMETHEUS, NODE_EXPORTER, WATCH = "127.0.0.1:9090", "127.0.0.1:9100", "127.0.0.1:9464"

_CONFIGURATION = f"""
global:
  scrape_interval: 1s
  evaluation_interval: 1s
rule_files:
  - conntest.rules.yml
scrape_configs:
  - job_name: watch
    static_configs:
      - targets: ["{WATCH}"]
  - job_name: textfile
    static_configs:
      - targets: ["{NODE_EXPORTER}"]
"""


@contextmanager
def prometheus(stage: Stage, folder: Path, rules: str) -> Iterator[None]:
    """Scrapes the watch and node_exporter each second, with the alert rules `rules`."""
    (folder / "prometheus.yml").write_text(_CONFIGURATION)
    (folder / "conntest.rules.yml").write_text(rules)
    daemon = Daemon(
        stage.client,
        folder / "prometheus.log",
        "prometheus",
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address={PROMETHEUS}",
    )
    try:
        daemon.wait_to_say("Server is ready to receive web requests")
        yield
    finally:
        daemon.stop()


@contextmanager
def node_exporter(stage: Stage, folder: Path) -> Iterator[None]:
    """Collects the `.prom` files of `folder`, as a user of its own, and nothing else."""
    daemon = Daemon(
        stage.client,
        folder / "exporter.log",
        "setpriv",
        "--reuid=65534",
        "--clear-groups",
        "prometheus-node-exporter",
        "--collector.disable-defaults",
        "--collector.textfile",
        f"--collector.textfile.directory={folder}",
        f"--web.listen-address={NODE_EXPORTER}",
    )
    try:
        daemon.wait_to_say(f"address={NODE_EXPORTER}")
        yield
    finally:
        daemon.stop()


def values(stage: Stage, expression: str) -> list[tuple[Mapping[str, str], float]]:
    """What Prometheus answers to `expression`: labels and value of each series."""
    query = urllib.parse.quote(expression)
    answer: Any = json.loads(stage.client.run("curl", "-sS", f"http://{PROMETHEUS}/api/v1/query?query={query}"))
    return [(one["metric"], float(one["value"][1])) for one in answer["data"]["result"]]
