"""What the start of a running TWS tells: proxies, the folder of its settings, its runtime. No login is kept."""

from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conntest.model.proxy import Scope
from conntest.model.tws import Program
from conntest.system.operating_system import System
from conntest.system.proxies.tws import read_tws as read_proxies_of_tws
from conntest.system.tws import Roots, read_tws
from conntest.system.tws.started import Started, started_now, started_of
from tests.every import every
from tests.system.tws.test_running import Process, table

JAR = "/opt/ibgateway/jars/jts4launch-1030.jar"


def started(*start_line: str, variables: dict[str, str] | None = None, executable: str = "/x/jre/bin/java") -> Started:
    return started_of(Program.TWS, start_line, variables or {}, Path(executable), Path("/work"))


@every(
    ("start_line", "properties"),
    [
        # IBC's scripts (ibcstart.sh): -DjtsConfigDir among Java's options, the login behind the main class.
        (
            ("java", "-cp", JAR, "-DjtsConfigDir=/home/u/Jts", "ibcalpha.ibc.IbcTws", "config.ini", "user", "secret"),
            {"jtsConfigDir": "/home/u/Jts"},
        ),
        # A proxy for plain sockets, as guides for users in China have it.
        (
            (
                "java",
                "-DsocksProxyHost=127.0.0.1",
                "-DsocksProxyPort=7890",
                "-Xmx768m",
                "jclient.LoginFrame",
                "/home/u/Jts",
            ),
            {"socksProxyHost": "127.0.0.1", "socksProxyPort": "7890"},
        ),
        # nixpkgs: launchers hand on what begins with -J.
        (("tws.exe", "-J-DjtsConfigDir=/home/u/.tws", "-J-Dswing.aatext=true"), {"jtsConfigDir": "/home/u/.tws"}),
        # IB Gateway 10.37 on Linux: placeholders of the installer.
        (
            (
                "java",
                "-DjtsConfigDir=${installer:jtsConfigDir}",
                "install4j.ibgateway.GWClient",
                "${installer:cmdLineArgs}",
            ),
            {},
        ),
        # What follows the main class is the program's own.
        (("java", "jclient.LoginFrame", "-DsocksProxyHost=no.option"), {}),
        (("java",), {}),
        ((), {}),
    ],
)
def test_start_lines(start_line: tuple[str, ...], properties: dict[str, str]) -> None:
    found = started(*start_line)
    assert found.properties == properties
    assert "secret" not in repr(found)


def test_variables_and_files_of_options_count_in_javas_order(tmp_path: Path) -> None:
    (tmp_path / "opts").write_text("-Dhttp.proxyHost=from.file\n-DsocksProxyHost=from.file # last of its kind\n")
    variables = {
        "JAVA_TOOL_OPTIONS": "-DsocksProxyHost=first -Dhttps.proxyHost=tool",
        "_JAVA_OPTIONS": "-DsocksProxyHost=last",
    }
    line = ("java", "@opts", "-Dhttp.proxyHost=from.line", "jclient.LoginFrame")
    found = started_of(Program.TWS, line, variables, None, tmp_path)
    assert found.properties == {
        "socksProxyHost": "last",
        "http.proxyHost": "from.line",
        "https.proxyHost": "tool",
    }


@every(
    ("start_line", "folders", "settings"),
    [
        # The IBC project's start line, and one of nixpkgs, which names every archive.
        (("java", "-cp", f"/usr/share/x.jar:{JAR}", "ibcalpha.ibc.IbcGateway"), ["/opt/ibgateway"], None),
        (
            (
                "java",
                "-classpath",
                "/nix/tws/.install4j/*:/nix/tws/jars/*",
                "install4j.jclient.LoginFrame",
                "/home/u/.tws",
            ),
            ["/nix/tws"],
            "/home/u/.tws",
        ),
        (("java", "-DinstallDir=/nix/tws/", "jclient.LoginFrame"), ["/nix/tws"], None),
        (("java", "-DvmOptionsPath=/opt/tws/tws.vmoptions", "jclient.LoginFrame"), ["/opt/tws"], None),
        (
            ("java", "-Dexe4j.moduleName=/opt/ibgateway/ibgateway", "ibgateway.GWClient", "relative"),
            ["/opt/ibgateway"],
            None,
        ),
    ],
)
def test_folders(start_line: tuple[str, ...], folders: list[str], settings: str | None) -> None:
    found = started(*start_line)
    assert (list(map(str, found.folders)), found.settings) == (folders, Path(settings) if settings else None)
    assert found.java_home == Path("/x/jre")


def test_what_runs_leads_to_its_settings_its_proxy_and_its_runtime(tmp_path: Path) -> None:
    roots = Roots(home=tmp_path / "home", drive=tmp_path / "C", applications=tmp_path / "A", system=tmp_path)
    for name, text in {
        "anywhere/gateway/ibgateway.vmoptions": "-Xmx768m\n",
        "anywhere/settings/jts.ini": "[Communication]\nPeer=zdc1.ibllc.com:4001\n",
        "anywhere/jre/conf/net.properties": "http.proxyHost=p.example.com\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    one = Started(
        program=Program.GATEWAY,
        properties={"socksProxyHost": "127.0.0.1", "java.net.socks.username": "u", "java.net.socks.password": "secret"},
        settings=tmp_path / "anywhere/settings",
        java_home=tmp_path / "anywhere/jre",
        folders=(tmp_path / "anywhere/gateway",),
    )
    facts = read_tws(roots, System.LINUX, started=[one])
    assert facts.settings is not None and facts.settings.peer == "zdc1.ibllc.com:4001"
    assert [installation.program for installation in facts.installations] == [Program.GATEWAY]
    found = list(read_proxies_of_tws(roots, System.LINUX, started=[one]))
    assert [(each.setting.id.rpartition(":")[2], each.setting.scopes) for each in found] == [
        ("socks", (Scope.JAVA,)),
        ("http", (Scope.JAVA,)),
    ]
    assert "secret" not in repr([each.setting for each in found]) + repr(one)


def test_a_process_that_may_not_be_looked_at_is_known_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    table(monkeypatch, Process("tws.exe", denied=True))
    (found,) = started_now()
    assert (found.program, found.properties, found.folders) == (Program.TWS, {}, ())


@pytest.mark.parametrize("error", [IndexError("/proc is empty"), psutil.AccessDenied(), OSError(5, "x"), KeyError("x")])
def test_a_process_table_that_fails_has_none(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(attributes: list[str]) -> None:
        raise error

    monkeypatch.setattr(psutil, "process_iter", fail)
    assert started_now() == ()


PIECES = "-cp @x -D -J-Da=1 jclient.LoginFrame a/jars/jts4launch-1.jar C:\\Jts\\jars\\*;x \0".split(" ")


@given(line=st.lists(st.one_of(st.text(max_size=12), st.sampled_from(PIECES))))
def test_no_start_line_is_too_odd(line: list[str]) -> None:
    started(*line, variables={"_JAVA_OPTIONS": " ".join(line)})
