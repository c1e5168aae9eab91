"""What may stay in a public report, of texts that others can fill."""

from conntest.share.public_values import INTERFACES, is_plain_error, is_public_place, is_public_subject
from tests.every import every
from tests.share.knowledge import known

PLACES = [
    "built-in",
    "variable https_proxy",
    "option --socks",
    "the system's own routes",
    "Windows Internet Settings of the machine",
    "WinHTTP (netsh winhttp)",
    "setup script of GNOME network settings",
    "~/Jts/1037/tws.vmoptions",
    "/etc/apt/apt.conf.d/90proxy",
    "Acquire::http::Proxy",
    r"C:\Jts\jts.ini",
    "/Applications/Trader Workstation 10.30/.install4j/pref_jre.cfg",
    "Wi-Fi",
]
NAMED_BY_PEOPLE = [
    "~/bigbank/hosts.yaml",
    "/etc/bigbank/proxy.conf",
    "/etc/apt/apt.conf.d/90bigbank",
    "/opt/bigbank/Jts",
    r"\\server\bigbank",
    "Big Bank VPN",
    "variable BIGBANK_PROXY",
    r"D:\Bank\Jts",
]


@every("place", PLACES)
def test_a_place_that_systems_and_installers_name_stays(place: str) -> None:
    assert is_public_place(place)


@every("place", NAMED_BY_PEOPLE)
def test_a_place_that_people_named_does_not(place: str) -> None:
    assert not is_public_place(place)


@every(
    "text",
    [
        "[Errno 111] Connection refused",
        "Forbidden",
        "407 Proxy Authentication Required",
        "NXDOMAIN",
        "https_proxy",
        "us",
    ],
)
def test_what_the_system_or_the_protocol_says_stays(text: str) -> None:
    assert is_plain_error(text)


@every(
    "text",
    ["[Errno 111] Big Bank refuses", "Big Bank Policy", "407 Ask Bob", "BIGBANK_PROXY", "verify failed: bank.ch"],
)
def test_what_anybody_could_have_written_does_not(text: str) -> None:
    assert not is_plain_error(text)


def test_interfaces_that_systems_name_stay() -> None:
    ours = ("lo", "eth0", "enp3s0", "wlp2s0", "wlan0", "tun0", "utun3", "wg0", "docker0", "Wi-Fi", "Ethernet 2", "en0")
    assert [name for name in ours if not INTERFACES.fullmatch(name)] == []
    assert [name for name in ("bigbank0", "wg-bigbank", "Big Bank VPN") if INTERFACES.fullmatch(name)] == []


def test_certificates_of_public_services_keep_their_names() -> None:
    is_public = known().is_public
    assert is_public_subject("*.ibkr.com", is_public) and is_public_subject("CN=*.ibkr.com", is_public)
    assert not is_public_subject("CN=*.ibkr.com,O=Big Bank AG", is_public)
    assert not is_public_subject("DigiCert Inc", is_public)
