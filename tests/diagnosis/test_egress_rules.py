"""What is concluded from exits: findings, their severity, and the verdict on the public address."""

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

import pytest

from conntest.diagnosis.verdicts import domain_verdicts
from conntest.evidence.evidence import Evidence
from conntest.findings.anonymiser_exit import AnonymiserExit
from conntest.findings.base import Conclusion
from conntest.findings.destination_ip_rotation import DestinationIpRotation
from conntest.findings.egress_family_split import EgressFamilySplit
from conntest.findings.egress_ip_changed import EgressIpChanged
from conntest.findings.egress_ip_rotation import EgressIpRotation
from conntest.findings.egress_unknown import EgressUnknown
from conntest.findings.vpn_active import VpnActive
from conntest.model.echo import EchoDetail, EchoStep, Sample, Series
from conntest.model.finding import Code, Domain, Severity, Verdict
from conntest.model.observation import AskedBy, Attempt, ProbeKind, ResolveDetail, ResolveStep
from conntest.model.proxy import Proxy, Scheme, Scope
from conntest.model.report import Interface, Listener, Path, Record, RunOptions
from conntest.model.surroundings import InterfaceKind
from conntest.wording import conditions
from tests.diagnosis.exits import A6, A, B, Exit, Run, Says, after, always, at_the_border, by_destination, in_turn
from tests.diagnosis.seeing import observe
from tests.diagnosis.world import HEALTHY_MACHINE
from tests.every import every

OPTIONS = RunOptions(timeout_s=5.0, deadline_s=90.0)
TOR = Proxy(scheme=Scheme.SOCKS5, host="127.0.0.1", port=9050)


def record(leaves: Exit, says: Mapping[str, Says] | None = None) -> Record:
    made = Run(leaves=leaves, says=says or {}, options=OPTIONS, lots=random.Random(1))
    return made.record()


F = TypeVar("F", bound=Conclusion)


def found(kind: type[F], of: Record) -> list[F]:
    return list(kind.conclude(Evidence(record=of)))


def verdict(of: Record) -> tuple[Verdict, str | None]:
    of_egress = domain_verdicts(Evidence(record=of), ())[Domain.EGRESS]
    return of_egress.status, conditions.reason(of_egress.doubt) if of_egress.doubt else None


def test_rotation_fails_and_names_the_addresses_and_who_saw_them() -> None:
    (finding,) = found(EgressIpRotation, record(in_turn(A, B)))
    assert (finding.code, finding.severity, finding.rotation) == (Code.EGRESS_IP_ROTATION, Severity.FAIL, "round-robin")
    assert finding.domains == {Domain.EGRESS, Domain.PORTAL}
    assert A in finding.summary
    assert B in finding.summary
    assert "Cloudflare" in finding.summary
    assert finding.evidence


def test_an_exit_for_each_destination_is_a_warning() -> None:
    (finding,) = found(EgressIpRotation, record(by_destination(A, B)))
    assert (finding.severity, finding.rotation, finding.domains) == (Severity.WARN, "per-destination", {Domain.EGRESS})


@pytest.mark.parametrize("leaves", [always(A), at_the_border(A, B), after(0.7, A, B)])
def test_what_is_no_rotation_is_not_called_one(leaves: Exit) -> None:
    assert found(EgressIpRotation, record(leaves)) == []


def test_through_a_proxy_rotation_counts_where_programs_use_it() -> None:
    farm = "http://proxy.example:3128"
    seen = record(in_turn(A, B))
    through = tuple(replace(one, path=farm) for one in seen.observations)
    for used_by, severity in (((Scope.WEB,), Severity.FAIL), ((), Severity.WARN)):
        paths = (Path(id=farm, source="option", used_by=used_by),)
        (finding,) = found(EgressIpRotation, replace(seen, observations=through, paths=paths))
        assert (finding.severity, finding.subjects) == (severity, (farm,))
        assert farm in finding.summary


def test_one_change_is_a_warning_with_its_moment() -> None:
    (finding,) = found(EgressIpChanged, record(after(0.7, A, B)))
    assert (finding.severity, finding.before, finding.after) == (Severity.WARN, A, B)
    assert found(EgressIpChanged, record(always(A))) == []


@pytest.mark.parametrize(
    ("leaves", "says", "status"),
    [
        (always(A), {}, Verdict.PASS),
        (at_the_border(A, B), {}, Verdict.PASS),
        (always(A), {"echo-amazon": lambda flow, address: B}, Verdict.PASS),
    ],
)
def test_a_steady_address_passes(leaves: Exit, says: Mapping[str, Says], status: Verdict) -> None:
    assert verdict(record(leaves, says)) == (status, None)


