"""Who uses what: each program by the settings that it follows, and no others."""

import pytest

from conntest.model.proxy import How, Program
from conntest.system.operating_system import System
from conntest.system.proxies.environment import parse_environment
from conntest.system.proxies.java import from_properties
from conntest.system.proxies.macos import parse_system
from conntest.system.proxies.programs import proxy_uses
from conntest.system.proxies.setting import ParsedSetting, facts
from conntest.system.proxies.wininet import Registry, parse_registry
from tests.system.proxies.reading import used

SOCKS = tuple(parse_registry(Registry(user={"ProxyEnable": 1, "ProxyServer": "socks=s:1080"})))


def java(**properties: str) -> tuple[ParsedSetting, ...]:
    return tuple(
        from_properties(
            {name.replace("_", "."): value for name, value in properties.items()},
            place="java-options-~/Jts/tws.vmoptions",
            source="~/Jts/tws.vmoptions",
        )
    )


@pytest.mark.parametrize("system", System)
def test_without_settings_every_program_goes_directly(system: System) -> None:
    uses = proxy_uses((), system)
    assert {one.how for one in uses} == {How.DIRECT}
    assert [one.program for one in uses] == [one for one in Program if one is not Program.CONTAINERS]


def test_tws_does_not_follow_a_socks_proxy_of_windows_to_its_gateways() -> None:
    assert used(SOCKS, System.WINDOWS, Program.TWS_WEB) == "socks4://s:1080"
    assert used(SOCKS, System.WINDOWS, Program.TWS_GATEWAYS) == used(SOCKS, System.WINDOWS, Program.JAVA) == "direct"


def test_tws_follows_one_where_java_is_told_to_follow_the_system() -> None:
    found = (*SOCKS, *java(java_net_useSystemProxies="true"))
    assert used(found, System.WINDOWS, Program.TWS_GATEWAYS) == "socks4://s:1080"


def test_being_told_to_follow_a_system_without_proxies_is_going_directly() -> None:
    assert used(java(java_net_useSystemProxies="true"), System.WINDOWS, Program.TWS_GATEWAYS) == "direct"


def test_java_itself_follows_macos() -> None:
    text = "<dictionary> {\n SOCKSEnable : 1\n SOCKSProxy : s\n SOCKSPort : 1080\n}"
    assert used(parse_system(text), System.MACOS, Program.TWS_GATEWAYS) == "socks5://s:1080"


def test_an_option_of_tws_is_for_java_alone() -> None:
    found = java(socksProxyHost="s", socksProxyPort="1080")
    assert used(found, System.LINUX, Program.TWS_GATEWAYS) == "socks5://s:1080"
    assert used(found, System.LINUX, Program.CHROME) == "direct"


def test_variables_are_for_tools_where_a_desktop_decides_and_on_windows() -> None:
    for system in (System.WINDOWS, System.MACOS):
        found = tuple(parse_environment({"https_proxy": "http://p:1"}, system))
        assert used(found, system, Program.TOOLS) == "http://p:1"
        assert used(found, system, Program.CHROME) == used(found, system, Program.FIREFOX) == "direct"


def test_a_use_names_the_settings_that_it_follows_from() -> None:
    every = facts(SOCKS).settings
    (chrome,) = (one for one in proxy_uses(every, System.WINDOWS) if one.program is Program.CHROME)
    assert chrome.settings == ("wininet:socks",)


def test_detection_that_found_nothing_leaves_the_decision_to_a_fixed_server() -> None:
    registry = Registry(user={"ProxyEnable": 1, "ProxyServer": "p:1", "AutoDetect": 1})
    every = facts(parse_registry(registry)).settings
    for detected, how in ((frozenset[str](), How.MANUAL), (frozenset({"wininet:auto-detect"}), How.WPAD)):
        uses = {one.program: one for one in proxy_uses(every, System.WINDOWS, detected=detected)}
        assert uses[Program.EDGE].how is how
