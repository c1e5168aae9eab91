"""A report in which something secret stands in every text that could carry it."""

from collections.abc import Iterator
from dataclasses import replace

from conntest.findings import every_finding
from conntest.model.echo import EchoDetail, EchoStep, Sample, Series
from conntest.model.failure import Failure
from conntest.model.finding import Finding
from conntest.model.install import Install, Installer
from conntest.model.observation import (
    AskedBy,
    Attempt,
    Bug,
    Certificate,
    Crash,
    GreetingDetail,
    GreetingItem,
    GreetingStep,
    HttpDetail,
    HttpStep,
    Icmp,
    Leg,
    Observation,
    ProbeKind,
    Protocol,
    ProxyConnectDetail,
    ProxyConnectStep,
    TlsDetail,
    TlsStep,
    Trust,
)
from conntest.model.pac import PacDecision, PacOutcome, PacReport
from conntest.model.privacy import Kind
from conntest.model.proxy import How, Proxy, ProxySetting, ProxyState, Scheme, Scope
from conntest.model.reading import MachineReading, PathReading, ResolverReading
from conntest.model.report import Interface, Listener, Machine, Path, Pin, Report
from conntest.model.step import Error
from conntest.model.tws import (
    Installation,
    JtsSettings,
    LiveConnection,
    LoggedError,
    Program,
    RunningTws,
    Settled,
)
from tests.render import samples
from tests.render.filled import filled
from tests.render.samples import connect_step, resolved

#: What no document for support may hold, in any way of writing it. Each is like nothing else in a report.
SECRET = {
    "password": "s3cr3tpass",
    "login of a header": "c2VjcmV0OmxvZ2lu",
    "session": "sess10ncafe",
    "user": "jqpublic",
    "Windows user": "Jane Q. Trader",
    "macOS user": "jane.q",
    "Linux user": "linuxjane",
    "user of a domain": "domainjane",
    "mail": "mailjane",
    "hardware address": "00:1a:2b:3c:4d:5e",
    "hardware address of an interface": "a1b2c3d4e5f6",
    "hardware address in an address": "21a:2bff:fe3c:4d5e",
    "proxy": "pxy07.zuerich.bigbank.local",
    "proxy of one label": "pxy08",
    "host of a setup script": "wpad.intra-bigbank.com",
    "host of a page": "fw42.bigbank-internal.net",
    "host of a certificate": "inspect.bigbank.corp",
    "search domain": "searchdomain-bigbank.com",
    "file server": "filesrv09",
    "resolver": "resolver5.bigbank.lan",
    "alias": "sinkhole.bigbank-security.org",
    "this computer": "janes-laptop",
}

#: What support needs, and the public may not have.
PRIVATE = {
    "public address": "81.2.69.160",
    "public IPv6 address": "2a00:23c4:1:2::99",
    "private address": "10.20.30.40",
    "address of a router": "192.168.77.1",
    "unique local address": "fd12:3456:789a::1",
    "link-local address": "fe80::77",
    "carrier's address": "100.64.7.8",
    "address of a gateway": "208.245.107.3",
    "resolved elsewhere": "198.51.100.77",
    "organisation": "Big Bank AG",
    "authority": "Big Bank Root CA 7",
    "network's owner": "AS64500 Big Bank Networks",
    "program": "bigbank-agent.exe",
    "interface": "bigbank-vpn0",
    "fingerprint": "fe" * 32,
    "page": "Blocked by policy 4711",
    "banner": "Welcome to appliance 0815",
    "script": "isInNet(host)",
}

#: What remains at every level.
PUBLIC = ("ndc1.ibllc.com", "api.ibkr.com", "1.1.1.1", "tws.vmoptions")

PROXY = Proxy(scheme=Scheme.HTTP, host=SECRET["proxy"], port=3128, has_credentials=True)
SHORT = Proxy(scheme=Scheme.SOCKS5, host=SECRET["proxy of one label"], port=1080)

HOMES = (
    f"/home/{SECRET['Linux user']}/Jts/tws.vmoptions",
    f"/Users/{SECRET['macOS user']}/Jts/tws.vmoptions",
    rf"C:\Users\{SECRET['Windows user']}\Jts\tws.vmoptions",
    rf"\\{SECRET['file server']}\users\{SECRET['user']}\tws.vmoptions",
)

