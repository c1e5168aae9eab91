"""The state of each endpoint in a few words, for the matrix. Findings say why; this only says what."""

from collections import Counter

from conntest.diagnosis.case import Case
from conntest.diagnosis.catalogue import failure_entry
from conntest.diagnosis.catalogue.terms import SPECIAL_PURPOSES
from conntest.diagnosis.dialogue import Dialogue
from conntest.diagnosis.rules.middlebox import as_expected
from conntest.diagnosis.views import EndpointView
from conntest.diagnosis.ways import Way
from conntest.language import gettext as _
from conntest.model.addresses import family, special_purpose
from conntest.model.finding import Status
from conntest.model.host import Group
from conntest.model.observation import DIRECT, Protocol
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
        row=endpoint.row,
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
            return _canary(view)
        case Group.PUSH:
            return (Status.PASS, _("open")) if view.is_open else (Status.WARN, _why_closed(view))
        case Group.CAPTIVE_CHECK:
            return _captive(view)
        case Group.GATEWAY:
            return _gateway(view)
        case _:
            return _web(view)


def _canary(view: EndpointView) -> Outcome:
    if view.is_open:
        # translators: a note of a few words in a table, like all that follow: nothing may answer there.
        return Status.FAIL, _("accepted: must not be")
    return Status.PASS, _("no answer, as it must be")


def _untested(case: Case, view: EndpointView) -> Outcome:
    names = case.names.get(view.endpoint.row)
    if names is None or not names.looked_up or case.unknown(view):
        return Status.SKIPPED, _("not tested")
    if names.missing_everywhere:
        return Status.INCONCLUSIVE, _("name does not exist")
    if not names.resolved:
        return Status.FAIL, _("no such name") if names.missing else _("does not resolve")
    purposes = [purpose for address in sorted(names.used) if (purpose := special_purpose(address))]
    if not purposes:
        return Status.SKIPPED, _("no usable address")
    # translators: {kind} is such as "a loopback address".
    return Status.FAIL, _("resolves to {kind}").format(kind=_(SPECIAL_PURPOSES[purposes[0]]))


def _captive(view: EndpointView) -> Outcome:
    pages = [seen.http.detail for seen in view.attempts if seen.http and seen.http.detail.status is not None]
    if not pages:
        return Status.WARN, _why_closed(view)
    if any(as_expected(seen) for seen in view.attempts):
        return Status.PASS, _("answered as it must")
    return Status.WARN, _("answered otherwise (HTTP {status})").format(status=pages[0].status)


def _gateway(view: EndpointView) -> Outcome:
    if not view.is_open:
        return Status.FAIL, _why_closed(view)
    match view.dialogue:
        case Dialogue.ANSWERED if view.proven:
            return _unless_partial(view, _("gateway answers"))
        case Dialogue.ANSWERED:
            return _unless_partial(view, _("TLS answers"))
        case Dialogue.OTHER:
            return Status.FAIL, _not_a_gateway(view)
        case Dialogue.CUT:
            return Status.WARN, _("open, then cut")
        case Dialogue.UNACKNOWLEDGED:
            return Status.FAIL, _("open, data swallowed")
        case Dialogue.UNCLEAR:
            return Status.INCONCLUSIVE, _("open, TLS error")
        case Dialogue.SILENT:
            return Status.INCONCLUSIVE, _("open, silent")
        case Dialogue.NONE | Dialogue.REFUSED_CERTIFICATE:
            return _unless_partial(view, _("open"))


def _not_a_gateway(view: EndpointView) -> str:
    if view.spoken is None or view.spoken is Protocol.UNKNOWN:
        return _("not a gateway: unknown")
    # translators: {protocol} is such as "http" or "ssh".
    return _("not a gateway: {protocol}").format(protocol=view.spoken.value)


def _web(view: EndpointView) -> Outcome:
    if not view.is_open:
        return Status.FAIL, _why_closed(view)
    if view.certificate_failure:
        return Status.FAIL, _(failure_entry(view.certificate_failure).short)
    match view.dialogue:
        case Dialogue.ANSWERED:
            return _unless_partial(view, _http_note(view))
        case Dialogue.NONE:
            return _unless_partial(view, _("open"))
        case Dialogue.CUT:
            return Status.FAIL, _("open, then cut")
        case Dialogue.OTHER:
            return Status.FAIL, _("open, not TLS")
        case Dialogue.UNCLEAR:
            return Status.FAIL, _("open, TLS error")
        case _:
            return Status.FAIL, _("open, silent")


def _http_note(view: EndpointView) -> str:
    statuses = [seen.http.detail.status for seen in view.attempts if seen.http and seen.http.detail.status]
    return f"HTTP {statuses[0]}" if statuses else _("TLS answers")


def _unless_partial(view: EndpointView, note: str) -> Outcome:
    """A program may pick any of the addresses: one dead IPv4 address among several is worth a warning."""
    dead = sorted(address for address in view.addresses - view.open_addresses if family(address) == 4)
    if not dead:
        return Status.PASS, note
    # translators: {note} is what became of the host, such as "gateway answers"; one of its addresses fails.
    return Status.WARN, _("{note}; {address} fails").format(note=note, address=dead[0])


def _why_closed(view: EndpointView) -> str:
    failures = Counter(seen.failure for seen in view.attempts if seen.failure)
    most = min(failures, key=lambda failure: (-failures[failure], failure), default=None)
    return _(failure_entry(most).short) if most else _("not tested")
