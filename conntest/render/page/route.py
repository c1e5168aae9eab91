"""The way from this computer to IBKR as a run saw it: its stops, a lane for each kind of hosts, where it breaks."""

from collections.abc import Mapping, Sequence
from enum import IntEnum

from conntest import lists
from conntest.findings.blocked import Block
from conntest.findings.http_proxy_cannot_carry_tws import HttpProxyCannotCarryTws
from conntest.findings.tls_intercepted import TlsIntercepted
from conntest.findings.tws_ports_blocked import TwsPortsBlocked
from conntest.language import gettext as _
from conntest.model.addresses import HTTP_PORT, is_address
from conntest.model.egress import Pattern
from conntest.model.finding import Code, Domain, Finding, Severity, Status, Verdict
from conntest.model.host import Group
from conntest.model.observation import DIRECT
from conntest.model.proxy import ProxyState
from conntest.model.report import EndpointResult, Path, Report
from conntest.render import words
from conntest.render.checks import answered_of, own_addresses
from conntest.values import dataclass
from conntest.wording import conditions, failures


class Stop(IntEnum):
    """In the order in which a packet passes them."""

    COMPUTER = 0
    NETWORK = 1
    EQUIPMENT = 2
    INTERNET = 3
    HOSTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    title: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One kind of hosts. `breaks` is where nothing goes on, None where it arrives; `why` is how that shows."""

    title: str
    counted: str
    status: Status
    breaks: Stop | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """`stops` are by their order. `signer` is who signs in place of the hosts where TLS is opened, else empty; `exits`
    are the public addresses where new connections change between them, else none."""

    stops: tuple[Label, ...]
    lanes: tuple[Lane, ...]
    signer: str
    exits: tuple[str, ...]


#: Where a cause breaks the way. Others are on equipment between this network and the internet.
_BREAKS: Mapping[Code, Stop] = {
    Code.NO_NETWORK: Stop.COMPUTER,
    Code.TRANSPARENT_ACCEPTOR: Stop.COMPUTER,
    Code.CAPTIVE_PORTAL: Stop.NETWORK,
    Code.DNS_UNAVAILABLE: Stop.NETWORK,
    Code.DNS_NAMES_MISSING: Stop.NETWORK,
    Code.DNS_TAMPERED: Stop.NETWORK,
    Code.REGION_UNREACHABLE: Stop.HOSTS,
    Code.PRIMARY_UNREACHABLE: Stop.HOSTS,
    Code.TLS_CERTIFICATE_INVALID: Stop.HOSTS,
}

#: Causes that let nothing through: what answers there is not the host that was asked.
_TOTAL = frozenset({Code.NO_NETWORK, Code.NO_INTERNET, Code.CAPTIVE_PORTAL})

_NAMES = frozenset({Code.DNS_UNAVAILABLE, Code.DNS_NAMES_MISSING, Code.DNS_TAMPERED})

_ROTATING = frozenset({Pattern.ROUND_ROBIN, Pattern.PER_FLOW, Pattern.CGNAT_POOL, Pattern.HTTP_POOL})

_LANES: tuple[tuple[tuple[Group, ...], Domain | None], ...] = (
    ((Group.GATEWAY,), Domain.TWS),
    ((Group.WEBSITE, Group.CLIENT_PORTAL), Domain.PORTAL),
    ((Group.CONTROL,), None),
)


def route_of(report: Report) -> Route:
    """What the report's facts say of the way."""
    stops = (_computer(report), _network(report), _equipment(report), _internet(report), Label(title="", about=""))
    lanes = (_lane(report, groups, domain) for groups, domain in _LANES)
    return Route(stops=stops, lanes=tuple(lane for lane in lanes if lane), signer=_signer(report), exits=_exits(report))


def _serious(report: Report) -> dict[Code, Finding]:
    """What was found, but for what only informs."""
    return {finding.code: finding for finding in report.findings if finding.severity is not Severity.INFO}


def _computer(report: Report) -> Label:
    return Label(title=words.domain(Domain.MACHINE), about=next(iter(own_addresses(report.machine)), ""))


def _network(report: Report) -> Label:
    found = _serious(report)
    if Code.CAPTIVE_PORTAL in found:
        return Label(title=_("Sign-in page"), about="")
    if _NAMES & found.keys():
        return Label(title=_("Name server"), about=next(iter(report.machine.name_servers), ""))
    gateways = [route.gateway for route in report.machine.default_routes or () if route.gateway]
    return Label(title=_("Local network"), about=next(iter(gateways), ""))


def _equipment(report: Report) -> Label:
    """What is known to stand between; some router or firewall always does."""
    if signer := _signer(report):
        return Label(title=_("TLS inspection"), about=signer)
    if proxy := _proxy(report):
        socks = proxy.proxy is not None and proxy.proxy.scheme.value.startswith("socks")
        return Label(title=_("SOCKS proxy") if socks else _("Web proxy"), about=proxy.id.split("://")[-1])
    if tunnels := report.machine_reading.tunnels:
        return Label(title=_("VPN"), about=tunnels[0])
    return Label(title=_("Router, firewall"), about="")


