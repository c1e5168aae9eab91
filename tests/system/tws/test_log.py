"""launcher.log: connection errors with their time, and nothing that names anybody."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conntest.system.tws.log import parse_log, read_log

LOG = """\
2026-11-20 08:01:12.001 [IQ] INFO  [JTS-Main] - Starting for user zyx98765
2026-11-20 08:01:13.120 [IQ] ERROR [JTS-CCPConnect] - Connecting zyx98765
java.net.UnknownHostException: zdc1.ibllc.com
\tat java.base/java.net.AbstractPlainSocketImpl.connect(Unknown Source)
2026-11-20 08:01:15.000 [IQ] INFO  [JTS-Main] - nothing wrong here
2026-11-21 09:00:00.000 [IQ] ERROR [JTS-CCPConnect] - java.net.ConnectException: Connection timed out: connect
2026-11-21 09:00:30.000 [IQ] ERROR [JTS-CCPConnect] - java.net.ConnectException: Connection timed out: connect
2026-11-21 09:01:00.000 [IQ] ERROR [JTS-Web] - java.net.ConnectException: https://x.example/?user=zyx98765
2026-11-21 09:02:00.000 [IQ] ERROR [JTS-Disk] - java.io.FileNotFoundException: C:\\Users\\zyx98765\\x
"""


def test_the_last_errors_are_quoted_with_their_meaning() -> None:
    assert [(one.at, one.error, one.meaning) for one in parse_log(LOG, "~/Jts/launcher.log")] == [
        ("2026-11-20 08:01:13", "UnknownHostException: zdc1.ibllc.com", "the gateway's name was not found"),
        (
            "2026-11-21 09:00:30",
            "ConnectException: Connection timed out: connect",
            "nothing answered in time: a firewall that drops, or no network",
        ),
        ("2026-11-21 09:01:00", "ConnectException", "a network connection failed"),
    ]


def test_nobody_is_named() -> None:
    assert "zyx98765" not in repr(parse_log(LOG, "~/Jts/launcher.log"))


def test_a_flood_of_errors_is_cut_to_the_last_ones() -> None:
    lines = (f"2026-11-21 09:00:{n:02} x java.net.SocketException: reason {n} \x1b[2J{'y' * 500}" for n in range(60))
    found = parse_log("\n".join(lines), "launcher.log")
    assert [one.at[-2:] for one in found] == ["55", "56", "57", "58", "59"]
    assert all(len(one.error) <= 120 and one.error.isprintable() for one in found)


def test_only_the_end_of_a_long_log_is_read(tmp_path: Path) -> None:
    old = "2026-01-01 00:00:00 x java.net.SocketException: old\n"
    (tmp_path / "launcher.log").write_bytes((old + "\xff" * 300_000 + "\n" + LOG).encode("latin-1"))
    assert {one.error for one in read_log([tmp_path / "none", tmp_path], tmp_path)} >= {"ConnectException"}
    assert "old" not in repr(read_log([tmp_path], tmp_path))


def test_without_a_log_there_are_no_errors(tmp_path: Path) -> None:
    assert read_log([tmp_path], tmp_path) == ()


def line(day: str, reason: str) -> str:
    return f"{day} 09:00:00.000 [IQ] ERROR [JTS-CCPConnect] - java.net.ConnectException: {reason}\n"


def rotated(folder: Path, **files: str) -> None:
    """Files in the order of their age, the oldest first; two underscores stand for a dot."""
    for age, (name, text) in enumerate(files.items()):
        path = folder / name.replace("__", ".")
        path.write_text(text)
        os.utime(path, (1_000_000 + age, 1_000_000 + age))


@pytest.mark.parametrize("older", ["launcher__20260831__log", "launcher__log__1", "launcher__log__2026-08-31"])
def test_errors_of_a_rotated_log_count_too(tmp_path: Path, older: str) -> None:
    # launcher.YYYYMMDD.log: a public test on IB Gateway has the pair, with the rejection in the rotated file.
    rotated(
        tmp_path, **{older: line("2026-08-31", "Connection refused"), "launcher__log": "2026-09-01 00:00:01 fine\n"}
    )
    (one,) = read_log([tmp_path], tmp_path)
    assert (one.at, one.error) == ("2026-08-31 09:00:00", "ConnectException: Connection refused")
    assert one.source.endswith(older.replace("__", "."))


def test_of_alike_errors_the_latest_file_has_the_last_word(tmp_path: Path) -> None:
    rotated(tmp_path, launcher__20260831__log=line("2026-08-31", "x"), launcher__log=line("2026-09-01", "x"))
    assert [one.at[:10] for one in read_log([tmp_path], tmp_path)] == ["2026-09-01"]


def test_a_rotated_log_alone_is_read(tmp_path: Path) -> None:
    rotated(tmp_path, launcher__20260831__log=line("2026-08-31", "x"))
    assert len(read_log([tmp_path / "none", tmp_path], tmp_path)) == 1


def test_only_the_youngest_rotated_logs_are_read(tmp_path: Path) -> None:
    days = [f"2026-08-{day:02}" for day in range(1, 8)]
    rotated(tmp_path, **{f"launcher__{day.replace('-', '')}__log": line(day, day) for day in days})
    assert [one.at[:10] for one in read_log([tmp_path], tmp_path)] == days[-3:]


@given(data=st.binary(max_size=200))
def test_no_bytes_are_too_odd(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.getbasetemp() / "odd-log"
    folder.mkdir(exist_ok=True)
    (folder / "launcher.log").write_bytes(b"2026-08-31 09:00:00 java.net.SocketException: " + data)
    assert all(one.error.isprintable() for one in read_log([folder], folder))
