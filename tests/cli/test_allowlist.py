"""`conntest allowlist` as a command: its words, its exit codes, and where it writes."""

import socket
from pathlib import Path
from typing import Any

import pytest

from conntest.allowlist import FORMATS
from conntest.cli import allowlist
from tests.cli.conftest import Conntest


@pytest.fixture(autouse=True)
def resolver(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Answers for every name but older spellings and download2; keeps what it was asked."""
    asked: list[str] = []

    def look_up(name: str, *_: Any, **__: Any) -> list[tuple[Any, ...]]:
        asked.append(name)
        if "_" in name or name.startswith("download2"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("64.190.197.9", 0))]

    monkeypatch.setattr("conntest.app.lookups.GETADDRINFO", look_up)
    return asked


def test_the_grammar_knows_every_format() -> None:
    assert allowlist.FORMATS == tuple(FORMATS)


def test_without_a_format_it_is_a_change_request(conntest: Conntest, resolver: list[str]) -> None:
    done = conntest("allowlist")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Firewall change request: Interactive Brokers")
    assert resolver == []


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "proxifier"])
def test_every_format_can_be_printed(conntest: Conntest, name: str, resolver: list[str]) -> None:
    done = conntest("allowlist", "--format", name, "--region", "europe", "--exclude", "download2")
    assert (done.code, done.err) == (0, "")
    assert "zdc1.ibllc.com" in done.out
    assert "ndc1.ibllc.com" not in done.out.replace("gdcdyn", "").replace("ndcdyn", "")
    assert bool(resolver) is FORMATS[name].by_address


def test_nobody_but_the_operator_is_allowed(conntest: Conntest) -> None:
    out = conntest("allowlist", "--format", "csv").out
    for helper in ("1.1.1.1", "portquiz", "gstatic", "192.0.2.1", "ipify", "mtalk"):
        assert helper not in out


def test_services_for_phones_are_allowed_where_they_are_named(conntest: Conntest) -> None:
    out = conntest("allowlist", "--format", "csv", "--group", "push").out
    assert "mtalk.google.com" in out
    assert "ibllc" not in out


def test_a_port_can_be_left_out(conntest: Conntest) -> None:
    out = conntest("allowlist", "--include", "www-america", "--exclude", "www-america:80").out
    assert "www.interactivebrokers.com  TCP 443  (required)" in out
    assert "TCP 80" not in out


def test_what_has_no_address_is_told_and_the_rest_is_written(conntest: Conntest, tmp_path: Path) -> None:
    done = conntest("allowlist", "-o", "allow.nft")
    assert done.code == 4
    assert done.err == (
        "Saved: allow.nft\n"
        "conntest: left out: download2.interactivebrokers.com: [Errno -2] Name or service not known"
        " (dns_nxdomain_error)\n"
    )
    assert "MISSING: download2.interactivebrokers.com" in (tmp_path / "allow.nft").read_text()


def test_a_list_of_nothing_is_not_written(conntest: Conntest, tmp_path: Path) -> None:
    done = conntest("allowlist", "-o", "allow.nft", "--include", "download2")
    assert done.code == 5
    assert done.err.startswith(
        "conntest: Nothing was written: no host has a usable address (download2.interactivebrokers.com: "
    )
    assert not (tmp_path / "allow.nft").exists()


def test_only_the_family_asked_for_counts(conntest: Conntest) -> None:
    done = conntest("allowlist", "--format", "nftables", "--ipv6", "--include", "zdc1")
    assert done.code == 5
    assert "(zdc1.ibllc.com: the answer holds no AAAA record (dns_no_answer))" in done.err


@pytest.mark.parametrize(("suffix", "begins"), [("txt", "Firewall"), ("csv", "id,"), ("yaml", "# "), ("ps1", "#Req")])
def test_the_suffix_tells_the_format(conntest: Conntest, tmp_path: Path, suffix: str, begins: str) -> None:
    assert conntest("allowlist", "-o", f"allow.{suffix}", "--include", "zdc1").code == 0
    assert (tmp_path / f"allow.{suffix}").read_text().startswith(begins)


def test_a_proxy_is_written_without_its_password(conntest: Conntest) -> None:
    done = conntest("allowlist", "--format", "proxifier", "--socks", "socks5://walter:s3cret@10.0.0.1:1080")
    assert done.code == 0
    assert "<Address>10.0.0.1</Address>" in done.out
    assert not any(secret in done.out + done.err for secret in ("walter", "s3cret"))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--format", "pdf"), "--format pdf: there is no such format. Known: text, csv,"),
        (("-o", "allow.conf"), "-o allow.conf: say with --format how it is to be written: text, csv,"),
        (("--format", "proxifier"), "--format proxifier needs one SOCKS proxy to lead TWS through: --socks "),
        (("--socks", "socks5://a:1"), "--socks is for --format proxifier: no other format leads through a proxy"),
        (("--format", "squid", "--group", "gateway"), "--format squid: none of the hosts chosen is one that it is for"),
        (("--region", "auto"), "--region auto: there is no jts.ini of TWS or IB Gateway here;"),
        (("--region", "mars"), "--region mars: there is no such region."),
        (("--include", "zcd1"), "--include zcd1: matches no id of the host table. Did you mean zdc1?"),
        (("--group", "website", "--include", "ndc1"), "nothing is left to allow: no host of Interactive Brokers"),
        (("--from", "missing.json"), "missing.json: there is no such file"),
        (("--from", "tiny.yaml"), "tiny.yaml: "),
        (("--hosts", "missing.yaml"), "missing.yaml: found no such file"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(
    conntest: Conntest, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    before = sorted(tmp_path.rglob("*"))
    done = conntest("allowlist", *words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"conntest: {sentence}")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_table_of_ones_own_is_written(conntest: Conntest) -> None:
    done = conntest("allowlist", "--hosts", "tiny.yaml", "--format", "nftables")
    assert done.code == 0
    assert "ip daddr { 127.0.0.1 } tcp dport { 4000, 4001 } ct state new accept" in done.out
    assert "(Laboratory)" in done.out


def test_every_file_that_is_named_is_written(conntest: Conntest) -> None:
    done = conntest("allowlist", "-o", "a.txt", "-o", "a.csv", "--include", "zdc1")
    assert (done.code, done.out) == (0, "")
    assert "zdc1.ibllc.com" in Path("a.txt").read_text() and "zdc1.ibllc.com" in Path("a.csv").read_text()
