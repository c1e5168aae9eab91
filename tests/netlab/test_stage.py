"""The stage itself is what it pretends to be, seen from the client with ordinary programs."""

import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from conntest.lab.places import Layout

from .change import IPV4_TAKEN, IPV6_ADVERTISED, ROUTER_LAN, ROUTER_LAN6, Change, Rules
from .far_end import counted
from .gateway_server import ANSWER, frame
from .middlebox import VENDOR_INSPECTION
from .name_habits import Habits
from .nginx import EXPIRED
from .odd_proxies import SOCKS_EMPTY, WANTS_DIGEST, WANTS_NTLM
from .scenarios.causes import DEAD_TUNNEL
from .stage import Stage
from .wire import Forgery, Wire
from .zone import Zone

#: Sends bytes to a host and port and prints, as JSON, what came back or the error's name. An empty send only reads.
TALK = """
import json, socket, sys
host, port, data = sys.argv[1], int(sys.argv[2]), bytes.fromhex(sys.argv[3])
try:
    with socket.create_connection((host, port), 1) as s:
        s.sendall(data)
        print(json.dumps({"from": s.getpeername()[0], "said": s.recv(4096).hex() if data else ""}))
except OSError as error:
    print(json.dumps({"error": type(error).__name__, "errno": error.errno}))
"""


def talk(stage: Stage, host: str, port: int, data: bytes = b"") -> Mapping[str, Any]:
    answer = json.loads(stage.client.run(sys.executable, "-c", TALK, host, str(port), data.hex()))
    assert isinstance(answer, dict)
    return answer


def web(stage: Stage, url: str, roots: Path | None = None) -> str:
    """Status, redirect and body of a page, or curl's complaint."""
    trust = ("--cacert", str(roots or stage.certificates.public_roots))
    told = ("--write-out", "\n%{http_code} %{redirect_url}", "--max-time", "3")
    return stage.client.run("sh", "-c", 'curl -sS "$@" 2>&1 || true', "sh", *trust, *told, url)


SHARED = Change(layout=Layout.SHARED)


@pytest.mark.parametrize("name", ["ndc1.ibllc.com", "zdc1_hb1.ibllc.com", "mcgw1-hb2.ibllc.com.cn"])
@pytest.mark.parametrize("port", [4000, 4001])
def test_a_gateway_answers_the_greeting(stage: Stage, name: str, port: int) -> None:
    answer = talk(stage, name, port, frame("MISC38;528;"))
    assert answer == {"from": stage.zone.site(name).ipv4, "said": ANSWER.hex()}


def test_a_gateway_completes_tls_on_the_same_port(stage: Stage) -> None:
    assert "400" not in web(stage, "https://ndc1.ibllc.com:4001/")
    assert "SSL" not in web(stage, "https://ndc1.ibllc.com:4001/")


def test_websites_redirect_from_http_and_answer_on_https(stage: Stage) -> None:
    assert "301 https://www.interactivebrokers.com.au/" in web(stage, "http://www.interactivebrokers.com.au/")
    assert "Your address is 81.2.69.160" in web(stage, "https://www.interactivebrokers.com.au/")


def test_literal_controls_have_certificates_for_their_addresses(stage: Stage) -> None:
    assert "200" in web(stage, "https://1.1.1.1/")


def test_captive_checks_answer_as_the_table_says(stage: Stage) -> None:
    for check in stage.zone.table.captive_checks:
        body, _, told = web(stage, check.url).rpartition("\n")
        assert (told.split()[0], body.strip()) == (str(check.status), check.body or "")


def test_canaries_are_silent(stage: Stage) -> None:
    assert talk(stage, stage.zone.table.canaries[0].address, 443)["error"] == "TimeoutError"


def test_ports_that_nobody_serves_are_closed(stage: Stage) -> None:
    assert talk(stage, "ndc1.ibllc.com", 443)["error"] == "ConnectionRefusedError"


def test_a_change_is_undone(stage: Stage) -> None:
    dropped = Change(router=Rules(forward="ip daddr @zdc1_ibllc_com reject with icmpx admin-prohibited"))
    with stage.changed(dropped):
        assert talk(stage, "zdc1.ibllc.com", 4000)["errno"] == 113
        assert "errno" not in talk(stage, "ndc1.ibllc.com", 4000)
    assert "errno" not in talk(stage, "zdc1.ibllc.com", 4000)


def test_the_home_resolver_can_lie(stage: Stage) -> None:
    with stage.changed(Change(home_dns=("address=/ibllc.com/192.168.77.1",))):
        assert talk(stage, "ndc1.ibllc.com", 53).get("from") == ROUTER_LAN


