"""Redirectors are recognised by what runs, by what TWS was started with, and by what is set up."""

from pathlib import Path
from typing import ClassVar

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conntest.model.redirector import Redirector, Sign
from conntest.system.redirectors import Process, read_redirectors, recognised
from tests.every import every


@every(
    ("process", "name"),
    [
        # proxifier.com, proxycap.com: their tray programs and services.
        ("Proxifier.exe", "Proxifier"),
        ("Proxifier", "Proxifier"),
        ("pcapui.exe", "ProxyCap"),
        ("pcapsvc.exe", "ProxyCap"),
        # github.com/darkk/redsocks, semigodking/redsocks.
        ("redsocks", "redsocks"),
        ("redsocks2", "redsocks"),
        # xjasonlyu/tun2socks, ambrop72/badvpn, heiher/hev-socks5-tunnel, tun2proxy.
        ("tun2socks", "tun2socks"),
        ("badvpn-tun2socks", "tun2socks"),
        ("hev-socks5-tunnel", "tun2socks"),
        ("tun2proxy-bin", "tun2socks"),
        # shunf4/proxychains-windows.
        ("proxychains_win32_x64.exe", "proxychains"),
        ("graftcp-local", "graftcp"),
        ("ipt2socks", "ipt2socks"),
        ("ProxyBridge.exe", "ProxyBridge"),
    ],
)
def test_a_redirector_that_runs_is_named(process: str, name: str) -> None:
    (found,) = recognised([Process(name="explorer.exe"), Process(name=process)])
    assert (found.name, found.signs, found.process, found.works) == (name, (Sign.PROCESS,), process, True)


@every("process", ["proxifier-notes.txt", "myredsocks", "java", "clash", "squid", "ss-local", ""])
def test_other_programs_are_no_redirectors(process: str) -> None:
    assert recognised([Process(name=process)]) == ()


def test_tws_that_was_started_through_proxychains_is_seen() -> None:
    # rofl0r/proxychains-ng: its launcher ends in the program, with the library in LD_PRELOAD.
    (found,) = recognised([Process(name="java", preloads="/usr/lib/libproxychains4.so")])
    assert (found.name, found.signs, found.works) == ("proxychains", (Sign.PRELOADED,), True)


def test_a_configuration_alone_redirects_nothing() -> None:
    (found,) = recognised([], [("redsocks", "/etc/redsocks.conf")])
    assert found == Redirector(name="redsocks", signs=(Sign.CONFIGURATION,), configuration="/etc/redsocks.conf")
    assert not found.works


def test_configurations_are_looked_for_where_programs_keep_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(psutil, "process_iter", lambda attributes: iter(()))
    home, data = tmp_path / "home", tmp_path / "data"
    for path in (
        tmp_path / "etc/redsocks.conf",
        home / ".proxychains/proxychains.conf",
        data / "Proxifier4/Profiles/x",
    ):
        path.parent.mkdir(parents=True)
        path.touch()
    found = read_redirectors(home, {"APPDATA": str(data)}, tmp_path)
    assert [(one.name, one.works) for one in found] == [
        ("Proxifier", False),
        ("proxychains", False),
        ("redsocks", False),
    ]
    assert found[1].configuration == "~/.proxychains/proxychains.conf"


def test_of_a_process_nothing_but_its_libraries_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Java:
        info: ClassVar = {"name": "java"}

        def environ(self) -> dict[str, str]:
            return {"LD_PRELOAD": "libproxychains.so.4", "PASSWORD": "hunter2"}

    monkeypatch.setattr(psutil, "process_iter", lambda attributes: iter([Java()]))
    found = read_redirectors(tmp_path, {}, tmp_path)
    assert [one.name for one in found] == ["proxychains"]
    assert "hunter2" not in repr(found)


def test_a_process_that_tells_nothing_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Private:
        info: ClassVar = {"name": "java"}

        def environ(self) -> dict[str, str]:
            raise psutil.AccessDenied

    monkeypatch.setattr(psutil, "process_iter", lambda attributes: iter([Private()]))
    assert read_redirectors(tmp_path, {}, tmp_path) == ()


@given(names=st.lists(st.text(max_size=20), max_size=5), preloads=st.text(max_size=40))
def test_any_names_of_processes_are_data(names: list[str], preloads: str) -> None:
    for one in recognised([Process(name=name, preloads=preloads) for name in names]):
        assert one.signs
        assert one.process is None or one.process.isprintable()
