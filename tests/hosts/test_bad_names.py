"""Host names, addresses and URLs that cannot be, and the rows of third parties that hold them."""

from pathlib import Path

import pytest

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


@pytest.mark.parametrize(("host", "expected"), HOSTS)
def test_a_bad_host_name_is_told_by_what_is_wrong_with_it(tmp_path: Path, host: str, expected: str) -> None:
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


@pytest.mark.parametrize(("rows", "expected"), HELPERS)
def test_bad_rows_of_third_parties(tmp_path: Path, rows: str, expected: list[str]) -> None:
    assert messages(tmp_path, f"{GOOD}{rows}\n") == expected
