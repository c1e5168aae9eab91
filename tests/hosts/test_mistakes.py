"""A bad value: one message per mistake, with file, line, key, what was found and what was expected."""

from pathlib import Path

from conntest.hosts import Mistake
from tests.every import every
from tests.hosts.tables import GOOD, messages

REGIONS = "america-east, america-central, europe, asia, china, sdc"
PORTS = "a list of port numbers from 1 to 65535, such as [443]"
A_ROW = "a row with id, label, host, ports, group, service, source and evidence"


def test_a_message_names_file_line_key_and_both_sides() -> None:
    mistake = Mistake(
        file="hosts.yaml",
        line=12,
        key="hosts[3].ports[0]",
        found='"four"',
        expected="a port number from 1 to 65535",
    )
    assert str(mistake) == 'hosts.yaml:12: hosts[3].ports[0]: found "four", expected a port number from 1 to 65535'


#: a line of GOOD -> what stands there instead, and the one message that follows.
VALUES = [
    ("label: A", "label:", "6: hosts[0].label: found nothing, expected a text: what people call it"),
    ("label: A", "label: null", "6: hosts[0].label: found null, expected a text: what people call it"),
    ("label: A", 'label: ""', '6: hosts[0].label: found "", expected a text: what people call it'),
    ("label: A", "label: [A]", "6: hosts[0].label: found a list, expected a text: what people call it"),
    ("label: A", "label: *a", '6: hosts[0].label: found the alias "*a", expected the value itself'),
    ("label: A", "label: !!str A", '6: hosts[0].label: found the tag "!!str", expected a value without a tag'),
    (
        "label: A",
        "label: !!python/object/apply:os.system [ls]",
        '6: hosts[0].label: found the tag "!!python/object/apply:os.system", expected a value without a tag',
    ),
    (
        "label: A",
        'label: "\\e[31mred"',
        '6: hosts[0].label: found "\\x1b[31mred", expected a text without control characters or invisible ones',
    ),
    (
        "id: a",
        "id: A b",
        '5: hosts[0].id: found "A b", expected an id of small letters, digits, "-", "_" and ".", '
        "of at most 64 characters",
    ),
    ("ports: [443]", "ports: [four]", '8: hosts[0].ports[0]: found "four", expected a port number from 1 to 65535'),
    ("ports: [443]", "ports: [70000]", "8: hosts[0].ports[0]: found 70000, expected a port number from 1 to 65535"),
    ("ports: [443]", "ports: [-1]", "8: hosts[0].ports[0]: found -1, expected a port number from 1 to 65535"),
    ("ports: [443]", "ports: [0443]", "8: hosts[0].ports[0]: found 0443, expected a port number from 1 to 65535"),
    ("ports: [443]", "ports: [4.5]", "8: hosts[0].ports[0]: found 4.5, expected a port number from 1 to 65535"),
    ("ports: [443]", "ports: [yes]", "8: hosts[0].ports[0]: found yes, expected a port number from 1 to 65535"),
    ("ports: [443]", "ports: [22:22]", "8: hosts[0].ports[0]: found 22:22, expected a port number from 1 to 65535"),
    (
        "ports: [443]",
        'ports: ["443"]',
        '8: hosts[0].ports[0]: found the quoted text "443", expected a port number from 1 to 65535, without quotes',
    ),
    ("ports: [443]", "ports: [443, 443]", "8: hosts[0].ports[1]: found 443, expected each value once"),
    ("ports: [443]", "ports: 443", f"8: hosts[0].ports: found 443, expected {PORTS}"),
    (
        "ports: [443]",
        "ports: []",
        f'8: hosts[0].ports: found an empty list, expected {PORTS}, here or under "optional-ports"',
    ),
    (
        "ports: [443]",
        "ports: [443]\n    optional-ports: [80, 443]",
        '9: hosts[0].optional-ports: found 443, expected no port of "ports" again',
    ),
    (
        "group: website",
        "group: webiste",
        '9: hosts[0].group: found "webiste", expected one of gateway, website, client-portal, service '
        "(perhaps website?)",
    ),
    (
        "group: website",
        "group: control",
        '9: hosts[0].group: found "control", expected one of gateway, website, client-portal, service',
    ),
    ("evidence: kb", "evidence: sure", '12: hosts[0].evidence: found "sure", expected one of kb, public, single, open'),
    (
        "group: website",
        "group: gateway\n    region: europa\n    role: backup",
        f'10: hosts[0].region: found "europa", expected one of {REGIONS} (perhaps europe?)',
    ),
    (
        "group: website",
        "group: gateway\n    region: europe\n    role: master",
        '11: hosts[0].role: found "master", expected one of primary, backup, -',
    ),
    (
        "group: website",
        "group: gateway\n    role: primary",
        f'5: hosts[0]: found a gateway without "region", expected one of {REGIONS}',
    ),
    (
        "group: website",
        "group: gateway\n    region: asia",
        '5: hosts[0]: found a gateway without "role", expected primary or backup',
    ),
    (
        "group: website",
        "group: website\n    region: asia",
        '10: hosts[0].region: found "asia", expected none: only rows of group "gateway" have one, '
        'and this is a "website"',
    ),
    (
        "group: website",
        "group: service\n    role: backup",
        '10: hosts[0].role: found "backup", expected "-": only rows of group "gateway" have one, '
        'and this is a "service"',
    ),
    ("source: me", "source: me\n    required: 1", "12: hosts[0].required: found 1, expected true or false"),
    (
        "source: me",
        'source: me\n    required: "true"',
        '12: hosts[0].required: found the quoted text "true", expected true or false',
    ),
    (
        "host: a.example",
        "host: null\n    required: true",
        "8: hosts[0].required: found true, expected false where the host is null, because it cannot be probed",
    ),
    (
        "host: a.example",
        "host: null\n    aliases: [b.example]",
        "8: hosts[0].aliases: found a list, expected none where the host is null, because it cannot be probed",
    ),
    (
        "host: a.example",
        "host: a.example\n    aliases: [A.Example]",
        '8: hosts[0].aliases: found "a.example", expected other names than the host\'s own',
    ),
    (
        "  label: A",
        "  label: A\n    colour: red",
        "7: hosts[0].colour: found an unknown key, expected one of id, label, host, aliases, ports, optional-ports, "
        "group, region, role, service, required, answers-ping, source, evidence, notes",
    ),
    (
        "  label: A",
        "  label: A\n    answers_ping: true",
        '7: hosts[0].answers_ping: found an unknown key, expected perhaps "answers-ping"',
    ),
    (
        "  label: A",
        "  label: A\n    host: b.example",
        "8: hosts[0].host: found this key a second time, expected it once (the first is on line 7)",
    ),
    ("    label: A\n", "", '5: hosts[0]: found no "label", expected a text: what people call it'),
    ("    ports: [443]\n", "", f'5: hosts[0]: found no "ports", expected {PORTS}'),
    ("version: 1\n", "", '1: found no "version", expected a version, such as 1.0'),
    ("updated: 2026-01-31", "updated: 2026-13-1", '2: updated: found "2026-13-1", expected a date such as 2026-11-22'),
    ("updated: 2026-01-31", "updated: 20260131", "2: updated: found 20260131, expected a date such as 2026-11-22"),
    ("operator:", "operater:", '1: found no "operator", expected a text: who the hosts belong to'),
    (
        "version: 1",
        "version: 1\nremove: [a]",
        '2: remove: found "remove" without "extends", expected extends: built-in beside it',
    ),
]


