"""Places that hold settings for one program, one connection or one network: policies, profiles, VPNs, DHCP."""

import json
import struct
from pathlib import Path

import pytest

from conntest.model.proxy import How, Program, ProxySetting, Scope, Traffic
from conntest.system.operating_system import System
from conntest.system.proxies import dhcp, effective, option_252, read_proxies
from conntest.system.proxies.apt import is_read
from conntest.system.proxies.browser_policies import parse_policies
from conntest.system.proxies.environment import parse_environment
from conntest.system.proxies.firefox import parse_policy_file, parse_preferences, parse_profile, profile_folders
from conntest.system.proxies.gnome import decides as gnome_decides
from conntest.system.proxies.gnome import is_manual as gnome_is_manual
from conntest.system.proxies.gnome import parse_gnome
from conntest.system.proxies.kde import decides as kde_decides
from conntest.system.proxies.kde import parse_kde, together
from conntest.system.proxies.macos import parse_system
from conntest.system.proxies.services import parse_docker_client, parse_docker_daemon, parse_snap, parse_unit
from conntest.system.proxies.setting import ParsedSetting
from conntest.system.proxies.shell_files import parse_environment_file, parse_windows_environment
from conntest.system.proxies.tws import Roots
from conntest.system.proxies.wininet import Registry, parse_registry
from tests.system.proxies.reading import settings, used, wrong

LAN = {"ProxyEnable": 1, "ProxyServer": "lan:8080"}


def blob(flags: int, proxy: str = "", script: str = "") -> bytes:
    texts = b"".join(struct.pack("<I", len(text)) + text.encode() for text in (proxy, "", script))
    return struct.pack("<III", 0x46, 5, flags) + texts


def by_id(found: tuple[ParsedSetting, ...]) -> dict[str, ProxySetting]:
    return {one.id: one for one in settings(found)}


# --- Connections of their own (WinHttpGetIEProxyConfigForCurrentUser: "for the active network connection") ---


def test_a_vpns_own_settings_count_while_it_is_up() -> None:
    registry = Registry(user=LAN, connections={"Work VPN": blob(3, "vpn:3128"), "DefaultConnectionSettings": blob(1)})
    up = tuple(parse_registry(registry, up={"Ethernet", "Work VPN"}))
    assert used(up, System.WINDOWS, Program.CHROME) == "http://vpn:3128"
    assert not by_id(up)["wininet:proxy"].active
    down = tuple(parse_registry(registry, up={"Ethernet"}))
    assert used(down, System.WINDOWS, Program.CHROME) == "http://lan:8080"
    assert not by_id(down)["wininet-connection-Work VPN:proxy"].active


def test_a_vpn_without_a_proxy_keeps_the_local_networks_from_being_used() -> None:
    registry = Registry(user=LAN, connections={"Work VPN": blob(1)})
    assert used(parse_registry(registry, up=["work vpn"]), System.WINDOWS, Program.TWS_WEB) == "direct"
    assert used(parse_registry(registry), System.WINDOWS, Program.TWS_WEB) == "http://lan:8080"


def test_a_vpn_may_have_a_script_or_detect_one() -> None:
    registry = Registry(connections={"V": blob(13, script="http://wpad/p.pac")})
    found = by_id(tuple(parse_registry(registry, up=["V"])))
    assert {id: one.active for id, one in found.items()} == {
        "wininet-connection-V:pac": True,
        "wininet-connection-V:auto-detect": True,
    }


def test_a_machine_wide_policy_counts_for_connections_too() -> None:
    registry = Registry(machine=LAN, machine_policy={"ProxySettingsPerUser": 0}, connections={"V": blob(1)})
    assert not by_id(tuple(parse_registry(registry, up=["V"])))["wininet-machine:proxy"].active


# --- Policies of Chrome and Edge (their lists of policies, ProxySettings and ProxyMode) ---

