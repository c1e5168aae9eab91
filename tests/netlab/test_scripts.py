"""Proxy setup scripts, served by nginx in the home router and set as KDE does: what they decide and what they spoil."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from . import daemons
from .change import DEAD_NEIGHBOUR, ROUTER_LAN, Change
from .client import TIMEOUT_S, Outcome, run
from .scenario import FAIL, PASS
from .stage import Stage

PORT = 8088

#: The dead neighbour's address answers nobody, so that nothing gets through this proxy.
DEAD_PROXY = f"PROXY {DEAD_NEIGHBOUR}:3128"

SCRIPTS = {
    "direct.pac": "function FindProxyForURL(url, host) { return 'DIRECT'; }",
    "some.pac": "function FindProxyForURL(url, host) { return shExpMatch(host, '*.ibllc.com*') || isInNet(dnsResolve("
    f"host), '127.0.0.0', '255.0.0.0') ? 'DIRECT' : '{DEAD_PROXY}'; }}",
    "loop.pac": "function FindProxyForURL(url, host) { for (;;) {} }",
    "throws.pac": "function FindProxyForURL(url, host) { return thereIsNoSuchFunction(host); }",
    "rubbish.pac": "function FindProxyForURL(url, host) { return 'ask your administrator'; }",
    "page.pac": "<html><title>Moved</title>The intranet has moved.</html>",
}


@contextmanager
def serving(stage: Stage, folder: Path) -> Iterator[None]:
    scripts = folder / "scripts"
    scripts.mkdir()
    for name, text in SCRIPTS.items():
        (scripts / name).write_text(text)

    def configuration(home: Path) -> str:
        temporary = " ".join(
            f"{kind}_temp_path {home}/t;" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        server = f"server {{ listen {ROUTER_LAN}:{PORT}; root {scripts}; }}"
        return (
            f"daemon off; master_process off; user root; pid {home}/pid; error_log {home}/error.log; events {{}}\n"
            f"http {{ access_log off; default_type application/x-ns-proxy-autoconfig; {temporary} {server} }}\n"
        )

    server = daemons.nginx(stage.router, folder, "scripts-server", configuration, PORT)
    try:
        yield
    finally:
        server.stop()


def run_with(stage: Stage, folder: Path, url: str) -> Outcome:
    """A run on the healthy stage by a user whose desktop says to use the script at `url`."""
    settings = folder / "config"
    settings.mkdir()
    (settings / "kioslaverc").write_text(f"[Proxy Settings]\nProxyType=2\nProxy Config Script={url}\n")
    with serving(stage, folder), stage.changed(Change()):
        return run(stage, folder, environment={"XDG_CONFIG_HOME": str(settings)})


def served(name: str) -> str:
    return f"http://{ROUTER_LAN}:{PORT}/{name}"


def verdicts(outcome: Outcome) -> dict[str, Any]:
    assert outcome.report is not None, outcome.describe()
    return {domain: verdict["status"] for domain, verdict in outcome.report["verdicts"].items()}


def script(outcome: Outcome) -> dict[str, Any]:
    assert outcome.report is not None, outcome.describe()
    (report,) = outcome.report["machine"]["pac"]
    return dict(report)


def test_a_script_that_lets_all_go_directly_is_no_finding(stage: Stage, tmp_path: Path) -> None:
    outcome = run_with(stage, tmp_path, served("direct.pac"))
    assert (outcome.exit_code, outcome.codes) == (PASS, []), outcome.describe()
    decided = script(outcome)
    assert decided["outcome"] == "evaluated"
    assert {tuple(one["choices"]) for one in decided["decisions"]} == {("direct",)}
    assert {one["host"] for one in decided["decisions"]} == {row.host for row in stage.zone.table.hosts if row.host}


def test_a_script_that_sends_the_web_through_a_dead_proxy_is_no_fault_of_tws(stage: Stage, tmp_path: Path) -> None:
    outcome = run_with(stage, tmp_path, served("some.pac"))
    choices = {one["host"]: one["choices"] for one in script(outcome)["decisions"]}
    assert choices["ndc1.ibllc.com"] == ["direct"]
    assert choices["www.interactivebrokers.com"] == [f"http://{DEAD_NEIGHBOUR}:3128"]
    assert outcome.codes == ["proxy-unreachable"], outcome.describe()
    assert (verdicts(outcome)["tws"], verdicts(outcome)["proxy"]) == ("pass", "fail")


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("missing.pac", "pac-unreachable", "404 Not Found"),
        ("loop.pac", "pac-invalid", "without end"),
        ("throws.pac", "pac-invalid", "thereIsNoSuchFunction"),
        ("rubbish.pac", "pac-invalid", "ask your administrator"),
        ("page.pac", "pac-invalid", "web page"),
    ],
)
def test_a_script_that_fails_is_named_and_nothing_else_accused(
    stage: Stage, tmp_path: Path, name: str, code: str, words: str
) -> None:
    outcome = run_with(stage, tmp_path, served(name))
    assert (outcome.exit_code, outcome.codes) == (FAIL, [code]), outcome.describe()
    assert words in outcome.findings[0]["summary"]
    assert (verdicts(outcome)["tws"], verdicts(outcome)["portal"]) == ("pass", "pass")


def test_a_script_on_a_server_that_is_gone_does_not_hold_up_the_run(stage: Stage, tmp_path: Path) -> None:
    outcome = run_with(stage, tmp_path, f"http://{DEAD_NEIGHBOUR}/proxy.pac")
    assert outcome.codes == ["pac-unreachable"], outcome.describe()
    assert outcome.seconds < 2 * TIMEOUT_S + 3
