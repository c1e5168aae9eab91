"""A region's primary gateway fails, and its backup works."""

from collections.abc import Iterator, Sequence
from typing import Self

from conntest import lists
from conntest.evidence.endpoint import EndpointView, outcomes_of
from conntest.evidence.evidence import Evidence, endpoint_ids, observation_ids
from conntest.evidence.required_hosts import usable_hosts
from conntest.findings import advice
from conntest.findings.advice import ASK_IBKR
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.links import HOSTS_AND_PORTS
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.host import REGION_NAMES, Region, Role
from conntest.model.outcome import Outcomes
from conntest.model.privacy import Address, HostName
from conntest.values import dataclass
from conntest.wording import outcomes, phrases

_ABOUT = About(
    code=Code.PRIMARY_UNREACHABLE,
    title=N_("A region's primary gateway fails; its backup works"),
    meaning=N_(
        "The main gateway of a region cannot be reached, and its backup answers. IBKR keeps the backup for this "
        "case, so TWS should be able to work over it, but one safety net is in use.\n\n"
        "The backup is reached over the same line on the same ports, so a general block is ruled out. An outage of "
        "that gateway, or a firewall rule that lists the backup and not the primary, fit the evidence equally well."
    ),
    advice=(
        Advice(
            remedies=(
                Remedy(
                    who=Who.IT,
                    steps=(
                        N_(
                            "Check that the firewall's list has every gateway of IBKR, primaries and backups, "
                            "and that addresses kept by hand are still current. The report's page lists them."
                        ),
                    ),
                    link=HOSTS_AND_PORTS,
                ),
                ASK_IBKR,
            )
        ),
    ),
    healthy_cause=N_("IBKR may have taken the primary out of service and moved its accounts to the backup."),
    symptoms=(
        Symptom.SOCKET_TIMEOUT,
        Symptom.CONNECTION_ATTEMPT,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrimaryUnreachable(Conclusion):
    """`primary` of `region` fails, and `backup` can be reached. `namesakes` are other hosts whose names lead to the
    very same `addresses`: one cause, whatever its names."""

    region: Region
    primary: HostName
    outcomes: Outcomes
    backup: HostName
    addresses: tuple[Address, ...] = ()
    namesakes: tuple[HostName, ...] = ()

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """A region's primary is not usable and one of its backups is. Only a remark where the user's is another."""
        for region in evidence.regions:
            usable = usable_hosts(evidence, region)
            hosts = evidence.gateways_of(region)
            roles = {host: views[0].endpoint.role for host, views in hosts.items()}
            dead = [host for host, role in roles.items() if role is Role.PRIMARY and host not in usable]
            backups = [host for host in usable if roles[host] is Role.BACKUP]
            if dead and backups:
                yield cls._of(evidence, region, hosts[dead[0]], hosts[backups[0]][0])

    @classmethod
    def _of(cls, evidence: Evidence, region: Region, views: Sequence[EndpointView], backup: EndpointView) -> Self:
        failed = [view for view in views if not view.usable]
        addresses = frozenset(address for view in failed for address in view.addresses)
        same = [v for v in evidence.gateways if v not in views and not v.usable and v.addresses <= addresses]
        yours = not evidence.my_regions or region in evidence.my_regions
        return cls(
            severity=Severity.WARN if yours else Severity.INFO,
            subjects=endpoint_ids((*failed, *same)),
            evidence=observation_ids(failed),
            domains=frozenset({Domain.TWS}),
            region=region,
            primary=failed[0].endpoint.host,
            outcomes=outcomes_of(failed, tried=len(views)),
            backup=backup.endpoint.host,
            addresses=tuple(sorted(addresses)),
            namesakes=tuple(dict.fromkeys(view.endpoint.host for view in same)),
        )

    @property
    def summary(self) -> str:
        text = _(
            "The primary gateway of {region}, {primary}, cannot be used ({how}). Its backup can be reached: {backup}. "
            "TWS should be able to work over the backup."
        ).format(
            region=_(REGION_NAMES[self.region]),
            primary=self.primary,
            how=outcomes.how(self.outcomes),
            backup=self.backup,
        )
        if not self.namesakes:
            return text
        same = _("The same server, at {address}, has more names: {names}.").format(
            address=phrases.listed(self.addresses), names=phrases.listed(self.namesakes, 8)
        )
        return lists.sentences((text, same))

    def advice(self) -> tuple[Remedy, ...]:
        return (*_ABOUT.advice[0].remedies, advice.point_tws_at(self.backup))
