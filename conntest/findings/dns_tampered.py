"""IBKR's names lead to addresses that are not IBKR's."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from ipaddress import ip_address
from typing import Self, assert_never

from conntest.evidence.endpoint import EndpointView, opened
from conntest.evidence.evidence import Evidence
from conntest.evidence.named_endpoints import (
    is_gateway,
    own_rows,
    public_answers_are_forged,
    views_of,
)
from conntest.evidence.names import RowNames
from conntest.findings import dns
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.dns import ADMIN_UNBLOCK, NAME_SERVER_SETTING, RESTART_AND_VPN, UNBLOCK_NAMES
from conntest.findings.links import HOSTS_AND_PORTS
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.addresses import HTTPS_PORT, SpecialPurpose, family, special_purpose
from conntest.model.domains import registered
from conntest.model.failure import Failure
from conntest.model.finding import Code, Remedy, Severity, Who
from conntest.model.host import Group
from conntest.model.observation import AskedBy
from conntest.model.outcome import Response
from conntest.model.privacy import Address, HostName, Organisation
from conntest.values import dataclass
from conntest.wording import phrases, terms

#: So many hosts at one address, none of which answers as it should, are no coincidence.
_SHARING_ROWS = 3

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


class Owner(StrEnum):
    """What answers in the place of the right servers."""

    #: A server with a certificate, which names it.
    CERTIFIED = "certified"
    SOMETHING = "something"
    NOTHING = "nothing"


_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("Do not sign in to IBKR on this network until it is repaired, and heed every certificate warning."),
            UNBLOCK_NAMES,
            RESTART_AND_VPN,
            *NAME_SERVER_SETTING,
            N_("If the server shown is your router, check the name servers set in it and update its software."),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            ADMIN_UNBLOCK,
            N_("If no such rule exists, treat it as an incident: find out who answers in the name server's place."),
        ),
        link=HOSTS_AND_PORTS,
    ),
    Remedy(who=Who.ISP, steps=(N_("If it is the provider's server, show them this finding."),)),
)

_DEAD_END = (
    Remedy(who=Who.YOU, steps=(RESTART_AND_VPN, *NAME_SERVER_SETTING, UNBLOCK_NAMES)),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Compare what your name server gives for these names with what an independent one gives. If "
                "nobody set it on purpose, empty the server's cache: an address that IBKR has given up may be "
                "left in it."
            ),
            ADMIN_UNBLOCK,
        ),
        link=HOSTS_AND_PORTS,
    ),
    Remedy(who=Who.ISP, steps=(N_("If it is the provider's server, show them this finding."),)),
)

_HOSTS_FILE = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_(
                "Windows: start Notepad as administrator, open C:\\Windows\\System32\\drivers\\etc\\hosts, and "
                "remove the lines with these names; then run `ipconfig /flushdns`"
            ),
            N_(
                "macOS: run `sudo nano /etc/hosts`, remove the lines with these names, then run "
                "`sudo dscacheutil -flushcache; sudo killall -HUP mDNSResponder`"
            ),
            N_("Linux: run `sudo nano /etc/hosts` and remove the lines with these names."),
            N_(
                "If your company set the entry on purpose, for example to lead TWS over a forwarding gateway, ask "
                "IT whether its address is still current, and change nothing yourself."
            ),
            N_("If nobody knows where the entry came from, have this computer scanned for malware."),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "If hosts files are managed centrally, compare the entry with what public DNS gives today; IBKR's "
                "addresses change, and entries have to follow."
            ),
        ),
        link=HOSTS_AND_PORTS,
    ),
)


_ABOUT = About(
    code=Code.DNS_TAMPERED,
    title=N_("IBKR's names lead to wrong addresses"),
    meaning=N_(
        "The address given for a name of IBKR is not IBKR's, so TWS or the browser connects to somewhere else. A "
        "filter that sends blocked names to a dead end does this, and so does an attacker. Do not enter your password "
        "on a page reached this way.\n\n"
        "An address that cannot belong to a public server, one address for all gateways, or for gateways and websites, "
        "or IBKR's server found at another address while a stranger or nobody answers at this one is the evidence; a "
        "different public address alone would not be, since large sites have several. Gateways of different regions "
        "share addresses by design. Whether it was done on purpose, and by whom, cannot be seen from here. An entry in "
        "the hosts file is a setting of this computer."
    ),
    advice=(
        Advice(remedies=_ORDINARY),
        Advice(when=N_("Where nobody answers at the address given"), remedies=_DEAD_END),
        Advice(when=N_("Where the entry is in this computer's hosts file"), remedies=_HOSTS_FILE),
    ),
    healthy_cause=N_(
        "A company may lead IBKR's names to a forwarding gateway of its own on purpose, and some proxy programs give "
        "every name a made-up address from 198.18.0.0/15."
    ),
    symptoms=(
        Symptom.CERTIFICATE_PATH,
        Symptom.NOT_PRIVATE,
        Symptom.CONNECTION_ATTEMPT,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsTampered(Conclusion):
    """`name` is the first of the `names` that lead to `address`, which `servers` gave (none: this computer itself).
    `truth` is where the right server answers, as `independent` servers say (none: another one)."""

    lie: Lie
    name: HostName
    names: tuple[HostName, ...]
    address: Address
    special_purpose: SpecialPurpose | None
    servers: tuple[HostName, ...]
    truth: tuple[Address, ...]
    independent: tuple[HostName, ...]
    owner: Owner
    owner_name: Organisation | None

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """IBKR names lead to addresses where nothing answered as IBKR's servers do, and which no public name can have,
        or which gateways share with web hosts, or all of them with one another, or where another server or none answers
        while the right one is found at the address that another name server gives. An address that answered is
        accepted, however odd: a forwarding gateway may be meant, and large sites have several addresses."""
        suspects = [names for names in own_rows(evidence) if names.resolved and not _vindicated(evidence, names)]
        lies: dict[Lie, list[RowNames]] = defaultdict(list)
        for names in suspects:
            lie = next((lie for lie, is_so in _LIES if is_so(evidence, names, suspects)), None)
            if lie:
                lies[lie].append(names)
        for lie, rows in _with_pool(_joined(lies), suspects).items():
            if rows and (lie is not Lie.DEAD_END or _is_more_than_an_outage(evidence, rows)):
                yield cls._of(evidence, lie, rows)

    @classmethod
    def _of(cls, evidence: Evidence, lie: Lie, rows: Sequence[RowNames]) -> Self:
        first = rows[0]
        shared = _shared_addresses(evidence, first, rows) if lie is Lie.ONE_ADDRESS else []
        address = min(shared or first.used)
        truth = _right_addresses(evidence, first)
        owner, owner_name = _owner(evidence, rows)
        return cls(
            severity=dns.severity(evidence, rows),
            subjects=dns.subjects(evidence, rows),
            evidence=tuple(seen for names in rows[:3] for seen in names.evidence()),
            domains=dns.domains(evidence, rows),
            explains=dns.CONSEQUENCES,
            lie=lie,
            name=first.host,
            names=tuple(names.host for names in rows),
            address=address,
            special_purpose=special_purpose(address),
            servers=first.told_by(first.used),
            truth=tuple(truth),
            independent=tuple(dict.fromkeys(_telling(first, truth))),
            owner=owner,
            owner_name=owner_name,
        )

    @property
    def title(self) -> str:
        if self.lie is Lie.HOSTS_FILE:
            return _("The hosts file leads IBKR's names to wrong addresses")
        return _(_ABOUT.title)

    @property
    def summary(self) -> str:
        return self._template().format(
            name=self.name,
            names=phrases.listed(self.names),
            address=self.address,
            kind=terms.special_purpose(self.special_purpose) if self.special_purpose else "",
            servers=phrases.listed(self.servers) or _("this computer itself"),
            independent=phrases.listed(self.independent) or _("another name server"),
            truth=phrases.listed(self.truth, 2),
            owner=self._owner(),
        )

    def _template(self) -> str:
        match self.lie:
            case Lie.BOGON:
                return _(
                    "The address given for {name} is {address} ({kind}), which cannot be one of IBKR's servers. "
                    "Affected: {names}. The answer came from: {servers}."
                )
            case Lie.OTHER_SERVER:
                return _(
                    "The address given for {name} is {address}, and another server than IBKR's answers there. IBKR's "
                    "server answers at {truth}, the address according to {independent}. Affected: {names}. The wrong "
                    "answer came from: {servers}."
                )
            case Lie.DEAD_END:
                return _(
                    "The address given for {name} is {address}, and no server of IBKR answers there. IBKR's server "
                    "answers at {truth}, the address according to {independent}. Affected: {names}. The other answer "
                    "came from: {servers}."
                )
            case Lie.ONE_ADDRESS:
                return _(
                    "Names of IBKR that belong to servers in different places all lead to {address}, where {owner}. "
                    "Affected: {names}. The answer came from: {servers}."
                )
            case Lie.HOSTS_FILE:
                return _(
                    "This computer's hosts file sets the address of {name} by hand: {address}. No server of IBKR "
                    "answers there. Affected: {names}. Programs use such an entry and do not ask the name server."
                )
        assert_never(self.lie)

    def _owner(self) -> str:
        """A clause to stand after "where"."""
        match self.owner:
            case Owner.CERTIFIED:
                # translators: the name in its certificate.
                name = self.owner_name or _("nothing at all")
                return _("a server answers that calls itself {name}").format(name=name)
            case Owner.SOMETHING:
                return _("something else answers")
            case Owner.NOTHING:
                return _("none of them answers")
        assert_never(self.owner)

    def advice(self) -> tuple[Remedy, ...]:
        match self.lie:
            case Lie.HOSTS_FILE:
                return _HOSTS_FILE
            case Lie.DEAD_END:
                return _DEAD_END
            case Lie.BOGON | Lie.OTHER_SERVER | Lie.ONE_ADDRESS:
                return _ORDINARY
        assert_never(self.lie)


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
    return evidence.unknown(view) or (not_asked and _shows_who_answers(view))


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
    return stranger and any(_is_right(view) for view in views)


def _is_right(view: EndpointView) -> bool:
    return view.second_opinion is Response.ANSWERED


def _is_dead_end(evidence: Evidence, names: RowNames, suspects: Sequence[RowNames]) -> bool:
    """Nothing answers, and the right server does so at another address."""
    views = [view for view in views_of(evidence, [names]) if _shows_who_answers(view)]
    return any(_is_right(view) for view in views) and not any(_has_sent(view) for view in views)


def _shows_who_answers(view: EndpointView) -> bool:
    """Plain HTTP, where anyone may answer, does not."""
    return view.tested and (view.endpoint.group is Group.GATEWAY or view.endpoint.port == HTTPS_PORT)


def _has_sent(view: EndpointView) -> bool:
    return view.is_open and view.response not in (Response.SILENT, Response.UNACKNOWLEDGED, Response.NONE)


def _is_more_than_an_outage(evidence: Evidence, rows: Sequence[RowNames]) -> bool:
    """A single web host may have lost one of many addresses. Gateways have one or two, which are the same for all."""
    groups = {view.endpoint.group for view in views_of(evidence, rows)}
    return len(rows) > 1 or Group.GATEWAY in groups or dns.severity(evidence, rows) is Severity.FAIL


def _is_shared(evidence: Evidence, names: RowNames, suspects: Sequence[RowNames]) -> bool:
    """One address for gateways and web hosts, or for all gateways, none of which answers there. That some gateways
    share one is normal: a region's backup is another region's primary (domain.md)."""
    return bool(_shared_addresses(evidence, names, suspects))


def _shared_addresses(evidence: Evidence, names: RowNames, suspects: Sequence[RowNames]) -> list[str]:
    """The address of each family that the name shares like that."""
    return [
        address
        for address in sorted(names.used)
        if names.only_address(address) and _is_shared_oddly(evidence, address, suspects)
    ]


def _is_shared_oddly(evidence: Evidence, address: str, suspects: Sequence[RowNames]) -> bool:
    sharing = [other for other in suspects if other.only_address(address)]
    views = views_of(evidence, sharing)
    if len(sharing) < _SHARING_ROWS or len({view.endpoint.region for view in views}) < 2:
        return False
    if any(address in other.independent for other in sharing) and not public_answers_are_forged(evidence, address):
        return False
    groups = {view.endpoint.group for view in views}
    return len(groups) > 1 or all(names.only_address(address) for names in _gateway_rows(evidence, family(address)))


def _gateway_rows(evidence: Evidence, version: int) -> Iterator[RowNames]:
    """The gateways' names that have an address of that family."""
    for names in own_rows(evidence):
        if is_gateway(evidence, names) and any(family(address) == version for address in names.used):
            yield names


