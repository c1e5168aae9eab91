"""Nothing but IBKR's own hosts fails, and IBKR announces a reset for this time."""

from collections.abc import Iterator, Sequence
from typing import Self

from conntest.evidence.data_centres import home_regions
from conntest.evidence.endpoint import EndpointView
from conntest.evidence.evidence import Evidence, endpoint_ids, observation_ids
from conntest.evidence.required_hosts import tws_is_lost
from conntest.evidence.resets import daily, is_daily, may_be_from_afar, outage
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.links import SYSTEM_STATUS
from conntest.findings.portal_blocked import PortalBlocked
from conntest.findings.primary_unreachable import PrimaryUnreachable
from conntest.findings.region_unreachable import RegionUnreachable
from conntest.findings.symptoms import Symptom
from conntest.findings.tws_payload_blocked import TwsPayloadBlocked
from conntest.findings.tws_port_partly_blocked import TwsPortPartlyBlocked
from conntest.findings.tws_ports_blocked import TwsPortsBlocked
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Finding, Remedy, Severity, Who
from conntest.model.host import REGION_NAMES, Region
from conntest.model.privacy import Public
from conntest.model.reset import ResetPeriod
from conntest.values import dataclass
from conntest.wording import phrases

#: What gateways that are being reset look like from outside; and, where every service is down, the portal.
_OF_GATEWAYS: tuple[type[Conclusion], ...] = (
    TwsPortsBlocked,
    TwsPortPartlyBlocked,
    TwsPayloadBlocked,
    RegionUnreachable,
    PrimaryUnreachable,
)
_OF_ALL: tuple[type[Conclusion], ...] = (*_OF_GATEWAYS, PortalBlocked)

#: The codes of findings that a reset may be taken for.
RESET_LOOKS_LIKE = frozenset(one.about().code for one in _OF_ALL)

_REMEDIES = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_(
                "Run conntest again a quarter of an hour after the announced end. What is still found then is no reset."
            ),
            N_("If TWS works meanwhile, there is nothing to do."),
        ),
        link=SYSTEM_STATUS,
    ),
)

_ABOUT = About(
    code=Code.IBKR_MAINTENANCE,
    title=N_("IBKR announces a reset of its systems for this time"),
    meaning=N_(
        "IBKR resets its systems at published times: each region once or twice a day, and all of them in the night "
        "from Friday to Saturday, when no service is available. What failed in this run are IBKR's own hosts, at such "
        "a time, so whether this network lets TWS through can only be told afterwards.\n\n"
        "The time is that of web servers where this computer's clock differs, with a quarter of an hour on each side. "
        "Nothing near this computer was seen to stop the connections, and neutral hosts answer on the same ports where "
        "any was asked. The windows are data of the host table, with the day on which IBKR's page was read; they have "
        "changed before."
    ),
    advice=(Advice(remedies=_REMEDIES),),
    symptoms=(Symptom.CONNECTION_ATTEMPT, Symptom.SERVER_DISCONNECTED, Symptom.API_CONNECTIVITY_LOST),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IbkrMaintenance(Conclusion):
    """From `begins` to `ends` (RFC 3339, UTC) IBKR resets `regions`, or takes every service down where it is an
    `outage`. `as_of` is the day on which that was read."""

    outage: bool
    regions: tuple[Region, ...]
    begins: Public
    ends: Public
    as_of: Public

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """What was found may all be the operator's doing: only its hosts fail, from afar, at a time for which it
        announces a reset of them. In a daily reset only gateways of the regions concerned are excused."""
        if whole := outage(evidence.record.run):
            excused = [one for one in _found(evidence, _OF_ALL) if _is_excused(evidence, one)]
            lost = _lost_gateways(evidence) if not excused else []
            if excused or lost:
                yield cls._of(evidence, (whole,), excused, lost)
            return
        excused = [one for one in _found(evidence, _OF_GATEWAYS) if _is_excused_daily(evidence, one)]
        if excused:
            yield cls._of(evidence, _periods(evidence, excused), excused, [])

    @classmethod
    def _of(
        cls,
        evidence: Evidence,
        periods: Sequence[ResetPeriod],
        excused: Sequence[Finding],
        lost: Sequence[EndpointView],
    ) -> Self:
        is_outage = outage(evidence.record.run) is not None
        subjects = tuple(dict.fromkeys(subject for one in excused for subject in one.subjects)) or endpoint_ids(lost)
        failed = _failed(evidence, subjects)
        return cls(
            severity=Severity.INFO,
            subjects=subjects,
            evidence=observation_ids(failed),
            domains=frozenset(domain for one in excused for domain in one.domains) or frozenset({Domain.TWS}),
            explains=RESET_LOOKS_LIKE if is_outage else frozenset(),
            outage=is_outage,
            regions=tuple(dict.fromkeys(region for period in periods for region in period.regions)),
            begins=min(period.begins for period in periods),
            ends=max(period.ends for period in periods),
            as_of=min(period.as_of for period in periods),
        )

    @property
    def summary(self) -> str:
        if self.outage:
            text = _(
                "IBKR announces a reset of all its systems from {begins} to {ends}, local time: no service is "
                "available in any region. Only hosts of IBKR fail here, so what this network lets through cannot be "
                "told before that is over."
            )
        else:
            text = _(
                "IBKR announces its daily reset of {regions} from {begins} to {ends}, local time: logins may be "
                "interrupted. Only gateways there fail, so that may pass by itself."
            )
        return text.format(
            regions=phrases.listed((_(REGION_NAMES[region]) for region in self.regions), 6),
            begins=phrases.local_time(self.begins),
            ends=phrases.local_time(self.ends),
        )


def _found(evidence: Evidence, kinds: Sequence[type[Conclusion]]) -> Iterator[Finding]:
    return (finding for kind in kinds for finding in kind.conclude(evidence))


def _failed(evidence: Evidence, subjects: Sequence[str]) -> list[EndpointView]:
    """Those of the subjects that did not answer as they should."""
    views = (evidence.by_id.get(subject) for subject in subjects)
    return [view for view in views if view is not None and view.tested and not view.answered]


def _is_excused(evidence: Evidence, finding: Finding) -> bool:
    failed = _failed(evidence, finding.subjects)
    return bool(failed) and Domain.PROXY not in finding.domains and may_be_from_afar(evidence, failed)


def _is_excused_daily(evidence: Evidence, finding: Finding) -> bool:
    failed = _failed(evidence, finding.subjects)
    return _is_excused(evidence, finding) and all(is_daily(evidence, view) for view in failed)


def _periods(evidence: Evidence, excused: Sequence[Finding]) -> tuple[ResetPeriod, ...]:
    """The daily resets of the data centres that these findings are about."""
    homes = home_regions(evidence)
    failed = _failed(evidence, tuple(subject for one in excused for subject in one.subjects))
    regions = {homes.get(address) for view in failed for address in view.addresses}
    return tuple(one for one in daily(evidence.record.run) if any(one.concerns(region) for region in regions))


def _lost_gateways(evidence: Evidence) -> list[EndpointView]:
    """All gateways that failed, where they are too few for any other finding and TWS cannot use one."""
    failed = [view for view in evidence.gateways if not view.answered]
    return failed if failed and tws_is_lost(evidence) and may_be_from_afar(evidence, failed) else []
