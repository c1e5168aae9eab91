"""Which answered addresses are worth a probe."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conntest.plan.addresses import leads_somewhere, numeric, parsed


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "203.0.112.255",
        "10.0.0.7",  # a forwarding gateway of a company
        "192.168.1.1",
        "100.64.0.1",
        "198.18.0.7",  # a fake-IP proxy's
        "127.0.0.1",
        "::1",
        "2606:4700::1111",
        "fd00::7",
        "fe80::1",
        "fe80::1%eth0",
        "64:ff9b::101:101",  # 1.1.1.1 through NAT64
        "64:ff9b:1::101:101",
    ],
)
def test_an_address_that_may_be_someones_is_probed(address: str) -> None:
    assert leads_somewhere(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "0.1.2.3",
        "192.0.2.1",
        "198.51.100.255",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::ffff:1.2.3.4",
        "100::1",
        "2001:db8::1",
        "3fff::1",
        "ff02::1",
        "ff02::1%eth0",
        "",
        "east.example",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.4%eth0",
        "010.0.0.1",
        "1.2.3.4\n",
        "::g",
    ],
)
def test_an_address_that_can_be_nobodys_or_is_none_is_not(address: str) -> None:
    assert not leads_somewhere(address)


@given(st.text() | st.ip_addresses().map(str))
def test_any_text_is_judged(text: str) -> None:
    assert leads_somewhere(text) in (True, False)
    assert (parsed(text) is not None) or not leads_somewhere(text)


def test_addresses_are_sorted_as_numbers_ipv4_first() -> None:
    mixed = ["fe80::1%b", "::10", "10.0.0.10", "fe80::1%a", "10.0.0.9", "::9"]
    assert sorted(mixed, key=numeric) == ["10.0.0.9", "10.0.0.10", "::9", "::10", "fe80::1%a", "fe80::1%b"]
