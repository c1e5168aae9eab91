"""Who decides for whom, on every system."""

import pytest

from conntest.model.proxy import How, Proxy, ProxySetting, Scheme, Scope, Traffic
from conntest.system.operating_system import System
from conntest.system.proxies.precedence import effective
from tests.every import every

WEB = (Traffic.HTTP, Traffic.HTTPS)


def setting(
    id: str, *scopes: Scope, how: How = How.MANUAL, traffic: tuple[Traffic, ...] = WEB, active: bool = True
) -> ProxySetting:
    return ProxySetting(
        id=id,
        source=id,
        how=how,
        scopes=scopes,
        traffic=traffic,
        active=active,
        proxies=(Proxy(scheme=Scheme.HTTP, host="p", port=1),) if how is How.MANUAL else (),
        pac_url="http://x/p.pac" if how is How.PAC else None,
    )


def winners(system: System, *settings: ProxySetting, detected: str = "") -> dict[str, set[Scope]]:
    decided = effective(settings, system, detected=frozenset({detected}))
    return {one.id: set(one.wins_for) for one in decided if one.wins_for}


@pytest.mark.parametrize(
    ("strong", "weak"),
    [
        ("policy-user:proxy", "policy-machine:proxy"),
        ("policy-machine:proxy", "wininet:proxy"),
    ],
)
def test_policy_decides_before_the_users_own(strong: str, weak: str) -> None:
    found = winners(System.WINDOWS, setting(weak, Scope.WEB), setting(strong, Scope.WEB))
    assert found == {strong: {Scope.WEB}}


def test_a_script_decides_before_a_manual_proxy() -> None:
    manual, script = setting("wininet:proxy", Scope.WEB), setting("wininet:pac", Scope.WEB, how=How.PAC)
    assert winners(System.WINDOWS, manual, script) == {"wininet:pac": {Scope.WEB}}


def test_detection_decides_only_once_it_has_found_something() -> None:
    manual, auto = setting("wininet:proxy", Scope.WEB), setting("wininet:auto-detect", Scope.WEB, how=How.WPAD)
    assert winners(System.WINDOWS, manual, auto) == {"wininet:proxy": {Scope.WEB}}
    assert winners(System.WINDOWS, manual, auto, detected=auto.id) == {"wininet:auto-detect": {Scope.WEB}}
    assert winners(System.WINDOWS, auto) == {"wininet:auto-detect": {Scope.WEB}}


def test_what_lingers_and_what_is_malformed_decide_nothing() -> None:
    broken = ProxySetting(id="wininet:proxy", source="", how=How.MANUAL, scopes=(Scope.WEB,), active=True, traffic=WEB)
    assert winners(System.WINDOWS, setting("wininet:pac", Scope.WEB, active=False), broken) == {}


def test_a_desktop_decides_for_browsers_and_variables_for_tools() -> None:
    desktop, variable = setting("gnome:http", Scope.WEB), setting("env:http_proxy", Scope.TOOLS, Scope.WEB)
    found = winners(System.LINUX, desktop, variable)
    assert found == {"gnome:http": {Scope.WEB}, "env:http_proxy": {Scope.TOOLS}}


def test_each_kind_of_traffic_has_its_own_winner() -> None:
    desktop = setting("gnome:http", Scope.WEB, traffic=(Traffic.HTTP,))
    variable = setting("env:https_proxy", Scope.TOOLS, Scope.WEB, traffic=(Traffic.HTTPS,))
    found = winners(System.LINUX, desktop, variable)
    assert found == {"gnome:http": {Scope.WEB}, "env:https_proxy": {Scope.WEB, Scope.TOOLS}}


def test_java_ignores_the_variables_of_the_shell() -> None:
    found = winners(System.LINUX, setting("env:all_proxy", Scope.TOOLS, traffic=tuple(Traffic)))
    assert Scope.JAVA not in found["env:all_proxy"]


JAVA_ORDER = [
    "java-variable-_JAVA_OPTIONS:socks",
    "java-options-~/Jts/1037/tws.vmoptions:socks",
    "java-variable-JDK_JAVA_OPTIONS:socks",
    "java-variable-JAVA_TOOL_OPTIONS:socks",
    "macos:socks",
    "java-runtime-/jre/conf/net.properties:socks",
]


@every("first", range(len(JAVA_ORDER)))
def test_the_last_option_that_java_reads_decides(first: int) -> None:
    some = [setting(id, Scope.JAVA, traffic=(Traffic.TCP,)) for id in reversed(JAVA_ORDER[first:])]
    assert winners(System.MACOS, *some) == {JAVA_ORDER[first]: {Scope.JAVA}}


def test_options_of_two_versions_of_tws_do_not_compete() -> None:
    some = [setting(f"java-options-~/Jts/{version}/tws.vmoptions:socks", Scope.JAVA) for version in (1030, 1037)]
    assert len(winners(System.LINUX, *some)) == 2


def test_java_may_be_told_to_follow_the_system() -> None:
    follow = setting("java-options-x:follows-system", Scope.JAVA, how=How.NONE, traffic=tuple(Traffic))
    system = setting("wininet:proxy", Scope.WEB)
    assert winners(System.WINDOWS, system, follow)["wininet:proxy"] == {Scope.WEB, Scope.JAVA}
    assert winners(System.WINDOWS, system)["wininet:proxy"] == {Scope.WEB}


def test_files_of_tws_with_a_meaning_of_their_own_win_nothing() -> None:
    assert winners(System.LINUX, setting("jts-ini:proxy", Scope.JAVA)) == {}
