"""The state of each endpoint in a few words, for the matrix. Findings say why; this only says what."""

from conntest.diagnosis.case import Case
from conntest.diagnosis.catalogue import failure_entry
from conntest.diagnosis.names import MISSING, RowNames
from conntest.diagnosis.views import Dialogue, EndpointView
from conntest.model.address import bogon
from conntest.model.failure import Failure
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
        paths={DIRECT: status},
        rtt_ms=view.rtt_ms,
        note=note,
    )


def outcome(case: Case, view: EndpointView) -> Outcome:
    """What became of one endpoint."""
    if not view.tested:
        return _untested(case.names.get(view.endpoint.host_id))
    match view.endpoint.group:
        case Group.CANARY:
            return (Status.FAIL, "accepted: must not be") if view.is_open else (Status.PASS, "no answer, as it must be")
        case Group.CAPTIVE_CHECK:
            return _captive(view)
        case Group.GATEWAY:
            return _gateway(view)
        case _:
            return _web(view)


def _untested(names: RowNames | None) -> Outcome:
    if names is None or not names.looked_up:
        return Status.SKIPPED, "not tested"
    if names.missing_everywhere:
        return Status.INCONCLUSIVE, "name does not exist"
    if names.failure in MISSING:
        return Status.FAIL, "no such name"
    if names.failure not in (None, Failure.DNS_BOGON):
        return Status.FAIL, "does not resolve"
    kinds = [kind for address in names.used if (kind := bogon(address))]
    return (Status.FAIL, f"resolves to {kinds[0]}") if kinds else (Status.SKIPPED, "no usable address")


def _captive(view: EndpointView) -> Outcome:
    pages = [seen.http.detail for seen in view.attempts if seen.http and seen.http.detail.status is not None]
    if not pages:
        return Status.WARN, _why_closed(view)
    for page in pages:
        if page.expected and page.status == page.expected.status:
            if (page.body or "").strip() == (page.expected.body or ""):
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
            return Status.WARN, "open, data swallowed"
        case _:
            return _unless_partial(view, "open, silent")


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
        case _:
            return Status.FAIL, "open, silent"


def _http_note(view: EndpointView) -> str:
    statuses = [seen.http.detail.status for seen in view.attempts if seen.http and seen.http.detail.status]
    return f"HTTP {statuses[0]}" if statuses else "TLS answers"


def _unless_partial(view: EndpointView, note: str) -> Outcome:
    """A program may pick any of the addresses: one dead IPv4 address among several is worth a warning."""
    dead = sorted(address for address in view.addresses - view.open_addresses if ":" not in address)
    return (Status.WARN, f"{note}; {dead[0]} does not") if dead else (Status.PASS, note)


def _why_closed(view: EndpointView) -> str:
    failures = [seen.failure for seen in view.attempts if seen.failure]
    return failure_entry(max(set(failures), key=failures.count)).short if failures else "not tested"
