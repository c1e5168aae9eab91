"""No service could be asked for the public address."""

from collections.abc import Iterator
from typing import Self

from conntest.evidence.evidence import Evidence
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.links import HOSTS_AND_PORTS
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.addresses import family
from conntest.model.echo import Series
from conntest.model.egress import EgressSample
from conntest.model.failure import Failure
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.host import Group
from conntest.model.observation import DIRECT
from conntest.model.privacy import HostName, TableWords, Words
from conntest.values import dataclass
from conntest.wording import phrases

#: Services that were tried in vain before it is said that none can be reached: one may be down.
_TRIED_IN_VAIN = 3

_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(N_("If Client Portal ends your sessions, ask IT whether several lines share the traffic here."),),
        link=HOSTS_AND_PORTS,
    ),
)


_ABOUT = About(
    code=Code.EGRESS_UNKNOWN,
    title=N_("Your public address could not be found out"),
    meaning=N_(
        "None of the services that tell a visitor's public address could be reached, so it was not tested whether your "
        "connections leave from changing addresses. Nothing is wrong with TWS for that reason.\n\n"
        "Missing data is no evidence in either direction. Such services may be blocked here, or third parties were "
        "excluded from the run."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    healthy_cause=N_("With `--no-third-party` these services are not asked at all."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAnswer:
    """What an `operator`'s service said instead of an address, or how the attempt failed."""

    operator: TableWords
    failure: Failure | None
    said: Words | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EgressUnknown(Conclusion):
    """None of these services told an address, while `witness` answers as it should."""

    unanswered: tuple[NoAnswer, ...]
    witness: HostName

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """Several services were asked over TCP and none told an address, while a neutral named website answers."""
        answered = [v for v in evidence.of(Group.CONTROL) if v.answered and v.endpoint.row in evidence.names]
        every = [s for s in evidence.egress.samples if s.path == DIRECT] if evidence.egress else []
        tried = [s for s in every if s.series is Series.EACH_SERVICE and _was_tried(evidence, s)]
        known = any(s.address for s in every if s.series not in (Series.DNS, Series.STUN))
        if known or not answered or len({sample.operator for sample in tried}) < _TRIED_IN_VAIN:
            return
        yield cls(
            severity=Severity.INFO,
            evidence=tuple(sample.observation for sample in tried)[:6],
            domains=frozenset({Domain.EGRESS}),
            unanswered=tuple(NoAnswer(operator=one.operator, failure=one.failure, said=one.said) for one in tried),
            witness=answered[0].endpoint.host,
        )

    @property
    def summary(self) -> str:
        return _("{operators} returned no address ({why}), while {witness} works.").format(
            operators=phrases.listed(one.operator for one in self.unanswered),
            why=phrases.listed((phrases.missing_answer(one.failure, one.said) for one in self.unanswered), 2),
            witness=self.witness,
        )


def _was_tried(evidence: Evidence, sample: EgressSample) -> bool:
    """Over a family that this machine has a route for."""
    seen = evidence.seen(sample.observation)
    if seen is None or seen.address is None:
        return False
    return evidence.machine.ipv6_route if family(seen.address) == 6 else evidence.machine.ipv4_route