def test_the_home_resolver_can_be_late(stage: Stage) -> None:
    with stage.changed(Change(habits=Habits(delay_s=0.3))):
        assert "from" in talk(stage, "ndc1.ibllc.com", 4000)


def test_ipv6_is_routed_when_advertised(stage: Stage) -> None:
    with stage.changed(Change(ip=IPV6_ADVERTISED, isp_records=Zone.dual_records)):
        assert talk(stage, "ndc1.ibllc.com", 4000)["from"] == stage.zone.site("ndc1.ibllc.com").ipv6


def test_inspection_shows_a_forged_certificate_and_the_real_page(stage: Stage) -> None:
    inspected = Change(router=Rules(prerouting=f"tcp dport 443 redirect to :{VENDOR_INSPECTION}"))
    url = "https://www.interactivebrokers.com.au/"
    with stage.changed(inspected):
        assert "certificate problem" in web(stage, url)
        assert "Your address is" in web(stage, url, stage.certificates.roots_with_vendor)


def test_expired_certificates_have_expired(stage: Stage) -> None:
    change = Change(internet=Rules(prerouting=f"ip daddr @web_hosts tcp dport 443 redirect to :{EXPIRED}"))
    with stage.changed(change):
        assert "certificate has expired" in web(stage, "https://www.interactivebrokers.com.au/")


def test_in_the_shared_layout_names_of_several_regions_lead_to_one_address(stage: Stage) -> None:
    with stage.changed(SHARED):
        found = {talk(stage, name, 4000)["from"] for name in ("cdc1.ibllc.com", "zdc1-hb1.ibllc.com")}
        assert found == {"8.17.22.31"}
        assert "200" in web(stage, "https://risk.interactivebrokers.com/")


def test_in_the_shared_layout_each_port_speaks_its_own_language(stage: Stage) -> None:
    with stage.changed(SHARED):
        assert talk(stage, "ndc1.ibllc.com", 4000, frame("MISC38;528;"))["said"] == ANSWER.hex()
        assert talk(stage, "ndc1.ibllc.com", 4001, frame("MISC38;528;"))["said"] == ""
        assert "reset" in web(stage, "https://ndc1.ibllc.com:4000/").lower()
        assert "SSL" not in web(stage, "https://ndc1.ibllc.com:4001/")


def round_trip_ms(stage: Stage, host: str, port: int) -> float:
    timed = ("--write-out", "%{time_connect} %{time_namelookup}", "--max-time", "3", "--output", "/dev/null")
    told = stage.client.run("sh", "-c", 'curl -s "$@" || true', "sh", *timed, f"http://{host}:{port}/")
    connected, looked_up = map(float, told.split())
    return (connected - looked_up) * 1e3


def test_hosts_are_as_far_away_as_they_really_are(stage: Stage) -> None:
    with stage.changed(Change(layout=Layout.SHARED, distances=True)):
        assert 210 <= round_trip_ms(stage, "hdc1.ibllc.com", 4000) < 300
        assert 15 <= round_trip_ms(stage, "zdc1.ibllc.com", 4000) < 100


def test_a_cable_can_lose_long_packets_alone(stage: Stage) -> None:
    url = "https://www.interactivebrokers.com.au/"
    with stage.changed(Change(wire=Wire(longest=1400), big_certificates=True)):
        assert "timed out" in web(stage, url)
        assert "301" in web(stage, "http://www.interactivebrokers.com.au/")
    with stage.changed(Change(big_certificates=True)):
        assert "Your address is" in web(stage, url)


def test_a_cable_can_lose_packets_and_be_slow(stage: Stage) -> None:
    with stage.changed(Change(wire=Wire(delay_s=0.1))):
        assert 200 <= round_trip_ms(stage, "ndc1.ibllc.com", 4000) < 300
    with stage.changed(Change(wire=Wire(loss=1.0))):
        assert talk(stage, stage.zone.site("ndc1.ibllc.com").ipv4 or "", 4000)["error"] == "TimeoutError"


def test_a_box_can_reset_tls_by_port_and_by_name(stage: Stage) -> None:
    with stage.changed(Change(wire=Wire(reset_tls_ports=(4001,), reset_names=("interactivebrokers",)))):
        assert "reset" in web(stage, "https://ndc1.ibllc.com:4001/").lower()
        assert "reset" in web(stage, "https://www.interactivebrokers.com.au/").lower()
        assert "301" in web(stage, "http://www.interactivebrokers.com.au/")
        assert "200" in web(stage, "https://1.1.1.1/")


