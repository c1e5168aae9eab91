"""IBKR's names lead to addresses that are not IBKR's."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Self, assert_never

from conntest.evidence.endpoint import opened
from conntest.evidence.evidence import Evidence
from conntest.evidence.named_endpoints import (
    views_of,
)
from conntest.evidence.names import RowNames
from conntest.findings import dns
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.dns_lies import Lie, has_sent, is_right, lies_told, shows_who_answers
from conntest.findings.dns_one_address import shared_addresses
from conntest.findings.dns_tampered_advice import DEAD_END, HOSTS_FILE, ORDINARY
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.addresses import SpecialPurpose, special_purpose
from conntest.model.finding import Code, Remedy
from conntest.model.observation import AskedBy
from conntest.model.privacy import Address, HostName, Organisation
from conntest.values import dataclass
from conntest.wording import phrases, terms


class Owner(StrEnum):
    """What answers in the place of the right servers."""

    #: A server with a certificate, which names it.
    CERTIFIED = "certified"
    SOMETHING = "something"
    NOTHING = "nothing"


_ABOUT = About(
    code=Code.DNS_TAMPERED,
    title=N_("You do not reach IBKR: DNS gives false addresses"),
    meaning=N_(
        "The address given for a name of IBKR is not IBKR's, so TWS or the browser connects to somewhere else. A "
        "filter that sends blocked names to a dead end does this, and so does an attacker. Do not enter your "
        "password on a page reached this way.\n\n"
        "The evidence is one of these: the address cannot belong to a public server; all gateways, or gateways "
        "and websites, have one address; or IBKR's server is found at another address, while a stranger or "
        "nobody answers at this one. A different public address alone proves nothing: large sites have several, "
        "and gateways of different regions share addresses by design. Whether it was done on purpose, and by "
        "whom, cannot be seen from here. An entry in the hosts file is a setting of this computer."
    ),
    advice=(
        Advice(remedies=ORDINARY),
        Advice(when=N_("Where nobody answers at the address given"), remedies=DEAD_END),
        Advice(when=N_("Where the entry is in this computer's hosts file"), remedies=HOSTS_FILE),
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
        for lie, rows in lies_told(evidence).items():
            yield cls._of(evidence, lie, rows)

    @classmethod
    def _of(cls, evidence: Evidence, lie: Lie, rows: Sequence[RowNames]) -> Self:
        first = rows[0]
        shared = shared_addresses(evidence, first, rows) if lie is Lie.ONE_ADDRESS else []
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
                    "DNS gives {address} ({kind}) for {name}, which cannot be one of IBKR's servers. Affected: "
                    "{names}. The answer came from: {servers}."
                )
            case Lie.OTHER_SERVER:
                return _(
                    "DNS gives {address} for {name}, where another server than IBKR's answers. IBKR's own server "
                    "answers at {truth}, the address that {independent} gives. Affected: {names}. The false "
                    "answer came from: {servers}."
                )
            case Lie.DEAD_END:
                return _(
                    "DNS gives {address} for {name}, where no server of IBKR answers. IBKR's own server answers "
                    "at {truth}, the address that {independent} gives. Affected: {names}. The other answer came "
                    "from: {servers}."
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
                return HOSTS_FILE
            case Lie.DEAD_END:
                return DEAD_END
            case Lie.BOGON | Lie.OTHER_SERVER | Lie.ONE_ADDRESS:
                return ORDINARY
        assert_never(self.lie)


def _right_addresses(evidence: Evidence, names: RowNames) -> list[str]:
    seconds = [seen for view in views_of(evidence, [names]) if is_right(view) for seen in view.second_opinions]
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
    answers = any(has_sent(view) for view in views if shows_who_answers(view))
    return (Owner.SOMETHING if answers else Owner.NOTHING), None
