"""Host names, addresses and URLs that cannot be, and the rows of third parties that hold them."""

from pathlib import Path

import pytest

from conntest.hosts import load_table
from tests.every import every
from tests.hosts.tables import GOOD, messages

LABELS = "a host name of letters, digits, hyphens inside, underscores and single dots"
ADDRESS = 'an IP address, such as "192.0.2.1" or "2001:db8::1"'
PORTS = "a list of port numbers from 1 to 65535, such as [443]"


#: a host -> what was expected instead. What was found is the host, in quotes unless it looks like a number.
HOSTS = [
    ("https://a.example", 'a host name without a scheme such as "https://"'),
    ("a.example/portal", "a host name without a path"),
    ("a.example:4000", 'a host name without a port (ports stand under "ports")'),
    ("me@a.example", "a host name without a user name"),
    ("a example", "a host name without spaces"),
    ("*.example", "one host name, not a wildcard"),
    ("a.example.", "a host name without a dot at its end"),
    ("a..example", "a host name whose parts between the dots have 1 to 63 characters"),
    (f"{'a' * 64}.x", "a host name whose parts between the dots have 1 to 63 characters"),
    ("-a.example", LABELS),
    ("a-.example", LABELS),
    ("a$.example", LABELS),
    ("", LABELS),
    ("a." * 130 + "x", "a host name of at most 253 characters"),
    ("[::1]", "an IPv6 address without brackets"),
    ("fe80::1%eth0", "an address without a zone"),
    ("2001:db8::g", ADDRESS),
    ("host.256", ADDRESS),
    ("0x7f000001", ADDRESS),
    ("\uff12.\uff13", ADDRESS),
    ("a%b.example", LABELS),
]


@every(("host", "expected"), HOSTS)
def test_the_message_about_a_host_name_says_what_is_wrong_with_it(tmp_path: Path, host: str, expected: str) -> None:
    shown = host if len(host) <= 60 else host[:60] + "…"
    found = messages(tmp_path, GOOD.replace("a.example", f"'{host}'"))
    assert found == [f'7: hosts[0].host: found "{shown}", expected {expected}']


@pytest.mark.parametrize("address", ["256.1.1.1", "1.2.3", "01.2.3.4"])
def test_what_looks_like_an_address_must_be_one(tmp_path: Path, address: str) -> None:
    found = messages(tmp_path, GOOD.replace("a.example", address))
    assert found == [f"7: hosts[0].host: found {address}, expected {ADDRESS}"]


#: rows added after GOOD, from line 13 on -> their messages.
HELPERS = [
    ("controls: yes", ["13: controls: found yes, expected a list of rows"]),
    ("controls: [x]", ['13: controls[0]: found "x", expected a row with id, host, ports, operator and why']),
    (
        "controls:\n  - {id: a, host: b, ports: [], operator: o, why: w}",
        [
            '14: controls[0].id: found "a" a second time, expected an id of its own (the first is on line 5)',
            f"14: controls[0].ports: found an empty list, expected {PORTS}",
        ],
    ),
    (
        "resolvers:\n  - {id: r, address: dns.example, operator: o, why: w}",
        [f'14: resolvers[0].address: found "dns.example", expected {ADDRESS}'],
    ),
    (
        "canaries:\n  - {id: c, address: 8.8.8.8, ports: [443], why: w}",
        [
            "14: canaries[0].address: found 8.8.8.8, expected an address reserved for documentation "
            "(RFC 5737: 192.0.2.x, 198.51.100.x or 203.0.113.x)"
        ],
    ),
    (
        "captive-checks:\n  - {id: c, url: 'https://x.example/', status: 99, body: null, operator: o, why: w}",
        [
            '14: captive-checks[0].url: found "https://x.example/", expected a URL that begins with "http://"',
            "14: captive-checks[0].status: found 99, expected an HTTP status from 100 to 599",
        ],
    ),
    (
        "echo-services:\n  - {id: e, url: 'https://x.example', kind: stun, operator: o, why: w}",
        [
            '14: echo-services[0].url: found "https://x.example", expected a URL that begins with stun://, '
            'because its kind is "stun"'
        ],
    ),
    (
        "echo-services:\n  - {id: e, url: 'stun://x.example', kind: stun, operator: o, why: w}",
        ['14: echo-services[0].url: found "stun://x.example", expected stun://host:port'],
    ),
    (
        "echo-services:\n  - {id: e, url: 'dns://1.1.1.1', kind: dns-txt, operator: o, why: w}",
        ['14: echo-services[0].url: found "dns://1.1.1.1", expected dns://server/name'],
    ),
    (
        "echo-services:\n  - {id: e, url: 'https://x.example:99999', kind: text, operator: o, why: w}",
        ['14: echo-services[0].url: found "https://x.example:99999", expected a URL with a valid host and port'],
    ),
    (
        "echo-services:\n  - {id: e, url: 'https://me:pw@x.example', kind: text, operator: o, why: w}",
        [
            '14: echo-services[0].url: found "https://me:pw@x.example", expected a URL without a user name, '
            "a password or a fragment"
        ],
    ),
]


