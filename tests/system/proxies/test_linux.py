"""Linux: GNOME, KDE, /etc/environment and apt, from recorded samples."""

from pathlib import Path

import pytest

from conntest.model.proxy import How, ProxySetting, Scope, Traffic
from conntest.system.proxies.apt import parse_apt
from conntest.system.proxies.gnome import Desktop, parse_gnome, running_desktop
from conntest.system.proxies.kde import kioslaverc_paths, parse_kde
from conntest.system.proxies.shell_files import parse_environment_file
from tests.every import every

#: Recorded: `gsettings list-recursively org.gnome.system.proxy`.
GNOME = """\
org.gnome.system.proxy autoconfig-url ''
org.gnome.system.proxy ignore-hosts ['localhost', '127.0.0.0/8', '::1', "it's.example"]
org.gnome.system.proxy mode 'manual'
org.gnome.system.proxy use-same-proxy true
org.gnome.system.proxy.ftp host ''
org.gnome.system.proxy.ftp port 0
org.gnome.system.proxy.http authentication-password 'hunter2'
org.gnome.system.proxy.http authentication-user 'me'
org.gnome.system.proxy.http enabled false
org.gnome.system.proxy.http host 'proxy.example.com'
org.gnome.system.proxy.http port 3128
org.gnome.system.proxy.http use-authentication true
org.gnome.system.proxy.https host ''
org.gnome.system.proxy.https port 0
org.gnome.system.proxy.socks host '127.0.0.1'
org.gnome.system.proxy.socks port 1080
"""

KDE = """\
[Notification Messages]
ProxyType=9

[Proxy Settings]
NoProxyFor=localhost,.corp
Proxy Config Script[$e]=http://wpad/p.pac
ProxyType=1
ReversedException=false
httpProxy=http://proxy.example.com 3128
httpsProxy=http://proxy.example.com:3128
socksProxy=socks://127.0.0.1 1080
"""


def gnome(text: str, desktop: Desktop = Desktop.GNOME) -> dict[str, ProxySetting]:
    return {found.setting.id: found.setting for found in parse_gnome(text, desktop)}


def kde(text: str, desktop: Desktop = Desktop.KDE, **environment: str) -> dict[str, ProxySetting]:
    return {found.setting.id: found.setting for found in parse_kde(text, environment, desktop)}


def ids(one: ProxySetting) -> list[str]:
    return [proxy.id for proxy in one.proxies]


def test_gnomes_manual_proxies_are_read() -> None:
    found = gnome(GNOME)
    assert ids(found["gnome:http"]) == ["http://proxy.example.com:3128"]
    assert ids(found["gnome:socks"]) == ["socks5://127.0.0.1:1080"]
    assert found["gnome:socks"].traffic == (Traffic.HTTPS, Traffic.TCP)
    assert found["gnome:socks"].scopes == (Scope.RAW_TCP, Scope.WEB)
    assert found["gnome:http"].bypass == ("localhost", "127.0.0.0/8", "::1", "it's.example")
    assert list(found) == ["gnome:http", "gnome:socks"]


def test_gnomes_credentials_are_kept_apart() -> None:
    secrets = {id: one for found in parse_gnome(GNOME) for id, one in found.secrets.items()}
    assert secrets["http://proxy.example.com:3128"].password == "hunter2"
    assert "hunter2" not in repr(list(parse_gnome(GNOME)))


@every("mode", ["'none'", "'auto'", "nonsense", ""])
def test_gnomes_values_linger_in_another_mode(mode: str) -> None:
    found = gnome(GNOME.replace("'manual'", mode))
    assert not found["gnome:http"].active


def test_gnomes_values_do_not_count_under_kde() -> None:
    found = gnome(GNOME, Desktop.KDE)["gnome:http"]
    assert not found.active
    assert "Another desktop" in (found.note or "")


@pytest.mark.parametrize(
    ("url", "id", "how"), [("''", "gnome:auto-detect", How.WPAD), ("'http://wpad/p.pac'", "gnome:pac", How.PAC)]
)
def test_gnomes_automatic_mode_has_a_script_or_looks_for_one(url: str, id: str, how: How) -> None:
    text = GNOME.replace("'manual'", "'auto'").replace("autoconfig-url ''", f"autoconfig-url {url}")
    one = gnome(text)[id]
    assert (one.how, one.active) == (how, True)


