"""Whether TWS could be installed: tried, and nothing left behind."""

import os
from pathlib import Path

import pytest

from conntest.system.install import install_folder, read_install
from conntest.system.operating_system import System
from conntest.system.proxies.tws import Roots


@pytest.mark.parametrize(
    ("system", "folder"),
    [(System.WINDOWS, "C/Jts"), (System.MACOS, "home/Applications"), (System.LINUX, "home/Jts")],
)
def test_the_folder_of_each_system(tmp_path: Path, system: System, folder: str) -> None:
    assert install_folder(Roots(home=tmp_path / "home", drive=tmp_path / "C"), system) == tmp_path / folder


@pytest.mark.parametrize("exists", [True, False])
def test_a_folder_that_can_be_written_or_made(tmp_path: Path, exists: bool) -> None:
    if exists:
        (tmp_path / "Jts").mkdir()
    found = read_install(Roots(home=tmp_path), System.LINUX)
    assert (found.folder, found.writable, found.error) == ("~/Jts", True, None)
    assert found.disk_free and found.memory and found.bits in (32, 64)
    assert [path.name for path in tmp_path.rglob("*")] == (["Jts"] if exists else [])


def test_a_folder_that_refuses_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Jts").mkdir()

    def refuse(**_: object) -> None:
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr("conntest.system.install.tempfile.TemporaryFile", refuse)
    found = read_install(Roots(home=tmp_path), System.LINUX)
    assert (found.writable, found.error) == (False, "Permission denied")


def test_a_file_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "Jts").touch()
    found = read_install(Roots(home=tmp_path), System.LINUX)
    assert (found.writable, found.error) == (False, "there is a file of this name")