POLICIES: list[tuple[dict[str, object], str]] = [
    ({"ProxyMode": "direct"}, "direct"),
    ({"ProxyMode": "system", "ProxyServer": "p:1"}, "http://lan:8080"),
    ({"ProxyMode": "fixed_servers", "ProxyServer": "proxy:8080"}, "http://proxy:8080"),
    ({"ProxyMode": "fixed_servers", "ProxyServer": "http=a:1;socks=s:2"}, "socks4://s:2"),
    (
        {"ProxyMode": "pac_script", "ProxyPacUrl": "https://internal.site/example.pac"},
        "pac https://internal.site/example.pac",
    ),
    ({"ProxyMode": "auto_detect"}, "wpad"),
    # The example of ProxySettings' document, as a dictionary and as the registry's text.
    (
        {"ProxySettings": {"ProxyMode": "fixed_servers", "ProxyServer": "123.123.123.123:8080"}},
        "http://123.123.123.123:8080",
    ),
    ({"ProxySettings": '{"ProxyMode": "direct"}', "ProxyMode": "system"}, "direct"),
    ({"ProxyServerMode": 0}, "direct"),
    ({"ProxyServerMode": 2, "ProxyServer": "p:1"}, "http://p:1"),
    ({"ProxyServerMode": 2, "ProxyPacUrl": "http://w/p"}, "pac http://w/p"),
    # MicrosoftDocs/Edge-Enterprise issue 119: a mode that does not exist.
    ({"ProxyMode": "fixed_server", "ProxyServer": "p:1"}, "http://lan:8080"),
    # Without a mode the browser ignores the rest.
    ({"ProxyServer": "p:1"}, "http://lan:8080"),
    ({"ProxyMode": "fixed_servers", "ProxyServer": "p:port"}, "http://lan:8080"),
    ({}, "http://lan:8080"),
]


@pytest.mark.parametrize(("policy", "goes"), POLICIES)
@pytest.mark.parametrize(
    ("browser", "program", "other"),
    [
        ("chrome", Program.CHROME, Program.EDGE),
        ("edge", Program.EDGE, Program.CHROME),
    ],
)
def test_a_browsers_policy_decides_for_it_alone(
    policy: dict[str, object], goes: str, browser: str, program: Program, other: Program
) -> None:
    found = (*parse_registry(Registry(user=LAN)), *parse_policies(policy, browser))
    assert used(found, System.WINDOWS, program) == goes
    assert used(found, System.WINDOWS, other) == used(found, System.WINDOWS, Program.TWS_WEB) == "http://lan:8080"


def test_a_required_policy_goes_before_a_recommended_one() -> None:
    found = (
        *parse_policies({"ProxyMode": "direct"}, "chrome", recommended=True),
        *parse_policies({"ProxyMode": "fixed_servers", "ProxyServer": "p:1"}, "chrome"),
    )
    assert used(found, System.LINUX, Program.CHROME) == "http://p:1"


@pytest.mark.parametrize(
    ("policy", "why"),
    [
        ({"ProxyServer": "p:1"}, "the policy has no mode, so that the browser ignores it"),
        ({"ProxyMode": "fixed_servers", "ProxyServer": "p:x"}, "the policy names no server that can be understood"),
        ({"ProxyMode": "pac_script", "ProxyPacUrl": "http://["}, "the script's address cannot be one"),
        ({"ProxyMode": "pac_script"}, "the policy asks for a setup script, and names none"),
    ],
)
def test_what_is_wrong_with_a_policy_is_said(policy: dict[str, object], why: str) -> None:
    assert wrong(parse_policies(policy, "chrome")) == [why]


# --- Firefox ---

MANUAL = 'user_pref("network.proxy.type", 1);\n'
HTTP = 'user_pref("network.proxy.http", "p");\nuser_pref("network.proxy.http_port", 3128);\n'
SOCKS = 'user_pref("network.proxy.socks", "s");\nuser_pref("network.proxy.socks_port", 1080);\n'

