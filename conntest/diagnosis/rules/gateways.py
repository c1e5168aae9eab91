"""Can TWS reach its gateways, on both ports, and is it a gateway that answers?"""

from collections.abc import Iterator, Mapping, Sequence

from conntest.diagnosis import phrases
from conntest.diagnosis.case import HTTPS_PORT, Case, evidence, ids
from conntest.diagnosis.views import Dialogue, EndpointView
from conntest.model.finding import Code, Domain, Draft, Severity
from conntest.model.host import Group, Region, Role
from conntest.model.observation import Protocol

_TWS = frozenset({Domain.TWS})

#: What a port is for: one public source (domain.md).
_CARRIES = {4000: "market data", 4001: "logins and orders"}

#: Each a narrower view of the same silence.
_NARROWER = frozenset({Code.REGION_UNREACHABLE, Code.PRIMARY_UNREACHABLE})


def tws_ports_blocked(case: Case) -> Iterator[Draft]:
    """No gateway accepts a connection, the web's port works, and more than one region was tried, or a neutral host
    fails on the same port and not on the web's."""
    views = case.gateways
    if not views or any(view.is_open for view in views) or not case.witnesses:
        return
    neutral = _neutral(case)
    if len(case.regions) < 2 and not (neutral and not any(view.is_open for view in neutral)):
        return
    yield Draft(
        code=Code.TWS_PORTS_BLOCKED,
        severity=Severity.FAIL,
        variant=_blocked_variant(views, neutral),
        params=_blocked_params(case, views, neutral),
        subjects=ids(views),
        evidence=(*evidence(views, 4), *evidence(case.witnesses, 1)),
        domains=_TWS,
        explains=_NARROWER | {Code.TWS_PORT_PARTLY_BLOCKED},
        everywhere=True,
    )


def _blocked_variant(views: Sequence[EndpointView], neutral: Sequence[EndpointView]) -> str:
    if neutral and all(view.is_open for view in neutral):
        return "destination"
    variant = phrases.manner_of(views)
    return "rejected-by" if variant == "rejected" and phrases.icmp_sender(views) else variant


def _blocked_params(case: Case, views: Sequence[EndpointView], neutral: Sequence[EndpointView]) -> Mapping[str, str]:
    return {
        "count": phrases.gateway_count(views),
        "timeout": phrases.seconds(case.record.run.options.timeout_s),
        "witness": phrases.witness(case.witnesses),
        "how": phrases.how(views),
        "sender": phrases.icmp_sender(views) or "",
        "neutral": phrases.hosts(neutral),
    }


def _neutral(case: Case) -> list[EndpointView]:
    """Neutral hosts asked on the gateways' own ports."""
    ports = {view.endpoint.port for view in case.gateways}
    return [view for view in case.of(Group.CONTROL) if view.endpoint.port in ports]


def tws_port_partly_blocked(case: Case) -> Iterator[Draft]:
    """One of the two ports is closed on every gateway, the other is open on several."""
    ports = sorted({view.endpoint.port for view in case.gateways})
    by_port = {port: [view for view in case.gateways if view.endpoint.port == port] for port in ports}
    closed = [port for port in ports if not any(view.is_open for view in by_port[port])]
    opened = [port for port in ports if sum(view.is_open for view in by_port[port]) >= 2]
    if len(closed) != 1 or not opened or len(by_port[closed[0]]) < 2:
        return
    blocked = by_port[closed[0]]
    yield Draft(
        code=Code.TWS_PORT_PARTLY_BLOCKED,
        severity=Severity.FAIL,
        variant=phrases.manner_of(blocked),
        params={
            "blocked": str(closed[0]),
            "open": str(opened[0]),
            "carries_blocked": _CARRIES.get(closed[0], "part of its traffic"),
            "how": phrases.how(blocked),
        },
        subjects=ids(blocked),
        evidence=evidence(blocked),
        domains=_TWS,
        explains=_NARROWER,
        everywhere=True,
    )


#: Dialogues in which a gateway's port opened and nothing usable came back.
_CUT_SHORT = frozenset({Dialogue.CUT, Dialogue.UNACKNOWLEDGED, Dialogue.SILENT})


def tws_payload_blocked(case: Case) -> Iterator[Draft]:
    """Every open gateway is cut, or its data eaten, as soon as data flows, while TLS to other hosts works.

    Only a warning where all merely stay silent although our data arrived: nobody confirmed that no gateway does so.
    """
    opened = [view for view in case.gateways if view.is_open]
    tls_works = [view for view in case.web if view.answered or view.certificate_failure]
    if len(opened) < 2 or not tls_works or any(view.dialogue not in _CUT_SHORT for view in opened):
        return
    kinds = {view.dialogue for view in opened}
    variant = "silent" if kinds == {Dialogue.SILENT} else "cut" if Dialogue.CUT in kinds else "unacknowledged"
    yield Draft(
        code=Code.TWS_PAYLOAD_BLOCKED,
        severity=Severity.WARN if variant == "silent" else Severity.FAIL,
        variant=variant,
        params={
            "count": phrases.gateway_count(opened),
            "how": phrases.how(opened),
            "witness": phrases.witness(tls_works),
        },
        subjects=ids(opened),
        evidence=evidence(opened),
        domains=_TWS,
    )


