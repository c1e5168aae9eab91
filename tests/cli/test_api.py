"""`conntest api` against a small TWS on loopback: what is printed, and how it exits."""

import json
import socket

import pytest
from rich.cells import cell_len

from conntest.app import api
from conntest.app.api import Place, place_of
from conntest.app.errors import UserError
from tests import fake_tws
from tests.cli.conftest import Conntest
from tests.every import every
from tests.loopback import refusing_port


@every(
    ("text", "place"),
    [
        (None, Place()),
        ("7497", Place(port=7497)),
        ("192.168.1.20", Place(host="192.168.1.20")),
        ("192.168.1.20:4002", Place(host="192.168.1.20", port=4002)),
        ("gateway:4002", Place(host="gateway", port=4002)),
        (":4002", Place(port=4002)),
        ("::1", Place(host="::1")),
        ("[::1]", Place(host="::1")),
        ("[::1]:7496", Place(host="::1", port=7496)),
    ],
)
def test_a_place_is_a_host_a_port_or_both(text: str | None, place: Place) -> None:
    assert place_of(text) == place


@every("text", ["host:", "host:x", "host:0", "host:65536", "99999", "[::1", "[::1]7496"])
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        place_of(text)


def test_a_port_that_tws_answers_on_passes_after_a_warning(conntest: Conntest) -> None:
    with fake_tws.listening(fake_tws.answers) as port:
        done = conntest("api", f"127.0.0.1:{port}")
    assert done.code == 0
    assert done.out.startswith(f"PASS  Programs can connect to 127.0.0.1:{port}.")
    assert "answers (version 187)" in done.out
    assert "may now ask whether to accept an incoming connection" in done.err


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        (fake_tws.stays_silent, "api-not-answering"),
        (fake_tws.closes, "api-address-refused"),
        (fake_tws.is_a_website, "api-foreign-listener"),
    ],
)
def test_any_other_state_fails_with_its_finding_and_steps(
    conntest: Conntest, behaviour: fake_tws.Behaviour, code: str
) -> None:
    with fake_tws.listening(behaviour) as port:
        done = conntest("api", f"127.0.0.1:{port}", "--timeout", "0.2")
    assert done.code == 3
    assert done.out.startswith("FAIL")
    assert f"({code})" in done.out and "  1. " in done.out


def test_a_port_without_a_listener_fails(conntest: Conntest) -> None:
    with refusing_port() as port:
        done = conntest("api", f"127.0.0.1:{port}")
        quiet = conntest("api", f"127.0.0.1:{port}", "-q")
    assert done.code == 3 and "(api-not-listening)" in done.out
    assert (quiet.code, quiet.out) == (3, "Nothing listens on the port of TWS's API\n")


def test_localhost_is_asked_on_both_of_its_addresses(conntest: Conntest) -> None:
    with fake_tws.listening(fake_tws.answers) as port:
        document = json.loads(conntest("api", str(port), "--json").out)
    assert {one["address"]: one["answer"]["kind"] for one in document["tries"]} == {
        "127.0.0.1": "answered",
        "::1": "refused" if socket.has_dualstack_ipv6() else "unreachable",
    }


def test_json_is_one_document_with_all_of_it(conntest: Conntest) -> None:
    with fake_tws.listening(fake_tws.stays_silent) as port:
        document = json.loads(conntest("api", f"127.0.0.1:{port}", "--json", "--timeout", "0.2").out)
    assert document["able"] is False
    (found,) = document["findings"]
    assert (found["code"], found["facts"]["port"]) == ("api-not-answering", port)
    assert [one["port"] for one in document["listeners"]] == [port]


@pytest.mark.parametrize("host", ["8.8.8.8", "64.190.197.40:4001", "2606:4700::1111"])
def test_no_other_than_local_and_private_addresses_are_asked(
    conntest: Conntest, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setattr(api, "ask", None)  # would be called to connect
    done = conntest("api", host)
    assert (done.code, done.out) == (2, "")
    assert "is no local or private address" in done.err
    assert "may now ask" not in done.err


def test_a_name_with_a_public_address_is_refused(conntest: Conntest, monkeypatch: pytest.MonkeyPatch) -> None:
    async def both(name: str, *, timeout_s: float) -> tuple[str, ...]:
        return "192.168.1.20", "64.190.197.40"

    monkeypatch.setattr(api, "addresses_in_order", both)
    monkeypatch.setattr(api, "ask", None)
    assert "64.190.197.40 is no local" in conntest("api", "gateway.example").err


def test_a_name_without_address_is_said(conntest: Conntest, monkeypatch: pytest.MonkeyPatch) -> None:
    async def none(name: str, *, timeout_s: float) -> tuple[str, ...]:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(api, "addresses_in_order", none)
    done = conntest("api", "gateway")
    assert done.code == 2 and "gateway: this name has no address here" in done.err


@pytest.mark.parametrize("language", ["en", "ja", "zh-Hans"])
def test_it_fits_80_columns_in_every_language(conntest: Conntest, language: str) -> None:
    with fake_tws.listening(fake_tws.closes) as port:
        done = conntest("api", str(port), "--lang", language)
    link = "https://"
    assert [line for line in done.out.splitlines() if cell_len(line) > 80 and link not in line] == []
