"""Program folders as the installers of each system leave them."""

from pathlib import Path

import pytest

from conntest.model.tws import Program
from conntest.system.operating_system import System
from conntest.system.tws import Roots, read_tws
from conntest.system.tws.installations import settings_folders


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


def one_that_updates_itself(tmp_path: Path, files: dict[str, str]) -> str | None:
    for name, text in {"tws.vmoptions": "-Xmx768m\n", **files}.items():
        path = tmp_path / "Jts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (found,) = read_tws(Roots(home=tmp_path), System.LINUX).installations
    return found.version


#: As an installer of IB Gateway leaves it, shortened.
PARAMETERS = """\
<?xml version="1.0" encoding="UTF-8"?>
<config install4jVersion="10.0.5" install4jBuild="10476" type="unix" archive="false">
  <general applicationName="Trader Workstation" applicationVersion="{version}" mediaSetId="108"
           applicationId="5889-6375-8446-2021" publisherName="Interactive Brokers" />
</config>
"""


@pytest.mark.parametrize(
    ("files", "version"),
    [
        ({"jars/jts4launch-1030.jar": "", "jars/jts4launch-1029.jar": "", "jars/total-1030.jar": ""}, "1030"),
        ({"jars/twslaunch-1037.jar": "", ".install4j/i4jparams.conf": PARAMETERS.format(version="10.30")}, "1037"),
        ({".install4j/i4jparams.conf": PARAMETERS.format(version="10.30.1a")}, "10.30.1a"),
        ({".install4j/i4jparams.conf": PARAMETERS.format(version="\x1b[2J")}, None),
        ({".install4j/i4jparams.conf": "applicationVersion="}, None),
        ({"jars/unrelated-12.jar": ""}, None),
    ],
)
def test_the_version_of_one_that_updates_itself_is_in_its_files(
    tmp_path: Path, files: dict[str, str], version: str | None
) -> None:
    assert one_that_updates_itself(tmp_path, files) == version


def test_where_nothing_is_installed_nothing_is_found(tmp_path: Path) -> None:
    facts = read_tws(Roots(home=tmp_path), System.LINUX)
    assert (facts.installations, facts.settings, facts.log) == ((), None, ())


def test_an_option_can_move_the_settings(tmp_path: Path) -> None:
    folder = tmp_path / "Jts" / "1030"
    folder.mkdir(parents=True)
    (folder / "tws.vmoptions").write_text(f"-Xmx768m\n-DjtsConfigDir={tmp_path / 'elsewhere'}\n")
    found = settings_folders(Roots(home=tmp_path), System.LINUX)
    assert found == (tmp_path / "elsewhere", tmp_path / "Jts")