#: A reset window without a mistake.
WINDOW = {
    "id": "w",
    "regions": "[europe]",
    "days": "[monday]",
    "begins": '"23:00"',
    "ends": "03:00",
    "zone": "Europe/Zurich",
    "effect": "unavailable",
    "source": "me",
    "as-of": "2026-11-22",
    "evidence": "kb",
}
TIME = 'a time of day such as "00:15"'
ZONE = "a time zone of the IANA database, such as America/New_York"

#: A key of it -> another value, and the message about that.
WINDOWS = [
    ("regions", "[]", None),
    ("regions", "null", None),
    ("regions", "europe", 'regions: found "europe", expected a list of regions, or null for all of them'),
    ("regions", "[europa]", 'regions[0]: found "europa", expected one of america-east, america-central, europe, asia, '
     "china, sdc (perhaps europe?)"),
    ("days", "[]", "days: found an empty list, expected at least one day"),
    ("days", "[Montag]", 'days[0]: found "Montag", expected one of monday, tuesday, wednesday, thursday, friday, '
     "saturday, sunday (perhaps monday?)"),
    ("days", "[monday, monday]", 'days[1]: found "monday", expected each value once'),
    ("begins", "24:00", f"begins: found 24:00, expected {TIME}"),
    ("begins", "6:25", f"begins: found 6:25, expected {TIME}"),
    ("begins", "noon", f'begins: found "noon", expected {TIME}'),
    ("ends", "23:00", "ends: found 23:00, expected another time than it begins"),
    ("zone", "America", f'zone: found "America", expected {ZONE}'),
    ("zone", "Europe/Zuerich", f'zone: found "Europe/Zuerich", expected {ZONE}'),
    ("zone", "../../etc/passwd", f'zone: found "../../etc/passwd", expected {ZONE}'),
    ("effect", "down", 'effect: found "down", expected one of unavailable, interruptions'),
    ("as-of", "yesterday", 'as-of: found "yesterday", expected a date such as 2026-11-22'),
]  # fmt: skip


@every(("key", "value", "message"), WINDOWS)
def test_bad_reset_windows(tmp_path: Path, key: str, value: str, message: str | None) -> None:
    row = "\n    ".join(f"{name}: {given}" for name, given in {**WINDOW, key: value}.items())
    content = f"{GOOD}reset-windows:\n  - {row}\n"
    if message is None:
        (tmp_path / "mine.yaml").write_text(content)
        assert load_table(tmp_path / "mine.yaml").reset_windows[0].regions == ()
    else:
        line = 14 + list(WINDOW).index(key)
        assert messages(tmp_path, content) == [f"{line}: reset-windows[0].{message}"]


@every(("rows", "expected"), HELPERS)
def test_bad_rows_of_third_parties(tmp_path: Path, rows: str, expected: list[str]) -> None:
    assert messages(tmp_path, f"{GOOD}{rows}\n") == expected
