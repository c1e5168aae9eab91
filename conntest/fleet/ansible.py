"""Ansible, run by ansible-runner: which hosts an inventory has, and the playbook for all of them."""

import errno
import locale
import os
import shlex
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from conntest.values import dataclass

#: What this package ships, and what can be used without this program as well; beside it are files for schedulers.
PLAYBOOK = Path(__file__).parent / "playbook"

#: The task that is over when a report is here.
_FETCH = ("fetch", "ansible.builtin.fetch")

#: Characters kept of what Ansible says of a host.
_LONGEST = 300


class FleetError(Exception):
    """Ansible is not there, or cannot use what it was given. Its text is a sentence for the user."""


class End(StrEnum):
    """What became of a host."""

    FETCHED = "fetched"
    UNREACHABLE = "unreachable"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class HostEnd:
    """The end of the work on a host: its `report`, or what Ansible `said` instead."""

    host: str
    end: End
    report: Path | None = None
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """One run of the playbook. `variables` go before those of the inventory (`--extra-vars`)."""

    inventory: Path
    forks: int
    variables: Mapping[str, Any] = field(default_factory=dict)


def check_usable() -> None:
    """Raises FleetError where Ansible cannot be used here."""
    if os.name == "nt":
        raise FleetError(
            "Ansible does not run on Windows, where it can only be a target: use WSL, Linux or macOS to start from"
        )
    if not all(find_spec(name) for name in ("ansible", "ansible_runner")):
        raise FleetError("Ansible is not installed: pip install 'conntest[fleet]'")


def inventory_hosts(inventory: Path) -> list[str]:
    """The hosts of `inventory`, in its order, as Ansible reads it. Raises FleetError."""
    check_usable()
    if not inventory.exists():
        raise FleetError(f"{inventory}: there is no such file")
    import ansible_runner

    with TemporaryDirectory(prefix="conntest-fleet-") as folder, _found():
        groups, said = ansible_runner.get_inventory(
            "list",
            [str(inventory.absolute())],
            response_format="json",
            private_data_dir=folder,
            envvars=environment(),
            quiet=True,
        )
    if not isinstance(groups, dict) or not (hosts := hosts_of(groups)):
        raise FleetError(f"{inventory}: Ansible finds no host in it {_last_line(said)}".rstrip())
    return hosts


def hosts_of(groups: Mapping[str, Any]) -> list[str]:
    """Those of the group `all` and of all groups below it, each once. What is no inventory has none."""
    hosts: dict[str, None] = {}
    groups_left, looked_at = ["all"], set[str]()
    while groups_left:
        name = groups_left.pop()
        if name in looked_at:
            continue
        looked_at.add(name)
        hosts |= dict.fromkeys(_texts(groups.get(name), "hosts"))
        groups_left += reversed(_texts(groups.get(name), "children"))
    return list(hosts)


def _texts(group: object, key: str) -> list[str]:
    """The list of texts that a group has as `key`."""
    listed = group.get(key) if isinstance(group, dict) else None
    return [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []


def play(what: Play, ended: Callable[[HostEnd], None]) -> bool:
    """Run the playbook, and call `ended` for each host as its work ends. Gives False where a signal ended it early.
    Raises FleetError where Ansible did not begin."""
    import ansible_runner

    began = False

    def heard(event: Mapping[str, Any]) -> bool:
        nonlocal began
        began = began or event.get("event") == "playbook_on_play_start"
        for end in host_end(event):
            ended(end)
        return True

    with TemporaryDirectory(prefix="conntest-fleet-") as folder, _found(), _interruptible() as interrupted:
        done = ansible_runner.run(
            private_data_dir=folder,
            project_dir=str(PLAYBOOK),
            playbook=str(PLAYBOOK / "check.yml"),
            inventory=str(what.inventory.absolute()),
            extravars=dict(what.variables),
            envvars=environment(),
            forks=what.forks,
            event_handler=heard,
            cancel_callback=interrupted,
            quiet=True,
        )
        if not began and done.status != "canceled":
            raise FleetError(f"Ansible did not begin: {_last_line(done.stdout.read())}")
    return bool(done.status != "canceled")


def host_end(event: Mapping[str, Any]) -> Iterator[HostEnd]:
    """What an event of ansible-runner says of the end of a host, if it does."""
    data: Mapping[str, Any] = event.get("event_data") or {}
    host, result = str(data.get("host")), data.get("res") or {}
    match event.get("event"):
        case "runner_on_ok" if data.get("task_action") in _FETCH:
            yield HostEnd(host=host, end=End.FETCHED, report=Path(result["dest"]))
        case "runner_on_unreachable":
            yield HostEnd(host=host, end=End.UNREACHABLE, said=_short(result.get("msg", "")))
        case "runner_on_failed" if not data.get("ignore_errors"):
            yield HostEnd(host=host, end=End.FAILED, said=_reason(data.get("task", ""), result))


def _reason(task: str, result: Mapping[str, Any]) -> str:
    """What went wrong on a host: why the program did not start, what it said last, or what Ansible says of the task."""
    code, said = result.get("rc"), str(result.get("stderr") or "").strip()
    if said:
        return _short(f"{task}: {said.splitlines()[-1]}")
    if isinstance(code, int) and result.get("msg") == "Error executing command.":
        # The command module gives errno in place of an exit code then.
        return _short(f"{_program(result.get('cmd')) or task}: {_system_error(code)}")
    ending = f"exit code {code}" if isinstance(code, int) and code else result.get("msg", "")
    return _short(f"{task}: {ending}")


def _system_error(number: int) -> str:
    return os.strerror(number) if number in errno.errorcode else f"error {number}"


def _program(command: object) -> str:
    """The first word of a command, which is a list or, as a shell would read it, a text."""
    try:
        words = shlex.split(command) if isinstance(command, str) else command
    except ValueError:  # half a pair of quotation marks
        return ""
    return str(words[0]) if isinstance(words, list) and words else ""


def _short(text: object) -> str:
    line = " ".join(str(text).split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _last_line(text: object) -> str:
    lines = [line.strip() for line in str(text or "").splitlines() if line.strip()]
    return _short(lines[-1]) if lines else ""


def environment() -> dict[str, str]:
    """Variables for Ansible beside those of this process, which go before."""
    ours = {
        # Two round trips for each task less; no task here uses sudo, which it may not get along with.
        "ANSIBLE_PIPELINING": "True",
        "ANSIBLE_NOCOLOR": "True",
        # Ansible reads the file of the folder that it is started in, which is the runner's and not the user's.
        **({"ANSIBLE_CONFIG": str(Path("ansible.cfg").absolute())} if Path("ansible.cfg").is_file() else {}),
    }
    chosen = {name: value for name, value in ours.items() if name not in os.environ}
    if locale.getpreferredencoding(False).lower().replace("-", "") != "utf8":
        chosen["LC_ALL"] = "C.UTF-8"  # Ansible refuses any other encoding
    return chosen


@contextmanager
def _found() -> Iterator[None]:
    """Within, programs of this interpreter's environment are found, also where that is not activated."""
    before = os.environ.get("PATH", os.defpath)
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before


@contextmanager
def _interruptible() -> Iterator[Callable[[], bool]]:
    """Within, SIGINT, and what does the same (`conntest.signals`), makes the callable give True. Without a callable
    ansible-runner takes SIGTERM for itself, and which signal ended the play is lost. In another thread than the main
    one nothing changes: Python gives it no signals."""
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set
        return
    before = signal.signal(signal.SIGINT, lambda number, frame: asked.set())
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)