PREFERENCES = [
    # What a new profile has.
    ("", "http://lan:8080"),
    ('user_pref("network.proxy.type", 5);', "http://lan:8080"),
    # mozilla/policy-templates issue 473: a bold 0 that nobody remembers.
    ('user_pref("network.proxy.type", 0);', "direct"),
    ('user_pref("network.proxy.type", 3);', "direct"),
    ('user_pref("network.proxy.type", 4);', "wpad"),
    (
        'user_pref("network.proxy.type", 2);\nuser_pref("network.proxy.autoconfig_url", "http://x.example/p.pac");',
        "pac http://x.example/p.pac",
    ),
    # Support article "Connection settings in Firefox": HTTP, also for HTTPS.
    (
        MANUAL + HTTP + 'user_pref("network.proxy.share_proxy_settings", true);',
        "http://p:3128",
    ),
    # HTTP alone beside SOCKS: SOCKS for the rest.
    (
        MANUAL + HTTP + SOCKS,
        "socks5://s:1080",
    ),
    (
        MANUAL + SOCKS + 'user_pref("network.proxy.socks_version", 4);',
        "socks4://s:1080",
    ),
    # A server without a port does not count.
    ('user_pref("network.proxy.type", 1);\nuser_pref("network.proxy.ssl", "p");', "http://lan:8080"),
    # A comment is no preference.
    ('// user_pref("network.proxy.type", 0);', "http://lan:8080"),
]


@pytest.mark.parametrize(("text", "goes"), PREFERENCES)
def test_firefoxs_own_preferences_go_before_the_systems(text: str, goes: str) -> None:
    profile = parse_profile(parse_preferences(text), "firefox-profile-1", "~/prefs.js")
    found = (*parse_registry(Registry(user=LAN)), *profile)
    assert used(found, System.WINDOWS, Program.FIREFOX) == goes
    assert used(found, System.WINDOWS, Program.CHROME) == "http://lan:8080"


def policies(**proxy: object) -> str:
    return json.dumps({"policies": {"BlockAboutConfig": True, "Proxy": proxy}})


@pytest.mark.parametrize(
    ("text", "goes"),
    [
        (policies(Mode="none", Locked=True), "direct"),
        (policies(Mode="system", Locked=True), "http://lan:8080"),
        (policies(Mode="autoDetect", Locked=True), "wpad"),
        # altlinux/gpupdate issue 180.
        (
            policies(Mode="autoConfig", Locked=True, AutoConfigURL="http://proxy.example/", HTTPProxy=""),
            "pac http://proxy.example/",
        ),
        # mozilla/policy-templates issue 1150.
        (policies(Mode="manual", HTTPProxy="192.0.2.1:80", SSLProxy="192.0.2.2:81"), "http://192.0.2.2:81"),
        (policies(Mode="manual", HTTPProxy="192.0.2.1:80", UseHTTPProxyForAllProtocols=True), "http://192.0.2.1:80"),
        (policies(Mode="manual", SOCKSProxy="s:1080", SOCKSVersion=4), "socks4://s:1080"),
        # mozilla/policy-templates issue 537: the key is misspelt, so no script is named.
        (policies(Mode="autoConfig", AutoConfiguURL="http:/myproxt.com:8080/proxy.pac"), "http://lan:8080"),
        ("{", "http://lan:8080"),
        ("[]", "http://lan:8080"),
    ],
)
def test_firefoxs_policy_decides_for_it(text: str, goes: str) -> None:
    found = (*parse_registry(Registry(user=LAN)), *parse_policy_file(text, "Firefox policy"))
    assert used(found, System.WINDOWS, Program.FIREFOX) == goes


def test_a_misspelt_policy_is_said_to_name_no_script() -> None:
    text = policies(Mode="autoConfig", AutoConfiguURL="http:/myproxt.com:8080/proxy.pac")
    assert wrong(parse_policy_file(text, "p")) == ["the policy asks for a setup script, and names none"]


