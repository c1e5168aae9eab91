"""launcher.log: connection errors with their time, and nothing that names anybody."""

from pathlib import Path

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