@every(("line", "instead", "message"), VALUES, ids=[f"{old}->{new}" for old, new, _ in VALUES])
def test_a_bad_value_is_reported_where_it_stands(tmp_path: Path, line: str, instead: str, message: str) -> None:
    assert line in GOOD
    assert message in messages(tmp_path, GOOD.replace(line, instead))


def test_all_mistakes_are_listed_together_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = GOOD.replace("2026-01-31", "soon").replace("a.example", "a b").replace("evidence: kb", "evidnce: kb")
    assert messages(tmp_path, f"{text}  - nothing\n") == [
        '2: updated: found "soon", expected a date such as 2026-11-22',
        '5: hosts[0]: found no "evidence", expected one of kb, public, single, open',
        '7: hosts[0].host: found "a b", expected a host name without spaces',
        '12: hosts[0].evidnce: found an unknown key, expected perhaps "evidence"',
        f'13: hosts[1]: found "nothing", expected {A_ROW}',
    ]


def test_an_id_that_is_there_twice_is_reported_with_the_line_of_the_first(tmp_path: Path) -> None:
    again = GOOD[GOOD.index("  - id: a") :]
    assert messages(tmp_path, GOOD + again) == [
        '13: hosts[1].id: found "a" a second time, expected an id of its own (the first is on line 5)'
    ]