@pytest.mark.parametrize(("locked", "goes"), [(True, "http://policy:1"), (False, "direct")])
def test_a_policy_that_is_not_locked_gives_way_to_the_users_choice(locked: bool, goes: str) -> None:
    found = (
        *parse_profile({"type": 0}, "firefox-profile-1", "prefs.js"),
        *parse_policy_file(policies(Mode="manual", SSLProxy="policy:1", Locked=locked), "Firefox policy"),
    )
    assert used(found, System.LINUX, Program.FIREFOX) == goes


@pytest.mark.parametrize(
    ("text", "folders"),
    [
        (
            "[InstallAB]\nDefault=Profiles/ab.default\nLocked=1\n[Profile0]\nPath=x\nDefault=1\n",
            ("Profiles/ab.default",),
        ),
        ("[Profile1]\nPath=a\n[Profile0]\nPath=b\nDefault=1\n[General]\nVersion=2\n", ("b",)),
        ("[Profile1]\nPath=a\n[Profile0]\nPath=b\n", ("a", "b")),
        ("", ()),
    ],
)
def test_firefox_starts_with_these_profiles(text: str, folders: tuple[str, ...]) -> None:
    assert profile_folders(text) == folders


# --- Firefox and the variables, on Linux ---


def test_firefox_follows_variables_where_gnome_has_no_proxy_and_chrome_does_not() -> None:
    gnome = "org.gnome.system.proxy mode 'none'"
    environment = {"https_proxy": "http://p:1", "XDG_CURRENT_DESKTOP": "GNOME"}
    assert gnome_decides(gnome)
    found = (*parse_gnome(gnome), *parse_environment(environment, System.LINUX, desktop_decides=True))
    assert used(found, System.LINUX, Program.FIREFOX) == "http://p:1"
    assert used(found, System.LINUX, Program.CHROME) == "direct"


def test_gnomes_own_proxy_goes_before_variables_for_firefox_too() -> None:
    gnome = "\n".join(
        f"org.gnome.system.proxy{line}" for line in (" mode 'manual'", ".https host 'g'", ".https port 2")
    )
    found = (*parse_gnome(gnome), *parse_environment({"https_proxy": "http://p:1"}, System.LINUX, desktop_decides=True))
    assert used(found, System.LINUX, Program.FIREFOX) == "http://g:2"


def test_variables_are_no_affair_of_firefoxs_where_gnome_has_a_proxy() -> None:
    (one,) = settings(parse_environment({"https_proxy": "http://p:1"}, System.LINUX, firefox=False))
    assert Scope.FIREFOX not in one.scopes


@pytest.mark.parametrize(("mode", "manual"), [("'manual'", True), ("'none'", False), ("'auto'", False), ("", False)])
def test_gnomes_mode_is_known(mode: str, manual: bool) -> None:
    assert gnome_is_manual(f"org.gnome.system.proxy mode {mode}") is manual


def test_kdes_file_means_nothing_to_firefox() -> None:
    found = tuple(parse_kde("[Proxy Settings]\nProxyType=1\nhttpsProxy=http://k 1\n", {}))
    assert used(found, System.LINUX, Program.CHROME) == "http://k:1"
    assert used(found, System.LINUX, Program.FIREFOX) == "direct"


@pytest.mark.parametrize(
    ("text", "decides"),
    [
        ("mode 'none'", True),
        ("mode 'auto'", True),
        ("mode 'manual'", False),
        ("mode 'odd'", False),
        ("", False),
    ],
)
def test_variables_count_where_gnomes_settings_cannot_be_followed(text: str, decides: bool) -> None:
    assert gnome_decides(f"org.gnome.system.proxy {text}") is decides


@pytest.mark.parametrize(
    ("values", "decides"),
    [
        ({"ProxyType": "0"}, True),
        ({"ProxyType": "2"}, True),
        ({"ProxyType": "1"}, False),
        ({"ProxyType": "1", "httpProxy": "p:1"}, True),
        ({}, False),
    ],
)
def test_variables_count_where_kdes_settings_cannot_be_followed(values: dict[str, str], decides: bool) -> None:
    assert kde_decides(values, {}) is decides


