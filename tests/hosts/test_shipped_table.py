"""The shipped table says what IBKR's article says, row by row, and nothing else."""

import ipaddress
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import conntest
from conntest.hosts import load_table
from conntest.model.host import OPERATOR_GROUPS, EchoKind, Evidence, Group, Host, HostTable, Region, Role, Weekday
from tests.every import every

PROJECT = Path(conntest.__file__).parents[1]

#: region: (primary, its other names), (first backup, its other names and spellings), second backup
GATEWAYS = {
    "america-east": [
        ("ndc1.ibllc.com", ["gdc1.ibllc.com", "tws.ibllc.com"]),
        ("ndc1-hb1.ibllc.com", ["ndc1_hb1.ibllc.com", "gdc1_hb1.ibllc.com", "gdc1-hb1.ibllc.com", "tws_hb1.ibllc.com"]),
        ("ndc1-hb2.ibllc.com", []),
    ],
    "america-central": [
        ("cdc1.ibllc.com", []),
        ("cdc1-hb1.ibllc.com", ["cdc1_hb1.ibllc.com"]),
        ("cdc1-hb2.ibllc.com", []),
    ],
    "europe": [
        ("zdc1.ibllc.com", []),
        ("zdc1-hb1.ibllc.com", ["zdc1_hb1.ibllc.com"]),
        ("zdc1-hb2.ibllc.com", []),
    ],
    "asia": [
        ("hdc1.ibllc.com", []),
        ("hdc1-hb1.ibllc.com", ["hdc1_hb1.ibllc.com"]),
        ("hdc1-hb2.ibllc.com", []),
    ],
    "china": [
        ("mcgw1.ibllc.com.cn", []),
        ("mcgw1-hb1.ibllc.com.cn", ["mcgw1_hb1.ibllc.com.cn"]),
        ("mcgw1-hb2.ibllc.com.cn", []),
    ],
    "sdc": [("sdc1.ibllc.com", []), ("sdc1-hb1.ibllc.com", []), ("sdc1-hb2.ibllc.com", [])],
}

#: id, host, group, ports, optional ports, required, answers ping, evidence
OTHERS = [
    ("www-america", "www.interactivebrokers.com", "website", [443], [80], True, None, "public"),
    ("www-ibkr", "www.ibkr.com", "website", [443], [80], False, None, "public"),
    ("ibkr", "ibkr.com", "website", [443], [80], False, None, "public"),
    ("www-canada", "www.interactivebrokers.ca", "website", [443], [80], False, None, "public"),
    ("www-uk", "www.interactivebrokers.co.uk", "website", [443], [80], False, None, "public"),
    ("www-india", "www.interactivebrokers.co.in", "website", [443], [80], False, False, "public"),
    ("www-japan", "www.interactivebrokers.co.jp", "website", [443], [80], False, False, "public"),
    ("www-hong-kong", "www.interactivebrokers.com.hk", "website", [443], [80], False, False, "kb"),
    ("www-china", "www.ibkr.com.cn", "website", [443], [80], False, False, "kb"),
    ("www-australia", "www.interactivebrokers.com.au", "website", [443], [80], False, None, "kb"),
    ("portal-east", "gdcdyn.interactivebrokers.com", "client-portal", [443], [], True, None, "public"),
    ("portal-east-ndcdyn", "ndcdyn.interactivebrokers.com", "client-portal", [443], [], True, None, "public"),
    ("portal-central", "cdcdyn.interactivebrokers.com", "client-portal", [443], [], True, None, "public"),
    ("web-api", "api.ibkr.com", "service", [443], [], False, None, "public"),
    *((f"web-api-{n}", f"{n}.api.ibkr.com", "service", [], [443], False, None, "public") for n in range(1, 9)),
    ("white-label", "www.clientam.com", "service", [], [443], False, None, "single"),
    ("download2", "download2.interactivebrokers.com", "service", [443], [], False, None, "public"),
    ("download", "download.interactivebrokers.com", "service", [443], [], False, None, "public"),
    ("risk-navigator", "risk.interactivebrokers.com", "service", [443], [], False, None, "public"),
    ("cloud-settings", "s3.amazonaws.com", "service", [443], [], False, None, "public"),
    ("diagnostics", "wit1.interactivebrokers.com", "service", [443], [], False, None, "public"),
    ("misc", "misc.interactivebrokers.com", "service", [443], [], False, None, "public"),
    ("ib-cam", None, "service", [4000, 4001], [], False, None, "open"),
    ("disaster-recovery", "www.ibgdr.com", "service", [], [80], False, None, "public"),
]


