"""The state of each endpoint in a few words, for the matrix. Findings say why; this only says what."""

from collections import Counter

from conntest.diagnosis.case import Case
from conntest.diagnosis.catalogue import failure_entry
from conntest.diagnosis.dialogue import Dialogue
from conntest.diagnosis.rules.middlebox import as_expected
from conntest.diagnosis.views import EndpointView
from conntest.diagnosis.ways import Way
from conntest.model.address import bogon
from conntest.model.finding import Status
from conntest.model.host import Group
from conntest.model.observation import DIRECT
from conntest.model.report import EndpointResult

Outcome = tuple[Status, str]


def endpoint_results(case: Case) -> tuple[EndpointResult, ...]:
    """Every endpoint of the report, in its order."""
    return tuple(_result(case, view) for view in case.views)


def _result(case: Case, view: EndpointView) -> EndpointResult:
    status, note = outcome(case, view)
    endpoint = view.endpoint
    return EndpointResult(
        id=endpoint.id,
        host=endpoint.host,
        port=endpoint.port,
        group=endpoint.group,
        region=endpoint.region,
        role=endpoint.role,
        service=endpoint.service,
        required=endpoint.required,
        operator=endpoint.operator,
        status=status,
        paths={DIRECT: status} | {way.path.id: through(way, endpoint.id) for way in case.ways},
        rtt_ms=view.rtt_ms,
        note=note,
    )


def through(way: Way, endpoint_id: str) -> Status:
    """What became of an endpoint beyond a proxy. That the proxy says "connected" is no pass: data must flow. And a
    gateway behind a web proxy is reached in a way that TWS does not go."""
    view = next((view for view in way.views if view.endpoint.id == endpoint_id), None)
    if view is None or not view.attempts:
        return Status.SKIPPED
    if not view.answered:
        return Status.WARN if view.dialogue is Dialogue.SILENT else Status.FAIL
    return Status.WARN if view.endpoint.group is Group.GATEWAY and not way.carries_tcp else Status.PASS


def outcome(case: Case, view: EndpointView) -> Outcome:
    """What became of one endpoint."""
    if not view.tested:
        return _untested(case, view)
    match view.endpoint.group:
        case Group.CANARY:
            return (Status.FAIL, "accepted: must not be") if view.is_open else (Status.PASS, "no answer, as it must be")
        case Group.PUSH:
            return (Status.PASS, "open") if view.is_open else (Status.WARN, _why_closed(view))
        case Group.CAPTIVE_CHECK:
            return _captive(view)
        case Group.GATEWAY:
            return _gateway(view)
        case _:
            return _web(view)


def _untested(case: Case, view: EndpointView) -> Outcome:
    names = case.names.get(view.endpoint.host_id)
    if names is None or not names.looked_up or case.unknown(view):
        return Status.SKIPPED, "not tested"
    if names.missing_everywhere:
        return Status.INCONCLUSIVE, "name does not exist"
    if not names.resolved:
        return Status.FAIL, "no such name" if names.missing else "does not resolve"
    kinds = [kind for address in sorted(names.used) if (kind := bogon(address))]
    return (Status.FAIL, f"resolves to {kinds[0]}") if kinds else (Status.SKIPPED, "no usable address")


def _captive(view: EndpointView) -> Outcome:
    pages = [seen.http.detail for seen in view.attempts if seen.http and seen.http.detail.status is not None]
    if not pages:
        return Status.WARN, _why_closed(view)
    if any(as_expected(page) for page in pages):
        return Status.PASS, "answered as it must"
    return Status.WARN, f"answered otherwise (HTTP {pages[0].status})"


def _gateway(view: EndpointView) -> Outcome:
    if not view.is_open:
        return Status.FAIL, _why_closed(view)
    match view.dialogue:
        case Dialogue.ANSWERED if view.proven:
            return _unless_partial(view, "gateway answers")
        case Dialogue.ANSWERED:
            return _unless_partial(view, "TLS answers")
        case Dialogue.OTHER:
            return Status.FAIL, f"not a gateway: {view.spoken.value if view.spoken else 'unknown'}"
        case Dialogue.CUT:
            return Status.WARN, "open, then cut"
        case Dialogue.UNACKNOWLEDGED:
            return Status.FAIL, "open, data swallowed"
        case Dialogue.UNCLEAR:
            return Status.INCONCLUSIVE, "open, TLS error"
        case Dialogue.SILENT:
            return Status.INCONCLUSIVE, "open, silent"
        case Dialogue.NONE | Dialogue.REFUSED_CERTIFICATE:
            return _unless_partial(view, "open")


def _web(view: EndpointView) -> Outcome:
    if not view.is_open:
        return Status.FAIL, _why_closed(view)
    if view.certificate_failure:
        return Status.FAIL, failure_entry(view.certificate_failure).short
    match view.dialogue:
        case Dialogue.ANSWERED:
            return _unless_partial(view, _http_note(view))
        case Dialogue.NONE:
            return _unless_partial(view, "open")
        case Dialogue.CUT:
            return Status.FAIL, "open, then cut"
        case Dialogue.OTHER:
            return Status.FAIL, "open, not TLS"
        case Dialogue.UNCLEAR:
            return Status.FAIL, "open, TLS error"
        case _:
            return Status.FAIL, "open, silent"


def _http_note(view: EndpointView) -> str:
    statuses = [seen.http.detail.status for seen in view.attempts if seen.http and seen.http.detail.status]
    return f"HTTP {statuses[0]}" if statuses else "TLS answers"


def _unless_partial(view: EndpointView, note: str) -> Outcome:
    """A program may pick any of the addresses: one dead IPv4 address among several is worth a warning."""
    dead = sorted(address for address in view.addresses - view.open_addresses if ":" not in address)
    return (Status.WARN, f"{note}; {dead[0]} fails") if dead else (Status.PASS, note)


def _why_closed(view: EndpointView) -> str:
    failures = Counter(seen.failure for seen in view.attempts if seen.failure)
    most = min(failures, key=lambda failure: (-failures[failure], failure), default=None)
    return failure_entry(most).short if most else "not tested"
