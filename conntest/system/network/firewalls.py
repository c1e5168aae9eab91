"""The firewalls of this computer's own, as far as anybody may look. Rules are never read, only whether one is on."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from conntest.model.surroundings import Firewall, FirewallState
from conntest.system import registry
from conntest.system.files import read
from conntest.system.operating_system import System
from conntest.system.plist import read_plist
from conntest.system.proxies.commands import ask

#: In Windows a policy goes before what the user has set. The second of the three is called "Private" on the screen.
_SET = r"SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy"
_POLICY = r"SOFTWARE\Policies\Microsoft\WindowsFirewall"
_PROFILES = (("domain", "DomainProfile"), ("private", "StandardProfile"), ("public", "PublicProfile"))

#: `EnableFirewall` and `DefaultOutboundAction` (Microsoft: [MS-GPFAS], 2.2.2): 1 is on, and "block".
_ON, _BLOCK = 1, 1

#: `globalstate` of com.apple.alf: off, on, and on with every incoming connection blocked.
_ALF_STATES = {0: FirewallState.OFF, 1: FirewallState.ON, 2: FirewallState.ON}
_ALF = "macOS application firewall"

#: `Firewall is enabled. (State = 1)`.
_SOCKETFILTERFW = re.compile(r"State = (\d)")


def read_firewalls(system: System, root: Path) -> tuple[Firewall, ...]:
    """Those that this system can have, with their states. `root` is where the system's files are."""
    match system:
        case System.LINUX:
            return tuple(_linux(root))
        case System.MACOS:
            return (_macos(root),)
        case System.WINDOWS:
            return parse_profiles({path: registry.values(registry.MACHINE, path) for path in profile_keys()})


def _linux(root: Path) -> Iterator[Firewall]:
    """ufw and firewalld leave files that anybody may read. The tables behind them, and those of people who write their
    own, only root may see."""
    if (text := read(root / "etc/ufw/ufw.conf")) is not None:
        yield _ufw(text, read(root / "etc/default/ufw") or "")
    if (root / "etc/firewalld").is_dir():
        running = any((root / place).exists() for place in ("run/firewalld", "run/firewalld.pid"))
        yield Firewall(name="firewalld", state=FirewallState.ON if running else FirewallState.OFF)
    yield from _iptables(root)
    if (root / "sys/module/nf_tables").is_dir():
        yield Firewall(name="nftables", state=_nftables())


def _ufw(configuration: str, defaults: str) -> Firewall:
    """`ENABLED=yes`, and what `ufw default … outgoing` has set (ufw(8), ufw-framework(8))."""
    is_on = re.search(r"^\s*ENABLED\s*=\s*[\"']?yes", configuration, re.MULTILINE | re.IGNORECASE)
    policy = re.search(r"^\s*DEFAULT_OUTPUT_POLICY\s*=\s*[\"']?(\w+)", defaults, re.MULTILINE)
    return Firewall(
        name="ufw",
        state=FirewallState.ON if is_on else FirewallState.OFF,
        blocks_outgoing=policy.group(1).upper() != "ACCEPT" if policy else None,
    )


def _iptables(root: Path) -> Iterator[Firewall]:
    """The names of the tables that are loaded: none without a single rule or policy ever set."""
    path = root / "proc/net/ip_tables_names"
    if not path.exists():
        return
    text = read(path)
    if text is None:
        yield Firewall(name="iptables", state=FirewallState.NOT_PERMITTED)
    else:
        yield Firewall(name="iptables", state=FirewallState.ON if text.split() else FirewallState.OFF)


def _nftables() -> FirewallState:
    """`nft list tables` prints something where there is a table. It prints nothing to whom it tells nothing."""
    return FirewallState.ON if ask("nft", "list", "tables").strip() else FirewallState.NOT_PERMITTED


def _macos(root: Path) -> Firewall:
    """It looks at incoming connections only. Up to macOS 14 its state is in a file, and later a program tells it."""
    state = parse_alf(root / "Library/Preferences/com.apple.alf.plist")
    if state is FirewallState.NOT_KNOWN:
        state = parse_socketfilterfw(ask("/usr/libexec/ApplicationFirewall/socketfilterfw", "--getglobalstate"))
    return Firewall(name=_ALF, state=state, blocks_outgoing=False)


def parse_alf(path: Path) -> FirewallState:
    """From the property list, in either of its forms."""
    try:
        values = read_plist(path)
    except PermissionError:
        return FirewallState.NOT_PERMITTED
    except OSError:
        return FirewallState.NOT_KNOWN
    state = values.get("globalstate") if isinstance(values, dict) else None
    return _ALF_STATES.get(state, FirewallState.NOT_KNOWN) if isinstance(state, int) else FirewallState.NOT_KNOWN


def parse_socketfilterfw(text: str) -> FirewallState:
    """What macOS' `socketfilterfw --getglobalstate` prints."""
    match = _SOCKETFILTERFW.search(text)
    return _ALF_STATES.get(int(match.group(1)), FirewallState.NOT_KNOWN) if match else FirewallState.NOT_KNOWN


def profile_keys() -> Iterator[str]:
    """The registry keys that `parse_profiles` looks at."""
    for _, profile in _PROFILES:
        yield rf"{_SET}\{profile}"
        yield rf"{_POLICY}\{_policy_name(profile)}"


def _policy_name(profile: str) -> str:
    return "PrivateProfile" if profile == "StandardProfile" else profile


def parse_profiles(keys: Mapping[str, Mapping[str, object]]) -> tuple[Firewall, ...]:
    """Windows Defender Firewall, per profile: which of them is in force depends on the network that is joined."""
    return tuple(_profile(name, keys, profile) for name, profile in _PROFILES)


def _profile(name: str, keys: Mapping[str, Mapping[str, object]], profile: str) -> Firewall:
    values = {**keys.get(rf"{_SET}\{profile}", {}), **keys.get(rf"{_POLICY}\{_policy_name(profile)}", {})}
    enabled = values.get("EnableFirewall")
    action = values.get("DefaultOutboundAction")
    state = FirewallState.NOT_KNOWN
    if isinstance(enabled, int):
        state = FirewallState.ON if enabled == _ON else FirewallState.OFF
    return Firewall(
        name=f"Windows Defender Firewall ({name})",
        state=state,
        blocks_outgoing=action == _BLOCK if isinstance(action, int) else None,
    )
