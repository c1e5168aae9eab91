"""Java options and the files of TWS that can name a proxy."""

from pathlib import Path

import pytest

from conntest.model.proxy import How, ProxySetting, Scope, Traffic
from conntest.system.operating_system import System
from conntest.system.proxies.java import from_properties, parse_option_variables, parse_options, parse_properties
from conntest.system.proxies.tws import Roots, parse_jts_ini, read_tws, tws_folders
from tests.every import every


def ids(one: ProxySetting) -> list[str]:
    return [proxy.id for proxy in one.proxies]


@every(
    ("text", "expected"),
    [
        ("-DsocksProxyHost=localhost -DsocksProxyPort=1080", {"socksProxyHost": "localhost", "socksProxyPort": "1080"}),
        ('"-Dhttp.proxyHost=a" -Dx="b c"', {"http.proxyHost": "a", "x": "b c"}),
        ("-Xmx768m -Da=1\n-Da=2", {"a": "2"}),
        ("-Da=", {"a": ""}),
        ("x-Da=1 -D -D=1 -Da", {"a": ""}),
        ("", {}),
    ],
)
def test_options_set_properties(text: str, expected: dict[str, str]) -> None:
    assert dict(parse_options(text)) == expected


@every(
    ("text", "expected"),
    [
        ("a=1\nb: 2\nc 3\n# d=4\n! e=5", {"a": "1", "b": "2", "c": "3"}),
        ("a=1,\\\n   2", {"a": "1,2"}),
        ("http.nonProxyHosts=localhost|127.*|[::1]", {"http.nonProxyHosts": "localhost|127.*|[::1]"}),
        ("=x\n\n \n", {}),
    ],
)
def test_properties_files_are_read(text: str, expected: dict[str, str]) -> None:
    assert dict(parse_properties(text)) == expected


def properties(**values: str) -> dict[str, ProxySetting]:
    pairs = {key.replace("__", "."): value for key, value in values.items()}
    return {found.setting.id: found.setting for found in from_properties(pairs, place="p", source="s")}


def test_a_socks_proxy_alone_governs_everything_of_java() -> None:
    one = properties(socksProxyHost="s")["p:socks"]
    assert (ids(one), one.scopes, one.traffic) == (["socks5://s:1080"], (Scope.JAVA,), tuple(Traffic))


def test_beside_a_web_proxy_it_governs_plain_connections() -> None:
    found = properties(socksProxyHost="s", socksProxyVersion="4", https__proxyHost="w", socksNonProxyHosts="a|b")
    assert ids(found["p:socks"]) == ["socks4://s:1080"]
    assert found["p:socks"].traffic == (Traffic.TCP,)
    assert found["p:socks"].bypass == ("a", "b")
    assert ids(found["p:https"]) == ["http://w:443"]


def test_the_oldest_spelling_is_for_both_kinds_of_web() -> None:
    assert list(properties(proxyHost="w", proxyPort="8080")) == ["p:https", "p:http"]


def test_an_empty_host_and_a_false_switch_are_no_settings() -> None:
    assert properties(socksProxyHost="", http__proxyHost="", java__net__useSystemProxies="false") == {}


def test_following_the_system_is_a_setting() -> None:
    one = properties(java__net__useSystemProxies="TRUE")["p:follows-system"]
    assert (one.how, one.proxies) == (How.NONE, ())


def test_a_malformed_port_is_data() -> None:
    assert properties(socksProxyHost="s", socksProxyPort="x")["p:socks"].malformed is not None


def test_every_variable_that_java_reads_options_from_is_looked_at() -> None:
    names = ("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS")
    found = list(parse_option_variables(dict.fromkeys(names, "-DsocksProxyHost=s")))
    assert {one.setting.source for one in found} == {f"variable {name}" for name in names}


#: Net properties as they are shipped: nothing is set.
SHIPPED = """\
java.net.useSystemProxies=false
# http.proxyHost=
http.proxyPort=80
http.nonProxyHosts=localhost|127.*|[::1]
ftp.nonProxyHosts=localhost|127.*|[::1]
#socksProxyHost=
socksProxyPort=1080
"""


