"""All gateways of one region fail, while another region works."""

from collections.abc import Iterator
from typing import Self

from conntest.evidence.endpoint import outcomes_of
from conntest.evidence.evidence import Evidence, endpoint_ids, observation_ids
from conntest.evidence.required_hosts import usable_hosts
from conntest.findings import advice
from conntest.findings.advice import ALLOW_GATEWAYS, HOTSPOT
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.links import HOSTS_AND_PORTS, SYSTEM_STATUS
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.host import REGION_NAMES, Region
from conntest.model.outcome import Outcomes
from conntest.model.privacy import HostName
from conntest.values import dataclass
from conntest.wording import outcomes, phrases

_OF_YOURS = (
    Remedy(
        who=Who.IBKR,
        steps=(
            N_("Check IBKR's system status page: each region restarts its servers at known times of the day."),
            N_(
                "If nothing is announced and a phone's hotspot shows the same, attach this report to a ticket in "
                "the Message Center of Client Portal."
            ),
        ),
        link=SYSTEM_STATUS,
    ),
    Remedy(who=Who.YOU, steps=(N_("Run conntest again in half an hour."), HOTSPOT)),
    Remedy(
        who=Who.IT,
        steps=(
            N_("Look for a filter by country or by address that covers this region's gateways, and allow them."),
            ALLOW_GATEWAYS,
        ),
        link=HOSTS_AND_PORTS,
    ),
)

_OF_OTHERS = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("If TWS works for you, there is nothing to do."),
            N_(
                "To be told only about your own region, run conntest with `--region auto`, which reads it from the "
                "installed TWS or IB Gateway."
            ),
        ),
        link=SYSTEM_STATUS,
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "If people here have accounts in this region, look for a filter by country or by address that "
                "covers its gateways, and allow them."
            ),
        ),
        link=HOSTS_AND_PORTS,
    ),
)

_ABOUT = About(
    code=Code.REGION_UNREACHABLE,
    title=N_("One IBKR region cannot be reached"),
    meaning=N_(
        "IBKR runs gateways in several regions, and every account is served by one of them. All gateways of one region "
        "fail from here, while other regions work. If it is the region of your account, TWS cannot log in; if it is "
        "another one, it does not concern you today.\n\n"
        "No primary or backup of the region can be used on both ports, while the ports are open towards other regions, "
        "so a general port block is ruled out. What remains is an outage or a restart at IBKR, a fault on the route to "
        "that region, or a filter on its addresses. Only the account tells which region serves it, not the place it "
        "is used from."
    ),
    advice=(
        Advice(remedies=_OF_YOURS),
        Advice(when=N_("Where it is not known to be your region"), remedies=_OF_OTHERS),
    ),
    healthy_cause=N_("During IBKR's daily restart of a region its gateways may not answer for a while."),
    symptoms=(
        Symptom.CONNECTION_ATTEMPT,
        Symptom.CONNECTION_FAILED,
        Symptom.SOCKET_TIMEOUT,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionUnreachable(Conclusion):
    """`region` fails and `others` work. `yours` says whether the user named it as that of their account."""

    region: Region
    yours: bool
    outcomes: Outcomes
    others: tuple[Region, ...]
    #: A gateway of another region that can be used.
    usable: HostName

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """No host of a region is usable on both ports, while some other region has one."""
        alive = tuple(region for region in evidence.regions if usable_hosts(evidence, region))
        for region in evidence.regions:
            if region in alive or not alive or _may_have_more(evidence, region):
                continue
            views = [view for several in evidence.gateways_of(region).values() for view in several]
            failed = [view for view in views if not view.usable]
            yours = region in evidence.my_regions
            yield cls(
                severity=Severity.FAIL if yours else Severity.WARN,
                subjects=endpoint_ids(views),
                evidence=observation_ids(failed),
                domains=frozenset({Domain.TWS}),
                explains=frozenset({Code.CONNECTION_UNSTABLE}),
                region=region,
                yours=yours,
                outcomes=outcomes_of(failed, tried=len(views)),
                others=alive,
                usable=_usable(evidence, alive[0]),
            )

    @property
    def title(self) -> str:
        return _("Your IBKR region cannot be reached") if self.yours else _(_ABOUT.title)

    @property
    def summary(self) -> str:
        if self.yours:
            text = _(
                "No gateway of your region ({region}) can be used on both ports: {how}. Other regions can be reached: "
                "{others}. TWS cannot work until this region answers."
            )
        else:
            text = _(
                "No gateway of one region ({region}) can be used on both ports: {how}. Other regions can be reached: "
                "{others}. This matters only if that region serves your account."
            )
        return text.format(
            region=_(REGION_NAMES[self.region]),
            how=outcomes.how(self.outcomes),
            others=phrases.listed((_(REGION_NAMES[other]) for other in self.others), 6),
        )

    def advice(self) -> tuple[Remedy, ...]:
        return (*_OF_YOURS, advice.point_tws_at(self.usable)) if self.yours else _OF_OTHERS


def _usable(evidence: Evidence, region: Region) -> str:
    row = usable_hosts(evidence, region)[0]
    return evidence.gateways_of(region)[row][0].endpoint.host


def _may_have_more(evidence: Evidence, region: Region) -> bool:
    """A gateway of the region was not tested for a reason of the run's own."""
    return any(evidence.unknown(view) for view in evidence.views if view.endpoint.region is region)
