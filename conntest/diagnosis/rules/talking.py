"""Is it a gateway that answers on a gateway's open port, and does data get through to it?"""

from collections.abc import Iterator, Sequence

from conntest.diagnosis import phrases
from conntest.evidence.endpoint import EndpointView
from conntest.evidence.evidence import Evidence, endpoint_ids, observation_ids
from conntest.evidence.required_hosts import usable_hosts
from conntest.language import gettext as _
from conntest.language import pgettext
from conntest.model.finding import Code, Domain, Draft, Severity
from conntest.model.host import Group
from conntest.model.observation import Protocol
from conntest.model.outcome import Response

_TWS = frozenset({Domain.TWS})

_NARROWER = frozenset({Code.REGION_UNREACHABLE, Code.PRIMARY_UNREACHABLE})

#: The connection opened, and whatever was sent was cut off or vanished.
_STOPPED = frozenset({Response.CUT, Response.UNACKNOWLEDGED})

#: The same, and dialogues which real gateways may end in for all anyone knows.
_FRUITLESS = _STOPPED | {Response.SILENT, Response.UNCLEAR}


def tws_payload_blocked(case: Evidence) -> Iterator[Draft]:
    """Gateways of several regions, on all ports or on one, accept connections, and every one of these is cut, or its
    data eaten, as soon as data flows, while TLS to other hosts works. One region alone may be having a restart.

    Only a warning where some merely stay silent although our data arrived: nobody confirmed that no gateway does so.
    """
    tls_works = [view for view in case.web if view.answered or view.certificate_failure]
    fruitless = _fruitless(case)
    if not tls_works or len({view.endpoint.region for view in fruitless}) < 2:
        return
    kinds = {view.response for view in fruitless}
    is_stopped = all(_is_stopped(view) for view in fruitless)
    variant = "silent" if not is_stopped else "cut" if Response.CUT in kinds else "unacknowledged"
    yield Draft(
        code=Code.TWS_PAYLOAD_BLOCKED,
        severity=Severity.FAIL if is_stopped else Severity.WARN,
        variant=variant,
        params={
            "count": phrases.gateway_count(fruitless),
            "how": phrases.how(fruitless),
            "witness": phrases.witness(tls_works),
        },
        subjects=endpoint_ids(fruitless),
        evidence=observation_ids(fruitless),
        domains=_TWS,
        explains=_NARROWER if is_stopped else frozenset(),
        everywhere=is_stopped,
    )


def _fruitless(case: Evidence) -> list[EndpointView]:
    """The open gateways if none of them answered; else those of a port on which every one was stopped."""
    opened = [view for view in case.gateways if view.is_open]
    if all(view.response in _FRUITLESS for view in opened):
        return opened
    ports = sorted({view.endpoint.port for view in opened})
    by_port = ([view for view in opened if view.endpoint.port == port] for port in ports)
    return next((views for views in by_port if all(_is_stopped(view) for view in views)), [])


def _is_stopped(view: EndpointView) -> bool:
    """In TLS too: what becomes of the greeting alone proves nothing (domain.md)."""
    return view.response in _STOPPED and any(seen.tls for seen in view.attempts)


def unexpected_protocol(case: Evidence) -> Iterator[Draft]:
    """Something answers on a gateway port in a language that no gateway speaks. Bytes that nobody knows are only a
    warning, and so are a few gateways on which none of the user's regions depends."""
    strangers = [view for view in case.gateways if view.response is Response.OTHER]
    if not strangers:
        return
    everywhere = all(view.response is Response.OTHER for view in case.gateways if view.is_open)
    everywhere = everywhere and case.enough_known(strangers, case.all_of(Group.GATEWAY))
    spoken = next((view.spoken for view in strangers if view.spoken is not Protocol.UNKNOWN), None)
    is_fail = spoken is not None and (everywhere or _takes_my_region(case, strangers))
    yield Draft(
        code=Code.UNEXPECTED_PROTOCOL,
        severity=Severity.FAIL if is_fail else Severity.WARN,
        variant="all" if everywhere else "some",
        params={
            "count": phrases.gateway_count(strangers),
            "hosts": phrases.hosts(strangers),
            "spoken": spoken.value.upper() if spoken else _("an unknown protocol"),
            "preview": _preview(strangers, spoken),
        },
        subjects=endpoint_ids(strangers),
        evidence=observation_ids(strangers),
        domains=_TWS,
        explains=_NARROWER,
    )


def _preview(strangers: Sequence[EndpointView], spoken: Protocol | None) -> str:
    """The first bytes that one of them sent, in the protocol that is told of."""
    told = (view.preview for view in strangers if view.preview and view.spoken is (spoken or view.spoken))
    # translators: no bytes were received.
    return next(told, pgettext("bytes", "none"))


def _takes_my_region(case: Evidence, strangers: Sequence[EndpointView]) -> bool:
    """A region that the user said is theirs has no usable host, and these are among its hosts."""
    affected = {view.endpoint.region for view in strangers}
    return any(region in affected and not usable_hosts(case, region) for region in case.my_regions)
