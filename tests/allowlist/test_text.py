"""The change request in words."""

from dataclasses import replace

import pytest
from rich.cells import cell_len

from conntest.allowlist import FORMATS
from conntest.model.host import Group, Region
from tests.allowlist.lists import one, unresolved, whole


def text(allow: object = None) -> str:
    return FORMATS["text"].write(allow or unresolved())  # type: ignore[arg-type]


def flat(allow: object = None) -> str:
    return " ".join(text(allow).split())


def test_every_host_is_there_with_its_ports_and_whether_required() -> None:
    said = flat()
    for row in unresolved().rows:
        ports = ", ".join(map(str, row.ports))
        assert f"- {row.host} TCP {ports} ({'required' if row.required else 'optional'}) {row.purpose}" in said


@pytest.mark.parametrize("purpose", ["Gateway, Europe", "取引プラットフォームのゲートウェイ" * 9, "word " * 60])
def test_it_fits_a_terminal_whatever_the_script(purpose: str) -> None:
    for allow in (whole(), one(purpose=purpose)):
        assert max(map(cell_len, text(allow).splitlines())) <= 80


def test_it_says_how_the_connections_are_to_be_treated() -> None:
    said = flat()
    for words in ("Outgoing TCP only", "idle timeout", "TLS inspection", "names, not addresses", "one public address"):
        assert words in said


def test_what_is_about_gateways_is_said_where_there_are_some() -> None:
    portal = replace(one(group=Group.CLIENT_PORTAL, ports=(443,)))
    assert "idle timeout" not in flat(portal)
    assert "Gateways" not in flat(portal)


def test_older_spellings_and_addresses_are_given() -> None:
    said = flat(one())
    assert "also written zdc1_old.ibllc.com" in said
    assert "resolved to 208.245.107.1, 2a0e:b107::1" in said
    assert "Addresses as of 2026-11-22 05:00 UTC, resolved by the computer that conntest ran on." in said


def test_it_says_what_is_not_in_it() -> None:
    assert "Not in this list: IB CAM, whose host is not known." in flat()
    assert "Regions: all." in flat()
    assert "Regions: europe. Gateways of others are left out." in flat(replace(one(), regions=(Region.EUROPE,)))


def test_it_ends_with_where_it_comes_from() -> None:
    made = "Made by conntest 0.1 from version 1.1 of the host table, of 2026-11-30 (built-in)."
    assert flat().endswith(f"{made} Review it before it is applied.")
