"""The stage itself is what it pretends to be, seen from the client with ordinary programs."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from .change import IPV6_ADVERTISED, ROUTER_LAN, SLOW_RESOLVER, Change, Rules
from .gateway_server import ANSWER, frame
from .middlebox import VENDOR_INSPECTION
from .nginx import EXPIRED
from .stage import Stage
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
    with stage.changed(Change(home_upstream=SLOW_RESOLVER, dns_delay_s=0.3)):
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