#: What hostile software might say.
PHRASES = (
    f"user={SECRET['user']}&password={SECRET['password']}",
    f"CORP\\{SECRET['user of a domain']}",
    f"{SECRET['mail']}@bigbank-internal.net",
    f"http://{SECRET['user']}:{SECRET['password']}@{SECRET['host of a page']}/x",
    f"Basic {SECRET['login of a header']} session={SECRET['session']}",
    SECRET["hardware address"],
    SECRET["hardware address"].replace(":", "-").upper(),
    SECRET["this computer"],
    f"x.{SECRET['search domain']}",
    *HOMES,
    f"{SECRET['proxy'].upper()}.",
    f"http%3A%2F%2F{SECRET['proxy']}%3A3128",
    f"{SECRET['proxy of one label']}:1080",
    *PRIVATE.values(),
    f"[{PRIVATE['public IPv6 address']}]:443",
    f"::ffff:{PRIVATE['private address']}",
    f"fe80::{SECRET['hardware address in an address']}%eth0",
)
#: All of it in one breath.
EVERYTHING = " ".join(PHRASES)


def report() -> Report:
    base = samples.ports_blocked()
    return replace(
        base,
        run=replace(
            base.run,
            options=replace(base.run.options, proxies=(PROXY.id,), region_source=HOMES[2], include=("ndc1*",)),
            host_table=replace(base.run.host_table, source=HOMES[0]),
        ),
        findings=(*findings(), *base.findings),
        endpoints=tuple(replace(result, paths={**result.paths, PROXY.id: result.status}) for result in base.endpoints),
        paths=(*base.paths, *_paths()),
        observations=(*base.observations, *_observations()),
        machine=_machine(base.machine),
        machine_reading=MachineReading(
            tunnels=("wg0",),
            resolvers=(
                ResolverReading(
                    address=PRIVATE["address of a router"],
                    is_gateway=True,
                    says_one_address=PRIVATE["carrier's address"],
                ),
            ),
            installer=Installer(host="download.interactivebrokers.com", reachable=False, note="HTTP 403"),
        ),
        path_readings={PROXY.id: PathReading(state=ProxyState.REFUSED)},
    )


#: What stands in the facts of findings, by what kind of text they say that they are.
FACTS = {
    Kind.ADDRESS: PRIVATE["private address"],
    Kind.HOST: SECRET["proxy"],
    Kind.PLACE: HOMES[1],
    Kind.ID: PROXY.id,
    Kind.LINK: f"http://{SECRET['user']}:{SECRET['password']}@{SECRET['host of a setup script']}/a.pac",
    Kind.WORDS: EVERYTHING,
    Kind.CONTENT: f"{PRIVATE['page']} {EVERYTHING}",
    Kind.ORGANISATION: PRIVATE["authority"],
    Kind.TABLE: "control",
    Kind.INTERFACE: PRIVATE["interface"],
    Kind.PROGRAM: PRIVATE["program"],
    Kind.FINGERPRINT: PRIVATE["fingerprint"],
}


def findings() -> Iterator[Finding]:
    """One of each code, with a secret in every fact that can hold one."""
    for kind in every_finding():
        finding = filled(kind, FACTS)
        yield replace(finding, subjects=(PROXY.id, f"java-runtime-{HOMES[0]}:socks"))


def _paths() -> tuple[Path, ...]:
    listener = Listener(listening=True, process=PRIVATE["program"])
    return (
        Path(id=PROXY.id, source=f"variable https_proxy, {HOMES[0]}", proxy=PROXY, listener=listener),
        Path(id=SHORT.id, source=HOMES[2], proxy=SHORT),
    )


