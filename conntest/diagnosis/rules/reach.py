"""Which part of IBKR's hosts cannot be reached while the rest can: a region, its primary, the portal?"""

from collections.abc import Iterator, Sequence

from conntest.diagnosis import phrases
from conntest.evidence.endpoint import EndpointView
from conntest.evidence.evidence import Evidence, endpoint_ids, observation_ids
from conntest.evidence.required_hosts import Need, portal_needs, usable_hosts
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Draft, Severity
from conntest.model.host import REGION_NAMES, Region, Role
from conntest.model.outcome import Response
from conntest.wording.phrases import portal_part

_TWS = frozenset({Domain.TWS})


def region_unreachable(case: Evidence) -> Iterator[Draft]:
    """No host of a region is usable on both ports, while some other region has one."""
    alive = [region for region in case.regions if usable_hosts(case, region)]
    for region in case.regions:
        if region in alive or not alive or _may_have_more(case, region):
            continue
        views = [view for several in case.gateways_of(region).values() for view in several]
        failed = [view for view in views if not view.usable]
        mine = region in case.my_regions
        yield Draft(
            code=Code.REGION_UNREACHABLE,
            severity=Severity.FAIL if mine else Severity.WARN,
            variant="yours" if mine else "other",
            params={
                "region": _(REGION_NAMES[region]),
                "how": phrases.how(failed, tried=len(views)),
                "others": phrases.listed((_(REGION_NAMES[other]) for other in alive), 6),
            },
            subjects=endpoint_ids(views),
            evidence=observation_ids(failed),
            domains=_TWS,
            explains=frozenset({Code.CONNECTION_UNSTABLE}),
        )


def _may_have_more(case: Evidence, region: Region) -> bool:
    """A gateway of the region was not tested for a reason of the run's own."""
    return any(case.unknown(view) for view in case.views if view.endpoint.region is region)


def primary_unreachable(case: Evidence) -> Iterator[Draft]:
    """A region's primary is not usable and one of its backups is. Only worth knowing where the user's is another."""
    for region in case.regions:
        usable = usable_hosts(case, region)
        hosts = case.gateways_of(region)
        roles = {host: views[0].endpoint.role for host, views in hosts.items()}
        dead = [host for host, role in roles.items() if role is Role.PRIMARY and host not in usable]
        backups = [host for host in usable if roles[host] is Role.BACKUP]
        if dead and backups:
            yield _primary(case, region, hosts[dead[0]], hosts[backups[0]][0])


def _primary(case: Evidence, region: Region, views: Sequence[EndpointView], backup: EndpointView) -> Draft:
    failed = [view for view in views if not view.usable]
    mine = not case.my_regions or region in case.my_regions
    return Draft(
        code=Code.PRIMARY_UNREACHABLE,
        severity=Severity.WARN if mine else Severity.INFO,
        params={
            "region": _(REGION_NAMES[region]),
            "primary": failed[0].endpoint.host,
            "how": phrases.how(failed, tried=len(views)),
            "backup": backup.endpoint.host,
        },
        subjects=endpoint_ids(failed),
        evidence=observation_ids(failed),
        domains=_TWS,
    )


def portal_blocked(case: Evidence) -> Iterator[Draft]:
    """The website, or every Client Portal host, does not answer on 443, while gateways or neutral hosts do."""
    lost = [need for need in portal_needs(case) if _is_lost(case, need)]
    groups = {view.endpoint.group for need in lost for view in need.views}
    dead = [view for view in case.portals if view.endpoint.group in groups and not _reached(view)]
    others = [view for view in case.witnesses if view.id not in endpoint_ids(dead)]
    gateways = [view for view in case.gateways if view.answered]
    if not lost or not (others or gateways):
        return
    yield Draft(
        code=Code.PORTAL_BLOCKED,
        severity=Severity.FAIL,
        variant=_portal_variant(dead),
        params={
            "hosts": phrases.hosts(dead),
            "what": phrases.listed(portal_part(need.group) for need in lost),
            "how": phrases.how(dead),
            "witness": phrases.witness(others) if others else _answering(gateways[0]),
        },
        subjects=endpoint_ids(dead),
        evidence=observation_ids(dead),
        domains=frozenset({Domain.PORTAL}),
    )


def _answering(gateway: EndpointView) -> str:
    # translators: a clause, to stand after "while".
    return _("gateways such as {host} answer").format(host=gateway.endpoint.host)


def _is_lost(case: Evidence, need: Need) -> bool:
    """Nobody presented a certificate, whether a good one or not, and none is left that was not asked for it."""
    return bool(need.tested) and not any(_reached(v) or _not_asked(v) or case.unknown(v) for v in need.views)


def _not_asked(view: EndpointView) -> bool:
    return view.is_open and view.response is Response.NONE


def _reached(view: EndpointView) -> bool:
    return view.answered or view.certificate_failure is not None


def _portal_variant(dead: Sequence[EndpointView]) -> str:
    if all(view.is_open for view in dead):
        return "tls-cut"
    return phrases.manner_of(dead)