# --- /etc/xdg/kioslaverc (KConfig, "Immutability"; an ubuntuforums recipe fixes the whole section) ---


def test_an_administrators_file_counts_where_the_user_has_none() -> None:
    shared = "[Proxy Settings]\nProxyType=1\nhttpsProxy=http://company 3128\n"
    assert used(parse_kde("", {}, shared=[shared]), System.LINUX, Program.CHROME) == "http://company:3128"
    own = "[Proxy Settings]\nProxyType=0\n"
    assert used(parse_kde(own, {}, shared=[shared]), System.LINUX, Program.CHROME) == "direct"


@pytest.mark.parametrize("fixed", ["[Proxy Settings][$i]\nProxyType=1\n", "[Proxy Settings]\nProxyType[$i]=1\n"])
def test_a_fixed_key_cannot_be_changed_by_the_user(fixed: str) -> None:
    assert together("[Proxy Settings]\nProxyType=0\n", [fixed])["ProxyType"] == "1"
    assert together("[Proxy Settings][$e]\nProxyType=0\n", [fixed.replace("$i", "$e")])["ProxyType"] == "0"


# --- DHCP option 252 ---

#: The order and the padding of an export in public, with an address in place of an empty option.
OPTIONS = bytes.fromhex("06000000000000000400000000000000" + "3317b657" + "c0a80101") + bytes.fromhex(
    "0c000000000000000b00000000000000" + "3317b657" + "47494741425954452d504300"
)


def record(code: int, data: bytes) -> bytes:
    return struct.pack("<5I", code, 0, len(data), 0, 0x57B61733) + data + bytes(-len(data) % 4)


@pytest.mark.parametrize(
    ("data", "address"),
    [
        (OPTIONS + record(252, b"http://wpad.corp.example/wpad.dat\0"), "http://wpad.corp.example/wpad.dat"),
        (OPTIONS + record(252, b"http://w/p.pac\n"), "http://w/p.pac"),
        (OPTIONS + record(252, b""), None),
        (OPTIONS, None),
        (record(252, b"http://w/p")[:24], None),
        (b"", None),
    ],
)
def test_windows_keeps_the_options_of_its_leases(data: bytes, address: str | None) -> None:
    assert dhcp.from_registry(data) == address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        # systemd-networkd's lease: options in hexadecimal.
        ("ADDRESS=192.168.1.5\nOPTION_252=" + b"http://w.example/p.pac".hex() + "\n", "http://w.example/p.pac"),
        # dhclient, with an option that dhclient.conf defines.
        (
            'lease {\n  option routers 10.0.0.1;\n  option wpad "http://w/a.pac";\n}\n'
            'lease {\n  option wpad "http://w/b.pac";\n}\n',
            "http://w/b.pac",
        ),
        ('  option unknown-252 "http://w/c.pac";\n', "http://w/c.pac"),
        # NetworkManager (tkluck/pac4cli pull request 15 reads the same property).
        ("DHCP4.OPTION[3]:                        wpad = http://w/d.pac\n", "http://w/d.pac"),
        ("DHCP4.OPTION[3]: requested_wpad = 1\n", None),
        ("OPTION_252=0\n", None),
        ("", None),
    ],
)
def test_leases_are_read_on_linux(text: str, address: str | None) -> None:
    assert dhcp.from_text(text) == address


def test_what_dhcp_names_goes_before_what_names_find() -> None:
    detection = parse_system("<dictionary> {\n ProxyAutoDiscoveryEnable : 1\n}")
    every = settings((*detection, option_252("http://w/p.pac", active=True)))
    found = frozenset({"dhcp:option-252", "macos:auto-discovery"})
    winners = [one.id for one in effective(every, System.MACOS, detected=found) if Scope.WEB in one.wins_for]
    assert winners == ["dhcp:option-252"]