def test_kdes_manual_proxies_are_read() -> None:
    found = kde(KDE)
    assert ids(found["kde:http"]) == ids(found["kde:https"]) == ["http://proxy.example.com:3128"]
    assert ids(found["kde:socks"]) == ["socks5://127.0.0.1:1080"]
    assert found["kde:http"].bypass == ("localhost", ".corp")
    assert (found["kde:pac"].active, found["kde:pac"].pac_url) == (False, "http://wpad/p.pac")


def test_kdes_type_4_names_variables() -> None:
    text = "[Proxy Settings]\nProxyType=4\nhttpsProxy=MY_PROXY\n"
    assert ids(kde(text, MY_PROXY="http://p:1")["kde:https"]) == ["http://p:1"]
    assert kde(text) == {}


@every(
    ("kind", "active"),
    [("0", set()), ("1", {"kde:http", "kde:https", "kde:socks"}), ("2", {"kde:pac"}), ("3", {"kde:auto-detect"})],
)
def test_kdes_type_decides_what_is_active(kind: str, active: set[str]) -> None:
    found = kde(KDE.replace("ProxyType=1", f"ProxyType={kind}"))
    assert {id for id, one in found.items() if one.active} == active


@pytest.mark.parametrize("desktop", [Desktop.GNOME, Desktop.OTHER])
def test_kdes_values_do_not_count_under_another_desktop(desktop: Desktop) -> None:
    assert not any(one.active for one in kde(KDE, desktop).values())


def test_kdes_reversed_exceptions_are_noted() -> None:
    one = kde(KDE.replace("ReversedException=false", "ReversedException=true"))["kde:http"]
    assert one.bypass == ()
    assert "list of exceptions" in (one.note or "")


@every("text", ["", "no section", "[Proxy Settings]", "[Proxy Settings]\nProxyType", "GARBAGE\0="])
def test_files_without_settings_have_none(text: str) -> None:
    assert kde(text) == {}
    assert gnome(text) == {}


def test_kdes_file_is_where_its_version_keeps_it() -> None:
    home = Path("/home/me")
    assert kioslaverc_paths({"XDG_CONFIG_HOME": "/cfg"}, home)[0] == Path("/cfg/kioslaverc")
    assert kioslaverc_paths({}, home)[0] == home / ".config/kioslaverc"


@every(
    ("value", "desktop"),
    [
        ("ubuntu:GNOME", Desktop.GNOME),
        ("X-Cinnamon", Desktop.GNOME),
        ("KDE", Desktop.KDE),
        ("XFCE", Desktop.OTHER),
        ("", Desktop.UNKNOWN),
    ],
)
def test_the_running_desktop_is_known_by_its_variable(value: str, desktop: Desktop) -> None:
    assert running_desktop({"XDG_CURRENT_DESKTOP": value}) is desktop


FILE = (
    '# a comment\nPATH="/bin"\nhttps_proxy="http://proxy:3128" # ours\nexport all_proxy=socks5://s:1080\nno_proxy=x\n'
)


def test_a_file_of_variables_is_active_as_far_as_the_session_has_them() -> None:
    session = {"https_proxy": "http://proxy:3128", "all_proxy": "socks5://other:1080"}
    found = {one.setting.id: one.setting for one in parse_environment_file(FILE, "/etc/environment", session)}
    assert {id: one.active for id, one in found.items()} == {
        "environment-file:/etc/environment:https_proxy": True,
        "environment-file:/etc/environment:all_proxy": False,
    }


def test_apt_has_proxies_of_its_own() -> None:
    text = (
        '// Acquire::http::Proxy "http://comment:1";\n'
        'Acquire::http::Proxy "http://u:hunter2@proxy:3128/";\n'
        'Acquire::https::Proxy "DIRECT"; Acquire::http::Proxy-Auto-Detect "/bin/x";\n'
    )
    (found,) = parse_apt(text, "/etc/apt/apt.conf.d/99proxy")
    assert ids(found.setting) == ["http://proxy:3128"]
    assert (found.setting.scopes, found.setting.traffic) == ((Scope.SERVICES,), (Traffic.HTTP,))
    assert "hunter2" not in repr(found)
