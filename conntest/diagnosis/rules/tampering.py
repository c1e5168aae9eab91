"""Do IBKR's names lead to IBKR's servers?"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from ipaddress import ip_address

from conntest.diagnosis import phrases
from conntest.diagnosis.case import Case
from conntest.diagnosis.catalogue.terms import SPECIAL_PURPOSES
from conntest.diagnosis.dialogue import Dialogue
from conntest.diagnosis.names import RowNames
from conntest.diagnosis.rules.naming import SYMPTOMS, domains, own_rows, severity, subjects, views_of
from conntest.diagnosis.views import EndpointView, opened
from conntest.language import gettext as _
from conntest.model.addresses import HTTPS_PORT, special_purpose
from conntest.model.domains import registered
from conntest.model.failure import Failure
from conntest.model.finding import Code, Draft, Severity
from conntest.model.host import Group
from conntest.model.observation import AskedBy

#: So many hosts at one address, none of which answers as it should, are no coincidence.
_SHARING_ROWS = 3

#: The right server's certificate, at a wrong time: the address is right.
_DATES = frozenset({Failure.SSL_EXPIRED, Failure.SSL_NOT_YET_VALID})

#: The domains of IBKR, by their first labels: all of their hosts are public.
_PUBLIC_DOMAINS = frozenset({"ibllc", "interactivebrokers", "ibkr", "ibgdr"})


def dns_tampered(case: Case) -> Iterator[Draft]:
    """IBKR names lead to addresses where nothing answered as IBKR's servers do, and which no public name can have, or
    which hosts of quite different places share, or where somebody else or nobody answers while the right server is
    found at the address that another server gives. An address that answered is accepted, however odd: a forwarding
    gateway may be meant, and large sites have several addresses."""
    suspects = [names for names in own_rows(case) if names.resolved and not _vindicated(case, names)]
    lies: dict[str, list[RowNames]] = defaultdict(list)
    for names in suspects:
        variant = next((variant for variant, is_so in _LIES if is_so(case, names, suspects)), None)
        if variant:
            lies[variant].append(names)
    for variant, rows in _joined(lies).items():
        if rows and (variant != "dead-end" or _is_more_than_an_outage(case, rows)):
            yield _tampered(case, variant, rows)


def _joined(lies: Mapping[str, Sequence[RowNames]]) -> Mapping[str, Sequence[RowNames]]:
    """Names that lead to one address are one lie, told by those of which most is known."""
    joined: dict[str, list[RowNames]] = {}
    taken: set[str] = set()
    for variant in (lie[0] for lie in _LIES if lie[0] in lies):
        addresses = {names.used for names in lies[variant] if names.row not in taken}
        same = [names for several in lies.values() for names in several if names.used in addresses]
        first = [names for names in lies[variant] if names.row not in taken]
        joined[variant] = [*first, *(n for n in same if n not in first and n.row not in taken)]
        taken.update(names.row for names in joined[variant])
    return joined


def _vindicated(case: Case, names: RowNames) -> bool:
    """Some address answered as it should, or showed the right certificate at a wrong time, or was not asked, for a
    reason of the run's own."""
    return any(_is_right_here(view) or _is_open_question(case, view) for view in views_of(case, [names]))


def _is_open_question(case: Case, view: EndpointView) -> bool:
    not_asked = view.is_open and view.dialogue is Dialogue.NONE
    return case.unknown(view) or (not_asked and _shows_who_answers(view))


def _is_right_here(view: EndpointView) -> bool:
    if view.endpoint.group is Group.GATEWAY:
        return view.answered
    return view.proven or view.certificate_failure in _DATES


def _is_pinned(case: Case, names: RowNames, suspects: Sequence[RowNames]) -> bool:
    """The hosts file of this computer sets the address, and it is wrong in one of the ways below."""
    spellings = {step.detail.name.lower() for step in names.steps}
    pinned = {pin.address for pin in case.machine.hosts_file_pins if pin.name in spellings}
    wrong = (_is_impossible, _is_elsewhere, _is_dead_end)
    return pinned >= names.used and any(is_so(case, names, suspects) for is_so in wrong)


def _is_impossible(case: Case, names: RowNames, suspects: Sequence[RowNames]) -> bool:
    """No public name can have such an address, and nothing that has one of its kind works here: a proxy program that
    gives names made-up addresses, and forwards what is sent to them, gives them to all names."""
    kinds = {special_purpose(address) for address in names.used}
    if None in kinds or _may_be_meant(names):
        return False
    working = {special_purpose(address) for view in case.views if view.proven for address in view.open_addresses}
    return not kinds & working