def test_what_was_not_tested_is_said() -> None:
    seen = record(always(A))
    nothing = replace(seen, observations=())
    for options, words in (
        (replace(OPTIONS, third_party=False), "third parties"),
        (replace(OPTIONS, samples=0), "--samples 0"),
        (OPTIONS, "part of this run"),
    ):
        status, reason = verdict(replace(nothing, run=replace(seen.run, options=options)))
        assert status is Verdict.INCONCLUSIVE
        assert words in (reason or "")


def told(service: str, address: str, network: str | None = None, *, tor: bool | None = None) -> Attempt:
    step = EchoStep(t0=1.0, t=1.1, error=None, detail=EchoDetail(address=address, network=network, tor=tor))
    sample = Sample(service=service, operator=service, mainland_china=False, series=Series.EACH_SERVICE, port=443)
    at = "2a0e:b107:3::1" if ":" in address else "151.101.66.1"
    return Attempt(id=f"{service}@{at}", kind=ProbeKind.ECHO, row=service, address=at, steps=(step,), sample=sample)


def with_observations(*observations: Attempt, **more: Any) -> Record:
    return replace(record(always(A)), observations=observations, **more)


@pytest.mark.parametrize(
    ("ipv4", "ipv6", "split"),
    [
        ("AS64500 Example", "AS64500 Example Ltd.", False),
        ("AS64500 Example", "AS64501 Other", True),
        (None, "AS64501 Other", False),
    ],
)
def test_families_are_split_only_where_one_service_names_two_networks(
    ipv4: str | None, ipv6: str | None, split: bool
) -> None:
    seen = with_observations(told("one", A, ipv4), told("one", A6, ipv6))
    assert [finding.severity for finding in found(EgressFamilySplit, seen)] == ([Severity.INFO] if split else [])
    assert found(EgressFamilySplit, with_observations(told("one", A, "AS1 x"), told("two", A6, "AS2 y"))) == []


def test_tor_is_named_by_its_own_service() -> None:
    (finding,) = found(AnonymiserExit, with_observations(told("echo-tor", A, tor=True)))
    assert (finding.severity, finding.known_by, finding.address) == (Severity.FAIL, "check", A)
    assert found(AnonymiserExit, with_observations(told("echo-tor", A, tor=False))) == []


@every(
    ("name", "answer", "listed"),
    [
        (f"{'.'.join(reversed(A.split('.')))}.dnsel.torproject.org", ("127.0.0.2",), True),
        (f"{'.'.join(reversed(A.split('.')))}.dnsel.torproject.org", ("198.51.100.9",), False),
        (f"{'.'.join(reversed(A.split('.')))}.dnsel.torproject.org", (), False),
        ("1.2.0.192.dnsel.torproject.org", ("127.0.0.2",), False),
    ],
)
def test_tors_list_says_yes_in_one_way_only(name: str, answer: tuple[str, ...], listed: bool) -> None:
    detail = ResolveDetail(name=name, asked_by=AskedBy.SYSTEM, server=None, rrtype="A", addresses=answer)
    lookup = ResolveStep(t0=1.0, t=1.1, error=None, detail=detail)
    asked = Attempt(id="tor-dnsel@system", kind=ProbeKind.RESOLVE, row="tor-dnsel", steps=(lookup,))
    several_found = found(AnonymiserExit, with_observations(told("one", A), asked))
    assert [finding.known_by for finding in several_found] == (["list"] if listed else [])


@every(
    ("proxy", "used_by", "process", "accused"),
    [
        (TOR, (Scope.WEB,), None, True),
        (TOR, (Scope.WEB,), "tor.exe", True),
        (replace(TOR, port=19050), (Scope.JAVA,), "tor", True),
        (TOR, (), None, False),
        (TOR, (Scope.WEB,), "sshd", False),
        (replace(TOR, host="10.0.0.5"), (Scope.WEB,), None, False),
        (replace(TOR, scheme=Scheme.HTTP), (Scope.WEB,), None, False),
        (replace(TOR, port=1080), (Scope.WEB,), None, False),
    ],
)
def test_a_local_tor_is_named_where_programs_use_it(
    proxy: Proxy, used_by: tuple[Scope, ...], process: str | None, accused: bool
) -> None:
    listener = Listener(listening=True, process=process)
    paths = (Path(id=proxy.id, source="variable", proxy=proxy, used_by=used_by, listener=listener),)
    assert bool(found(AnonymiserExit, with_observations(paths=paths))) is accused


def test_a_proxy_on_tors_port_that_tor_does_not_know_is_not_accused() -> None:
    paths = (Path(id=TOR.id, source="variable", proxy=TOR, used_by=(Scope.WEB,)),)
    denied = replace(told("echo-tor", A, tor=False), path=TOR.id)
    assert found(AnonymiserExit, with_observations(denied, paths=paths)) == []


