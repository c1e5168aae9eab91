"""What each format says, looked at without the program that reads it; tests/netlab has those that Debian has."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree

import pytest
import yaml

from conntest.allowlist import FORMATS
from conntest.model.host import Group
from conntest.model.proxy import Proxy, Scheme
from tests.allowlist.lists import SOCKS, one, unresolved, whole
from tests.every import every

#: Files for machines: the others are for people, and for spreadsheets.
MACHINES = tuple(name for name in FORMATS if name not in ("text", "csv"))


def made(name: str) -> str:
    return FORMATS[name].write(whole())


@every("name", FORMATS)
def test_a_format_is_written_alike_every_time(name: str) -> None:
    assert made(name) == made(name)
    assert made(name).endswith("\n")


@every("name", MACHINES)
def test_a_file_for_machines_is_ascii_and_says_what_it_is(name: str) -> None:
    text = made(name)
    assert text.isascii()
    for said in (
        "conntest 0.1",
        "Review before applying.",
        "version 1.1 of 2026-11-30",
        "Regions: all",
        "never need an incoming one",
        "idle timeout",
        "IB CAM",
    ):
        assert said in " ".join(re.sub(r"[#!]", "", text).split()), said


@every("name", [name for name, format_ in FORMATS.items() if format_.by_address])
def test_addresses_come_with_a_warning_and_their_age(name: str) -> None:
    text = " ".join(made(name).replace("#", "").split())
    assert "WARNING: these addresses change without notice" in text
    assert "Addresses as of 2026-11-22 05:00 UTC, resolved by the computer that conntest ran on." in text
    absent = replace(one(addresses=()), unresolved={"zdc1": "no such name"})
    assert "MISSING: zdc1.ibllc.com: Gateway, Europe, primary (required): no such name" in " ".join(
        FORMATS[name].write(absent).replace("#", "").split()
    )


@every("name", [name for name in MACHINES if name != "proxifier"])
def test_every_row_says_what_for_and_whether_required(name: str) -> None:
    text = made(name)
    for row in whole().rows:
        needed = "required" if row.required else "optional"
        assert re.search(rf"{re.escape(row.host)}: [^\n]* \({needed}\)", text), row


def test_csv_has_a_row_for_every_port() -> None:
    rows = list(csv.DictReader(io.StringIO(made("csv"), newline="")))
    assert len(rows) == sum(len(row.ports) for row in whole().rows)
    assert {(row["direction"], row["protocol"]) for row in rows} == {("outgoing", "tcp")}
    first = rows[0]
    assert (first["host"], first["port"], first["required"], first["role"]) == (
        "ndc1.ibllc.com",
        "4000",
        "true",
        "primary",
    )
    assert first["addresses"].split() == ["64.190.197.1", "208.245.107.1", "2a0e:b107::1", "2a0e:b107:1::1:2"]


def test_csv_runs_no_formula() -> None:
    text = FORMATS["csv"].write(one(purpose="=HYPERLINK(1)", note="+1"))
    (row, _) = csv.DictReader(io.StringIO(text))
    assert (row["purpose"], row["note"]) == ("'=HYPERLINK(1)", "'+1")


#: pf.conf(5), as much of it as is used: there is no pfctl on Linux.
PF = re.compile(
    r"pass quick (inet|inet6) proto tcp from any to \{ [0-9a-f.:]+(, [0-9a-f.:]+)* \}"
    r" port \{ \d{1,5}(, \d{1,5})* \} flags S/SA keep state"
)


def test_pf_has_nothing_but_comments_and_rules() -> None:
    lines = [line for line in made("pf").splitlines() if line and not line.startswith("#")]
    assert [line for line in lines if not PF.fullmatch(line)] == []
    assert len(lines) == 2 * len(whole().rows)


#: A rule's arguments, each a variable, a string in which nothing is expanded, or several of those.
ARGUMENT = re.compile(r"    \w+ = (\$group|'[^'\u2018-\u201b`$]*'|@\('[^']*'(, '[^']*')*\))")


def test_powershell_has_a_rule_for_every_row_and_nothing_is_expanded() -> None:
    text = made("powershell")
    assert text.count("\r\n") == text.count("\n")
    rules = text.replace("\r\n", "\n").split("$rule = @{\n")[1:]
    assert len(rules) == len(whole().rows)
    for rule in rules:
        body, closing = rule.split("\n}\n")
        assert closing.strip() == "New-NetFirewallRule @rule | Out-Null"
        assert [line for line in body.splitlines() if not ARGUMENT.fullmatch(line)] == []
        assert "Direction = 'Outbound'" in body


def test_squid_opens_each_port_for_its_own_hosts_only() -> None:
    lines = made("squid").splitlines()
    names = [line.split()[-1] for line in lines if line.startswith("acl tws_web_80_names ")]
    assert "www.ibgdr.com" in names
    assert "gdcdyn.interactivebrokers.com" not in names
    assert [line for line in lines if line.startswith("http_access")] == [
        "http_access allow !tws_connect tws_web_80_names tws_web_80_port",
        "http_access allow tws_connect tws_web_443_names tws_web_443_port",
    ]


def test_squid_does_not_pretend_to_carry_tws() -> None:
    lines = made("squid").splitlines()
    assert not any(re.search(r"ibllc|4000|4001", line) for line in lines if not line.startswith("#"))
    assert "#   ndc1.ibllc.com: Gateway, America - East, primary (required), TCP 4000, 4001" in lines


def test_squid_takes_a_literal_address_for_one() -> None:
    text = FORMATS["squid"].write(one(host="10.1.2.3", aliases=(), ports=(8443,), group=Group.SERVICE))
    assert "acl tws_web_8443_addresses dst 10.1.2.3" in text
    assert "http_access allow tws_connect tws_web_8443_addresses tws_web_8443_port" in text


def _objects(text: str) -> Iterator[tuple[str, str]]:
    yield from re.findall(r"^object network (\S+)\n (.+)$", text, re.MULTILINE)


def test_asa_defines_every_object_once_and_before_its_group() -> None:
    text = made("asa")
    names = [name for name, _ in _objects(text)]
    assert len(names) == len(set(names))
    for name in re.findall(r"^ network-object object (\S+)$", text, re.MULTILINE):
        assert text.index(f"object network {name}\n") < text.index(f" network-object object {name}\n")
    for group in re.findall(r"object-group (TWS-\S+)", text):
        assert re.search(rf"^object-group (network|service) {re.escape(group)}( tcp)?$", text, re.MULTILINE)
    assert all(len(name) <= 64 for name in names)


def test_asa_takes_no_underscore() -> None:
    text = made("asa")
    assert not any("_" in command for _, command in _objects(text))
    assert "! left out, because of its underscore: zdc1_hb1.ibllc.com" in text
    assert ("TWS-zdc1-hb1.ibllc.com", "fqdn v4 zdc1-hb1.ibllc.com") in _objects(text)


def test_asa_has_one_family_where_one_is_wanted() -> None:
    text = FORMATS["asa"].write(replace(one(), ipv6=False))
    assert "fqdn v4 zdc1.ibllc.com" in text
    assert "fqdn v6" not in text


def test_asa_keeps_two_long_names_apart() -> None:
    long = "a." * 60
    rows = (*one(host=f"{long}one").rows, *one(host=f"{long}two").rows)
    names = [name for name, _ in _objects(FORMATS["asa"].write(replace(one(), rows=rows)))]
    assert len(set(names)) == len(names) == 4
    assert all(len(name) <= 64 for name in names)


def test_a_policy_for_cilium_has_its_shape() -> None:
    policy = yaml.safe_load(made("kubernetes"))
    assert (policy["apiVersion"], policy["kind"]) == ("cilium.io/v2", "CiliumNetworkPolicy")
    assert set(policy) == {"apiVersion", "kind", "metadata", "spec"}
    dns, *rules = policy["spec"]["egress"]
    assert dns["toPorts"][0]["rules"] == {"dns": [{"matchPattern": "*"}]}
    for rule in rules:
        assert set(rule) == {"toFQDNs", "toPorts"}
        # Cilium's own expression for matchName (pkg/policy/api/fqdn.go).
        assert all(re.fullmatch(r"[-a-zA-Z0-9_.]+", peer["matchName"]) for peer in rule["toFQDNs"])
        assert all(port["protocol"] == "TCP" and port["port"].isdecimal() for port in rule["toPorts"][0]["ports"])


def test_a_policy_for_cilium_opens_what_the_list_holds() -> None:
    opened = {
        (peer["matchName"], int(port["port"]))
        for rule in yaml.safe_load(made("kubernetes"))["spec"]["egress"][1:]
        for peer in rule["toFQDNs"]
        for port in rule["toPorts"][0]["ports"]
    }
    assert opened == {(name, port) for row in whole().rows for name in row.names for port in row.ports}


def test_a_policy_for_cilium_holds_a_literal_address_as_a_network() -> None:
    policy = yaml.safe_load(FORMATS["kubernetes"].write(one(host="2001:db8::1", aliases=())))
    assert policy["spec"]["egress"][1]["toCIDR"] == ["2001:db8::1/128"]


def test_many_ports_are_split_as_the_formats_want_it() -> None:
    many = one(ports=tuple(range(4000, 4050)))
    policy = yaml.safe_load(FORMATS["kubernetes"].write(many))
    assert [len(entry["ports"]) for entry in policy["spec"]["egress"][1]["toPorts"]] == [40, 10]
    text = FORMATS["iptables"].write(many)
    assert all(match.count(",") < 15 for match in re.findall(r"--dports (\S+)", text))


#: The elements of a profile, as Proxifier 3 writes them, with those below each.
PROFILE = {
    "ProxifierProfile": ["Options", "ProxyList", "ChainList", "RuleList"],
    "Proxy": ["Address", "Port", "Options"],
}


def test_a_profile_has_the_shape_that_proxifier_writes() -> None:
    root = ElementTree.fromstring(made("proxifier"))
    assert root.attrib == {"version": "101", "platform": "Windows", "product_id": "0", "product_minver": "310"}
    for name, below in PROFILE.items():
        assert [child.tag for element in root.iter(name) for child in element] == below
    rules = [{child.tag: child.text for child in rule} for rule in root.iter("Rule")]
    assert [rule["Name"] for rule in rules] == ["Localhost", "TWS and IB Gateway", "Default"]
    assert rules[1] == {
        "Name": "TWS and IB Gateway",
        "Applications": "tws.exe; ibgateway.exe",
        "Ports": "4000; 4001",
        "Action": root.find("ProxyList/Proxy").get("id"),  # type: ignore[union-attr]
    }


@every(
    ("scheme", "kind", "by_name"),
    [
        (Scheme.SOCKS5, "SOCKS5", "false"),
        (Scheme.SOCKS5H, "SOCKS5", "true"),
        (Scheme.SOCKS4, "SOCKS4", "false"),
        (Scheme.SOCKS4A, "SOCKS4", "true"),
    ],
)
def test_a_profile_speaks_the_proxys_protocol(scheme: Scheme, kind: str, by_name: str) -> None:
    proxy = Proxy(scheme=scheme, host="2001:db8::5", port=1081)
    root = ElementTree.fromstring(FORMATS["proxifier"].write(replace(whole(), socks=proxy)))
    entry = root.find("ProxyList/Proxy")
    assert entry is not None
    assert (entry.get("type"), entry.findtext("Address"), entry.findtext("Port")) == (kind, "2001:db8::5", "1081")
    assert root.find("Options/Resolve/ViaProxy").get("enabled") == by_name  # type: ignore[union-attr]


def test_a_profile_names_its_hosts_for_whoever_runs_the_proxy() -> None:
    text = made("proxifier")
    assert all(f"  {row.host}: " in text for row in whole().rows if row.group is Group.GATEWAY)
    assert "No user name and no password" in text
    assert SOCKS.has_credentials


def test_a_host_name_with_two_hyphens_does_not_end_a_comment() -> None:
    text = FORMATS["proxifier"].write(one(host="xn--fiq228c.example", aliases=()))
    assert ElementTree.fromstring(text).tag == "ProxifierProfile"


def test_a_profile_without_a_proxy_is_no_profile() -> None:
    with pytest.raises(ValueError, match="needs a SOCKS proxy"):
        FORMATS["proxifier"].write(replace(unresolved(), socks=None))


def test_clash_gets_every_name_and_address_as_a_rule_without_a_policy() -> None:
    rules = yaml.safe_load(made("clash"))["payload"]
    assert {f"DOMAIN,{row.host}" for row in whole().rows} <= set(rules)
    assert yaml.safe_load(FORMATS["clash"].write(one(host="2001:db8::7", aliases=())))["payload"] == [
        "IP-CIDR6,2001:db8::7/128,no-resolve"
    ]


def test_surge_gets_the_same_rules_a_line_each() -> None:
    rules = [line for line in made("surge").splitlines() if line and not line.startswith("#")]
    assert rules == yaml.safe_load(made("clash"))["payload"]


@pytest.mark.parametrize("name", ["clash", "surge"])
def test_a_rule_set_asks_for_one_exit(name: str) -> None:
    assert "all of these names by the same exit" in " ".join(made(name).replace("#", "").split())
