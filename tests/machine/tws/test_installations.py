"""Program folders as the installers of each system leave them."""

from pathlib import Path

from conntest.machine.proxies.system import System
from conntest.machine.tws import Roots, read_tws
from conntest.machine.tws.installations import settings_folders
from conntest.model.tws import Program


def installed(tmp_path: Path, system: System, *files: str) -> list[tuple[Program, str | None, str]]:
    for file in files:
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    roots = Roots(home=tmp_path / "home", drive=tmp_path / "C", applications=tmp_path / "Applications")
    found = read_tws(roots, system).installations
    return [(one.program, one.version, one.folder.replace(str(tmp_path), "").replace("\\", "/")) for one in found]


def test_windows(tmp_path: Path) -> None:
    assert installed(
        tmp_path,
        System.WINDOWS,
        "C/Jts/tws.exe",
        "C/Jts/jts.ini",
        "C/Jts/1019/tws.vmoptions",
        "C/Jts/ibgateway/1030/jars/jts4launch-1030.jar",
        "C/Jts/2024/notes.txt",
    ) == [
        (Program.TWS, None, "/C/Jts"),
        (Program.TWS, "1019", "/C/Jts/1019"),
        (Program.GATEWAY, "1030", "/C/Jts/ibgateway/1030"),
    ]


def test_linux(tmp_path: Path) -> None:
    assert installed(
        tmp_path,
        System.LINUX,
        "home/Jts/jts.ini",
        "home/Jts/1030/.install4j/i4jparams.conf",
        "home/Jts/ibgateway/1037/ibgateway.vmoptions",
        "home/ibgateway/ibgateway.vmoptions",
    ) == [
        (Program.TWS, "1030", "~/Jts/1030"),
        (Program.GATEWAY, "1037", "~/Jts/ibgateway/1037"),
        (Program.GATEWAY, None, "~/ibgateway"),
    ]


def test_macos(tmp_path: Path) -> None:
    assert installed(
        tmp_path,
        System.MACOS,
        "home/Applications/Trader Workstation 10.30/tws.vmoptions",
        "home/Applications/IB Gateway 10.19/jars/x.jar",
        "home/Applications/tws-963.vmoptions",
        "Applications/Trader Workstation/Trader Workstation.app/Contents/Info.plist",
    ) == [
        (Program.TWS, "10.30", "~/Applications/Trader Workstation 10.30"),
        (Program.GATEWAY, "10.19", "~/Applications/IB Gateway 10.19"),
        (Program.TWS, None, "/Applications/Trader Workstation"),
    ]


def test_where_nothing_is_installed_nothing_is_found(tmp_path: Path) -> None:
    facts = read_tws(Roots(home=tmp_path), System.LINUX)
    assert (facts.installations, facts.settings, facts.log) == ((), None, ())


def test_an_option_can_move_the_settings(tmp_path: Path) -> None:
    folder = tmp_path / "Jts" / "1030"
    folder.mkdir(parents=True)
    (folder / "tws.vmoptions").write_text(f"-Xmx768m\n-DjtsConfigDir={tmp_path / 'elsewhere'}\n")
    found = settings_folders(Roots(home=tmp_path), System.LINUX)
    assert found == (tmp_path / "elsewhere", tmp_path / "Jts")
