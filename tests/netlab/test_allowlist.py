"""Allow-lists, read by the programs they are for, and applied: what they open is what TWS needs."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conntest.allowlist import FORMATS
from conntest.model.allow import AllowList
from conntest.model.host import Group
from tests.allowlist.lists import one, whole
from tests.allowlist.test_hostile import PIECES, poisoned

from .change import IPV6_ADVERTISED, ISP_RESOLVER, ROUTER_LAN, Change
from .client import CONNTEST, run
from .daemons import Daemon
from .stage import Stage
from .zone import Zone

#: Seconds for a parser. They take tenths of one.
PATIENCE_S = 20

#: As strict as a firewall gets: nothing is forwarded.
CLOSED = """
table inet filter {
chain forward {
type filter hook forward priority filter; policy drop;
}
}
"""

#: Lists that say something different to a parser: all of the shipped table, many ports, a literal address, and texts
#: that would like to be something else.
LISTS = {
    "whole": whole(),
    "ipv4": replace(one(addresses=("208.245.107.1",)), ipv6=False),
    "many-ports": one(ports=tuple(range(4000, 4050))),
    "literal": one(host="10.1.2.3", aliases=(), addresses=("10.1.2.3",)),
    "long-name": one(host="a." * 100 + "example", purpose="x" * 600),
    **{f"hostile-{number}": poisoned(piece) for number, piece in enumerate(PIECES)},
    "hostile": poisoned("".join(PIECES)),
}


@pytest.fixture(scope="module", autouse=True)
def parsers() -> None:
    missing = [name for name in ("nft", "iptables-restore", "ip6tables-restore", "squid") if not shutil.which(name)]
    reason = f"not installed: {', '.join(missing)} (tests/netlab/packages.txt)" if missing else ""
    if os.geteuid() != 0:
        reason = "firewalls are root's to ask"
    if reason and os.environ.get("CONNTEST_NETLAB_REQUIRED") == "1":
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


def checked(*command: str, stdin: str | None = None) -> str:
    """What a parser says of a file, in a network of its own: nothing of this machine is looked at or changed."""
    # Squid looks whether this machine can use IPv6, on loopback.
    alone = ("unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh", *command)
    done = subprocess.run(alone, input=stdin, capture_output=True, text=True, check=False, timeout=PATIENCE_S)
    assert done.returncode == 0, f"{done.stderr}\n{stdin}"
    return done.stdout + done.stderr


@pytest.mark.parametrize("name", LISTS)
def test_nft_takes_it(name: str) -> None:
    checked("nft", "-c", "-f", "-", stdin=FORMATS["nftables"].write(LISTS[name]))


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("program", ["iptables-restore", "ip6tables-restore"])
def test_iptables_takes_it(name: str, program: str) -> None:
    checked(program, "--test", "--noflush", stdin=FORMATS["iptables"].write(LISTS[name]))


def _web(allow: AllowList) -> AllowList:
    """The same list, as one of web hosts: gateways are no matter of a web proxy."""
    return replace(allow, rows=tuple(replace(row, group=Group.SERVICE) for row in allow.rows))


@pytest.mark.parametrize("name", LISTS)
def test_squid_takes_it(name: str, tmp_path: Path) -> None:
    included, main = tmp_path / "allow.conf", tmp_path / "squid.conf"
    included.write_text(FORMATS["squid"].write(LISTS[name] if name == "whole" else _web(LISTS[name])))
    main.write_text(f"http_port 127.0.0.1:3128\ninclude {included}\nhttp_access deny all\n")
    said = checked("squid", "-k", "parse", "-f", str(main))
    assert not any(word in said for word in ("ERROR", "WARNING", "FATAL")), said


def test_what_iptables_loads_is_what_the_list_holds() -> None:
    """Each family's rules, loaded twice in a network of its own: the second time must not add to the first."""
    script = "iptables-restore --noflush FILE; iptables-restore --noflush FILE; iptables -S TWS-ALLOW"
    text = FORMATS["iptables"].write(whole())
    for prefix, version in (("", 4), ("6", 6)):
        words = script.replace("iptables", f"ip{prefix}tables").replace("FILE", '/dev/stdin <<< "$text"')
        rules = checked("bash", "-c", f"text=$(cat); {words}", stdin=text).count("--dports")
        assert rules == sum(len(row.of_family(version)) for row in whole().rows)


def written(stage: Stage, folder: Path, name: str, *options: str) -> Path:
    """An allow-list that the tool makes in the client's network, whose names the stage resolves."""
    file = folder / f"allow.{name}"
    words = ("allowlist", "--format", name, "-o", str(file), *options)
    stage.client.run(str(CONNTEST), *words)
    return file


def report(stage: Stage, folder: Path, *options: str) -> Mapping[str, Any]:
    """Of a run that contacts nobody but the operator: the list lets out no one else."""
    folder.mkdir()
    outcome = run(stage, folder, "--no-third-party", "--samples", "0", *options)
    assert outcome.report is not None, outcome.describe()
    return outcome.report


def verdicts(seen: Mapping[str, Any]) -> tuple[str, str]:
    """Of TWS, and of the portal."""
    return seen["verdicts"]["tws"]["status"], seen["verdicts"]["portal"]["status"]


def open_regions(seen: Mapping[str, Any]) -> set[str]:
    """The regions of which every gateway is reached on every port."""
    gateways = [endpoint for endpoint in seen["endpoints"] if endpoint["group"] == "gateway"]
    shut = {gateway["region"] for gateway in gateways if gateway["status"] != "pass"}
    return {gateway["region"] for gateway in gateways} - shut


