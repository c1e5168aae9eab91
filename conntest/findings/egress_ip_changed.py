"""The public address changed once during the run."""

from collections.abc import Iterator
from typing import Self

from conntest.evidence.egress_samples import believed_samples, one_of_each
from conntest.evidence.evidence import Evidence
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.links import IP_RESTRICTION
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.egress import Pattern
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.privacy import Address, Id
from conntest.values import dataclass
from conntest.wording import egress, phrases

_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("Run conntest again in a few minutes. If the address changes each time, tell IT or the provider."),
            N_(
                "If your account has an IP restriction, check that the new address is in its list. A change "
                "takes effect after IBKR's nightly restart."
            ),
        ),
        link=IP_RESTRICTION,
    ),
    Remedy(who=Who.IT, steps=(N_("Look in the router's log for a failover or a reconnect at that time."),)),
)


_ABOUT = About(
    code=Code.EGRESS_IP_CHANGED,
    title=N_("Your public address changed, which ends open sessions"),
    meaning=N_(
        "The public address was one at the beginning of the run and another at the end. This happens when a "
        "backup line takes over or the router reconnects. Open sessions of TWS and Client Portal break at that "
        "moment: log in again afterwards.\n\n"
        "There was one change, and the new address stayed. That is not a rotation; it takes several runs to see "
        "whether it happens often."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    healthy_cause=N_("Many home lines get a new address once a day."),
    symptoms=(
        Symptom.BROKEN_SOCKET,
        Symptom.API_CONNECTIVITY_LOST,
        Symptom.PORTAL_SESSION_EXPIRED,
        Symptom.PORTAL_IP_NOT_AUTHORIZED,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EgressIpChanged(Conclusion):
    """The address of `family` on `path` was `before`, and `after` from `changed_s` on, on the run's clock."""

    family: int
    path: Id
    before: Address
    after: Address
    changed_s: float

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """One change at one moment, after which every service saw the new address."""
        for exits in evidence.egress.exits if evidence.egress else ():
            if exits.pattern is not Pattern.FAILOVER or exits.changed_s is None:
                continue
            samples = believed_samples(evidence, exits)
            yield cls(
                severity=Severity.WARN,
                evidence=one_of_each(samples),
                domains=frozenset({Domain.EGRESS}),
                family=exits.family,
                path=exits.path,
                before=samples[0].address or "",
                after=samples[-1].address or "",
                changed_s=exits.changed_s,
            )

    @property
    def summary(self) -> str:
        return _(
            "New connections over {way} left from {before} until {when} into the run, and from {after} ever since."
        ).format(
            way=egress.way(self.family, self.path),
            before=self.before,
            after=self.after,
            when=phrases.seconds(self.changed_s),
        )