def _machine(base: Machine) -> Machine:
    setting = ProxySetting(
        id=f"java-runtime-{HOMES[0]}:socks",
        source=HOMES[0],
        how=How.PAC,
        scopes=(Scope.WEB,),
        active=True,
        proxies=(PROXY, SHORT),
        pac_url=f"http://{SECRET['host of a setup script']}/{SECRET['user']}/proxy.pac",
        bypass=(f"*.{SECRET['search domain']}", "10.20.*", PRIVATE["private address"], "<local>", "*.ibkr.com"),
        malformed="the port is no number up to 65535",
        note="Only apt uses it.",
    )
    script = PacReport(
        setting=setting.id,
        url=f"file:///C:/Users/{SECRET['Windows user'].replace(' ', '%20')}/proxy.pac",
        outcome=PacOutcome.EVALUATED,
        reason=EVERYTHING,
        decisions=(
            PacDecision(host="ndc1.ibllc.com", answer=f"PROXY {PROXY.host}:3128; {EVERYTHING}", choices=(PROXY.id,)),
        ),
        proxies=(PROXY,),
        names=(f"x.{SECRET['search domain']}", SECRET["host of a page"]),
    )
    live = LiveConnection(
        local_address=PRIVATE["private address"],
        remote_address=PRIVATE["address of a gateway"],
        remote_port=4001,
        settled=Settled.ESTABLISHED,
    )
    return replace(
        base,
        interfaces=(
            Interface(
                name=f"enx{SECRET['hardware address of an interface']}",
                up=True,
                addresses=(
                    PRIVATE["private address"],
                    PRIVATE["link-local address"],
                    f"fe80::{SECRET['hardware address in an address']}",
                    f"2a00:23c4:1:2:{SECRET['hardware address in an address']}",
                ),
                mtu=1500,
            ),
            Interface(name=PRIVATE["interface"], up=True, addresses=(PRIVATE["unique local address"],), mtu=1400),
        ),
        route_interfaces=(PRIVATE["interface"],),
        name_servers=(PRIVATE["address of a router"], "1.1.1.1"),
        hosts_file_pins=(Pin(name="ndc1.ibllc.com", address=PRIVATE["private address"]),),
        proxy_variables=("HTTPS_PROXY", "https_proxy"),
        proxies=(setting,),
        pac=(script,),
        tws=(Installation(program=Program.TWS, version="10.30.1", folder=HOMES[2]),),
        tws_settings=JtsSettings(
            source=HOMES[0], region="us", peer="ndc1.ibllc.com:4001", remote_host=SECRET["host of a page"]
        ),
        tws_running=(RunningTws(program=Program.TWS, connections=(live,), api_ports=(7496,)),),
        tws_log=(
            LoggedError(source=HOMES[1], at="2026-11-22 02:35:11", error=EVERYTHING, meaning="refused by a proxy"),
        ),
        install=Install(
            folder=HOMES[2],
            writable=False,
            error=f"denied: {HOMES[0]}",
            disk_free=1,
            memory=1,
            bits=64,
        ),
    )


def _observations() -> Iterator[Observation]:
    lookup = resolved(
        9,
        "ndc1",
        f"ndc1.ibllc.com.{SECRET['search domain']}",
        (AskedBy.SYSTEM, None, (PRIVATE["address of a gateway"],)),
        (AskedBy.NAME_SERVER, PRIVATE["address of a router"], (PRIVATE["carrier's address"],)),
        (AskedBy.INDEPENDENT, "1.1.1.1", (PRIVATE["resolved elsewhere"],)),
    )
    error = Error(kind=Failure.DNS_BOGON, text=EVERYTHING)
    aliased = [
        replace(step, error=error, detail=replace(step.detail, cname_chain=(SECRET["alias"],)))
        for step in lookup.resolves
    ]
    yield replace(lookup, steps=tuple(aliased))
    yield resolved(8, SECRET["resolver"], SECRET["resolver"], (AskedBy.SYSTEM, None, ("10.9.9.9",)))
    yield _seen("greeting", _greeting(), "ndc1:4000")
    yield _seen("tls", _tls(), "api.ibkr.com:443")
    yield _seen("http", _page(), "captive.apple.com:80")
    yield replace(_seen("sniff", _answer(), proxy=PROXY.id), path=PROXY.id, scheme=PROXY.scheme)
    yield Crash(
        id="ndc1:4001/connect@crashed",
        kind=ProbeKind.CONNECT,
        endpoint="ndc1:4001",
        crash=Bug(exception="ValueError", text=EVERYTHING),
    )
    yield replace(
        _seen("echo", _echo(), row="echo-ipify"),
        sample=Sample(
            service="echo-ipify",
            operator="ipify",
            mainland_china=False,
            series=Series.REPEATED,
            port=443,
        ),
    )


def _seen(
    kind: str,
    step: GreetingStep | TlsStep | HttpStep | ProxyConnectStep | EchoStep,
    endpoint: str | None = None,
    **about: str,
) -> Attempt:
    icmp = Icmp(type=3, code=13, sender=PRIVATE["address of a router"])
    failed = replace(
        connect_step(Failure.HOST_UNREACHABLE, icmp=icmp),
        error=Error(kind=Failure.HOST_UNREACHABLE, text=f"[Errno 113] {EVERYTHING}"),
    )
    address = PRIVATE["private address"]
    subject = endpoint or next(iter(about.values()))
    return Attempt(
        id=f"{subject}/{kind}@{address}",
        kind=ProbeKind(kind),
        endpoint=endpoint,
        address=address,
        steps=(failed, step),
        **about,
    )


