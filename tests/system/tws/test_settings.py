"""jts.ini as it is found: of several versions, spoilt, and with what nobody must see."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conntest.model.tws import JtsSettings, TradingMode
from conntest.system.tws.settings import parse_settings, read_settings
from tests.every import every

#: A TWS of 2024 on Windows, as public copies show it; names and numbers changed.
TWS = """\
[IBGateway]
WriteDebug=false
TrustedIPs=127.0.0.1
RemoteHostOrderRouting=gdc1.ibllc.com
RemotePortOrderRouting=4000
LocalServerPort=4000
ApiOnly=true
MainWindow.Height=550

[Logon]
useRemoteSettings=false
TimeZone=Europe/Zurich
Individual=1
tradingMode=p
colorPalletName=dark
Steps=6
Locale=en
SupportsSSL=zdc1.ibllc.com:4000,true,20240301,false;gdc1.ibllc.com:4001,true,20240301,false
UseSSL=true
os_titlebar=false
s3store=true
displayedproxymsg=1
UserNameToDirectory=zyx98765,abcdefghij;qpo43210,klmnopqrst

[Communication]
SettingsDir=C:\\Jts
Peer=zdc1.ibllc.com:4001
Region=eu
"""


def test_what_tells_where_tws_connects_is_read() -> None:
    assert parse_settings(TWS.replace("\n", "\r\n"), "~/Jts/jts.ini") == JtsSettings(
        source="~/Jts/jts.ini",
        region="eu",
        peer="zdc1.ibllc.com:4001",
        remote_host="gdc1.ibllc.com",
        ssl=True,
        mode=TradingMode.PAPER,
    )


def test_no_name_of_a_user_is_kept() -> None:
    kept = repr(parse_settings(TWS, "~/Jts/jts.ini"))
    assert "zyx98765" not in kept and "abcdefghij" not in kept


@every(
    ("text", "peer", "region"),
    [
        ("", None, None),
        ("Peer=a.example:4001\nRegion=us", "a.example:4001", "us"),
        ("[Communication]\nPeer=a.example\nPeer=b.example\n", "b.example", None),
        ("[Communication]\nPeer=a.example\n[Logon]\nx=1\n[communication]\npeer = b.example\n", "b.example", None),
        ("[Communication]\nPeer=a.example\nPeer=\n", "a.example", None),
        ("[Other]\nPeer=a.example\nRegion=us\n", None, None),
        ("\ufeff[Communication\nPeer=a.example\n", "a.example", None),
        ("[Communication]\nPeer\nRegion: us\n=x\n", None, None),
        ("[Communication]\nPeer=\x1b[2Ja.example\n", "\\x1b[2Ja.example", None),
    ],
)
def test_files_that_are_not_as_they_should_be(text: str, peer: str | None, region: str | None) -> None:
    found = parse_settings(text, "jts.ini")
    assert (found.peer, found.region) == (peer, region)


@every(("value", "read"), [("true", True), ("FALSE", False), ("1", True), ("maybe", None), ("", None)])
def test_whether_tls_is_used(value: str, read: bool | None) -> None:
    assert parse_settings(f"[Logon]\nUseSSL={value}\n", "jts.ini").ssl is read


@given(st.binary())
def test_no_bytes_are_too_odd_and_none_act_on_a_terminal(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / "jts.ini").write_bytes(b"[Communication]\nPeer=" + data + b"\nRegion=" + data)
    found = read_settings([folder], folder)
    assert found is not None
    for text in (found.peer, found.region):
        assert text is None or (text.isprintable() and len(text) < 300)


def test_the_first_folder_that_has_the_file_counts(tmp_path: Path) -> None:
    for name in ("second", "third"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "jts.ini").write_text(f"[Communication]\nPeer={name}.example\n")
    folders = [tmp_path / name for name in ("first", "second", "third")]
    found = read_settings(folders, tmp_path)
    assert found is not None
    assert (found.source, found.peer) == ("~/second/jts.ini", "second.example")
    assert read_settings(folders[:1], tmp_path) is None
