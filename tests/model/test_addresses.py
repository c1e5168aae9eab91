"""What an address is, where it can lead, and how it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conntest.model.addresses import (
    SpecialPurpose,
    bracketed,
    family,
    host_port,
    is_address,
    is_global,
    is_this_machine,
    leads_somewhere,
    numeric,
    parsed,
    special_purpose,
    version_of,
)
from tests.every import every


@every(
    ("address", "purpose"),
    [
        ("0.0.0.0", SpecialPurpose.UNSPECIFIED),
        ("0.1.2.3", SpecialPurpose.RESERVED),
        ("10.1.2.3", SpecialPurpose.PRIVATE),
        ("172.31.255.255", SpecialPurpose.PRIVATE),
        ("192.168.1.1", SpecialPurpose.PRIVATE),
        ("100.64.0.1", SpecialPurpose.CARRIER_GRADE_NAT),
        ("127.0.0.53", SpecialPurpose.LOOPBACK),
        ("169.254.169.254", SpecialPurpose.LINK_LOCAL),
        ("192.0.0.170", SpecialPurpose.RESERVED),
        ("192.0.2.1", SpecialPurpose.DOCUMENTATION),
        ("198.51.100.7", SpecialPurpose.DOCUMENTATION),
        ("203.0.113.9", SpecialPurpose.DOCUMENTATION),
        ("198.18.0.5", SpecialPurpose.BENCHMARK),
        ("198.19.255.255", SpecialPurpose.BENCHMARK),
        ("224.0.0.251", SpecialPurpose.MULTICAST),
        ("240.0.0.1", SpecialPurpose.RESERVED),
        ("255.255.255.255", SpecialPurpose.RESERVED),
        ("::", SpecialPurpose.UNSPECIFIED),
        ("::1", SpecialPurpose.LOOPBACK),
        ("::ffff:8.8.8.8", SpecialPurpose.IPV4_MAPPED),
        ("fe80::1", SpecialPurpose.LINK_LOCAL),
        ("fe80::1%eth0", SpecialPurpose.LINK_LOCAL),
        ("fd00::1", SpecialPurpose.UNIQUE_LOCAL),
        ("ff02::fb", SpecialPurpose.MULTICAST),
        ("2001:db8::1", SpecialPurpose.DOCUMENTATION),
        ("3fff::1", SpecialPurpose.DOCUMENTATION),
        ("2001::1f0d:5e10", SpecialPurpose.TEREDO),
        ("100::1", SpecialPurpose.RESERVED),
        ("fec0::1", SpecialPurpose.RESERVED),
        ("64:ff9b::127.0.0.1", SpecialPurpose.LOOPBACK),
        ("64:ff9b::192.168.1.1", SpecialPurpose.PRIVATE),
    ],
)
def test_an_address_that_no_public_name_has_is_named_for_what_it_is(address: str, purpose: SpecialPurpose) -> None:
    assert special_purpose(address) is purpose


@every(
    "address",
    [
        "8.8.8.8",
        "172.15.255.255",
        "172.32.0.1",
        "100.63.255.255",
        "100.128.0.1",
        "198.17.255.255",
        "198.20.0.1",
        "192.0.1.1",
        "223.255.255.255",
        "2606:4700::1111",
        "2001:4860:4860::8888",
        "2a01::1",
        "64:ff9b::8.8.8.8",
        "64:ff9b:1::1",
    ],
)
def test_a_public_address_has_no_special_purpose(address: str) -> None:
    assert special_purpose(address) is None


@every("text", ["", "ndc1.ibllc.com", "1.2.3", "1.2.3.4:4000", "[::1]"])
def test_what_is_no_address_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="does not appear to be"):
        special_purpose(text)


@every(
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
        "192.0.0.1",  # IPv4 service continuity (RFC 7335): a destination in RFC 6890's registry
        "192.0.0.9",  # the anycast address of PCP
    ],
)
def test_an_address_that_may_be_someones_is_probed(address: str) -> None:
    assert leads_somewhere(address)


@every(
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
        "192.0.0.8",  # the dummy address of RFC 7600, no destination
        "192.0.0.171",  # discovery of NAT64 (RFC 7050), no destination
        "4000::1",  # outside of all that was ever handed out
        "64:ff9b::c000:201",  # 192.0.2.1 through NAT64: RFC 6052 forbids it
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


@every(
    ("text", "version"), [("10.0.0.1", 4), ("::1", 6), ("fe80::1%eth0", 6), ("a.example", None), ("1.2.3.4:80", None)]
)
def test_the_family_of_an_address_is_told(text: str, version: int | None) -> None:
    assert version_of(text) == version
    assert is_address(text) is (version is not None)
    if version is None:
        with pytest.raises(ValueError, match="does not appear to be"):
            family(text)
    else:
        assert family(text) == version


@every(
    ("host", "here"),
    [("localhost", True), ("LocalHost", True), ("127.9.9.9", True), ("::1", True), ("10.0.0.1", False), ("pc", False)],
)
def test_a_host_that_is_this_machine_is_known(host: str, here: bool) -> None:
    assert is_this_machine(host) is here


def test_only_an_address_that_the_internet_routes_is_global() -> None:
    assert is_global("1.1.1.1")
    assert not any(map(is_global, ("10.0.0.1", "one.one.one.one", "")))


def test_an_ipv6_address_stands_in_brackets_before_a_port() -> None:
    assert [host_port(host, 443) for host in ("a.example", "1.2.3.4", "::1")] == [
        "a.example:443",
        "1.2.3.4:443",
        "[::1]:443",
    ]
    assert (bracketed("::1"), bracketed("a.example")) == ("[::1]", "a.example")
