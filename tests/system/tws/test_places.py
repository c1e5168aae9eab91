"""Where people and installers put TWS and IB Gateway."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conntest.model.tws import Program
from conntest.system.operating_system import System
from conntest.system.tws import Roots, read_tws
from conntest.system.tws.places import parse_notes, parse_preferences, tws_folders

TWS, GATEWAY = Program.TWS, Program.GATEWAY


def roots_in(root: Path) -> Roots:
    return Roots(home=root / "home", drive=root / "C", applications=root / "Applications", system=root)


def put(root: Path, name: str, text: str = "") -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.mark.parametrize(
    ("system", "file", "program"),
    [
        # Public Dockerfiles and packages: the installer run as root, or told a folder (-dir).
        (System.LINUX, "usr/local/ibgateway/ibgateway.vmoptions", GATEWAY),
        (System.LINUX, "opt/ibgateway/ibgateway.vmoptions", GATEWAY),
        (System.LINUX, "opt/ibgateway/1030/jars/jts4launch-1030.jar", GATEWAY),
        (System.LINUX, "opt/tws/tws.vmoptions", TWS),
        (System.LINUX, "opt/ib-tws/jars/twslaunch-1030.jar", TWS),
        (System.LINUX, "opt/IBJts/tws.vmoptions", TWS),
        (System.LINUX, "opt/IB Gateway 10.30/ibgateway.vmoptions", GATEWAY),
        (System.LINUX, "home/ibgateway/ibgateway.vmoptions", GATEWAY),
        (System.LINUX, "home/IBJts/1030/tws.vmoptions", TWS),
        # IBKR's installers for every user of a computer.
        (System.WINDOWS, "C/Program Files/IB Gateway/ibgateway.exe", GATEWAY),
        (System.WINDOWS, "C/Program Files (x86)/Jts/tws.exe", TWS),
        (System.WINDOWS, "C/Program Files/Trader Workstation/tws.vmoptions", TWS),
        (System.WINDOWS, "home/Jts/1045/tws.vmoptions", TWS),
        (System.MACOS, "Applications/IB Gateway 10.30/ibgateway.vmoptions", GATEWAY),
        (System.MACOS, "Applications/Trader Workstation 10.30/jars/x.jar", TWS),
    ],
)
def test_installations(tmp_path: Path, system: System, file: str, program: Program) -> None:
    put(tmp_path, file)
    (found,) = read_tws(roots_in(tmp_path), system).installations
    assert found.program is program


@pytest.mark.parametrize("folder", ["opt/google", "home/jtsomething", "home/my-tws-notes", "usr/local/lib"])
def test_other_folders_are_none(tmp_path: Path, folder: str) -> None:
    put(tmp_path, f"{folder}/x.vmoptions")
    assert read_tws(roots_in(tmp_path), System.LINUX).installations == ()


#: As install4j leaves it in Java's preferences: of TWS, and of another program.
PREFERENCES = """\
<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!DOCTYPE map SYSTEM "http://java.sun.com/dtd/preferences.dtd">
<map MAP_XML_VERSION="1.0">
  <entry key="instdir5889-6375-8446-2021" value="{root}/srv/trading/tws"/>
  <entry key="allinstdirs1111-2222-3333-4444" value="{root}/srv/burp;{root}/gone"/>
</map>
"""


@pytest.mark.parametrize(
    "place",
    [
        # RPM and Gentoo packages of other install4j programs name both files.
        "home/.java/.userPrefs/com/install4j/installations/prefs.xml",
        "etc/.java/.systemPrefs/com/install4j/installations/prefs.xml",
    ],
)
def test_install4js_own_notes_lead_to_any_folder(tmp_path: Path, place: str) -> None:
    put(tmp_path, place, PREFERENCES.format(root=tmp_path))
    put(tmp_path, "srv/trading/tws/tws.vmoptions")
    put(tmp_path, "srv/burp/burp.vmoptions")
    assert tws_folders(roots_in(tmp_path), System.LINUX) == (tmp_path / "srv/trading/tws",)


def test_notes_of_windows_and_of_macos() -> None:
    # reg query of HKLM\SOFTWARE\ej-technologies\install4j\installations in public scripts; macOS nests the node.
    values = {"instdir5889-6375-8446-2021": "C:\\Jts", "instdir": "x", "version": 7}
    assert list(parse_notes(values)) == ["C:\\Jts"]
    assert list(parse_notes({"/com/install4j/installations/": values})) == ["C:\\Jts"]


PIECES = st.sampled_from("<map> <entry~key=' instdir1234-1234-1234-1234 '~value=' '/> </map> & \0".split(" "))


@given(text=st.one_of(st.text(), st.lists(PIECES).map(lambda pieces: "".join(pieces).replace("~", " "))))
def test_no_notes_are_too_odd(text: str) -> None:
    list(parse_notes(parse_preferences(text)))


def test_a_document_with_entities_is_not_unfolded() -> None:
    bomb = '<!DOCTYPE map [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><map><entry key="k" value="&b;"/></map>'
    assert parse_preferences(bomb) == {}
