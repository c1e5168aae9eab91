"""What a run makes of this computer's own view of its network, and how it is told."""

from dataclasses import replace

import pytest

from conntest.diagnosis import diagnose
from conntest.model.finding import Code, Who
from conntest.model.reading import ResolverReading
from conntest.model.report import Interface, Record, Report
from conntest.model.surroundings import (
    DefaultRoute,
    Firewall,
    FirewallState,
    NameServer,
    SetBy,
    Unavailable,
)
from conntest.render.facts import computer
from conntest.report_io.json import from_json, record_of, to_json
from tests.diagnosis.answers import addresses, slow, unanswered
from tests.diagnosis.peers import denied
from tests.diagnosis.seeing import TOOL, observe
from tests.diagnosis.world import everything, gateways, machine, names

ROUTER = "192.168.1.1"
HOME = DefaultRoute(version=4, gateway=ROUTER, interface="eth0")


@pytest.fixture(scope="module")
def healthy() -> Record:
    return observe()


def judged(record: Record, **facts: object) -> Report:
    return diagnose(replace(record, machine=replace(record.machine, **facts)), TOOL)  # type: ignore[arg-type]


def told(report: Report, label: str) -> list[str]:
    return [text for name, text in computer(report) if name == label]


def test_a_name_server_that_is_the_router_is_told_as_such(healthy: Record) -> None:
    report = judged(healthy, default_routes=(HOME,))
    assert report.machine_reading.resolvers == (
        ResolverReading(address=ROUTER, is_gateway=True, says_one_address=None),
    )
    assert told(report, "DNS note") == ["192.168.1.1 is the router itself"]
    assert told(report, "Gateway") == ["IPv4: 192.168.1.1 on eth0"]


def test_a_name_server_that_answers_everything_alike_is_told_as_such() -> None:
    record = observe(names(everything).here(addresses("10.11.12.13")))
    report = judged(record)
    assert report.machine_reading.resolvers == (
        ResolverReading(address=ROUTER, is_gateway=False, says_one_address="10.11.12.13"),
    )
    assert told(report, "DNS note") == ["192.168.1.1 answers nearly every name with 10.11.12.13, as sign-in pages do"]


def test_tunnels_are_told_by_their_names(healthy: Record) -> None:
    tunnel = Interface(name="wg0", up=True, addresses=("10.8.0.2",), mtu=1420)
    report = judged(healthy, interfaces=(*(healthy.machine.interfaces or ()), tunnel))
    assert (report.machine_reading.tunnels, told(report, "Tunnels")) == (("wg0",), ["wg0"])
    assert judged(healthy, interfaces=None).machine_reading.tunnels is None


@pytest.mark.parametrize(
    ("server", "words"),
    [
        (
            NameServer(address=ROUTER, set_by=SetBy.DHCP, place="/run/x", interface="eth0", behind="127.0.0.53"),
            "192.168.1.1 by DHCP (/run/x), for eth0, asked through the stub 127.0.0.53",
        ),
        (NameServer(address="9.9.9.9", set_by=SetBy.HAND, place="/etc/x"), "9.9.9.9 by hand (/etc/x)"),
        (
            NameServer(address="9.9.9.9", set_by=SetBy.PROGRAM, place="/etc/resolv.conf", program="Tailscale"),
            "9.9.9.9 by Tailscale (/etc/resolv.conf)",
        ),
        (NameServer(address="9.9.9.9", set_by=SetBy.PROGRAM, place="/run/x"), "9.9.9.9 by a program (/run/x)"),
        (NameServer(address="9.9.9.9", set_by=SetBy.UNKNOWN, place="scutil --dns"), "9.9.9.9 (scutil --dns)"),
    ],
)
def test_where_a_name_server_is_set(healthy: Record, server: NameServer, words: str) -> None:
    assert told(judged(healthy, name_servers_set=(server,)), "DNS set") == [words]


@pytest.mark.parametrize("asked", [True, False])
def test_a_silent_name_server_that_is_never_asked_delays_nothing(asked: bool) -> None:
    silent = "192.168.1.9"
    record = observe(
        machine(name_servers=(ROUTER, silent)),
        names(everything).here(slow(1.4)),
        names(everything).by_server(silent, unanswered),
    )
    listed = tuple(
        NameServer(address=address, set_by=SetBy.HAND, place="/etc/resolv.conf", asked=asked or address == ROUTER)
        for address in (ROUTER, silent)
    )
    found = [one for one in judged(record, name_servers_set=listed).findings if one.code is Code.DNS_SLOW]
    assert [silent in one.summary for one in found] == [asked]


def test_what_the_system_did_not_tell_is_said(healthy: Record) -> None:
    untold = {
        "interfaces": Unavailable.NOT_PERMITTED,
        "tws_running": Unavailable.TOO_SLOW,
        "firewalls": Unavailable.NOT_KNOWN,
    }
    report = judged(healthy, interfaces=None, untold=untold)
    assert report.findings == judged(healthy).findings
    assert told(report, "Interfaces") == ["not permitted to see"]
    assert told(report, "Running") == ["not known: the system took too long to tell"]
    assert told(report, "Firewall") == ["not known"]


@pytest.mark.parametrize(
    ("state", "strict", "words"),
    [
        (FirewallState.ON, None, "ufw: on"),
        (FirewallState.ON, True, "ufw: on, blocks what no rule allows out"),
        (FirewallState.OFF, True, "ufw: off"),
        (FirewallState.NOT_PERMITTED, None, "ufw: not permitted to see"),
    ],
)
def test_the_state_of_a_firewall(healthy: Record, state: FirewallState, strict: bool | None, words: str) -> None:
    firewall = Firewall(name="ufw", state=state, blocks_outgoing=strict)
    assert told(judged(healthy, firewalls=(firewall,)), "Firewall") == [words]


STRICT = Firewall(name="ufw", state=FirewallState.ON, blocks_outgoing=True)
ON = Firewall(name="nftables", state=FirewallState.ON)
OFF = Firewall(name="firewalld", state=FirewallState.OFF)


@pytest.mark.parametrize(
    ("firewalls", "step"),
    [
        ((ON, OFF), "Look first into what is on here: nftables."),
        ((ON, STRICT), "Look first into what is on here, and blocks whatever no rule of its allows out: ufw."),
    ],
)
def test_where_this_computer_turns_connections_away_its_firewall_is_named(
    firewalls: tuple[Firewall, ...], step: str
) -> None:
    first = judged(observe(gateways.are(denied)), firewalls=firewalls).findings[0]
    assert first.code is Code.TWS_PORTS_BLOCKED
    assert [remedy.steps[0] == step for remedy in first.remedies if remedy.who is Who.YOU] == [True]


def test_a_firewall_elsewhere_is_none_of_this_computers(healthy: Record) -> None:
    first = judged(observe(gateways.are(denied)), firewalls=(OFF,)).findings[0]
    assert not any("Look first" in step for remedy in first.remedies for step in remedy.steps)


def test_all_of_it_survives_a_saved_report(healthy: Record) -> None:
    server = NameServer(address=ROUTER, set_by=SetBy.DHCP, place="/run/x")
    report = judged(
        healthy,
        name_servers_set=(server,),
        default_routes=(HOME,),
        firewalls=(STRICT,),
        untold={"install": Unavailable.TOO_SLOW},
    )
    saved = from_json(to_json(report))
    assert saved.machine == report.machine
    assert diagnose(record_of(saved), TOOL).machine_reading == report.machine_reading
