"""Where a setting was found, as a reader of another language sees it."""

from collections.abc import Iterable

from conntest.language import using
from conntest.system.operating_system import System
from conntest.system.proxies import option_252
from conntest.system.proxies.browser_policies import parse_policies
from conntest.system.proxies.environment import parse_environment
from conntest.system.proxies.java import parse_option_variables
from conntest.system.proxies.setting import ParsedSetting
from conntest.system.proxies.wininet import Registry, parse_registry
from conntest.wording.places import place
from tests.every import every

LINUX = System.LINUX
SERVER = {"ProxyEnable": 1, "ProxyServer": "127.0.0.1:3"}
NAMED = {"https_proxy": "http://127.0.0.1:3"}


def only(found: Iterable[ParsedSetting]) -> str:
    """The place of the first of the settings."""
    return next(iter(found)).setting.source


SOURCES = {
    "環境変数https_proxy": only(parse_environment(NAMED, LINUX)),
    "環境変数SOCKS_SERVER": only(parse_environment({"SOCKS_SERVER": "127.0.0.1:3"}, LINUX)),
    "環境変数JAVA_TOOL_OPTIONS": only(parse_option_variables({"JAVA_TOOL_OPTIONS": "-DsocksProxyHost=127.0.0.1"})),
    "Chromeのポリシー": only(parse_policies({"ProxyMode": "direct"}, "chrome")),
    "Windowsのインターネット設定": only(parse_registry(Registry(user=SERVER))),
    "ユーザーのポリシー": only(parse_registry(Registry(user_policy=SERVER))),
    "DHCPオプション252": option_252("http://wpad/wpad.dat", active=True).setting.source,
}


@every(("told", "source"), SOURCES.items(), ids=SOURCES)
def test_a_place_is_told_in_the_language_of_the_reader(told: str, source: str) -> None:
    with using("ja"):
        assert place(source) == told
    assert place(source) == source


@every(
    ("source", "told"),
    [
        ("variable HTTP_PROXY, option --proxy", "環境変数HTTP_PROXY、オプション--proxy"),
        ("Windows Internet Settings, connection Büro VPN", "Windowsのインターネット設定、接続Büro VPN"),
        ("setup script of variable auto_proxy", "環境変数auto_proxyの自動構成スクリプト"),
        ("setup script of macOS network settings", "macOSのネットワーク設定の自動構成スクリプト"),
        ("the system's own routes", "システムの経路設定"),
        ("~/.bashrc, http_proxy", "~/.bashrc, http_proxy"),
        ("/home/a/variable, b/config.json, proxies", "/home/a/variable, b/config.json, proxies"),
        ("variable {name}", "環境変数{name}"),
        ("", ""),
    ],
)
def test_several_places_and_places_within_places_are_told(source: str, told: str) -> None:
    with using("ja"):
        assert place(source) == told