def test_a_runtime_as_it_is_shipped_sets_nothing() -> None:
    assert list(from_properties(parse_properties(SHIPPED), place="p", source="s")) == []


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.fixture
def roots(tmp_path: Path) -> Roots:
    return Roots(home=tmp_path / "home", drive=tmp_path / "drive", applications=tmp_path / "Applications")


@pytest.mark.parametrize(
    ("system", "folder", "program"),
    [
        (System.LINUX, "home/Jts/1037", "tws"),
        (System.LINUX, "home/Jts/ibgateway/1037", "ibgateway"),
        (System.LINUX, "home/ibgateway", "ibgateway"),
        (System.WINDOWS, "drive/Jts", "tws"),
        (System.WINDOWS, "drive/Jts/1037", "tws"),
        (System.WINDOWS, "drive/Jts/ibgateway/1037", "ibgateway"),
        (System.MACOS, "home/Applications/Trader Workstation 10.37", "tws"),
        (System.MACOS, "home/Applications/IB Gateway 10.37", "ibgateway"),
        (System.MACOS, "Applications/Trader Workstation", "tws"),
        (System.MACOS, "home/Applications", "tws-978"),
    ],
)
def test_start_options_are_found_where_each_system_has_them(
    tmp_path: Path, roots: Roots, system: System, folder: str, program: str
) -> None:
    write(tmp_path / folder / f"{program}.vmoptions", "-Xmx768m\n-DsocksProxyHost=127.0.0.1\n-DsocksProxyPort=7890\n")
    (one,) = [found.setting for found in read_tws(roots, system)]
    assert ids(one) == ["socks5://127.0.0.1:7890"]
    assert one.source.endswith(f"{program}.vmoptions")
    assert not one.source.startswith(str(roots.home))


@pytest.mark.parametrize("name", ["pref_jre.cfg", "inst_jre.cfg"])
@pytest.mark.parametrize("properties", ["conf/net.properties", "lib/net.properties", "jre/lib/net.properties"])
def test_the_runtimes_own_file_is_found(tmp_path: Path, roots: Roots, name: str, properties: str) -> None:
    jre = tmp_path / "runtime"
    write(roots.home / "Jts/1037/.install4j" / name, f"{jre}\n\n")
    write(jre / properties, SHIPPED + "socksProxyHost=proxy\n")
    (one,) = [found.setting for found in read_tws(roots, System.LINUX)]
    assert ids(one) == ["socks5://proxy:1080"]
    assert one.place.startswith("java-runtime-")


def test_without_tws_there_is_nothing(roots: Roots) -> None:
    for system in System:
        assert list(read_tws(roots, system)) == []


def test_files_that_make_no_sense_are_passed_over(roots: Roots) -> None:
    folder = roots.home / "Jts/1037"
    write(folder / ".install4j/inst_jre.cfg", "\0nowhere\n")
    (folder / "tws.vmoptions").mkdir()
    (roots.home / "Jts/jts.ini").write_bytes(b"\xff\xfe[Logon]\n\x00=\n==\nUseSSL=true\n")
    assert list(read_tws(roots, System.LINUX)) == []
    assert folder in tws_folders(roots, System.LINUX)


def jts(text: str) -> list[ProxySetting]:
    return [found.setting for found in parse_jts_ini(text, "~/Jts/jts.ini")]


def test_keys_of_jts_ini_are_taken_by_their_names() -> None:
    text = "[Logon]\nUserNameToDirectory=secretuser,x\nUseProxy=true\nProxyHost=w\nProxyPort=8080\nProxyPort=8081\n"
    (one,) = jts(text)
    assert (ids(one), one.active) == (["http://w:8081"], True)
    assert "secretuser" not in repr(one)


@pytest.mark.parametrize("switch", ["UseProxy=false", "useProxy=0", "proxyEnabled=x\nenableProxy=no"])
def test_a_proxy_behind_a_switch_that_is_off_lingers(switch: str) -> None:
    (one,) = jts(f"ProxyHost=w\n{switch}\n")
    assert not one.active


@every("text", ["displayedproxymsg=1", "UseProxy=true", "ProxyHost=", "Peer=zdc1.ibllc.com:4001", ""])
def test_other_keys_are_no_settings(text: str) -> None:
    assert jts(f"[Logon]\n{text}\n") == []


def test_a_host_may_carry_its_port() -> None:
    assert ids(jts("proxyHost=w:8080")[0]) == ["http://w:8080"]