def test_a_script_that_dhcp_names_and_nobody_asks_for_decides_nothing() -> None:
    one = option_252("http://w/p.pac", active=False)
    assert used((one,), System.LINUX, Program.CHROME) == "direct"
    assert "Nothing here asks" in (one.setting.note or "")


# --- Services and containers ---


@pytest.mark.parametrize(
    ("text", "proxies"),
    [
        # docker/docs, "Configure the daemon to use a proxy"; himanshub16/ProxyMan issue 53.
        (
            '[Service]\nEnvironment="HTTP_PROXY=http://p:80/"\nEnvironment="HTTPS_PROXY=http://q:81/"\nEnvironment="NO_PROXY=x"\n',
            ["http://q:81", "http://p:80"],
        ),
        ('[Service]\nEnvironment="HTTP_PROXY=http://p:80" "HTTPS_PROXY=http://q:81"\n', ["http://q:81", "http://p:80"]),
        ("[Service]\nEnvironment=HTTPS_PROXY=http://q:81 FOO=bar\n", ["http://q:81"]),
        # An empty one takes all back.
        ("[Service]\nEnvironment=HTTPS_PROXY=http://q:81\nEnvironment=\n", []),
        # A percent sign is written twice.
        ("[Service]\nEnvironment=HTTPS_PROXY=http://me:a%%40b@q:81\n", ["http://q:81"]),
        ('[Manager]\nDefaultEnvironment="https_proxy=http://q:81"\n', ["http://q:81"]),
        ("[Service]\nEnvironment=\\\n HTTPS_PROXY=http://q:81\n", ["http://q:81"]),
        ("[Service]\nExecStart=/bin/x\n", []),
    ],
)
def test_units_of_systemd_set_proxies_for_services(text: str, proxies: list[str]) -> None:
    found = settings(parse_unit(text, "/etc/systemd/system/docker.service.d/http-proxy.conf"))
    assert [proxy.id for one in found for proxy in one.proxies] == proxies
    assert all(one.scopes == (Scope.SERVICES,) for one in found)


def test_a_unit_with_one_pair_of_quotes_around_all_is_malformed() -> None:
    # angstwad/docker.ubuntu issue 193.
    text = '[Service]\nEnvironment="http_proxy=http://p:80 https_proxy=http://p:80 no_proxy="\n'
    assert wrong(parse_unit(text, "x")) == ["the port is no number up to 65535"]


def test_docker_hands_settings_of_its_client_to_containers_alone() -> None:
    # docker/docs, "Configure the Docker client".
    proxies = {"httpProxy": "http://p:3128", "httpsProxy": "https://p:3129", "noProxy": "*.x,127.0.0.0/8"}
    text = json.dumps({"proxies": {"default": proxies}})
    found = tuple(parse_docker_client(text, "~/.docker/config.json"))
    assert used(found, System.LINUX, Program.CONTAINERS) == "https://p:3129"
    assert used(found, System.LINUX, Program.TOOLS) == "direct"
    assert by_id(found)["docker-client:https_proxy"].bypass == ("*.x", "127.0.0.0/8")


def test_dockers_daemon_is_a_service() -> None:
    text = json.dumps({"proxies": {"http-proxy": "http://p:1", "https-proxy": "http://p:2", "no-proxy": "x"}})
    found = settings(parse_docker_daemon(text, "/etc/docker/daemon.json"))
    assert [(one.scopes, one.proxies[0].id) for one in found] == [
        ((Scope.SERVICES,), "http://p:2"),
        ((Scope.SERVICES,), "http://p:1"),
    ]


def test_a_file_of_dockers_that_is_none_is_said_to_be_so() -> None:
    assert wrong(parse_docker_client("{,}", "config.json")) == ["the file is no JSON object"]
    assert wrong(parse_docker_client("", "config.json")) == []


