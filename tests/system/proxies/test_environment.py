"""Proxy variables: what each of them governs, and what programs make of `no_proxy`."""

from conntest.model.proxy import ProxySetting, Scope, Traffic
from conntest.system.operating_system import System
from conntest.system.proxies.environment import parse_environment
from conntest.system.proxies.no_proxy import Reader, is_exempt
from tests.every import every


def settings(environment: dict[str, str], system: System = System.LINUX, *hosts: str) -> dict[str, ProxySetting]:
    return {found.setting.id: found.setting for found in parse_environment(environment, system, hosts)}


def test_without_variables_there_is_nothing() -> None:
    assert settings({"http_proxy": "", "HTTPS_PROXY": "  ", "no_proxy": "*", "ftp_proxy": "ftp:21"}) == {}


def test_each_variable_governs_its_own_traffic_and_all_proxy_the_rest() -> None:
    found = settings({"https_proxy": "http://a:1", "all_proxy": "socks5://b:2"})
    assert found["env:https_proxy"].traffic == (Traffic.HTTPS,)
    assert found["env:all_proxy"].traffic == (Traffic.HTTP, Traffic.TCP)


def test_an_http_proxy_for_all_is_for_the_web() -> None:
    assert settings({"all_proxy": "http://b:2"})["env:all_proxy"].traffic == (Traffic.HTTP, Traffic.HTTPS)


def test_one_value_in_both_spellings_is_one_setting() -> None:
    assert list(settings({"https_proxy": "http://a:1", "HTTPS_PROXY": "http://a:1"})) == ["env:https_proxy"]


def test_two_values_in_two_spellings_are_two_settings() -> None:
    found = settings({"https_proxy": "http://a:1", "HTTPS_PROXY": "http://b:1"})
    assert [one.place for one in found.values()] == ["env", "env-upper"]


@every(
    ("system", "desktop", "scopes"),
    [
        (System.LINUX, "", (Scope.TOOLS, Scope.WEB, Scope.FIREFOX)),
        (System.LINUX, "XFCE", (Scope.TOOLS, Scope.WEB, Scope.FIREFOX)),
        (System.LINUX, "ubuntu:GNOME", (Scope.TOOLS, Scope.FIREFOX)),
        (System.LINUX, "KDE", (Scope.TOOLS, Scope.FIREFOX)),
        (System.WINDOWS, "", (Scope.TOOLS,)),
        (System.MACOS, "", (Scope.TOOLS,)),
    ],
)
def test_browsers_read_variables_only_without_a_desktop_and_firefox_always(
    system: System, desktop: str, scopes: tuple[Scope, ...]
) -> None:
    found = settings({"https_proxy": "http://a:1", "XDG_CURRENT_DESKTOP": desktop}, system)
    assert found["env:https_proxy"].scopes == scopes


def test_a_request_header_is_no_setting() -> None:
    found = settings({"HTTP_PROXY": "http://a:1", "REQUEST_METHOD": "GET"})
    assert not found["env-upper:HTTP_PROXY"].active


@every(("value", "noted"), [("http://a", True), ("http://u:p@a", True), ("http://a:1", False), ("[::1]:80", False)])
def test_a_missing_port_is_noted(value: str, noted: bool) -> None:
    note = settings({"https_proxy": value})["env:https_proxy"].note or ""
    assert ("names no port" in note) is noted


def test_it_is_noted_where_exceptions_are_read_differently() -> None:
    environment = {"https_proxy": "http://a:1", "no_proxy": ".ibllc.com"}
    found = settings(environment, System.LINUX, "ibllc.com", "ndc1.ibllc.com", "www.example.com")
    assert "curl 2, Python 2, Go 1" in (found["env:https_proxy"].note or "")


def test_a_malformed_value_is_data() -> None:
    one = settings({"https_proxy": "http://user:secret@:x"})["env:https_proxy"]
    assert one.proxies == ()
    assert one.malformed == "the host name is malformed"


@every(
    ("no_proxy", "host", "curl", "urllib", "go"),
    [
        ("x.com", "x.com", True, True, True),
        ("x.com", "a.x.com", True, True, True),
        ("x.com", "ax.com", False, False, False),
        (".x.com", "x.com", True, True, False),
        (".x.com", "a.x.com", True, True, True),
        ("*.x.com", "a.x.com", False, False, True),
        ("10.0.0.0/8", "10.1.2.3", True, False, True),
        ("10.0.0.0/8", "10.x.com", False, False, False),
        ("x.com:443", "x.com", False, True, True),
        ("x.com:80", "x.com", False, False, False),
        ("10.1.2.3:443", "10.1.2.3", False, True, True),
        ("*", "x.com", True, True, True),
        (" * ", "x.com", True, True, True),
        ("a.com,*", "x.com", False, False, True),
        ("a.com b.com", "a.com", True, False, False),
        ("a.com b.com", "b.com", False, False, False),
        ("a.com , b.com", "b.com", True, True, True),
        ("a.com b.com,c.com", "c.com", False, True, True),
        ("[fe80::1]", "fe80::1", False, False, True),
        ("fe80::1", "fe80::1", True, True, True),
        ("X.COM", "x.com.", True, True, True),
        ("", "x.com", False, False, False),
        (",,.", "x.com", False, False, False),
        ("fe80::/10", "fe80::1", True, False, True),
        ("", "localhost", False, False, True),
        ("", "127.0.0.1", False, False, True),
    ],
)
def test_three_programs_read_no_proxy_in_three_ways(
    no_proxy: str, host: str, curl: bool, urllib: bool, go: bool
) -> None:
    assert [is_exempt(no_proxy, host, 443, reader) for reader in Reader] == [curl, urllib, go]
