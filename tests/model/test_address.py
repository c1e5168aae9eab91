import pytest

from conntest.model.address import bogon


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("0.0.0.0", "the unspecified address"),
        ("0.1.2.3", "a reserved address"),
        ("10.1.2.3", "a private address"),
        ("172.31.255.255", "a private address"),
        ("192.168.1.1", "a private address"),
        ("100.64.0.1", "a carrier-grade NAT address"),
        ("127.0.0.53", "a loopback address"),
        ("169.254.169.254", "a link-local address"),
        ("192.0.0.170", "a reserved address"),
        ("192.0.2.1", "a documentation address"),
        ("198.51.100.7", "a documentation address"),
        ("203.0.113.9", "a documentation address"),
        ("198.18.0.5", "a benchmark address, as fake-IP proxies use"),
        ("198.19.255.255", "a benchmark address, as fake-IP proxies use"),
        ("224.0.0.251", "a multicast address"),
        ("240.0.0.1", "a reserved address"),
        ("255.255.255.255", "a reserved address"),
        ("::", "the unspecified address"),
        ("::1", "a loopback address"),
        ("::ffff:8.8.8.8", "an IPv4-mapped address"),
        ("fe80::1", "a link-local address"),
        ("fe80::1%eth0", "a link-local address"),
        ("fd00::1", "a unique local address"),
        ("ff02::fb", "a multicast address"),
        ("2001:db8::1", "a documentation address"),
        ("3fff::1", "a documentation address"),
        ("2001::1f0d:5e10", "a Teredo address"),
        ("100::1", "a reserved address"),
        ("fec0::1", "a reserved address"),
        ("64:ff9b::127.0.0.1", "a loopback address"),
        ("64:ff9b::192.168.1.1", "a private address"),
    ],
)
def test_an_address_that_no_public_name_has_is_named_for_what_it_is(address: str, kind: str) -> None:
    assert bogon(address) == kind


@pytest.mark.parametrize(
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
def test_a_public_address_is_no_bogon(address: str) -> None:
    assert bogon(address) is None


@pytest.mark.parametrize("text", ["", "ndc1.ibllc.com", "1.2.3", "1.2.3.4:4000", "[::1]"])
def test_what_is_no_address_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="does not appear to be"):
        bogon(text)
