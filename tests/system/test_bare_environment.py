"""What an odd environment leaves unknown is a fact, and no reader raises for it."""

import subprocess
import sys
from pathlib import Path

import pytest

from conntest.model.surroundings import Unavailable
from conntest.system.home import NO_HOME, home_folder
from conntest.system.install import read_install
from conntest.system.network import read_network
from conntest.system.operating_system import System
from conntest.system.proxies import read_proxies
from conntest.system.tws import Roots, read_tws
from tests.isolated import isolated, needs_isolation


@pytest.mark.parametrize("error", [RuntimeError("Could not determine home directory."), KeyError("uid not found")])
def test_a_user_without_a_home_has_nothing_there(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def homeless() -> Path:
        raise error

    monkeypatch.setattr(Path, "home", homeless)
    roots = Roots(home=home_folder())
    assert roots.home == NO_HOME
    for system in System:
        facts = read_tws(roots, system)
        assert (facts.settings, facts.log) == (None, ())
    assert read_proxies({}, roots.home).secrets == {}
    found = read_install(roots, System.LINUX)
    assert (found.writable, found.error) == (False, "this user has no home folder")


def test_without_proc_the_routes_are_unknown_and_not_none(tmp_path: Path) -> None:
    assert read_network(System.LINUX, tmp_path).routes is Unavailable.NOT_KNOWN


#: Reads everything once, and prints what is not known.
LOOK = """
import os, sys
from conntest.system.home import home_folder
from conntest.system.install import read_install
from conntest.system.listeners import listener
from conntest.system.machine import read_machine
from conntest.system.network import read_network
from conntest.system.proxies import read_proxies, this_system
from conntest.system.timed_call import TimedCall
from conntest.system.tws import Roots, read_tws, started_now
from conntest.system.tws.running import running

system, roots = this_system(), Roots(home=home_folder())
machine, network, processes = read_machine((), (), os.environ), read_network(system), TimedCall(running)
read_proxies(os.environ, roots.home, started=started_now())
read_tws(roots, system, started=started_now(), environment=os.environ)
listener("127.0.0.1", 1), read_install(roots, system)
print(roots.home, machine.untold.get("interfaces"), network.routes, processes.result(), processes.error, sep="|")
"""


def look(*preparations: str) -> list[str]:
    words = " && ".join([*preparations, 'exec "$@"'])
    command = ("unshare", "-m", "sh", "-c", words, "sh", sys.executable, "-c", LOOK)
    done = subprocess.run(isolated(*command), capture_output=True, text=True, timeout=30, check=False)
    if "mount" in done.stderr:
        pytest.skip(f"cannot be set up here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().split("|")


@needs_isolation
def test_an_empty_proc_is_a_fact() -> None:
    home, interfaces, routes, running, _ = look("mount -t tmpfs none /proc")
    assert (interfaces, routes, running) == ("not-known",) * 3
    assert home


@needs_isolation
def test_no_home_no_users_and_no_settings_are_facts() -> None:
    # Without a user database and without the variable nobody knows the home.
    home, *_ = look("mount -t tmpfs none /etc", "unset HOME")
    assert home == str(NO_HOME)


@needs_isolation
def test_a_folder_that_is_gone_is_no_hindrance(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    home, *_ = look(f"cd {gone}", f"rmdir {gone}")
    assert home
