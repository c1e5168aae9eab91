"""Rows of the host table become rows of an allow-list, and names lead to addresses."""

from dataclasses import replace

import pytest

from conntest.allowlist import FORMATS, left_out, row_of_push, rows_of_host, with_addresses
from conntest.hosts import load_table
from conntest.model.host import OPERATOR_GROUPS, Group
from conntest.plan import endpoints
from tests.allowlist.lists import ORIGIN, one, unresolved, whole
from tests.every import every

TABLE = load_table()


def test_a_host_whose_ports_are_not_needed_alike_has_two_rows() -> None:
    row = next(host for host in TABLE.hosts if host.id == "www-america")
    needed, optional = rows_of_host(row, endpoints.of_host(row, "x"))
    assert (needed.ports, needed.required) == ((443,), True)
    assert (optional.ports, optional.required) == ((80,), False)


def test_nobody_but_the_operator_is_in_the_list() -> None:
    assert {row.group for row in unresolved().rows} == set(OPERATOR_GROUPS)


def test_a_host_without_a_name_has_no_row_and_is_named_as_missing() -> None:
    assert unresolved().unnamed == ("IB CAM",)
    assert all(row.id != "ib-cam" for row in unresolved().rows)


def test_services_for_phones_are_optional() -> None:
    row = row_of_push(TABLE.push[0], endpoints.of_push(TABLE.push[0]))
    assert (row.group, row.required, row.ports) == (Group.PUSH, False, (5228, 5229, 5230, 443))


def test_addresses_come_in_an_order_of_their_own() -> None:
    several = ("2a0e::2", "64.190.197.10", "64.190.197.9", "2a0e::1")
    for answer in (several, several[::-1]):
        made = with_addresses(one(), ORIGIN, {"zdc1.ibllc.com": answer}, {})
        assert made.rows[0].addresses == (
            "64.190.197.9",
            "64.190.197.10",
            "208.245.107.1",
            "2a0e::1",
            "2a0e::2",
            "2a0e:b107::1",
        )


def test_what_an_older_spelling_leads_to_is_allowed_too() -> None:
    made = with_addresses(one(addresses=()), ORIGIN, {"zdc1_old.ibllc.com": ["64.190.197.9"]}, {"zdc1.ibllc.com": "x"})
    assert made.rows[0].addresses == ("64.190.197.9",)
    assert made.unresolved == {}


def test_a_host_that_leads_nowhere_says_why() -> None:
    made = with_addresses(one(addresses=()), ORIGIN, {}, {"zdc1.ibllc.com": "no such name"})
    assert made.unresolved == {"zdc1": "no such name"}
    assert left_out(made, FORMATS["nftables"]) == made.rows
    assert left_out(made, FORMATS["squid"]) == ()


def test_only_the_family_that_is_wanted_is_kept() -> None:
    four = with_addresses(replace(one(), ipv6=False), ORIGIN, {}, {})
    assert four.rows[0].addresses == ("208.245.107.1",)


def test_a_literal_address_needs_no_resolver() -> None:
    row = next(host for host in TABLE.hosts if host.id == "zdc1")
    literal = replace(row, host="2001:DB8::1".lower(), aliases=())
    (made,) = rows_of_host(literal, endpoints.of_host(literal, "x"))
    assert (made.names, made.addresses) == ((), ("2001:db8::1",))


@every(
    "name",
    ["a b", "a;b", "a\nb", '"', "a$(b)", "*.example", "", "a/b", "-a", "fe80::1%eth0", "a" * 300, "\uff5a.example"],
)
def test_a_name_that_could_be_anything_else_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is no host name"):
        one(host=name)
    with pytest.raises(ValueError, match="is no host name"):
        one(aliases=(name,))


@every("address", ["exit-2", "1.2.3.4/0", "1.2.3.4; drop", "01.2.3.4", "2A0E::1", "fe80::1%lo"])
def test_an_address_that_could_be_anything_else_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="are not all addresses"):
        one(addresses=(address,))


def test_the_shipped_table_is_left_out_of_no_format() -> None:
    assert {name: left_out(whole(), format_) for name, format_ in FORMATS.items() if left_out(whole(), format_)} == {}


def test_a_name_with_an_underscore_and_nothing_else_is_left_out_where_it_cannot_be_held() -> None:
    odd = one(host="zdc1_x.ibllc.com", aliases=())
    assert [name for name, format_ in FORMATS.items() if left_out(odd, format_)] == ["asa"]