def test_a_box_can_forge_answers_of_every_name_server(stage: Stage) -> None:
    forgery = Forgery(suffixes=("ibllc.com",), ipv4=("31.13.94.37",), ipv6="2001::1f0d:5e25")
    with stage.changed(Change(wire=Wire(forgery=forgery))):
        for server in (ROUTER_LAN, "8.8.8.8"):
            asked = stage.client.run(sys.executable, "-c", ASK, server, "ndc1.ibllc.com")
            assert asked.split() == ["31.13.94.37", "2001::1f0d:5e25"]


#: Prints the addresses, IPv4 first, that a name server gives a name.
ASK = """
import sys, dns.message, dns.query
for kind in ("A", "AAAA"):
    answer = dns.query.udp(dns.message.make_query(sys.argv[2], kind), sys.argv[1], timeout=2).answer
    print(*[record.address for records in answer for record in records])
"""


def test_a_name_server_can_ignore_questions_for_ipv6(stage: Stage) -> None:
    with stage.changed(Change(habits=Habits(ignored=("AAAA",)))):
        assert stage.client.run("sh", "-c", f"{sys.executable} -c '{ASK}' {ROUTER_LAN} ndc1.ibllc.com 2>&1 || true")


@pytest.mark.parametrize("code", ["SERVFAIL", "NOTIMP", "FORMERR"])
def test_a_name_server_can_answer_them_with_an_error(stage: Stage, code: str) -> None:
    asking = "import sys, dns.message, dns.query, dns.rcode; print(dns.rcode.to_text(dns.query.udp("
    asking += "dns.message.make_query('ndc1.ibllc.com', 'AAAA'), sys.argv[1], timeout=2).rcode()))"
    with stage.changed(Change(habits=Habits(errors={"AAAA": code}))):
        assert stage.client.run(sys.executable, "-c", asking, ROUTER_LAN).strip() == code


def test_a_client_of_ipv6_alone_reaches_ipv4_by_translation(stage: Stage) -> None:
    only6 = {"ip": (*IPV4_TAKEN, *IPV6_ADVERTISED), "name_servers": (ROUTER_LAN6,)}
    with stage.changed(Change(**only6, translated=True)):  # type: ignore[arg-type]
        assert talk(stage, "ndc1.ibllc.com", 4000)["from"].startswith("64:ff9b::")
    with stage.changed(Change(**only6, translated=False)):  # type: ignore[arg-type]
        assert "error" in talk(stage, "ndc1.ibllc.com", 4000)


def test_a_dead_tunnel_swallows_what_goes_into_it(stage: Stage) -> None:
    with stage.changed(DEAD_TUNNEL):
        assert talk(stage, "ndc1.ibllc.com", 4000)["error"] == "TimeoutError"
    assert "from" in talk(stage, "ndc1.ibllc.com", 4000)


def test_the_far_end_counts_connections_by_place(stage: Stage) -> None:
    address = stage.zone.site("ndc1.ibllc.com").ipv4 or ""
    with stage.changed(Change()), counted(stage) as connections:
        for _ in range(3):
            talk(stage, "ndc1.ibllc.com", 4000)
        talk(stage, "ndc1.ibllc.com", 4001)
        assert connections.by_place() == {(address, 4000): 3, (address, 4001): 1}


def test_everybody_s_clock_can_be_at_another_moment(stage: Stage) -> None:
    moment = datetime(2026, 12, 5, 5, 30, 20, tzinfo=UTC)
    with stage.changed(Change(moment=moment)):
        head = stage.client.run("curl", "-sI", "http://www.interactivebrokers.com.au/")
    assert "Date: Sat, 05 Dec 2026 05:30:" in head


@pytest.mark.parametrize(("port", "scheme"), [(WANTS_NTLM, "NTLM"), (WANTS_DIGEST, "Digest")])
def test_proxies_can_want_logins_of_other_kinds(stage: Stage, port: int, scheme: str) -> None:
    asking = f"CONNECT {ROUTER_LAN}:443 HTTP/1.1\r\n\r\n".encode()
    with stage.changed(Change(proxies=("odd",))):
        said = bytes.fromhex(talk(stage, ROUTER_LAN, port, asking)["said"])
    assert said.startswith(b"HTTP/1.1 407 ") and f"Proxy-Authenticate: {scheme}".encode() in said


def test_a_socks_proxy_can_promise_and_close(stage: Stage) -> None:
    with stage.changed(Change(proxies=("odd",))):
        told = stage.client.run(
            "sh",
            "-c",
            f"curl -sS --max-time 3 --socks5-hostname {ROUTER_LAN}:{SOCKS_EMPTY} http://x.example 2>&1 || true",
        )
    assert "Empty reply" in told
