"""`conntest fleet`: Ansible itself, over real sshds, to a dozen computers of which not all are well."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from conntest.fleet.ansible import PLAYBOOK

from .client import CONNTEST, TIMEOUT_S
from .sites import ROUTER, SOCKS_PORT, Sites, address, sites
from .stage import Stage

#: Computers with an sshd. Another one, in the inventory only, is dead.
SITES = 11
BLOCKED, EMPTY, PROXIED, COPIED, DEAD = "site-08", "site-09", "site-10", "site-11", "site-12"

#: Seconds after which a fleet hangs: a dozen runs, two at a time on two cores, take about a minute.
HUNG_S = 400

#: One site's gateway ports are dropped, another one gets nowhere but by the router's proxy.
RULES = f"""table inet sites {{
chain forward {{
type filter hook forward priority filter; policy accept;
ip saddr {address(8)} tcp dport {{ 4000, 4001 }} drop
ip saddr {address(10)} drop
}}
}}
"""


@pytest.fixture(scope="module", autouse=True)
def extra() -> None:
    if find_spec("ansible") and find_spec("ansible_runner"):
        return
    reason = "not installed: pip install -e '.[fleet]'"
    if os.environ.get("CONNTEST_NETLAB_REQUIRED") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def inventory(stage: Stage, there: Sites, folder: Path) -> Path:
    """The sites, healthy where nothing else is said."""
    program = folder / "program"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(str(CONNTEST))} "$@"\n')
    options = ["--ca-bundle", str(stage.certificates.public_roots), "--timeout", str(TIMEOUT_S), "--samples", "2"]
    hosts: dict[str, dict[str, Any]] = {
        f"site-{number:02}": {"ansible_host": address(number)} for number in range(1, SITES + 2)
    }
    hosts[EMPTY]["conntest_command"] = "/opt/nothing/conntest"
    hosts[PROXIED]["conntest_options"] = [*options, "--socks", f"socks5://{ROUTER}:{SOCKS_PORT}"]
    hosts[COPIED] |= {"conntest_program": str(program), "conntest_folder": str(folder / "copied")}
    common = {"conntest_command": str(CONNTEST), "conntest_options": options, "conntest_start_delay": 2}
    file = folder / "sites.yml"
    file.write_text(yaml.safe_dump({"all": {"vars": {**there.variables(), **common}, "hosts": hosts}}))
    return file


def environment(home: Path) -> dict[str, str]:
    home.mkdir(exist_ok=True)
    return {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(home), "LANG": "C.UTF-8"}


def in_router(stage: Stage, folder: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        stage.router.exec(*command),
        cwd=folder,
        env=environment(folder / "home"),
        capture_output=True,
        text=True,
        check=False,
        timeout=HUNG_S,
    )


def test_a_dozen_computers_of_which_some_are_in_trouble(stage: Stage, tmp_path: Path) -> None:
    with sites(stage, tmp_path, SITES) as there:
        stage.router.run("nft", "-f", "-", stdin=RULES)
        file = inventory(stage, there, tmp_path)
        done = in_router(stage, tmp_path, str(CONNTEST), "fleet", str(file), "-o", "audit", "--forks", "4")
        alone = _playbook(stage, tmp_path, file)
        stage.router.run("nft", "delete", "table", "inet", "sites")
    assert done.returncode == 3, done.stderr + done.stdout
    reports = {one.stem: json.loads(one.read_text()) for one in (tmp_path / "audit").glob("*.json")}
    assert set(reports) == {f"site-{number:02}" for number in range(1, SITES + 1)} - {EMPTY}
    assert {name: report["run"]["labels"]["site"] for name, report in reports.items()} == {
        name: name for name in reports
    }
    codes = {name: [one["code"] for one in report["findings"]] for name, report in reports.items()}
    assert codes[BLOCKED][0] == "tws-ports-blocked"
    assert codes[PROXIED][0] == "socks-required"
    assert {reports[f"site-{number:02}"]["verdicts"]["tws"]["status"] for number in (*range(1, 8), 11)} == {"pass"}
    assert (tmp_path / "copied" / "program").is_file()
    _says_all(done, (tmp_path / "audit" / "index.html").read_text())
    assert alone.returncode == 0, alone.stdout
    assert set(os.listdir(tmp_path / "alone")) == {"site-01.json"}


def _playbook(stage: Stage, folder: Path, file: Path) -> "subprocess.CompletedProcess[str]":
    """The same without our command."""
    words = ("--inventory", str(file), "--limit", "site-01", "--extra-vars", f"conntest_reports={folder / 'alone'}")
    program = Path(sys.executable).parent / "ansible-playbook"
    return in_router(stage, folder, str(program), *words, str(PLAYBOOK / "check.yml"))


def _says_all(done: "subprocess.CompletedProcess[str]", page: str) -> None:
    for number in range(1, SITES + 2):
        assert f"] site-{number:02}  " in done.stderr, "each is told as its work ends"
    assert "Ask for: outgoing TCP to ports 4000 and 4001 of IBKR's gateways" in " ".join(done.stdout.split())
    for document in (" ".join(done.stdout.split()), page):
        assert f"{DEAD}: Not reached: " in document or (DEAD in document and "Not reached: " in document)
        assert "/opt/nothing/conntest: No such file or directory" in document
    assert '<a href="site-08.html">site-08</a>' in page


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_an_interrupted_fleet_keeps_what_came(number: signal.Signals, code: int, tmp_path: Path) -> None:
    """On this machine alone: one host is done at once, the other one never."""
    quick, slow = tmp_path / "quick", tmp_path / "slow"
    demo = f'exec {shlex.quote(str(CONNTEST))} demo --quiet -o "$2"'
    quick.write_text(f'#!/bin/sh\nwhile [ "$1" != -o ]; do shift; done\n{demo}\n')
    slow.write_text("#!/bin/sh\nexec sleep 1000\n")
    hosts = {one.name: {"conntest_command": str(one)} for one in (quick, slow)}
    for program in (quick, slow):
        program.chmod(0o755)
    common = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable, "conntest_start_delay": 0}
    file = tmp_path / "sites.yml"
    file.write_text(yaml.safe_dump({"all": {"vars": common, "hosts": hosts}}))
    with subprocess.Popen(
        [str(CONNTEST), "fleet", str(file), "-o", "audit"],
        cwd=tmp_path,
        env=environment(tmp_path / "home"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        first = process.stderr.readline()
        process.send_signal(number)
        began = time.monotonic()
        process.communicate(timeout=HUNG_S)
    assert "quick  FAIL  TWS cannot reach any IBKR gateway from here." in first
    assert process.returncode == code
    assert time.monotonic() - began < 60, "the host that never ends is not waited for"
    assert '<a href="quick.html">quick</a>' in (tmp_path / "audit" / "index.html").read_text()


def test_hosts_behind_one_public_address_begin_one_after_the_other(tmp_path: Path) -> None:
    program, begun = tmp_path / "program", tmp_path / "begun"
    program.write_text(f"#!/bin/sh\ndate +%s.%N >> {shlex.quote(str(begun))}\nexit 1\n")
    program.chmod(0o755)
    common = {
        "ansible_connection": "local",
        "ansible_python_interpreter": sys.executable,
        "conntest_command": str(program),
        "conntest_start_delay": 0,
        "conntest_egress": "headquarters",
        "conntest_egress_interval": 5,
    }
    group = {"headquarters": {"hosts": dict.fromkeys(("one", "two", "three")), "vars": common}}
    file = tmp_path / "sites.yml"
    file.write_text(yaml.safe_dump({"all": {"children": group}}))
    done = subprocess.run(
        [str(CONNTEST), "fleet", str(file), "-o", "audit"],
        cwd=tmp_path,
        env=environment(tmp_path / "home"),
        capture_output=True,
        text=True,
        check=False,
        timeout=HUNG_S,
    )
    assert done.returncode == 5
    assert done.stdout.count("Run conntest: exit code 1") == 1, "one reason, three sites"
    first, *_, last = sorted(map(float, begun.read_text().split()))
    assert last - first > 7, "two intervals, but for how unevenly a busy machine starts processes"


def test_ansible_reads_the_playbook(tmp_path: Path) -> None:
    program = Path(sys.executable).parent / "ansible-playbook"
    words = ("--syntax-check", "--inventory", str(PLAYBOOK / "inventory.example.yml"), str(PLAYBOOK / "check.yml"))
    done = subprocess.run(
        [str(program), *words], env=environment(tmp_path), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