def _greeting() -> GreetingStep:
    detail = GreetingDetail(
        spoken=Protocol.HTTP,
        bytes_received=9,
        preview=f"HTTP/1.1 400 {PRIVATE['banner']}\\r\\n{EVERYTHING}",
        items=(GreetingItem(key=PRIVATE["banner"], value=EVERYTHING), GreetingItem(key=EVERYTHING, value="1")),
    )
    return GreetingStep(t0=0.1, t=0.2, error=Error(kind=Failure.UNEXPECTED_PROTOCOL, text=EVERYTHING), detail=detail)


def _tls() -> TlsStep:
    certificate = Certificate(
        subject=f"CN={SECRET['host of a certificate']},O={PRIVATE['organisation']}",
        issuer=f"CN={PRIVATE['authority']},O={PRIVATE['organisation']}",
        subject_common_name=SECRET["host of a certificate"],
        subject_organization=PRIVATE["organisation"],
        issuer_common_name=PRIVATE["authority"],
        issuer_organization="Fortinet FortiGate",
        not_before="2026-01-01T00:00:00Z",
        not_after="2027-01-01T00:00:00Z",
        names=("api.ibkr.com", f"*.{SECRET['host of a certificate']}", PRIVATE["private address"]),
        sha256=PRIVATE["fingerprint"],
    )
    detail = TlsDetail(trust=Trust.PUBLIC, server_name="api.ibkr.com", chain=(certificate,), preview=EVERYTHING)
    return TlsStep(t0=0.1, t=0.2, error=Error(kind=Failure.SSL_UNKNOWN_AUTHORITY, text=EVERYTHING), detail=detail)


def _headers() -> tuple[tuple[str, str], ...]:
    return (
        (
            "Location",
            f"http://{SECRET['user']}:{SECRET['password']}@{SECRET['host of a page']}/?sid={SECRET['session']}",
        ),
        ("Set-Cookie", f"sid={SECRET['session']}; Domain={SECRET['host of a page']}"),
        ("Via", f"1.1 {SECRET['host of a page']} ({PRIVATE['banner']})"),
        ("X-Client", f"{PRIVATE['private address']} {SECRET['hardware address']} CORP\\{SECRET['user of a domain']}"),
        ("Proxy-Authorization", f"Basic {SECRET['login of a header']}"),
        ("Date", "Sun, 22 Nov 2026 02:35:12 GMT"),
    )


def _page() -> HttpStep:
    detail = HttpDetail(
        method="GET",
        url="http://captive.apple.com/hotspot-detect.html",
        status=200,
        reason=EVERYTHING,
        headers=_headers(),
        body=f"<h1>{PRIVATE['page']}</h1><p>{PRIVATE['organisation']}: {EVERYTHING}</p>",
        body_bytes=99,
    )
    return HttpStep(t0=0.1, t=0.2, error=Error(kind=Failure.EOF, text=EVERYTHING), detail=detail)


def _answer() -> ProxyConnectStep:
    detail = ProxyConnectDetail(
        proxy=PROXY.id,
        scheme=Scheme.HTTP,
        target="ndc1.ibllc.com:4000",
        leg=Leg.PROXY,
        status=403,
        reason=PRIVATE["page"],
        headers=_headers(),
        auth_schemes=("Basic", f"NTLM {SECRET['login of a header']}"),
        page=f"{PRIVATE['page']} {PRIVATE['script']} {EVERYTHING}",
        spoken=Protocol.HTTP,
    )
    return ProxyConnectStep(
        t0=0.1, t=0.2, error=Error(kind=Failure.HTTP_PROXY_CONNECT_REJECTED, text=EVERYTHING), detail=detail
    )


def _echo() -> EchoStep:
    detail = EchoDetail(
        address=PRIVATE["public address"], answered=EVERYTHING, network=PRIVATE["network's owner"], country="CH"
    )
    error = Error(kind=Failure.UNEXPECTED_PROTOCOL, text=EVERYTHING)
    return EchoStep(t0=0.1, t=0.2, error=error, detail=detail)