_Check = Callable[[Evidence, RowNames, Sequence[RowNames]], bool]

#: The kinds of wrong answers, the most telling first.
_LIES: tuple[tuple[Lie, _Check], ...] = (
    (Lie.HOSTS_FILE, _is_pinned),
    (Lie.BOGON, _is_impossible),
    (Lie.OTHER_SERVER, _is_elsewhere),
    (Lie.DEAD_END, _is_dead_end),
    (Lie.ONE_ADDRESS, _is_shared),
)


def _right_addresses(evidence: Evidence, names: RowNames) -> list[str]:
    seconds = [seen for view in views_of(evidence, [names]) if _is_right(view) for seen in view.second_opinions]
    return sorted({seen.address for seen in seconds if seen.address and opened(seen)})


def _telling(names: RowNames, truth: Sequence[str]) -> list[str]:
    """Who gives the right addresses."""
    steps = (step for step in names.steps if step.detail.asked_by is not AskedBy.SYSTEM)
    return [step.detail.party for step in steps if set(truth).intersection(step.detail.addresses)]


def _owner(evidence: Evidence, rows: Sequence[RowNames]) -> tuple[Owner, str | None]:
    """What answers in the place of the right servers, and its name by its certificate."""
    views = views_of(evidence, rows)
    leaf = next((view.chain[0] for view in views if view.chain), None)
    if leaf:
        return Owner.CERTIFIED, leaf.subject_common_name or leaf.subject or None
    answers = any(_has_sent(view) for view in views if _shows_who_answers(view))
    return (Owner.SOMETHING if answers else Owner.NOTHING), None
