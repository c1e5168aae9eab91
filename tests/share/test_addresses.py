"""Addresses stay for support and become pseudonyms of their class for the public."""

from ipaddress import IPv4Address, IPv6Address

from hypothesis import given, settings
from hypothesis import strategies as st

from conntest.model.privacy import Share
from conntest.share.addresses import stays
from conntest.share.pseudonyms import address_of
from tests.every import every
from tests.share.knowledge import OURS, OURS6, addresses, known

CLASSES = [
    (OURS, "exit-1"),
    (OURS6, "exit-1"),
    ("10.0.0.5", "LAN-1"),
    ("192.168.1.1", "LAN-1"),
    ("169.254.1.1", "LAN-1"),
    ("100.64.0.1", "LAN-1"),
    ("fe80::1%eth0", "LAN-1"),
    ("fe80::1%25en0", "LAN-1"),
    ("fd00:1::5", "LAN-1"),
    ("208.245.107.3", "server-1"),
    ("2a02:26f0::1", "server-1"),
    ("198.18.0.1", "reserved-1"),
    ("192.0.2.77", "reserved-1"),
    ("::ffff:10.0.0.1", "LAN-1"),
    ("::ffff:a00:1", "LAN-1"),
    ("[fd00:1::9]", "LAN-1"),
    ("192.168.*", "LAN-1"),
]


@every(("text", "shown"), CLASSES)
def test_a_pseudonym_keeps_the_class(text: str, shown: str) -> None:
    assert addresses().in_text(text) == shown


STAY = [
    "127.0.0.1",
    "127.0.0.53",
    "::1",
    "0.0.0.0",
    "::",
    "1.1.1.1",
    "223.5.5.5",
    "192.0.2.1",
    "224.0.0.251",
    "ff02::fb",
]


@every("text", STAY)
def test_everybody_s_addresses_and_those_of_the_shipped_table_stay(text: str) -> None:
    assert addresses().in_text(f"to {text}.") == f"to {text}."


NO_ADDRESSES = [
    "at 02:35:12, 2026-11-22T02:35:11.250Z",
    "TLSv1.3, 3.11.7, v1.2.3.4, version 10.30.1.2, Chrome/120.0.6099.109",
    "1.3.6.1.5.5.7.3.1",
    "0.5 s, 12.4 ms, 99.999 %, port 4000, 4001:4000",
    "std::vector, dl::before, a::after",
    "schema 1.0, ab:cd, 10/20",
    "256.1.1.1 and 1.2.3",
]


@every("text", NO_ADDRESSES)
def test_versions_times_ports_and_object_identifiers_are_none(text: str) -> None:
    assert addresses().in_text(text) == text


SENTENCES = [
    ("10.0.0.1, 10.0.0.10, 110.0.0.1", "LAN-1, LAN-2, server-1"),
    ("10.0.0.1-10.0.0.9", "LAN-1-LAN-2"),
    ("http://[fd00:1::9]:3128/speaks-http@fd00:1::9", "http://LAN-1:3128/speaks-http@LAN-1"),
    ("FD00:0001:0000::0009 is fd00:1::9", "LAN-1 is LAN-1"),
    ("2a02%3A26f0%3A%3A1 or 2a02:26f0::1:", "server-1 or server-1:"),
    ("81%2E2%2E69%2E160", "exit-1"),
    ("seen\\n81.2.69.160\\n2a00:1450:1:2::99", "seen\\nexit-2\\nexit-1"),
    ("160.69.2.81.dnsel.torproject.org", "server-1.dnsel.torproject.org"),
    ("10.1.0.0/16,10.*", "LAN-1/16,LAN-2"),
    ("アドレス10.0.0.1から", "アドレスLAN-1から"),
    (".".join("1000000000000000000000000000008d") + ".ip6.arpa", "server-1.ip6.arpa"),
]


@every(("text", "shown"), SENTENCES)
def test_an_address_in_a_sentence_goes_whole(text: str, shown: str) -> None:
    assert addresses().in_text(text) == shown


def test_support_reads_addresses_but_no_hardware_address_in_them() -> None:
    made = addresses(Share.SUPPORT)
    assert made.in_text(f"{OURS} 10.0.0.5 fe80::1") == f"{OURS} 10.0.0.5 fe80::1"
    masked = made.in_text("fe80::211:22ff:fe33:4455, 2a00:1450:1:2:211:22ff:fe33:4455, 2a02:1::211:22ff:fe33:4455")
    assert masked == "fe80::200:ff:fe00:1, 2a00:1450:1:2:200:ff:fe00:1, 2a02:1::211:22ff:fe33:4455", "others' stay"
    assert addresses(Share.SUPPORT).in_text(masked) == masked


any_address = st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6))
around = st.sampled_from(
    [" ", "(", ")", ",", "/", "://", "@", "“", "は", "\\n", "=", "-", "; ", "'", '"', "|", "<", ">"]
)


def spellings(address: IPv4Address | IPv6Address) -> list[str]:
    if isinstance(address, IPv4Address):
        return [str(address), str(address).replace(".", "%2E"), f"::ffff:{address}"]
    return [str(address), str(address).upper(), address.exploded, f"[{address}]", str(address).replace(":", "%3A")]


@settings(max_examples=150, deadline=None)
@given(any_address, st.integers(0, 4), around, around)
def test_any_address_goes_wherever_it_stands(
    address: IPv4Address | IPv6Address, spelling: int, before: str, after: str
) -> None:
    forms = spellings(address)
    written = forms[spelling % len(forms)]
    canonical = address_of(str(address))
    assert canonical is not None
    shown = addresses().in_text(f"x{before}{written}{after}y")
    if stays(canonical, known()):
        assert written.strip("[]") in shown
    else:
        assert written.strip("[]") not in shown
        assert any(stem in shown for stem in ("exit-1", "LAN-1", "server-1", "reserved-1")), shown