@contextmanager
def closed(stage: Stage) -> Iterator[None]:
    """A router whose firewall forwards nothing."""
    with stage.changed(Change()):
        stage.router.run("nft", "-f", "-", stdin=CLOSED)
        try:
            yield
        finally:
            stage.router.run("nft", "delete", "table", "inet", "filter")


def apply_nftables(stage: Stage, file: Path) -> None:
    """As the list itself says how."""
    stage.router.run("nft", "-f", str(file))
    stage.router.run("nft", "insert", "rule", "inet", "filter", "forward", "jump", "tws_allow")


def test_a_router_that_forwards_nothing_forwards_what_the_nftables_list_holds(stage: Stage, tmp_path: Path) -> None:
    with closed(stage):
        before = report(stage, tmp_path / "before")
        # Nothing at all answers, and without neutral hosts nobody can say why.
        assert verdicts(before) == ("inconclusive", "inconclusive")
        assert open_regions(before) == set()
        file = written(stage, tmp_path, "nftables")
        apply_nftables(stage, file)
        after = report(stage, tmp_path / "after")
        assert verdicts(after) == ("pass", "pass")
        assert after["findings"] == []
        # Made anew it takes its own place.
        stage.router.run("nft", "-f", str(file))
        assert stage.router.run("nft", "list", "chain", "inet", "filter", "tws_allow").count("established") == 1


def test_a_list_for_one_region_opens_that_region_alone(stage: Stage, tmp_path: Path) -> None:
    with closed(stage):
        apply_nftables(stage, written(stage, tmp_path, "nftables", "--region", "europe"))
        seen = report(stage, tmp_path / "run", "--region", "europe")
        assert verdicts(seen) == ("warn", "pass")
        assert open_regions(seen) == {"europe"}


def test_a_list_from_a_report_opens_what_that_run_saw(stage: Stage, tmp_path: Path) -> None:
    with stage.changed(Change()):
        report(stage, tmp_path / "open")
        saved = tmp_path / "open" / "report.json"
    with closed(stage):
        # Without a network: everything is in the report.
        file = tmp_path / "allow.nft"
        checked(str(CONNTEST), "allowlist", "--from", str(saved), "-o", str(file))
        apply_nftables(stage, file)
        assert verdicts(report(stage, tmp_path / "after")) == ("pass", "pass")


def test_iptables_lets_both_families_out(stage: Stage, tmp_path: Path) -> None:
    with stage.changed(Change(ip=IPV6_ADVERTISED, isp_records=Zone.dual_records)):
        for program in ("iptables", "ip6tables"):
            stage.router.run(program, "-P", "FORWARD", "DROP")
        try:
            text = written(stage, tmp_path, "iptables").read_text()
            for program in ("iptables", "ip6tables"):
                stage.router.run(f"{program}-restore", "--noflush", stdin=text)
                stage.router.run(program, "-I", "FORWARD", "-j", "TWS-ALLOW")
            assert verdicts(report(stage, tmp_path / "four", "--ipv4")) == ("pass", "pass")
            assert verdicts(report(stage, tmp_path / "six", "--ipv6")) == ("pass", "pass")
        finally:
            stage.router.run("nft", "delete", "table", "ip", "filter")
            stage.router.run("nft", "delete", "table", "ip6", "filter")


#: A proxy that lets nothing out but what the list says. Its address is the home router's.
SQUID = """
http_port {router}:3128
include {list}
http_access deny all
dns_nameservers {resolver}
cache deny all
access_log none
cache_log /dev/null
pid_filename none
netdb_filename none
coredump_dir {folder}
shutdown_lifetime 0 seconds
visible_hostname proxy.company.example
"""

#: What is asked of the proxy, and the status that it, or the host behind it, answers.
ASKED = (
    (("CONNECT", "www.interactivebrokers.com:443"), "200"),
    (("CONNECT", "cdcdyn.interactivebrokers.com:443"), "200"),
    (("GET", "http://www.interactivebrokers.com/"), "301"),
    # On another port than the list gives a host, to a gateway, and to somebody else.
    (("CONNECT", "www.interactivebrokers.com:80"), "403"),
    (("GET", "http://cdcdyn.interactivebrokers.com/"), "403"),
    (("CONNECT", "ndc1.ibllc.com:4001"), "403"),
    (("CONNECT", "www.cloudflare.com:443"), "403"),
)

#: Asks the proxy at (host, port) with (method, target), and prints the status of its answer.
ASK = """
import socket, sys
host, method, target = sys.argv[1:]
with socket.create_connection((host, 3128), 5) as s:
    authority = target.split("/")[2] if "/" in target else target
    s.sendall(f"{method} {target} HTTP/1.1\\r\\nHost: {authority}\\r\\n\\r\\n".encode())
    print(s.recv(4096).split()[1].decode())
"""


def test_squid_lets_out_what_the_list_holds_and_nothing_else(stage: Stage, tmp_path: Path) -> None:
    with stage.changed(Change()):
        # Squid lays down root's rights before it reads: not every folder on the way there is everyone's.
        folder = stage.folder / "allow"
        folder.mkdir()
        for path in (stage.folder, folder):
            path.chmod(0o755)
        included = folder / "allow.conf"
        included.write_text(written(stage, tmp_path, "squid").read_text())
        main = folder / "squid.conf"
        main.write_text(SQUID.format(router=ROUTER_LAN, list=included, resolver=ISP_RESOLVER, folder=folder))
        squid = Daemon(stage.router, stage.folder / "allow.log", "squid", "-N", "-f", str(main))
        try:
            squid.wait_until(lambda: ":3128 " in stage.router.run("ss", "-Htln", "sport = :3128"))
            told = {
                asked: stage.client.run(sys.executable, "-c", ASK, ROUTER_LAN, *asked).strip() for asked, _ in ASKED
            }
            assert told == dict(ASKED)
        finally:
            squid.stop()
