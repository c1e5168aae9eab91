"""A report with everything a report can hold: several ways out, proxy settings, a public address that changes."""

from dataclasses import replace

from conntest.findings.egress_ip_rotation import EgressIpRotation, Rotation, SeenAddress
from conntest.model.echo import Series
from conntest.model.egress import Confidence, Egress, EgressAddress, EgressSample, Exits, Pattern
from conntest.model.failure import Failure
from conntest.model.finding import Domain, Severity, Status
from conntest.model.host import Group
from conntest.model.observation import DIRECT
from conntest.model.proxy import How, Proxy, ProxySetting, Scheme, Scope
from conntest.model.report import EndpointResult, Listener, Path, Report
from tests.render import samples

SOCKS = Proxy(scheme=Scheme.SOCKS5, host="127.0.0.1", port=1080)
WEB = Proxy(scheme=Scheme.HTTP, host="proxy.example", port=3128, has_credentials=True)

SETTINGS = (
    ProxySetting(
        id="environment:https_proxy",
        source="variable https_proxy",
        how=How.MANUAL,
        scopes=(Scope.TOOLS,),
        active=True,
        proxies=(WEB,),
        wins_for=(Scope.TOOLS,),
    ),
    ProxySetting(
        id="gnome:auto",
        source="GNOME settings",
        how=How.PAC,
        scopes=(Scope.WEB, Scope.RAW_TCP),
        active=False,
        pac_url="http://wpad.example/wpad.dat",
    ),
    ProxySetting(
        id="apt:acquire",
        source="/etc/apt/apt.conf.d/90proxy",
        how=How.MANUAL,
        scopes=(Scope.SERVICES,),
        active=True,
        malformed="no port in “proxy”",
    ),
)

PATHS = (
    Path(id=DIRECT, source="the system's own routes"),
    Path(
        id=SOCKS.id,
        source="option --socks",
        proxy=SOCKS,
        used_by=(Scope.RAW_TCP,),
        listener=Listener(listening=True, process="microsocks"),
    ),
    Path(id=WEB.id, source="variable https_proxy", proxy=WEB, listener=Listener(listening=False)),
)

ROTATION = EgressIpRotation(
    severity=Severity.FAIL,
    subjects=(DIRECT,),
    domains=frozenset({Domain.EGRESS, Domain.PORTAL}),
    rotation=Rotation.ROUND_ROBIN,
    family=4,
    path=DIRECT,
    addresses=(SeenAddress(address="81.2.69.160", answers=6), SeenAddress(address="81.2.69.161", answers=6)),
    total=12,
    operators=("ipify",),
)


def _sample(number: int) -> EgressSample:
    address = None if number == 7 else f"81.2.69.{160 + number % 2}"
    return EgressSample(
        observation=f"echo@{number}",
        service="ipify",
        operator="ipify",
        mainland_china=False,
        series=Series.REPEATED if number else Series.EACH_SERVICE,
        path=DIRECT,
        port=443,
        t=0.4 + number * 0.13,
        address=address,
        failure=None if address else Failure.TIMEOUT,
    )


def _egress() -> Egress:
    samples_ = tuple(_sample(number) for number in range(12))
    addresses = ("81.2.69.160", "81.2.69.161")
    confidence = Confidence(level=0.95, flows=11, unseen_share=0.238)
    exits = Exits(
        path=DIRECT, family=4, pattern=Pattern.ROUND_ROBIN, addresses=addresses, confidence=confidence, elsewhere=()
    )
    return Egress(
        samples=samples_,
        addresses=tuple(
            EgressAddress(address=address, path=DIRECT, samples=6, operators=("ipify",)) for address in addresses
        ),
        pattern=Pattern.ROUND_ROBIN,
        confidence=confidence,
        exits=(exits, Exits(path=SOCKS.id, family=6, pattern=Pattern.UNKNOWN, addresses=(), confidence=None)),
    )


def _through(result: EndpointResult) -> EndpointResult:
    """Gateways answer through SOCKS and not through the web proxy; a canary is tried directly only."""
    if result.group is Group.CANARY:
        return result
    gateway = result.group is Group.GATEWAY
    ways = {SOCKS.id: Status.PASS, WEB.id: Status.FAIL if gateway else Status.WARN}
    return replace(result, paths={**result.paths, **ways})


def report() -> Report:
    base = samples.ports_blocked()
    return replace(
        base,
        findings=(*base.findings, ROTATION),
        endpoints=tuple(_through(result) for result in base.endpoints),
        paths=PATHS,
        machine=replace(base.machine, proxies=SETTINGS),
        egress=_egress(),
        redactions={"address": 2},
    )