@pytest.fixture(scope="module")
def table() -> HostTable:
    return load_table()


@pytest.fixture(scope="module")
def rows(table: HostTable) -> dict[str, Host]:
    return {row.id: row for row in table.hosts}


def test_the_table_says_where_it_came_from(table: HostTable) -> None:
    assert (table.info.source, table.info.version, table.info.updated) == ("built-in", "1.1", "2026-11-30")
    assert table.operator == "Interactive Brokers"


@every("region", list(Region))
def test_every_region_has_its_primary_and_two_backups(rows: dict[str, Host], region: Region) -> None:
    of_region = [row for row in rows.values() if row.region is region]
    assert [(row.host, list(row.aliases)) for row in of_region] == GATEWAYS[region]
    assert [row.role for row in of_region] == [Role.PRIMARY, Role.BACKUP, Role.BACKUP]
    assert all(row.group is Group.GATEWAY and row.ports == (4000, 4001) and row.required for row in of_region)


def test_gateways_are_called_by_their_mnemonics(rows: dict[str, Host]) -> None:
    gateways = [row for row in rows.values() if row.group is Group.GATEWAY]
    assert [row.id for row in gateways] == [str(row.host).partition(".")[0] for row in gateways]


def test_there_are_36_gateway_endpoints(table: HostTable) -> None:
    assert sum(len(row.ports) for row in table.hosts if row.group is Group.GATEWAY) == 36


@every(("id", "host", "group", "ports", "optional", "required", "ping", "evidence"), OTHERS)
def test_every_other_host_is_as_the_article_has_it(
    rows: dict[str, Host],
    id: str,
    host: str | None,
    group: str,
    ports: list[int],
    optional: list[int],
    required: bool,
    ping: bool | None,
    evidence: str,
) -> None:
    row = rows[id]
    assert (row.host, row.group, list(row.ports), list(row.optional_ports)) == (host, group, ports, optional)
    assert (row.required, row.answers_ping, row.evidence) == (required, ping, evidence)
    assert (row.region, row.role, row.aliases) == (None, Role.NONE, ())


def test_there_is_no_row_that_the_article_does_not_have(rows: dict[str, Host]) -> None:
    gateways = {id for id, row in rows.items() if row.group is Group.GATEWAY}
    assert gateways | {other[0] for other in OTHERS} == rows.keys()
    assert len(rows) == 18 + 31


def test_ibkr_itself_vouches_for_what_its_knowledge_base_says(rows: dict[str, Host]) -> None:
    vouched = {id for id, row in rows.items() if row.evidence is Evidence.KB}
    assert vouched == {"mcgw1-hb1", "www-hong-kong", "www-china", "www-australia"}


def test_names_with_an_underscore_survive(table: HostTable) -> None:
    assert {name for name in table.names() if "_" in name} == {
        "ndc1_hb1.ibllc.com",
        "gdc1_hb1.ibllc.com",
        "tws_hb1.ibllc.com",
        "cdc1_hb1.ibllc.com",
        "zdc1_hb1.ibllc.com",
        "hdc1_hb1.ibllc.com",
        "mcgw1_hb1.ibllc.com.cn",
    }


def test_no_name_stands_in_two_rows(table: HostTable) -> None:
    names = list(table.names())
    assert len(names) == len(set(names))


def test_third_parties_are_no_hosts_of_the_operator(table: HostTable) -> None:
    ours = set(table.names())
    urls = [check.url for check in table.captive_checks] + [echo.url for echo in table.echo_services]
    theirs = {control.host for control in table.controls} | {str(urlsplit(url).hostname) for url in urls}
    assert not ours & theirs
    assert {row.group for row in table.hosts} <= set(OPERATOR_GROUPS)


def test_controls_work_without_dns_in_mainland_china_and_on_the_gateways_ports(table: HostTable) -> None:
    literal = [row.host for row in table.controls if re.fullmatch(r"[0-9.]+", row.host)]
    assert literal == ["1.1.1.1", "8.8.8.8", "223.5.5.5"]
    assert {"Baidu", "Alibaba"} <= {row.operator for row in table.controls}
    assert [row.ports for row in table.controls if row.host == "portquiz.net"] == [(80, 4000, 4001)]
    assert len({row.operator for row in table.controls if row.host not in literal}) >= 4