@every(
    ("interface", "tunnel"),
    [
        ("tun0", True),
        ("utun4", True),
        ("wg0", True),
        ("tailscale0", True),
        ("nordlynx", True),
        ("wg-office", True),
        ("Cisco AnyConnect Virtual Miniport", True),
        ("Company VPN", True),
        ("OpenVPN TAP-Windows6", True),
        ("eth0", False),
        ("en0", False),
        ("wlan0", False),
        ("Wi-Fi", False),
        ("Ethernet 2", False),
        ("lan", False),
        ("ppp0", False),
        ("wwan0", False),
        ("tunnel-less", False),
        ("docker0", False),
    ],
)
def test_a_tunnel_is_known_by_its_name(interface: str, tunnel: bool) -> None:
    machine = replace(HEALTHY_MACHINE, route_interfaces=(interface,))
    several_found = found(VpnActive, with_observations(machine=machine))
    assert [finding.severity for finding in several_found] == ([Severity.INFO] if tunnel else [])


@every(
    ("interface", "kind", "tunnel"),
    [
        ("office", InterfaceKind.TUNNEL, True),
        ("office", None, False),
        ("wg0", InterfaceKind.ETHERNET, True),
        ("vpn cafe", InterfaceKind.WIFI, False),
    ],
)
def test_a_tunnel_is_known_by_its_driver(interface: str, kind: InterfaceKind | None, tunnel: bool) -> None:
    carrier = Interface(name=interface, up=True, addresses=("10.8.0.2",), mtu=1420, kind=kind)
    machine = replace(HEALTHY_MACHINE, interfaces=(carrier,), route_interfaces=(interface,))
    assert bool(found(VpnActive, with_observations(machine=machine))) is tunnel


def healthy_with(*more: Attempt) -> Record:
    seen = observe()
    return replace(seen, observations=(*seen.observations, *more))


def silent(service: str, number: int) -> Attempt:
    step = EchoStep(t0=1.0, t=6.0, error=None, detail=EchoDetail())
    sample = Sample(service=service, operator=service, mainland_china=False, series=Series.EACH_SERVICE, port=443)
    address = f"151.101.66.{number}"
    return replace(told(service, A), id=f"{service}@{address}", address=address, steps=(step,), sample=sample)


def test_the_address_is_unknown_where_several_services_are_silent_and_websites_answer() -> None:
    several = [silent(f"echo-{number}", number) for number in range(1, 5)]
    (finding,) = found(EgressUnknown, healthy_with(*several))
    assert finding.severity is Severity.INFO
    assert found(EgressUnknown, healthy_with(*several[:2])) == []
    assert found(EgressUnknown, healthy_with(*several, told("echo-5", A))) == []
    assert found(EgressUnknown, healthy_with()) == []


def lookup(row: str, name: str, address: str, t0: float, asked_by: AskedBy, server: str | None) -> Attempt:
    detail = ResolveDetail(name=name, asked_by=asked_by, server=server, rrtype="A", addresses=(address,))
    step = ResolveStep(t0=t0, t=t0 + 0.1, error=None, detail=detail)
    return Attempt(id=f"{row}/again@{server}-{t0}", kind=ProbeKind.RESOLVE, row=row, steps=(step,))


@every(
    ("name", "asked_by", "variant"),
    [
        ("ndc1.ibllc.com", AskedBy.SYSTEM, "time"),
        ("www.interactivebrokers.com", AskedBy.SYSTEM, "time"),
        ("ndc1.ibllc.com", AskedBy.INDEPENDENT, "servers"),
        ("www.interactivebrokers.com", AskedBy.INDEPENDENT, None),
    ],
)
def test_addresses_that_change_are_worth_knowing(name: str, asked_by: AskedBy, variant: str | None) -> None:
    rows = {endpoint.host: endpoint.row for endpoint in observe().endpoints}
    server = None if asked_by is AskedBy.SYSTEM else "9.9.9.9"
    other = lookup(rows[name], name, "81.2.70.99", 300.0, asked_by, server)
    several_found = found(DestinationIpRotation, healthy_with(other))
    assert [finding.between for finding in several_found] == ([variant] if variant else [])
    assert all(finding.severity is Severity.INFO for finding in several_found)


def test_addresses_that_stay_or_cannot_be_are_no_rotation() -> None:
    assert found(DestinationIpRotation, healthy_with()) == []
    wrong = lookup("ndc1", "ndc1.ibllc.com", "192.168.1.1", 300.0, AskedBy.SYSTEM, None)
    assert found(DestinationIpRotation, healthy_with(wrong)) == []
