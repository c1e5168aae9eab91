"""Whether a firewall of this computer's own is on, as far as anybody may look."""

import plistlib
from pathlib import Path

import pytest

from conntest.model.surroundings import Firewall, FirewallState
from conntest.system.files import read
from conntest.system.network import firewalls
from conntest.system.network.firewalls import (
    parse_alf,
    parse_profiles,
    parse_socketfilterfw,
    profile_keys,
    read_firewalls,
)
from conntest.system.operating_system import System
from tests.every import every


def linux(root: Path) -> dict[str, tuple[FirewallState, bool | None]]:
    return {one.name: (one.state, one.blocks_outgoing) for one in read_firewalls(System.LINUX, root)}


def put(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.mark.parametrize(
    ("enabled", "policy", "found"),
    [
        ("ENABLED=yes", 'DEFAULT_OUTPUT_POLICY="ACCEPT"', (FirewallState.ON, False)),
        ("ENABLED=yes", 'DEFAULT_OUTPUT_POLICY="DROP"', (FirewallState.ON, True)),
        ("ENABLED=no", 'DEFAULT_OUTPUT_POLICY="REJECT"', (FirewallState.OFF, True)),
        ("# ENABLED=yes\n", "", (FirewallState.OFF, None)),
    ],
)
def test_ufw(tmp_path: Path, enabled: str, policy: str, found: tuple[FirewallState, bool | None]) -> None:
    put(tmp_path, "etc/ufw/ufw.conf", f"# /etc/ufw/ufw.conf\n{enabled}\nLOGLEVEL=low\n")
    put(tmp_path, "etc/default/ufw", f"IPV6=yes\n{policy}\n")
    assert linux(tmp_path) == {"ufw": found}


@pytest.mark.parametrize(("running", "state"), [(True, FirewallState.ON), (False, FirewallState.OFF)])
def test_firewalld(tmp_path: Path, running: bool, state: FirewallState) -> None:
    (tmp_path / "etc/firewalld").mkdir(parents=True)
    if running:
        put(tmp_path, "run/firewalld.pid", "712\n")
    assert linux(tmp_path) == {"firewalld": (state, None)}


@pytest.mark.parametrize(
    ("text", "state"),
    [("filter\nnat\n", FirewallState.ON), ("", FirewallState.OFF), (None, FirewallState.NOT_PERMITTED)],
)
def test_iptables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None, state: FirewallState) -> None:
    put(tmp_path, "proc/net/ip_tables_names", text or "")
    if text is None:  # as for anybody but root
        monkeypatch.setattr(firewalls, "read", lambda path: None if path.name == "ip_tables_names" else read(path))
    assert linux(tmp_path) == {"iptables": (state, None)}


@pytest.mark.parametrize(
    ("said", "state"), [("table inet filter\n", FirewallState.ON), ("", FirewallState.NOT_PERMITTED)]
)
def test_nftables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, state: FirewallState) -> None:
    (tmp_path / "sys/module/nf_tables").mkdir(parents=True)
    monkeypatch.setattr(firewalls, "ask", lambda *command: said)
    assert linux(tmp_path) == {"nftables": (state, None)}


def test_a_linux_without_any(tmp_path: Path) -> None:
    assert linux(tmp_path) == {}


@pytest.mark.parametrize(
    ("number", "state"),
    [(0, FirewallState.OFF), (1, FirewallState.ON), (2, FirewallState.ON), (7, FirewallState.NOT_KNOWN)],
)
@pytest.mark.parametrize("form", [plistlib.FMT_XML, plistlib.FMT_BINARY])
def test_macos_before_15(tmp_path: Path, number: int, state: FirewallState, form: plistlib.PlistFormat) -> None:
    path = tmp_path / "com.apple.alf.plist"
    path.write_bytes(plistlib.dumps({"globalstate": number, "loggingenabled": 1}, fmt=form))
    assert parse_alf(path) is state


@pytest.mark.parametrize("content", [b"", b"bplist00", b"<plist>", b"<plist><string/></plist>", b"\xff\xfe"])
def test_a_broken_property_list_says_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.plist"
    path.write_bytes(content)
    assert parse_alf(path) is FirewallState.NOT_KNOWN


@every(
    ("text", "state"),
    [
        ("Firewall is enabled. (State = 1) \n", FirewallState.ON),
        ("Firewall is disabled. (State = 0)\n", FirewallState.OFF),
        ("Firewall is blocking all non-essential incoming connections. (State = 2)", FirewallState.ON),
        ("", FirewallState.NOT_KNOWN),
    ],
)
def test_macos_since_15(text: str, state: FirewallState) -> None:
    assert parse_socketfilterfw(text) is state


def test_windows_a_policy_goes_before_what_the_user_has_set() -> None:
    keys: dict[str, dict[str, object]] = {path: {} for path in profile_keys()}
    for path in keys:
        if path.endswith(r"FirewallPolicy\DomainProfile"):
            keys[path] = {"EnableFirewall": 1, "DefaultOutboundAction": 0}
        if path.endswith(r"WindowsFirewall\DomainProfile"):
            keys[path] = {"DefaultOutboundAction": 1}
        if path.endswith("StandardProfile"):
            keys[path] = {"EnableFirewall": 0}
    assert parse_profiles(keys) == (
        Firewall(name="Windows Defender Firewall (domain)", state=FirewallState.ON, blocks_outgoing=True),
        Firewall(name="Windows Defender Firewall (private)", state=FirewallState.OFF),
        Firewall(name="Windows Defender Firewall (public)", state=FirewallState.NOT_KNOWN),
    )
