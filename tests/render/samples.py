"""Whole reports, written by hand as a run on an ordinary network would produce them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from conntest.findings.blocked import ActiveFirewalls, Block
from conntest.findings.clock_skew import ClockSkew
from conntest.findings.dns_lies import Lie
from conntest.findings.dns_tampered import DnsTampered, Owner
from conntest.findings.tws_ports_blocked import TwsPortsBlocked
from conntest.model.addresses import SpecialPurpose
from conntest.model.failure import Failure
from conntest.model.finding import Code, Domain, Severity, Status, Verdict
from conntest.model.host import Group, Region, Role, TableInfo
from conntest.model.observation import (
    DIRECT,
    AskedBy,
    Attempt,
    Certificate,
    ConnectDetail,
    ConnectStep,
    Expectation,
    GreetingDetail,
    GreetingStep,
    HttpDetail,
    HttpStep,
    Icmp,
    Leg,
    ProbeKind,
    Protocol,
    ProxyConnectDetail,
    ProxyConnectStep,
    ResolveDetail,
    ResolveStep,
    RttSource,
    Step,
    TlsDetail,
    TlsStep,
    Trust,
)
from conntest.model.outcome import ConnectOutcome, OutcomeCount, Outcomes
from conntest.model.proxy import Scheme
from conntest.model.reading import Clock, MachineReading
from conntest.model.report import (
    DomainVerdict,
    EndpointResult,
    Interface,
    Machine,
    Path,
    Pin,
    Report,
    Run,
    RunOptions,
    Tool,
)
from conntest.model.step import Error
from conntest.model.verdict import Condition, Doubt, DoubtKind, EndpointState

GATEWAYS = (
    (Region.AMERICA_EAST, "ndc1", "ibllc.com", 203.4),
    (Region.AMERICA_CENTRAL, "cdc1", "ibllc.com", 221.0),
    (Region.EUROPE, "zdc1", "ibllc.com", 8.84),
    (Region.ASIA, "hdc1", "ibllc.com", 178.2),
    (Region.CHINA, "mcgw1", "ibllc.com.cn", 240.9),
    (Region.SDC, "sdc1", "ibllc.com", 162.5),
)

WEB = (
    (Group.WEBSITE, "www.interactivebrokers.com", (443, 80), "website America", 17.3),
    (Group.WEBSITE, "www.interactivebrokers.ca", (443, 80), "website Canada", 18.1),
    (Group.WEBSITE, "www.interactivebrokers.co.uk", (443, 80), "website UK", 17.9),
    (Group.WEBSITE, "www.interactivebrokers.co.jp", (443, 80), "website Japan", 251.2),
    (Group.WEBSITE, "www.interactivebrokers.com.au", (443, 80), "website Australia", 17.4),
    (Group.CLIENT_PORTAL, "gdcdyn.interactivebrokers.com", (443,), "Client Portal East", 96.3),
    (Group.CLIENT_PORTAL, "cdcdyn.interactivebrokers.com", (443,), "Client Portal Central", 112.7),
    (Group.SERVICE, "api.ibkr.com", (443,), "Web API", 95.6),
    (Group.SERVICE, "download2.interactivebrokers.com", (443,), "TWS auto-update and installers", 17.0),
    (Group.SERVICE, "s3.amazonaws.com", (443,), "TWS cloud settings", 99.9),
    (Group.SERVICE, "www.ibgdr.com", (80,), "disaster-recovery site", 98.0),
    (Group.CONTROL, "one.one.one.one", (443,), "control", 4.2),
    (Group.CONTROL, "www.aliyun.com", (443,), "control", 210.4),
    (Group.CAPTIVE_CHECK, "captive.apple.com", (80,), "captive check", 12.0),
    (Group.CAPTIVE_CHECK, "connect.rom.miui.com", (80,), "captive check", 230.5),
)

OPERATORS = {
    "one.one.one.one": "Cloudflare",
    "www.aliyun.com": "Alibaba",
    "captive.apple.com": "Apple",
    "connect.rom.miui.com": "Xiaomi",
    "192.0.2.1": "none",
    "198.51.100.1": "none",
}


def state(condition: Condition, **facts: Any) -> EndpointState:
    return EndpointState(condition=condition, **facts)


TIMED_OUT = EndpointState(condition=Condition.CLOSED, failure=Failure.TIMEOUT)

CANARIES = ("192.0.2.1", "198.51.100.1")


def endpoints() -> Iterator[EndpointResult]:
    for region, name, domain, rtt in GATEWAYS:
        for number, suffix in enumerate(("", "-hb1", "-hb2")):
            for port in (4000, 4001):
                host = f"{name}{suffix}.{domain}"
                role = Role.BACKUP if suffix else Role.PRIMARY
                yield _result(host, port, Group.GATEWAY, "gateway", rtt + number + port / 9000, region, role)
    for group, host, ports, service, rtt in WEB:
        for port in ports:
            yield _result(host, port, group, service, rtt + port / 900)
    for address in CANARIES:
        yield replace(
            _result(address, 4001, Group.CANARY, "canary", 0.0),
            rtt_ms=None,
            state=state(Condition.SILENT_AS_EXPECTED),
        )


def _result(
    host: str,
    port: int,
    group: Group,
    service: str,
    rtt_ms: float,
    region: Region | None = None,
    role: Role = Role.NONE,
) -> EndpointResult:
    return EndpointResult(
        id=f"{host.partition('.')[0] if region else host}:{port}",
        row=host.partition(".")[0] if region else host,
        host=host,
        port=port,
        group=group,
        region=region,
        role=role,
        service=service,
        required=group is Group.GATEWAY,
        operator=OPERATORS.get(host, "Interactive Brokers"),
        status=Status.PASS,
        paths={DIRECT: Status.PASS},
        rtt_ms=round(rtt_ms, 3),
        state=state(Condition.GATEWAY_ANSWERS),
    )


def resolved(number: int, row: str, name: str, *answers: tuple[AskedBy, str | None, tuple[str, ...]]) -> Attempt:
    steps = tuple(
        ResolveStep(
            t0=0.01,
            t=0.0184,
            error=Error.of(None if addresses else Failure.DNS_NXDOMAIN, None if addresses else "NXDOMAIN"),
            detail=ResolveDetail(
                name=name,
                asked_by=asked_by,
                server=server,
                rrtype="A",
                rcode=None if asked_by is AskedBy.SYSTEM else "NOERROR",
                addresses=addresses,
                ttl_s=None if asked_by is AskedBy.SYSTEM else 60,
            ),
        )
        for asked_by, server, addresses in answers
    )
    return Attempt(id=f"{row}/resolve@{number}", kind=ProbeKind.RESOLVE, row=row, steps=steps)


def connect_step(failure: Failure | None = None, *, took: float = 0.0083, icmp: Icmp | None = None) -> ConnectStep:
    detail = (
        ConnectDetail(rtt_ms=None, retransmits=1, icmp=icmp)
        if failure
        else ConnectDetail(rtt_ms=round(took * 1000, 3), rtt_source=RttSource.KERNEL, retransmits=0)
    )
    raw = None if failure is None else f"[Errno 110] {failure.value}"
    return ConnectStep(t0=0.05, t=round(0.05 + took, 6), error=Error.of(failure, raw), detail=detail)


def seen(endpoint: str, kind: str, address: str, *steps: Step) -> Attempt:
    probe = ProbeKind(kind) if kind in set(ProbeKind) else ProbeKind.CONNECT
    return Attempt(id=f"{endpoint}/{kind}@{address}", kind=probe, endpoint=endpoint, address=address, steps=steps)


def _everything_answers() -> Iterator[Attempt]:
    """One observation of every kind."""
    yield resolved(1, "ndc1", "ndc1.ibllc.com", (AskedBy.SYSTEM, None, ("208.245.107.3",)))
    yield seen("ndc1:4000", "connect", "208.245.107.3", connect_step())
    greeting = GreetingDetail(spoken=Protocol.IBKR_GATEWAY, version=529, bytes_received=64, data_acknowledged=True)
    step = GreetingStep(t0=0.3, t=0.31, error=None, detail=greeting)
    yield seen("ndc1:4000", "greeting", "208.245.107.3", connect_step(), step)
    yield seen("api.ibkr.com:443", "tls", "208.245.107.9", connect_step(), tls_step())
    http = HttpDetail(
        method="GET",
        url="http://captive.apple.com/hotspot-detect.html",
        status=200,
        reason="OK",
        http_version="1.1",
        headers=(("Date", "Sun, 22 Nov 2026 02:35:12 GMT"), ("Content-Length", "68")),
        body="Success",
        body_bytes=7,
        sent_s=0.4,
        first_byte_s=0.4121,
    )
    yield replace(
        seen("ndc1:4000", "tunnel", "10.20.30.2", connect_step(), tunnel_step()), path="http://proxy.example:3128"
    )
    answer = HttpStep(t0=0.4, t=0.4131, error=None, detail=http)
    page = seen("captive.apple.com:80", "http", "17.253.5.133", connect_step(), answer)
    yield replace(page, expected=Expectation(status=200, body="Success"))


def tunnel_step(failure: Failure | None = None) -> ProxyConnectStep:
    """An HTTP proxy that was asked for a gateway."""
    detail = ProxyConnectDetail(
        proxy="http://proxy.example:3128",
        scheme=Scheme.HTTP,
        target="ndc1.ibllc.com:4000",
        leg=Leg.PROXY if failure else None,
        status=403 if failure else 200,
        reason="Forbidden" if failure else "Connection established",
        headers=(("X-Squid-Error", "ERR_ACCESS_DENIED 0"),) if failure else (),
    )
    return ProxyConnectStep(t0=0.1, t=0.125, error=Error.of(failure, None), detail=detail)


def tls_step(failure: Failure | None = None, issuer: str = "DigiCert Inc", **detail: str | bool) -> TlsStep:
    leaf = Certificate(
        subject="CN=*.ibkr.com",
        issuer=f"CN=TLS RSA CA G1,O={issuer}",
        subject_common_name="*.ibkr.com",
        subject_organization=None,
        issuer_common_name="TLS RSA CA G1",
        issuer_organization=issuer,
        not_before="2026-01-01T00:00:00Z",
        not_after="2027-01-01T00:00:00Z",
        names=("*.ibkr.com", "ibkr.com"),
        sha256="ab" * 32,
    )
    return TlsStep(
        t0=0.06,
        t=0.0912,
        error=Error.of(failure, None if failure is None else f"verify error {failure.value}"),
        detail=TlsDetail(
            trust=Trust.PUBLIC,
            server_name="api.ibkr.com",
            version="TLSv1.3",
            cipher="TLS_AES_256_GCM_SHA384",
            chain=(leaf,),
        ),
    )


MACHINE = Machine(
    os="Linux 6.8.0 (x86_64)",
    python="3.11.7",
    interfaces=(
        Interface(name="lo", up=True, addresses=("127.0.0.1", "::1"), mtu=65536),
        Interface(name="eth0", up=True, addresses=("10.20.30.40",), mtu=1500),
    ),
    ipv4_route=True,
    ipv6_route=False,
    name_servers=("10.20.30.1",),
    hosts_file_pins=(),
    proxy_variables=(),
)

READING = MachineReading(clock=Clock(offset_s=-0.21, operators=4), tunnels=())

RUN = Run(
    started_at="2026-11-22T02:35:11.250000+00:00",
    duration_s=1.8412347,
    interrupted=False,
    deadline_reached=False,
    simulated=False,
    options=RunOptions(timeout_s=3.0, deadline_s=60.0),
    share="internal",
    host_table=TableInfo(source="built-in", version="1", updated="2026-11-20"),
)


def _verdicts(**failed: DomainVerdict) -> dict[Domain, DomainVerdict]:
    fine = dict.fromkeys(Domain, DomainVerdict(status=Verdict.PASS))
    untested = DomainVerdict(status=Verdict.INCONCLUSIVE, doubt=Doubt(kind=DoubtKind.NO_PROXY_SET))
    return fine | {Domain.PROXY: untested, Domain.EGRESS: untested} | {Domain(name): v for name, v in failed.items()}


def healthy() -> Report:
    return Report(
        tool=Tool(name="conntest", version="0.1.0"),
        run=RUN,
        verdict=Verdict.PASS,
        verdicts=_verdicts(),
        findings=(),
        endpoints=tuple(endpoints()),
        paths=(Path(id=DIRECT, source="system"),),
        observations=tuple(_everything_answers()),
        machine=MACHINE,
        machine_reading=READING,
    )


def _blocked(result: EndpointResult) -> EndpointResult:
    if result.group is not Group.GATEWAY:
        return result
    return replace(result, status=Status.FAIL, paths={DIRECT: Status.FAIL}, rtt_ms=None, state=TIMED_OUT)


def _attempts(result: EndpointResult) -> Iterator[Attempt]:
    address = f"208.245.{list(Region).index(result.region or Region.SDC)}.{len(result.host)}"
    for number in range(3):
        yield seen(result.id, f"connect-{number}", address, connect_step(Failure.TIMEOUT, took=3.0004))


PORTS_BLOCKED = TwsPortsBlocked(
    severity=Severity.FAIL,
    subjects=("ndc1:4000", "ndc1:4001"),
    domains=frozenset({Domain.TWS}),
    explained=(Code.REGION_UNREACHABLE, Code.PRIMARY_UNREACHABLE),
    block=Block.DROPPED,
    ports=36,
    regions=6,
    timeout_s=3.0,
    outcomes=Outcomes(counts=(OutcomeCount(outcome=ConnectOutcome.DROPPED, count=36),)),
    witnesses=("www.interactivebrokers.com", "gdcdyn.interactivebrokers.com", "www.cloudflare.com"),
    firewalls=ActiveFirewalls(),
)

CLOCK_SKEW = ClockSkew(
    severity=Severity.WARN,
    evidence=("captive.apple.com:80/http@17.253.5.133",),
    domains=frozenset({Domain.MACHINE}),
    offset_s=-92.0,
    operators=4,
)


def ports_blocked() -> Report:
    results = tuple(_blocked(result) for result in endpoints())
    attempts = tuple(o for result in results if result.group is Group.GATEWAY for o in _attempts(result))
    finding = replace(PORTS_BLOCKED, evidence=tuple(attempt.id for attempt in attempts))
    return replace(
        healthy(),
        run=replace(RUN, duration_s=6.2, options=replace(RUN.options, regions=(Region.EUROPE,))),
        verdict=Verdict.FAIL,
        verdicts=_verdicts(
            tws=DomainVerdict(status=Verdict.FAIL, because=(Code.TWS_PORTS_BLOCKED,)),
            machine=DomainVerdict(status=Verdict.WARN, because=(Code.CLOCK_SKEW,)),
        ),
        findings=(finding, CLOCK_SKEW),
        endpoints=results,
        observations=(*_everything_answers(), *attempts),
    )


#: What a hostile server, resolver or certificate might answer: colour, a title change, a bell, markup, a bidirectional
#: override, a link, a lone surrogate, a C1 control sequence introducer, a cell-width trap.
HOSTILE = (
    "\x1b[31mred\x1b]0;owned\x07 [bold]markup[/bold] [/] :smile: \u202eevil\u2066 \ud83d \x9b2J\r\n\t日本語e\u0301\x00"
)


def _lies() -> Iterator[Attempt]:
    """What a lying resolver and the server behind it show: wrong answers, another protocol, another signer, a sign-in
    page."""
    yield resolved(
        1,
        "ndc1",
        f"ndc1.ibllc.com{HOSTILE}",
        (AskedBy.SYSTEM, None, ("10.10.34.35",)),
        (AskedBy.NAME_SERVER, "10.20.30.1", ("10.10.34.35",)),
        (AskedBy.INDEPENDENT, "9.9.9.9", ("208.245.107.3",)),
        (AskedBy.INDEPENDENT, "1.1.1.1", ()),
    )
    greeting = GreetingDetail(spoken=Protocol.HTTP, bytes_received=40, preview=f"HTTP/1.1 400 {HOSTILE}")
    yield seen(
        "ndc1:4000",
        "greeting",
        "10.10.34.35",
        connect_step(),
        GreetingStep(t0=0.1, t=0.2, error=Error(kind=Failure.UNEXPECTED_PROTOCOL, text=HOSTILE), detail=greeting),
    )
    yield seen(
        "api.ibkr.com:443", "tls", "10.10.34.35", connect_step(), tls_step(Failure.SSL_UNKNOWN_AUTHORITY, HOSTILE)
    )
    yield seen(
        "ndc1:4001",
        "connect",
        "fd00:1234:5678:9abc:def0:1234:5678:9abc",
        connect_step(Failure.HOST_UNREACHABLE, took=0.004, icmp=Icmp(type=3, code=13, sender="10.20.30.1")),
    )
    redirect = HttpDetail(method="GET", url="http://captive.apple.com/", status=302, headers=(("Location", HOSTILE),))
    yield seen(
        "captive.apple.com:80",
        "http",
        "10.10.34.35",
        connect_step(),
        HttpStep(t0=0.1, t=0.2, error=None, detail=redirect),
    )


def dns_tampered() -> Report:
    """The resolver lies, and everything that can come from the network is hostile."""
    observations = tuple(_lies())
    finding = DnsTampered(
        severity=Severity.FAIL,
        subjects=("ndc1", HOSTILE),
        evidence=("no such observation", *(observation.id for observation in observations)),
        domains=frozenset({Domain.DNS}),
        explained=(Code.TWS_PORTS_BLOCKED,),
        lie=Lie.ONE_ADDRESS,
        name="ndc1.ibllc.com",
        names=("ndc1.ibllc.com", HOSTILE),
        address="10.10.34.35",
        special_purpose=None,
        servers=("10.20.30.1", HOSTILE),
        truth=(),
        independent=(),
        owner=Owner.CERTIFIED,
        owner_name=HOSTILE,
    )
    base = healthy()
    results = tuple(_lied_to(result) for result in base.endpoints)
    return replace(
        base,
        run=replace(RUN, simulated=True, interrupted=True, deadline_reached=True, share="public"),
        verdict=Verdict.FAIL,
        verdicts=_verdicts(
            tws=DomainVerdict(status=Verdict.INCONCLUSIVE, doubt=Doubt(kind=DoubtKind.UNVERIFIED, hosts=(HOSTILE,))),
            dns=DomainVerdict(status=Verdict.FAIL, because=(Code.DNS_TAMPERED,)),
        ),
        findings=(finding,),
        endpoints=results,
        observations=observations,
        machine=replace(
            MACHINE,
            os="Darwin 23.1",
            hosts_file_pins=(Pin(name="ndc1.ibllc.com", address="10.10.34.35"),),
            proxy_variables=("HTTPS_PROXY",),
        ),
        redactions={"address": 12, "host name": 1},
    )


def _lied_to(result: EndpointResult) -> EndpointResult:
    if result.region is Region.AMERICA_EAST:
        return replace(
            result,
            status=Status.FAIL,
            rtt_ms=None,
            state=state(Condition.BOGUS_ADDRESS, special_purpose=SpecialPurpose.PRIVATE, failing_address=HOSTILE),
        )
    if result.region is Region.EUROPE:
        return replace(result, status=Status.WARN, state=state(Condition.OPEN, failing_address="81.2.69.1"))
    if result.region is Region.CHINA:
        return replace(result, status=Status.SKIPPED, rtt_ms=None, state=state(Condition.NO_USABLE_ADDRESS))
    if result.group is Group.CAPTIVE_CHECK:
        return replace(
            result,
            status=Status.FAIL,
            rtt_ms=None,
            state=state(Condition.PAGE_OTHERWISE, http_status=302),
        )
    return result