def unexpected_protocol(case: Case) -> Iterator[Draft]:
    """Something answers on a gateway port in a language that no gateway speaks. Bytes that nobody knows are only a
    warning, and so are a few gateways of which no region depends."""
    strangers = [view for view in case.gateways if view.dialogue is Dialogue.OTHER]
    if not strangers:
        return
    everywhere = all(view.dialogue is Dialogue.OTHER for view in case.gateways if view.is_open)
    spoken = next((view.spoken for view in strangers if view.spoken), None) or Protocol.UNKNOWN
    region_lost = any(not usable_hosts(case, region) for region in case.my_regions or case.regions)
    is_fail = spoken is not Protocol.UNKNOWN and (everywhere or region_lost)
    yield Draft(
        code=Code.UNEXPECTED_PROTOCOL,
        severity=Severity.FAIL if is_fail else Severity.WARN,
        variant="all" if everywhere else "some",
        params={
            "count": phrases.gateway_count(strangers),
            "hosts": phrases.hosts(strangers),
            "spoken": spoken.value.upper() if spoken is not Protocol.UNKNOWN else "an unknown protocol",
            "preview": next((view.preview for view in strangers if view.preview), ""),
        },
        subjects=ids(strangers),
        evidence=evidence(strangers),
        domains=_TWS,
        explains=_NARROWER,
    )


def usable_hosts(case: Case, region: Region) -> list[str]:
    """Logical hosts of a region of which every tested port is usable."""
    return [host for host, views in case.gateways_of(region).items() if all(view.usable for view in views)]


def region_unreachable(case: Case) -> Iterator[Draft]:
    """No host of a region is usable on both ports, while some other region has one."""
    alive = [region for region in case.regions if usable_hosts(case, region)]
    for region in case.regions:
        if region in alive or not alive:
            continue
        views = [view for several in case.gateways_of(region).values() for view in several]
        failed = [view for view in views if not view.usable]
        mine = region in case.my_regions
        yield Draft(
            code=Code.REGION_UNREACHABLE,
            severity=Severity.FAIL if mine else Severity.WARN,
            variant="yours" if mine else "other",
            params={
                "region": phrases.REGION_NAMES[region],
                "how": phrases.how(failed),
                "others": phrases.listed((phrases.REGION_NAMES[other] for other in alive), 6),
            },
            subjects=ids(views),
            evidence=evidence(failed),
            domains=_TWS,
            explains=frozenset({Code.CONNECTION_UNSTABLE}),
        )


def primary_unreachable(case: Case) -> Iterator[Draft]:
    """A region's primary is not usable and one of its backups is. Only worth knowing where the user's is another."""
    for region in case.regions:
        usable = usable_hosts(case, region)
        hosts = case.gateways_of(region)
        roles = {host: views[0].endpoint.role for host, views in hosts.items()}
        dead = [host for host, role in roles.items() if role is Role.PRIMARY and host not in usable]
        backups = [host for host in usable if roles[host] is Role.BACKUP]
        if not dead or not backups:
            continue
        failed = [view for view in hosts[dead[0]] if not view.usable]
        mine = not case.my_regions or region in case.my_regions
        yield Draft(
            code=Code.PRIMARY_UNREACHABLE,
            severity=Severity.WARN if mine else Severity.INFO,
            params={
                "region": phrases.REGION_NAMES[region],
                "primary": failed[0].endpoint.host,
                "how": phrases.how(failed),
                "backup": hosts[backups[0]][0].endpoint.host,
            },
            subjects=ids(failed),
            evidence=evidence(failed),
            domains=_TWS,
        )


def portal_blocked(case: Case) -> Iterator[Draft]:
    """No website, or no Client Portal host, answers on 443, while gateways or neutral hosts do."""
    lost = [
        (what, views)
        for what, group in (("the website", Group.WEBSITE), ("Client Portal", Group.CLIENT_PORTAL))
        if (views := _on_https(case, group)) and not any(_reached(view) for view in views)
    ]
    dead = [view for _, views in lost for view in views]
    others = [view for view in case.witnesses if view not in dead]
    gateways = [view for view in case.gateways if view.answered]
    if not dead or not (others or gateways):
        return
    yield Draft(
        code=Code.PORTAL_BLOCKED,
        severity=Severity.FAIL,
        variant="tls-cut" if any(view.is_open for view in dead) else phrases.manner_of(dead),
        params={
            "what": " and ".join(what for what, _ in lost),
            "how": phrases.how(dead),
            "witness": phrases.witness(others) if others else f"{phrases.hosts(gateways)} answer",
        },
        subjects=ids(dead),
        evidence=evidence(dead),
        domains=frozenset({Domain.PORTAL}),
    )


def _on_https(case: Case, group: Group) -> list[EndpointView]:
    return [view for view in case.of(group) if view.endpoint.port == HTTPS_PORT]


def _reached(view: EndpointView) -> bool:
    """Somebody presented a certificate; whether it is a good one is another question."""
    return view.answered or view.certificate_failure is not None
