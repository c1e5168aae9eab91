"""The state of each endpoint for the matrix. Findings say why; this only says what."""

from collections import Counter
from dataclasses import replace

from conntest.evidence.endpoint import EndpointView
from conntest.evidence.evidence import Evidence
from conntest.evidence.pages import as_expected
from conntest.evidence.proxy_path import ProxyPath
from conntest.model.addresses import family, special_purpose
from conntest.model.finding import Status
from conntest.model.host import Group
from conntest.model.observation import DIRECT
from conntest.model.outcome import Response
from conntest.model.report import EndpointResult
from conntest.model.verdict import Condition, EndpointState

Outcome = tuple[Status, EndpointState]


def endpoint_results(case: Evidence) -> tuple[EndpointResult, ...]:
    """Every endpoint of the report, in its order."""
    return tuple(_result(case, view) for view in case.views)


def _result(case: Evidence, view: EndpointView) -> EndpointResult:
    status, state = outcome(case, view)
    endpoint = view.endpoint
    return EndpointResult(
        id=endpoint.id,
        row=endpoint.row,
        host=endpoint.host,
        port=endpoint.port,
        group=endpoint.group,
        region=endpoint.region,
        role=endpoint.role,
        service=endpoint.service,
        required=endpoint.required,
        optional=endpoint.optional,
        operator=endpoint.operator,
        status=status,
        paths={DIRECT: status} | {way.path.id: through(way, endpoint.id) for way in case.ways},
        rtt_ms=view.rtt_ms,
        state=state,
    )


def through(way: ProxyPath, endpoint_id: str) -> Status:
    """What became of an endpoint beyond a proxy. That the proxy says "connected" is no pass: data must flow. And a
    gateway behind a web proxy is reached in a way that TWS does not go."""
    view = next((view for view in way.views if view.endpoint.id == endpoint_id), None)
    if view is None or not view.attempts:
        return Status.SKIPPED
    if not view.answered:
        return Status.WARN if view.response is Response.SILENT else Status.FAIL
    return Status.WARN if view.endpoint.group is Group.GATEWAY and not way.carries_tcp else Status.PASS


def outcome(case: Evidence, view: EndpointView) -> Outcome:
    """What became of one endpoint."""
    if not view.tested:
        return _untested(case, view)
    match view.endpoint.group:
        case Group.CANARY:
            return _canary(view)
        case Group.PUSH:
            return (Status.PASS, _state(Condition.OPEN)) if view.is_open else (Status.WARN, _closed(view))
        case Group.CAPTIVE_CHECK:
            return _captive(view)
        case Group.GATEWAY:
            return _gateway(view)
        case _:
            return _web(view)


def _canary(view: EndpointView) -> Outcome:
    if view.is_open:
        return Status.FAIL, _state(Condition.ACCEPTED_AGAINST_EXPECTATION)
    return Status.PASS, _state(Condition.SILENT_AS_EXPECTED)


def _untested(case: Evidence, view: EndpointView) -> Outcome:
    names = case.names.get(view.endpoint.row)
    if names is None or not names.looked_up or case.unknown(view):
        return Status.SKIPPED, _state(Condition.NOT_TESTED)
    if names.missing_everywhere:
        return Status.INCONCLUSIVE, _state(Condition.NAME_MISSING_EVERYWHERE)
    if not names.resolved:
        return Status.FAIL, _state(Condition.NAME_MISSING if names.missing else Condition.NAME_UNRESOLVED)
    purposes = [purpose for address in sorted(names.used) if (purpose := special_purpose(address))]
    if not purposes:
        return Status.SKIPPED, _state(Condition.NO_USABLE_ADDRESS)
    return Status.FAIL, EndpointState(condition=Condition.BOGUS_ADDRESS, special_purpose=purposes[0])


def _captive(view: EndpointView) -> Outcome:
    pages = [seen.http.detail for seen in view.attempts if seen.http and seen.http.detail.status is not None]
    if not pages:
        return Status.WARN, _closed(view)
    if any(as_expected(seen) for seen in view.attempts):
        return Status.PASS, _state(Condition.PAGE_AS_EXPECTED)
    return Status.WARN, EndpointState(condition=Condition.PAGE_OTHERWISE, http_status=pages[0].status)


def _gateway(view: EndpointView) -> Outcome:
    if not view.is_open:
        return Status.FAIL, _closed(view)
    match view.response:
        case Response.ANSWERED if view.proven:
            return _unless_partial(view, _state(Condition.GATEWAY_ANSWERS))
        case Response.ANSWERED:
            return _unless_partial(view, _state(Condition.TLS_ANSWERS))
        case Response.OTHER:
            return Status.FAIL, EndpointState(condition=Condition.NOT_A_GATEWAY, protocol=view.spoken)
        case Response.CUT:
            return Status.WARN, _state(Condition.CUT)
        case Response.UNACKNOWLEDGED:
            return Status.FAIL, _state(Condition.SWALLOWED)
        case Response.UNCLEAR:
            return Status.INCONCLUSIVE, _state(Condition.TLS_ERROR)
        case Response.SILENT:
            return Status.INCONCLUSIVE, _state(Condition.SILENT)
        case Response.NONE | Response.REFUSED_CERTIFICATE:
            return _unless_partial(view, _state(Condition.OPEN))


def _web(view: EndpointView) -> Outcome:
    if not view.is_open:
        return Status.FAIL, _closed(view)
    if view.certificate_failure:
        return Status.FAIL, EndpointState(condition=Condition.BAD_CERTIFICATE, failure=view.certificate_failure)
    match view.response:
        case Response.ANSWERED:
            return _unless_partial(view, _http_state(view))
        case Response.NONE:
            return _unless_partial(view, _state(Condition.OPEN))
        case Response.CUT:
            return Status.FAIL, _state(Condition.CUT)
        case Response.OTHER:
            return Status.FAIL, _state(Condition.NOT_TLS)
        case Response.UNCLEAR:
            return Status.FAIL, _state(Condition.TLS_ERROR)
        case _:
            return Status.FAIL, _state(Condition.SILENT)


def _http_state(view: EndpointView) -> EndpointState:
    statuses = [seen.http.detail.status for seen in view.attempts if seen.http and seen.http.detail.status]
    if not statuses:
        return _state(Condition.TLS_ANSWERS)
    return EndpointState(condition=Condition.HTTP_ANSWERS, http_status=statuses[0])


def _unless_partial(view: EndpointView, state: EndpointState) -> Outcome:
    """A program may pick any of the addresses: one dead IPv4 address among several is worth a warning."""
    dead = sorted(address for address in view.addresses - view.open_addresses if family(address) == 4)
    return (Status.WARN, replace(state, failing_address=dead[0])) if dead else (Status.PASS, state)


def _closed(view: EndpointView) -> EndpointState:
    counts = Counter(seen.failure for seen in view.attempts if seen.failure)
    most = min(counts, key=lambda failure: (-counts[failure], failure), default=None)
    return EndpointState(condition=Condition.CLOSED, failure=most) if most else _state(Condition.NOT_TESTED)


def _state(condition: Condition) -> EndpointState:
    return EndpointState(condition=condition)
