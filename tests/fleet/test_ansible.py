"""What ansible-runner's events say of hosts, and what is said where Ansible cannot be used. It is not needed here."""

import os
import shlex
import signal
import sys
from importlib import util
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from conntest import signals
from conntest.fleet import ansible
from conntest.fleet.ansible import PLAYBOOK, End, FleetError, HostEnd, Play, check_usable, host_end, hosts_of, play
from tests.every import every


def event(name: str, **data: object) -> dict[str, object]:
    return {"event": f"runner_on_{name}", "event_data": {"host": "rome", "task": "Run conntest", **data}}


ENDS = {
    "fetched": (
        event("ok", task_action="ansible.builtin.fetch", res={"dest": "/audit/rome.json"}),
        HostEnd(host="rome", end=End.FETCHED, report=Path("/audit/rome.json")),
    ),
    "unreachable": (
        event("unreachable", res={"msg": "ssh: connect to host 10.0.0.3\nport 22: No route to host"}),
        HostEnd(host="rome", end=End.UNREACHABLE, said="ssh: connect to host 10.0.0.3 port 22: No route to host"),
    ),
    "not there": (
        event("failed", res={"msg": "Error executing command.", "rc": 2, "cmd": "'/opt/con test' run"}),
        HostEnd(host="rome", end=End.FAILED, said=f"/opt/con test: {os.strerror(2)}"),
    ),
    "complained": (
        event("failed", res={"msg": "non-zero return code", "rc": 2, "stderr": "usage: …\nconntest: no such region\n"}),
        HostEnd(host="rome", end=End.FAILED, said="Run conntest: conntest: no such region"),
    ),
    "silent": (
        event("failed", res={"msg": "non-zero return code", "rc": 1}),
        HostEnd(host="rome", end=End.FAILED, said="Run conntest: exit code 1"),
    ),
    "timed out": (
        event("failed", res={"msg": "Timed out after 180 second(s)."}),
        HostEnd(host="rome", end=End.FAILED, said="Run conntest: Timed out after 180 second(s)."),
    ),
}


@every("name", ENDS)
def test_an_event_tells_how_the_work_on_a_host_ended(name: str) -> None:
    heard, end = ENDS[name]
    assert list(host_end(heard)) == [end]


def test_other_events_end_nothing() -> None:
    for heard in (
        event("ok", task_action="ansible.builtin.command", res={"rc": 3}),
        event("failed", ignore_errors=True, res={"msg": "no matter"}),
        event("skipped"),
        {"event": "verbose"},
    ):
        assert list(host_end(heard)) == []


def test_what_a_host_says_is_cut() -> None:
    (end,) = host_end(event("unreachable", res={"msg": "x" * 5000}))
    assert len(end.said) < 400


def test_a_number_of_an_error_that_no_system_has_is_told_as_it_is() -> None:
    (end,) = host_end(event("failed", res={"msg": "Error executing command.", "rc": 10**18, "cmd": ["conntest"]}))
    assert end.said == f"conntest: error {10**18}"


def test_hosts_of_groups_that_hold_each_other_are_there_once() -> None:
    groups = {
        "all": {"children": ["east", "west"]},
        "east": {"hosts": ["rome", "oslo"], "children": ["west"]},
        "west": {"hosts": ["oslo", "lima"], "children": ["all"]},
    }
    assert hosts_of(groups) == ["rome", "oslo", "lima"]


@pytest.mark.parametrize("groups", [{}, {"all": None}, {"all": {"hosts": {"a": 1}, "children": [[], 5]}}])
def test_what_is_no_inventory_has_no_hosts(groups: dict[str, object]) -> None:
    assert hosts_of(groups) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there no extra would help")
def test_without_the_extra_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ansible, "find_spec", lambda name: None)
    with pytest.raises(FleetError, match=r"pip install 'conntest\[fleet\]'"):
        check_usable()


def test_windows_is_no_place_to_start_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ansible.os, "name", "nt")
    with pytest.raises(FleetError, match="does not run on Windows"):
        check_usable()
    assert util.find_spec("conntest.fleet"), "the package itself is there all the same"


def test_a_variable_of_the_process_goes_before_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANSIBLE_PIPELINING", "False")
    assert "ANSIBLE_PIPELINING" not in ansible.environment()
    assert "ANSIBLE_CONFIG" not in ansible.environment()
    Path("ansible.cfg").touch()
    assert ansible.environment()["ANSIBLE_CONFIG"] == str(tmp_path / "ansible.cfg")


@pytest.mark.parametrize(
    ("name", "code"), [("SIGINT", None), ("SIGTERM", 143), ("SIGHUP", 129)], ids=["Ctrl-C", "kill", "a closed terminal"]
)
def test_a_signal_ends_the_play_and_is_known_afterwards(
    name: str, code: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = signal.Signals.__members__.get(name)
    if number is None:
        pytest.skip("not a signal of this system")

    def run(*, cancel_callback: Any = None, **options: Any) -> SimpleNamespace:
        """As ansible-runner's: it takes two signals for itself where it is given no callback."""
        if cancel_callback is None:
            for taken in (signal.SIGINT, signal.SIGTERM):
                signal.signal(taken, lambda number, frame: None)
        options["event_handler"]({"event": "playbook_on_play_start"})
        signal.raise_signal(number)
        return SimpleNamespace(status="canceled" if cancel_callback is None or cancel_callback() else "successful")

    runner = ModuleType("ansible_runner")
    monkeypatch.setattr(runner, "run", run, raising=False)
    monkeypatch.setitem(sys.modules, "ansible_runner", runner)
    before = signal.getsignal(signal.SIGINT)
    with signals.as_interrupts():
        to_the_end = play(Play(inventory=Path("sites.yml"), forks=1), lambda end: None)
    assert (to_the_end, signals.exit_code()) == (False, code)
    assert signal.getsignal(signal.SIGINT) is before


def test_every_schedule_has_a_random_delay_and_starts_a_run_that_exists() -> None:
    """5,000 sites must not reach IBKR in the same second."""
    from conntest.cli import run
    from conntest.cli.parser import parser

    texts = {file.suffix: file.read_text(encoding="utf-8") for file in (PLAYBOOK.parent / "schedule").iterdir()}
    assert "RandomizedDelaySec=50min" in texts[".timer"]
    space = {"task": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    task = ElementTree.fromstring(texts[".xml"].encode())
    assert task.findtext(".//task:RandomDelay", namespaces=space) == "PT50M"
    job = yaml.safe_load(texts[".yml"])["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]["command"]
    assert "shuf -i 0-3000" in job[2]
    lines = [
        texts[".service"].partition("ExecStart=")[2].splitlines()[0].partition(" ")[2],
        str(task.findtext(".//task:Arguments", namespaces=space)),
        job[2].partition("bin/conntest ")[2],
    ]
    for line in lines:
        assert parser().parse_args(shlex.split(line)).command is run.run


def test_the_playbook_is_shipped_and_says_every_variable_that_the_command_sets() -> None:
    from conntest.cli.fleet import _variables
    from conntest.cli.parser import parser

    words = "fleet i -o d --program p --command c --option=x --start-delay 1 --host-timeout 2"
    defaults = yaml.safe_load((PLAYBOOK / "roles/conntest/defaults/main.yml").read_text(encoding="utf-8"))
    assert set(_variables(parser().parse_args(words.split()))) < set(defaults)
    assert all(list(yaml.safe_load_all(file.read_text(encoding="utf-8"))) for file in PLAYBOOK.rglob("*.yml"))
