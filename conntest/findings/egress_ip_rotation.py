"""New connections leave from different public addresses."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Self, assert_never

from conntest.evidence.egress_samples import believed_samples, one_of_each
from conntest.evidence.evidence import Evidence
from conntest.evidence.taken_paths import is_taken
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.links import HOSTS_AND_PORTS, IP_RESTRICTION
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.egress import EgressSample, Exits, Pattern
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.observation import DIRECT
from conntest.model.privacy import Address, Id, TableWords
from conntest.values import dataclass
from conntest.wording import egress, phrases


class Rotation(StrEnum):
    """The patterns in which a Client Portal session breaks."""

    ROUND_ROBIN = "round-robin"
    PER_FLOW = "per-flow"
    CGNAT_POOL = "cgnat-pool"
    HTTP_POOL = "http-pool"
    PER_DESTINATION = "per-destination"


_ROTATIONS = {
    Pattern.ROUND_ROBIN: Rotation.ROUND_ROBIN,
    Pattern.PER_FLOW: Rotation.PER_FLOW,
    Pattern.CGNAT_POOL: Rotation.CGNAT_POOL,
    Pattern.HTTP_POOL: Rotation.HTTP_POOL,
    Pattern.PER_DESTINATION: Rotation.PER_DESTINATION,
}

_CGNAT_POOL = (
    Remedy(
        who=Who.ISP,
        steps=(
            N_(
                "Ask the provider to keep all connections of one customer on one public address (“paired” pooling, "
                "RFC 6888), or for a public address of your own."
            ),
        ),
        link=HOSTS_AND_PORTS,
    ),
    Remedy(
        who=Who.YOU,
        steps=(
            N_("Until then, a VPN with one fixed exit, or another line, keeps sessions alive."),
            N_("An account with an IP restriction cannot be used from such a pool."),
        ),
        link=IP_RESTRICTION,
    ),
)

_ORDINARY = (
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Send all traffic to IBKR through one internet line, or exempt it from load balancing. The "
                "report's page lists the hosts."
            ),
            N_(
                "Otherwise enable source-address persistence (sticky sessions) for this computer, for longer "
                "than a trading day."
            ),
            N_("Check TCP ports 443, 4000 and 4001 alike: persistence is often set for 443 only."),
        ),
        link=HOSTS_AND_PORTS,
    ),
    Remedy(
        who=Who.YOU,
        steps=(
            N_("If your VPN, proxy program or bonding router has several exits, set it to a single one."),
            N_("If your account has an IP restriction, add all of these addresses to its list."),
        ),
        link=IP_RESTRICTION,
    ),
)


_ABOUT = About(
    code=Code.EGRESS_IP_ROTATION,
    title=N_("Client Portal logs you out: your public address changes"),
    meaning=N_(
        "New connections reach the internet from different public addresses, most often because a load balancer "
        "spreads them over several lines. Client Portal takes that for another visitor and ends the session: "
        "expired or invalid session, missing content, during or after login.\n\n"
        "Several new connections were made to services of several operators that report the address they see. "
        "IPv4 and IPv6 were never compared with one another. A line that carries little traffic can be missed in "
        "a short test."
    ),
    advice=(
        Advice(remedies=_ORDINARY),
        Advice(
            when=N_("Where the addresses are a pool that the provider shares among its customers"), remedies=_CGNAT_POOL
        ),
    ),
    symptoms=(
        Symptom.PORTAL_SESSION_EXPIRED,
        Symptom.PORTAL_NOT_AUTHENTICATED,
        Symptom.PORTAL_IP_NOT_AUTHORIZED,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenAddress:
    """A public address, and how many answers named it."""

    address: Address
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EgressIpRotation(Conclusion):
    """Connections of `family` on `path` left from `addresses`, by `total` answers of these `operators`."""

    rotation: Rotation
    family: int
    path: Id
    addresses: tuple[SeenAddress, ...]
    total: int
    operators: tuple[TableWords, ...]

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """New connections of one family left from several addresses, and not only one operator says so.

        A warning where each destination always saw the same address (a session with one host then holds), and on a way
        that no setting makes programs take."""
        for exits in evidence.egress.exits if evidence.egress else ():
            if exits.pattern in _ROTATIONS:
                yield cls._of(evidence, exits, believed_samples(evidence, exits))

    @classmethod
    def _of(cls, evidence: Evidence, exits: Exits, samples: list[EgressSample]) -> Self:
        holds = exits.pattern is Pattern.PER_DESTINATION or not is_taken(evidence, exits.path)
        seen = [sample.address for sample in samples]
        return cls(
            severity=Severity.WARN if holds else Severity.FAIL,
            subjects=() if exits.path == DIRECT else (exits.path,),
            evidence=one_of_each(samples),
            domains=frozenset({Domain.EGRESS} if holds else {Domain.EGRESS, Domain.PORTAL}),
            rotation=_ROTATIONS[exits.pattern],
            family=exits.family,
            path=exits.path,
            addresses=tuple(SeenAddress(address=one, answers=seen.count(one)) for one in exits.addresses),
            total=len(seen),
            operators=tuple(dict.fromkeys(sample.operator for sample in samples)),
        )

    @property
    def summary(self) -> str:
        # translators: how many of the answers named this public address.
        text = _("{address} ({count} of {total} answers)")
        counted = (text.format(address=one.address, count=one.answers, total=self.total) for one in self.addresses)
        return self._template().format(
            way=egress.way(self.family, self.path),
            addresses=phrases.listed(counted, 4),
            operators=phrases.listed(self.operators),
        )

    def _template(self) -> str:
        match self.rotation:
            case Rotation.ROUND_ROBIN:
                return _(
                    "New connections over {way} alternate between {addresses}, as seen by {operators}. Client "
                    "Portal takes a changed address for another visitor and ends the session."
                )
            case Rotation.PER_FLOW:
                return _(
                    "New connections over {way} leave from several addresses, in no visible order: {addresses}, "
                    "as seen by {operators}. Client Portal takes a changed address for another visitor and ends "
                    "the session."
                )
            case Rotation.CGNAT_POOL:
                return _(
                    "New connections over {way} leave from several addresses of a pool that your provider's "
                    "customers share: {addresses}, as seen by {operators}. Client Portal takes a changed address "
                    "for another visitor and ends the session."
                )
            case Rotation.HTTP_POOL:
                return _(
                    "Over {way} the address changes within one open connection: {addresses}. Something on the way "
                    "takes the requests out of it and sends each by another exit. These are the answers of {operators}."
                )
            case Rotation.PER_DESTINATION:
                return _(
                    "Every service always saw the same address over {way}, but not all of them the same one: "
                    "{addresses}. These are the answers of {operators}. It is a warning only, because a session with a "
                    "single host holds; Client Portal uses several."
                )
        assert_never(self.rotation)

    def advice(self) -> tuple[Remedy, ...]:
        return _CGNAT_POOL if self.rotation is Rotation.CGNAT_POOL else _ORDINARY
