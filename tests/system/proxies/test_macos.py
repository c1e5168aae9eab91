"""macOS, from recorded answers of `scutil` and `networksetup`."""

from conntest.model.proxy import How, ProxySetting, Scope, Traffic
from conntest.system.proxies.macos import (
    ServiceAnswers,
    parse_service,
    parse_services,
    parse_system,
)
from conntest.system.proxies.scutil import parse_scutil
from tests.every import every

#: Recorded (network-facts.md A2), with a block per interface behind it.
RECORDED = """\
<dictionary> {
  ExceptionsList : <array> {
    0 : *.local
    1 : 169.254/16
  }
  ExcludeSimpleHostnames : 0
  HTTPEnable : 1
  HTTPPort : 7890
  HTTPProxy : 127.0.0.1
  HTTPSEnable : 0
  HTTPSPort : 8443
  HTTPSProxy : old.example.com
  SOCKSEnable : 1
  SOCKSPort : 7890
  SOCKSProxy : 127.0.0.1
  ProxyAutoConfigEnable : 1
  ProxyAutoConfigURLString : http://wpad.example/proxy.pac
  ProxyAutoDiscoveryEnable : 0
  __SCOPED__ : <dictionary> {
    en0 : <dictionary> {
      HTTPEnable : 1
      HTTPPort : 1
      HTTPProxy : scoped.example.com
    }
  }
}
"""


def system(text: str) -> dict[str, ProxySetting]:
    return {found.setting.id: found.setting for found in parse_system(text)}


def ids(one: ProxySetting) -> list[str]:
    return [proxy.id for proxy in one.proxies]


def test_settings_of_single_interfaces_are_none_of_the_systems() -> None:
    values = parse_scutil(RECORDED)
    assert values["HTTPProxy"] == "127.0.0.1"
    assert values["ExceptionsList"] == ("*.local", "169.254/16")
    assert not [one for one in system(RECORDED).values() if "scoped" in str(one)]


def test_what_is_switched_on_is_active_and_the_rest_lingers() -> None:
    found = system(RECORDED)
    assert {id: one.active for id, one in found.items()} == {
        "macos:https": False,
        "macos:http": True,
        "macos:socks": True,
        "macos:pac": True,
    }
    assert ids(found["macos:https"]) == ["http://old.example.com:8443"]
    assert found["macos:http"].bypass == ("*.local", "169.254/16")
    assert found["macos:pac"].pac_url == "http://wpad.example/proxy.pac"


def test_a_socks_proxy_governs_java_too() -> None:
    one = system(RECORDED)["macos:socks"]
    assert (one.scopes, one.traffic) == ((Scope.RAW_TCP, Scope.WEB, Scope.JAVA), (Traffic.HTTPS, Traffic.TCP))


def test_a_socks_proxy_alone_gets_the_web_too() -> None:
    text = "<dictionary> {\n  SOCKSEnable : 1\n  SOCKSProxy : s\n  SOCKSPort : 1080\n}"
    assert Scope.WEB in system(text)["macos:socks"].scopes


def test_auto_discovery_is_a_setting() -> None:
    found = system("<dictionary> {\n  ProxyAutoDiscoveryEnable : 1\n}")
    assert found["macos:auto-discovery"].how is How.WPAD


@every(
    "text",
    ["", "<dictionary> {\n}", "}", "}\n}\nHTTPProxy : x", "<dictionary> {\n  HTTPProxy : <array> {", "No such key"],
)
def test_an_answer_without_settings_has_none(text: str) -> None:
    assert system(text) == {}


def test_a_malformed_value_is_data() -> None:
    one = system("<dictionary> {\n HTTPEnable : 1\n HTTPProxy : a b\n HTTPPort : x\n}")["macos:http"]
    assert one.malformed == "the host name is malformed"


def test_services_are_listed_without_the_note_and_the_marks() -> None:
    listed = "An asterisk (*) denotes that a network service is disabled.\nWi-Fi\n*Thunderbolt Bridge\n\n"
    assert parse_services(listed) == ("Wi-Fi", "Thunderbolt Bridge")


def test_what_a_service_keeps_never_counts_as_active() -> None:
    answers = ServiceAnswers(
        service="Wi-Fi",
        http="Enabled: Yes\nServer: 127.0.0.1\nPort: 7890\nAuthenticated Proxy Enabled: 0\n",
        https="Enabled: No\nServer: \nPort: 0\nAuthenticated Proxy Enabled: 0\n",
        socks="Enabled: No\nServer: old\nPort: 0\nAuthenticated Proxy Enabled: 0\n",
        script="URL: http://x/p.pac\nEnabled: No\n",
    )
    found = {one.setting.id: one.setting for one in parse_service(answers)}
    assert list(found) == ["macos-service:Wi-Fi:http", "macos-service:Wi-Fi:socks", "macos-service:Wi-Fi:pac"]
    assert not any(one.active for one in found.values())
    assert "not the one in use" in (found["macos-service:Wi-Fi:http"].note or "")
    assert ids(found["macos-service:Wi-Fi:socks"]) == ["socks5://old:1080"]


def test_a_service_without_a_script_has_none() -> None:
    answers = ServiceAnswers(service="Wi-Fi", script="URL: (null)\nEnabled: No\n")
    assert list(parse_service(answers)) == []