def _proxy(report: Report) -> Path | None:
    """A proxy that is alive."""
    readings = report.path_readings
    alive = (path for path in report.paths if path.id in readings and readings[path.id].state is ProxyState.ALIVE)
    return next(alive, None)


def _internet(report: Report) -> Label:
    told = [address for exits in (report.egress.exits if report.egress else ()) for address in exits.addresses]
    return Label(title=_("Internet"), about="" if len(_exits(report)) > 1 else next(iter(told), ""))


def _signer(report: Report) -> str:
    opened = (finding for finding in report.findings if isinstance(finding, TlsIntercepted))
    return next((finding.vendor or finding.issuer for finding in opened), "")


def _exits(report: Report) -> tuple[str, ...]:
    egress = report.egress
    rotating = [exits for exits in (egress.of(DIRECT) if egress else ()) if exits.pattern in _ROTATING]
    return rotating[0].addresses if rotating else ()


def _lane(report: Report, groups: Sequence[Group], domain: Domain | None) -> Lane | None:
    tested = _tested(report, groups)
    if not tested:
        return None
    arrived = [result for result in tested if _arrives(result)]
    status = _status(report, domain, len(arrived), len(tested))
    cause = _cause(report, domain) if status is Status.FAIL else None
    return Lane(
        title=_("Portal, websites") if domain is Domain.PORTAL else words.group(groups[0]),
        counted=answered_of(len(arrived), len(tested)),
        status=status,
        breaks=_break(cause) if status is Status.FAIL else None,
        why=_why(report, cause, tested) if status is Status.FAIL else "",
    )


def _tested(report: Report, groups: Sequence[Group]) -> list[EndpointResult]:
    """What was tested of some groups. Of websites only HTTPS counts: on port 80 a sign-in page and a TLS inspector
    answer as the website does."""
    tested = [one for one in report.endpoints if one.group in groups and one.status is not Status.SKIPPED]
    encrypted = [one for one in tested if one.port != HTTP_PORT]
    return encrypted if encrypted and Group.WEBSITE in groups else tested


def _arrives(result: EndpointResult) -> bool:
    """By any path."""
    return result.status is Status.PASS or Status.PASS in result.paths.values()


def _status(report: Report, domain: Domain | None, arrived: int, tested: int) -> Status:
    """Of a lane: broken where nothing arrives, and in doubt where its verdict says that it fails all the same."""
    if not arrived or _TOTAL & _serious(report).keys():
        return Status.FAIL
    verdict = report.verdicts.get(domain) if domain else None
    spoilt = verdict is not None and verdict.status in (Verdict.FAIL, Verdict.WARN)
    return Status.WARN if spoilt or arrived < tested else Status.PASS


def _cause(report: Report, domain: Domain | None) -> Finding | None:
    """The most serious finding that concerns the lane."""
    found = _serious(report).values()
    return next((one for one in found if domain is None or domain in one.domains or one.everywhere), None)


def _break(cause: Finding | None) -> Stop:
    """Where a cause is; equipment on the way where none says."""
    if isinstance(cause, TwsPortsBlocked) and cause.block is Block.DENIED:
        return Stop.COMPUTER
    return _BREAKS.get(cause.code, Stop.EQUIPMENT) if cause else Stop.EQUIPMENT


def _why(report: Report, cause: Finding | None, tested: Sequence[EndpointResult]) -> str:
    """How most of them failed: at the proxy where one is the only way out, and without internet by what needs no
    name server, since that no name resolves is a consequence there."""
    if isinstance(cause, HttpProxyCannotCarryTws) and cause.failures.failure:
        return failures.label(cause.failures.failure)
    if cause and cause.code is Code.NO_INTERNET:
        tested = [one for one in report.endpoints if _is_numeric_control(one)] or tested
    off = [result for result in tested if result.status is not Status.PASS] or tested
    notes = [conditions.note(result.state) for result in off]
    return max(dict.fromkeys(notes), key=notes.count)


def _is_numeric_control(result: EndpointResult) -> bool:
    return result.group is Group.CONTROL and result.status is Status.FAIL and is_address(result.host)


def told(route: Route) -> str:
    """The drawing in words: each lane, and where it breaks."""
    return lists.sentences((*(told_of(lane, route) for lane in route.lanes), *_besides(route)))


def told_of(lane: Lane, route: Route) -> str:
    """`Gateways: 0 of 36, timed out; broken at: Router, firewall.`"""
    if lane.breaks is None:
        return _("{lane}: {count}.").format(lane=lane.title, count=lane.counted)
    place = route.stops[lane.breaks].title or lane.title
    text = _("{lane}: {count}, {why}; broken at: {place}.")
    return text.format(lane=lane.title, count=lane.counted, why=lane.why, place=place)


def _besides(route: Route) -> list[str]:
    besides = []
    if route.signer:
        besides.append(_("Encrypted connections are opened by {signer}.").format(signer=route.signer))
    if route.exits:
        besides.append(_("Connections leave from {addresses}.").format(addresses=lists.listed(route.exits)))
    return besides