def test_captive_checks_are_plain_http_of_several_operators(table: HostTable) -> None:
    assert all(urlsplit(row.url).scheme == "http" for row in table.captive_checks)
    assert len({row.operator for row in table.captive_checks}) == len(table.captive_checks)
    assert all((row.body is None) == (row.status == 204) for row in table.captive_checks)


#: id, regions, days, begin, end, zone, effect. "daily" is Sunday to Friday.
RESETS = [
    ("reset-weekend", [], "friday", "23:00", "03:00", "America/New_York", "unavailable"),
    ("reset-north-america", ["america-east", "america-central"], "daily", "00:15", "01:45", "America/New_York",
     "interruptions"),
    ("reset-europe", ["europe"], "daily", "06:25", "07:45", "Europe/Zurich", "interruptions"),
    ("reset-asia-pacific-morning", ["asia", "china", "sdc"], "daily", "04:45", "06:05", "Asia/Hong_Kong",
     "interruptions"),
    ("reset-asia-pacific-evening", ["asia", "china", "sdc"], "daily", "20:15", "21:15", "Asia/Hong_Kong",
     "interruptions"),
]  # fmt: skip


def test_reset_windows_are_those_of_the_status_page_with_its_date(table: HostTable) -> None:
    weekday = {(Weekday.FRIDAY,): "friday", (Weekday.SUNDAY, *tuple(Weekday)[:5]): "daily"}
    assert [
        (row.id, list(row.regions), weekday[row.days], f"{row.begins:%H:%M}", f"{row.ends:%H:%M}", row.zone, row.effect)
        for row in table.reset_windows
    ] == RESETS
    assert {(row.evidence, str(row.as_of)) for row in table.reset_windows} == {(Evidence.KB, "2026-11-22")}


def test_no_verdict_rests_on_a_row_that_is_probed_for_information_only(table: HostTable) -> None:
    optional = [row for row in table.hosts if not row.ports]
    assert len(optional) == 10
    assert not any(row.required for row in optional)
    # Nor do the portal's needs, which are looked for among these groups.
    assert {row.group for row in optional} == {Group.SERVICE}


def test_canaries_are_the_three_documentation_networks(table: HostTable) -> None:
    assert [row.address for row in table.canaries] == ["192.0.2.1", "198.51.100.1", "203.0.113.1"]
    assert {row.ports for row in table.canaries} == {(443, 4001)}


def test_echo_services_answer_from_both_sides_of_the_border(table: HostTable) -> None:
    web = [row for row in table.echo_services if row.url.startswith("http")]
    assert {row.mainland_china for row in web} == {True, False}
    assert {EchoKind.STUN, EchoKind.DNS_TXT, EchoKind.DNS_ADDRESS, EchoKind.DNS_CHAOS_TXT} <= {
        row.kind for row in table.echo_services
    }
    assert {urlsplit(row.url).port for row in web} >= {4000, 4001}


def test_resolvers_are_addresses_of_different_operators(table: HostTable) -> None:
    assert [row.address for row in table.resolvers] == ["1.1.1.1", "8.8.8.8", "9.9.9.9", "223.5.5.5"]
    assert all(ipaddress.ip_address(row.address) for row in table.resolvers)
    assert len({row.operator for row in table.resolvers}) == len(table.resolvers)


def test_every_row_says_why_it_is_there(table: HostTable) -> None:
    reasons = [row.why for row in table.controls] + [row.why for row in table.captive_checks]
    reasons += [row.why for row in table.canaries] + [row.why for row in table.echo_services]
    reasons += [row.why for row in table.resolvers]
    assert all(why.endswith(".") and len(why) > 20 for why in reasons)
    assert all(row.source and row.service and row.label for row in table.hosts)


def test_the_extension_shown_in_the_files_own_comment_works(tmp_path: Path) -> None:
    comment = (PROJECT / "hosts.yaml").read_text(encoding="utf-8")
    example = "\n".join(line[6:] for line in comment.splitlines() if line.startswith("#     "))
    (tmp_path / "mine.yaml").write_text(example, encoding="utf-8")
    table = load_table(tmp_path / "mine.yaml")
    assert table.hosts[-1].id == "our-gateway"
    assert "misc" not in {row.id for row in table.hosts}