def test_snap_has_proxies_of_its_own() -> None:
    # snapcraft.io/docs/system-options: proxy.http, proxy.https.
    found = settings(parse_snap('{"proxy": {"http": "http://p:1", "https": "http://p:2", "store": "x"}}'))
    assert [one.proxies[0].id for one in found] == ["http://p:2", "http://p:1"]
    assert settings(parse_snap("error: access denied (try with sudo)")) == ()


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("99proxy", True),
        ("99proxy.conf", True),
        ("99old.conf.disabled", False),
        ("proxy.bak", False),
        ("50-a_b.c.conf", True),
    ],
)
def test_apt_passes_over_files_with_other_extensions(name: str, read: bool) -> None:
    assert is_read(name) is read


# --- Variables that Windows keeps, and files of variables ---


def test_windows_variables_count_where_the_session_has_them() -> None:
    values = {"HTTPS_PROXY": "http://p:1", "Path": "x", "No_Proxy": "x"}
    session = {"HTTPS_PROXY": "http://p:1"}
    (here,) = settings(parse_windows_environment(values, "user-environment", "user variables", session))
    (later,) = settings(parse_windows_environment(values, "user-environment", "user variables", {}))
    assert (here.active, later.active) == (True, False)
    assert later.note == "Programs that start from now on have it."


def test_what_a_function_sets_is_said_to_stand_in_one() -> None:
    text = "proxy_on() {\n  export https_proxy=http://p:1\n}\nexport http_proxy=http://p:2\n"
    notes = {one.traffic: one.note for one in settings(parse_environment_file(text, "~/.bashrc", {}))}
    assert "function" in (notes[(Traffic.HTTPS,)] or "")
    assert "This session" in (notes[(Traffic.HTTP,)] or "")


def test_a_value_that_only_the_shell_knows_is_no_mistake() -> None:
    text = 'export https_proxy="http://$(hostname):3128"\n'
    (one,) = settings(parse_environment_file(text, "~/.bashrc", {"https_proxy": "http://me:3128"}))
    assert (one.active, one.malformed, one.how) == (True, None, How.MANUAL)


# --- Everything together ---


def test_files_of_a_home_are_read_where_they_are(tmp_path: Path) -> None:
    home, etc = tmp_path / "home" / "me", tmp_path / "etc"
    for path, text in {
        home / ".bashrc": "export https_proxy=http://b:1\n",
        home / ".docker" / "config.json": '{"proxies": {"default": {"httpsProxy": "http://d:1"}}}',
        home / ".mozilla/firefox/profiles.ini": "[Profile0]\nPath=x.default\n",
        home / ".mozilla/firefox/x.default/prefs.js": 'user_pref("network.proxy.type", 0);\n',
        etc / "opt/chrome/policies/managed/proxy.json": '{"ProxyMode": "direct"}',
        etc / "apt/apt.conf.d/99old.conf.disabled": 'Acquire::http::Proxy "http://a:1";',
        etc / "apt/apt.conf.d/99proxy": 'Acquire::http::Proxy "http://a:2";',
        etc / "systemd/system/docker.service.d/p.conf": "[Service]\nEnvironment=HTTPS_PROXY=http://s:1\n",
        tmp_path / "run/systemd/netif/leases/2": "OPTION_252=" + b"http://w/p.pac".hex() + "\n",
    }.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    roots = Roots(home=home, drive=tmp_path, applications=tmp_path)
    found = {one.id: one for one in read_proxies({}, home, root=tmp_path, roots=roots).settings}
    assert {
        "environment-file:~/.bashrc:https_proxy",
        "docker-client:https_proxy",
        "firefox-profile-1:direct",
        "chrome-policy:direct",
        f"apt:{etc}/apt/apt.conf.d/99proxy:http",
        f"systemd:{etc}/systemd/system/docker.service.d/p.conf:HTTPS_PROXY",
        "dhcp:option-252",
    } - set(found) == set()
    assert not any("disabled" in id for id in found)
    assert found["firefox-profile-1:direct"].wins_for == (Scope.FIREFOX,)
