"""What can be wrong with the answer for a name of IBKR's, and for which names it is."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from ipaddress import ip_address

from conntest.evidence.endpoint import EndpointView
from conntest.evidence.evidence import Evidence
from conntest.evidence.named_endpoints import own_rows, views_of
from conntest.evidence.names import RowNames
from conntest.findings import dns
from conntest.findings.dns_one_address import is_shared
from conntest.model.addresses import HTTPS_PORT, special_purpose
from conntest.model.domains import registered
from conntest.model.failure import Failure
from conntest.model.finding import Severity
from conntest.model.host import Group
from conntest.model.outcome import Response

#: The right server's certificate, at a wrong time: the address is right.
_DATES = frozenset({Failure.SSL_EXPIRED, Failure.SSL_NOT_YET_VALID})

#: The domains of IBKR, by their first labels: all of their hosts are public.
_PUBLIC_DOMAINS = frozenset({"ibllc", "interactivebrokers", "ibkr", "ibgdr"})


class Lie(StrEnum):
    """What is wrong with the answer."""

    BOGON = "bogon"
    OTHER_SERVER = "other-server"
    DEAD_END = "dead-end"
    ONE_ADDRESS = "one-address"
    HOSTS_FILE = "hosts-file"


def lies_told(evidence: Evidence) -> Mapping[Lie, Sequence[RowNames]]:
    """The names whose addresses are wrong, by what is wrong with them, the most telling first."""
    suspects = [names for names in own_rows(evidence) if names.resolved and not _vindicated(evidence, names)]
    lies: dict[Lie, list[RowNames]] = defaultdict(list)
    for names in suspects:
        lie = next((lie for lie, is_so in _LIES if is_so(evidence, names, suspects)), None)
        if lie:
            lies[lie].append(names)
    told = _with_pool(_joined(lies), suspects)
    return {
        lie: rows
        for lie, rows in told.items()
        if rows and (lie is not Lie.DEAD_END or _is_more_than_an_outage(evidence, rows))
    }


def _joined(lies: Mapping[Lie, Sequence[RowNames]]) -> Mapping[Lie, Sequence[RowNames]]:
    """Names that lead to one address are one lie, told by those of which most is known."""
    joined: dict[Lie, list[RowNames]] = {}
    taken: set[str] = set()
    for lie in (lie for lie, _check in _LIES if lie in lies):
        addresses = {names.used for names in lies[lie] if names.row not in taken}
        same = [names for several in lies.values() for names in several if names.used in addresses]
        first = [names for names in lies[lie] if names.row not in taken]
        joined[lie] = [*first, *(n for n in same if n not in first and n.row not in taken)]
        taken.update(names.row for names in joined[lie])
    return joined


def _with_pool(
    lies: Mapping[Lie, Sequence[RowNames]], suspects: Sequence[RowNames]
) -> Mapping[Lie, Sequence[RowNames]]:
    """With each lie of which the truth is known, the other suspects that lead to the same few addresses: forged answers
    come from a pool."""
    told = {names.row for several in lies.values() for names in several}
    joined = {}
    for lie, rows in lies.items():
        known = [names.used for names in rows] if lie in (Lie.DEAD_END, Lie.OTHER_SERVER) else []
        pool = frozenset(address for used in known for address in used)
        others = [names for names in suspects if names.row not in told and names.used <= pool]
        joined[lie] = [*rows, *others]
        told.update(names.row for names in others)
    return joined


def _vindicated(evidence: Evidence, names: RowNames) -> bool:
    """Some address answered as it should, or showed the right certificate at a wrong time, or was not asked, for a
    reason of the run's own."""
    return any(_is_right_here(view) or _is_open_question(evidence, view) for view in views_of(evidence, [names]))


def _is_open_question(evidence: Evidence, view: EndpointView) -> bool:
    not_asked = view.is_open and view.response is Response.NONE
    return evidence.unknown(view) or (not_asked and shows_who_answers(view))


def _is_right_here(view: EndpointView) -> bool:
    if view.endpoint.group is Group.GATEWAY:
        return view.answered
    return view.proven or view.certificate_failure in _DATES


def _is_pinned(evidence: Evidence, names: RowNames, suspects: Sequence[RowNames]) -> bool:
    """The hosts file of this computer sets the address, and it is wrong in one of the ways below."""
    spellings = {step.detail.name.lower() for step in names.steps}
    pinned = {pin.address for pin in evidence.machine.hosts_file_pins if pin.name in spellings}
    wrong = (_is_impossible, _is_elsewhere, _is_dead_end)
    return pinned >= names.used and any(is_so(evidence, names, suspects) for is_so in wrong)


def _is_impossible(evidence: Evidence, names: RowNames, suspects: Sequence[RowNames]) -> bool:
    """No public name can have such an address, and nothing that has one of its kind works here: a proxy program that
    gives names made-up addresses, and forwards what is sent to them, gives them to all names."""
    kinds = {special_purpose(address) for address in names.used}
    if None in kinds or _may_be_meant(names):
        return False
    working = {special_purpose(address) for view in evidence.views if view.proven for address in view.open_addresses}
    return not kinds & working


def _may_be_meant(names: RowNames) -> bool:
    """A table of one's own may hold hosts of one's own network, whatever they are called outside; and a cloud's service
    may have an address inside."""
    is_private = all(ip_address(address).is_private and not ip_address(address).is_loopback for address in names.used)
    return is_private and registered(names.host).partition(".")[0] not in _PUBLIC_DOMAINS


def _is_elsewhere(evidence: Evidence, names: RowNames, suspects: Sequence[RowNames]) -> bool:
    """Another server answers, and the right server does so at another address."""
    views = views_of(evidence, [names])
    stranger = any(view.response in (Response.REFUSED_CERTIFICATE, Response.OTHER) for view in views)
    return stranger and any(is_right(view) for view in views)


def is_right(view: EndpointView) -> bool:
    """The right server answers at an address that another name server gives."""
    return view.second_opinion is Response.ANSWERED


def _is_dead_end(evidence: Evidence, names: RowNames, suspects: Sequence[RowNames]) -> bool:
    """Nothing answers, and the right server does so at another address."""
    views = [view for view in views_of(evidence, [names]) if shows_who_answers(view)]
    return any(is_right(view) for view in views) and not any(has_sent(view) for view in views)


def shows_who_answers(view: EndpointView) -> bool:
    """Plain HTTP, where anyone may answer, does not."""
    return view.tested and (view.endpoint.group is Group.GATEWAY or view.endpoint.port == HTTPS_PORT)


def has_sent(view: EndpointView) -> bool:
    """Something came back over an open connection."""
    return view.is_open and view.response not in (Response.SILENT, Response.UNACKNOWLEDGED, Response.NONE)


def _is_more_than_an_outage(evidence: Evidence, rows: Sequence[RowNames]) -> bool:
    """A single web host may have lost one of many addresses. Gateways have one or two, which are the same for all."""
    groups = {view.endpoint.group for view in views_of(evidence, rows)}
    return len(rows) > 1 or Group.GATEWAY in groups or dns.severity(evidence, rows) is Severity.FAIL


_Check = Callable[[Evidence, RowNames, Sequence[RowNames]], bool]

#: The kinds of wrong answers, the most telling first.
_LIES: tuple[tuple[Lie, _Check], ...] = (
    (Lie.HOSTS_FILE, _is_pinned),
    (Lie.BOGON, _is_impossible),
    (Lie.OTHER_SERVER, _is_elsewhere),
    (Lie.DEAD_END, _is_dead_end),
    (Lie.ONE_ADDRESS, is_shared),
)