def _may_be_meant(names: RowNames) -> bool:
    """A table of one's own may hold hosts of one's own network, whatever they are called outside; and a cloud's service
    may have an address inside."""
    is_private = all(ip_address(address).is_private and not ip_address(address).is_loopback for address in names.used)
    return is_private and registered(names.host).partition(".")[0] not in _PUBLIC_DOMAINS


def _is_elsewhere(case: Case, names: RowNames, suspects: Sequence[RowNames]) -> bool:
    """Somebody else answers, and the right server does so at another address."""
    views = views_of(case, [names])
    stranger = any(view.dialogue in (Dialogue.REFUSED_CERTIFICATE, Dialogue.OTHER) for view in views)
    return stranger and any(_is_right(view) for view in views)


def _is_right(view: EndpointView) -> bool:
    return view.second_opinion is Dialogue.ANSWERED


def _is_dead_end(case: Case, names: RowNames, suspects: Sequence[RowNames]) -> bool:
    """Nobody answers, and the right server does so at another address."""
    views = [view for view in views_of(case, [names]) if _shows_who_answers(view)]
    return any(_is_right(view) for view in views) and not any(_has_sent(view) for view in views)


def _shows_who_answers(view: EndpointView) -> bool:
    """Plain HTTP, where anyone may answer, does not."""
    return view.tested and (view.endpoint.group is Group.GATEWAY or view.endpoint.port == HTTPS_PORT)


def _has_sent(view: EndpointView) -> bool:
    return view.is_open and view.dialogue not in (Dialogue.SILENT, Dialogue.UNACKNOWLEDGED, Dialogue.NONE)


def _is_more_than_an_outage(case: Case, rows: Sequence[RowNames]) -> bool:
    """A single web host may have lost one of many addresses. Gateways have one or two, which are the same for all."""
    groups = {view.endpoint.group for view in views_of(case, rows)}
    return len(rows) > 1 or Group.GATEWAY in groups or severity(case, rows) is Severity.FAIL


def _is_shared(case: Case, names: RowNames, suspects: Sequence[RowNames]) -> bool:
    """One address for gateways of several regions, or for gateways and web hosts, none of which answers there."""
    sharing = [other for other in suspects if other.used == names.used]
    places = {view.endpoint.region for view in views_of(case, sharing)}
    return len(sharing) >= _SHARING_ROWS and len(places) > 1 and len(names.used) == 1


_Check = Callable[[Case, RowNames, Sequence[RowNames]], bool]

#: The kinds of wrong answers, the most telling first.
_LIES: tuple[tuple[str, _Check], ...] = (
    ("hosts-file", _is_pinned),
    ("bogon", _is_impossible),
    ("other-server", _is_elsewhere),
    ("dead-end", _is_dead_end),
    ("one-address", _is_shared),
)


def _tampered(case: Case, variant: str, rows: Sequence[RowNames]) -> Draft:
    first = rows[0]
    address = min(first.used)
    truth = _right_addresses(case, first)
    return Draft(
        code=Code.DNS_TAMPERED,
        severity=severity(case, rows),
        variant=variant,
        params={
            "name": first.host,
            "names": phrases.listed(names.host for names in rows),
            "address": address,
            "kind": _kind(address),
            "servers": phrases.listed(first.told_by(first.used)) or _("this computer itself"),
            "independent": phrases.listed(_telling(first, truth)) or _("another name server"),
            "truth": phrases.listed(truth, 2),
            "owner": _owner(case, rows),
        },
        subjects=subjects(case, rows),
        evidence=tuple(seen for names in rows[:3] for seen in names.evidence()),
        domains=domains(case, rows),
        explains=SYMPTOMS,
    )


def _kind(address: str) -> str:
    purpose = special_purpose(address)
    return _(SPECIAL_PURPOSES[purpose]) if purpose else ""


def _right_addresses(case: Case, names: RowNames) -> list[str]:
    seconds = [seen for view in views_of(case, [names]) if _is_right(view) for seen in view.second_opinions]
    return sorted({seen.address for seen in seconds if seen.address and opened(seen)})


def _telling(names: RowNames, truth: Sequence[str]) -> list[str]:
    """Who gives the right addresses."""
    steps = (step for step in names.steps if step.detail.asked_by is not AskedBy.SYSTEM)
    return [step.detail.party for step in steps if set(truth).intersection(step.detail.addresses)]


def _owner(case: Case, rows: Sequence[RowNames]) -> str:
    """Who answers in the place of the right servers, as a clause to stand after "where"."""
    views = views_of(case, rows)
    leaf = next((view.chain[0] for view in views if view.chain), None)
    if leaf:
        # translators: the name in its certificate.
        name = leaf.subject_common_name or leaf.subject or _("nothing at all")
        return _("a server answers that calls itself {name}").format(name=name)
    if any(_has_sent(view) for view in views if _shows_who_answers(view)):
        return _("something else answers")
    return _("none of them answers")
