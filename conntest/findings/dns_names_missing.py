"""Other names resolve, and names of IBKR do not."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Self, assert_never

from conntest.evidence.evidence import Evidence
from conntest.evidence.named_endpoints import own_rows
from conntest.evidence.names import RowNames
from conntest.findings import dns
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.dns import ADMIN_UNBLOCK, NAME_SERVER_SETTING, RESTART_AND_VPN, UNBLOCK_NAMES
from conntest.findings.links import HOSTS_AND_PORTS
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.domains import registered
from conntest.model.finding import Code, Remedy, Who
from conntest.model.host import Group
from conntest.model.observation import AskedBy
from conntest.model.privacy import HostName
from conntest.values import dataclass
from conntest.wording import phrases

#: So many names of one zone are not lost together by chance.
_ZONE = 3


class Missing(StrEnum):
    """Which names are missing, and who else knows them."""

    ALL = "all"
    SOME = "some"
    ALL_INDEPENDENT = "all-independent"
    SOME_INDEPENDENT = "some-independent"
    ALONE = "alone"
    UNANSWERED = "unanswered"
    THIS_COMPUTER = "this-computer"


_ORDINARY = (
    Remedy(who=Who.YOU, steps=(UNBLOCK_NAMES, RESTART_AND_VPN, *NAME_SERVER_SETTING)),
    Remedy(
        who=Who.IT,
        steps=(
            ADMIN_UNBLOCK,
            N_(
                "To confirm the problem, and later the fix, run `nslookup ndc1.ibllc.com` against your server "
                "and against an independent one."
            ),
        ),
        link=HOSTS_AND_PORTS,
    ),
    Remedy(
        who=Who.ISP,
        steps=(N_("If it is your provider's name server, ask them to unblock these names."),),
    ),
)

_THIS_COMPUTER = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_(
                "If an ad blocker, parental control or security software on this computer filters names, allow "
                "ibllc.com, ibllc.com.cn, interactivebrokers.com and ibkr.com in it."
            ),
            N_("If a VPN is on, compare once with it and once without it."),
        ),
    ),
    Remedy(who=Who.IT, steps=(N_("Look for a policy of endpoint protection that filters names, and allow these."),)),
)


_ABOUT = About(
    code=Code.DNS_NAMES_MISSING,
    title=N_("IBKR's servers are not found: DNS does not resolve them"),
    meaning=N_(
        "The name server denies names of IBKR, or fails for them, so TWS or the browser has no address to "
        "connect to. Filters for advertising, families or companies often work this way.\n\n"
        "The names come from IBKR's own list and public copies of it. Where another resolver knows them, "
        "filtering is the likely cause. Where none confirms them, they are reported only if whole domains are "
        "missing, since IBKR retires single names. The report says whether the server resolves other names."
    ),
    advice=(
        Advice(remedies=_ORDINARY),
        Advice(
            when=N_("Where name servers know the names and this computer's own lookups fail"), remedies=_THIS_COMPUTER
        ),
    ),
    symptoms=(
        Symptom.UNKNOWN_HOST,
        Symptom.NAME_NOT_RESOLVED,
        Symptom.MISC_URLS,
        Symptom.CONNECTION_ATTEMPT,
        Symptom.CREATING_SOCKET_FAILED,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsNamesMissing(Conclusion):
    """`names` are missing. `servers` (empty: not known) give no address for them; `independent` ones know them."""

    missing: Missing
    names: tuple[HostName, ...]
    servers: tuple[HostName, ...]
    independent: tuple[HostName, ...]

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """Other names resolve and some of IBKR's do not, although a public resolver knows them, or although they are
        whole zones of several regions or services: IBKR retires hosts, and not all of them at once. Where names have no
        answer rather than a denial, and a public resolver has none either, the trouble is beyond this network.

        Silence is no denial, and one question may be lost or fail by chance: names without a denial count where no name
        of their zone is answered, or where the same error came again when the name was asked for once more."""
        own = [names for names in own_rows(evidence) if names.looked_up]
        contradicted = [names for names in own if not names.resolved and names.known_elsewhere]
        unanswered = _unanswered_zones(own)
        contradicted = [names for names in contradicted if _is_denied(names) or names in unanswered or _persists(names)]
        accused = contradicted + [names for names in _whole_zones(evidence, own) if names not in contradicted]
        if not accused:
            return
        servers = _denying(evidence, accused)
        yield cls(
            severity=dns.severity(evidence, accused),
            subjects=dns.subjects(evidence, accused),
            evidence=tuple(seen for names in accused[:3] for seen in names.evidence()),
            domains=dns.domains(evidence, accused),
            explains=dns.CONSEQUENCES,
            missing=_missing(
                evidence, accused, everything=len(accused) == len(own), denied=servers is None or bool(servers)
            ),
            names=tuple(names.host for names in accused),
            servers=servers or (),
            independent=tuple(dict.fromkeys(server for names in contradicted for server in names.known_elsewhere)),
        )

    @property
    def summary(self) -> str:
        return self._template().format(
            names=phrases.listed(self.names),
            servers=phrases.listed(self.servers) or _("not known"),
            independent=phrases.listed(self.independent),
        )

    def _template(self) -> str:
        match self.missing:
            case Missing.ALL:
                return _(
                    "Names of IBKR do not exist here, although other names do. Affected: {names}. Name server: "
                    "{servers}. They seem to be filtered, since a whole company's names do not vanish; no other "
                    "resolver confirmed them."
                )
            case Missing.SOME:
                return _(
                    "Names of IBKR do not exist here, while others of IBKR do. Affected: {names}. Name server: "
                    "{servers}. They seem to be filtered, since whole domains are missing; no other resolver confirmed "
                    "them."
                )
            case Missing.ALL_INDEPENDENT:
                return _(
                    "Names of IBKR do not exist here, although other names do. Affected: {names}. Name server: "
                    "{servers}. Another resolver knows them ({independent}), so they seem to be filtered here."
                )
            case Missing.SOME_INDEPENDENT:
                return _(
                    "Names of IBKR do not exist here, while others of IBKR do. Affected: {names}. Name server: "
                    "{servers}. Another resolver knows them ({independent}), so they seem to be filtered here."
                )
            case Missing.ALONE:
                return _(
                    "Names of IBKR do not exist here. Affected: {names}. Name server: {servers}. No other names were "
                    "asked for, so these may be filtered, or the server may deny every name."
                )
            case Missing.UNANSWERED:
                return _(
                    "The name server gives no answer for names of IBKR, while it answers for others. Affected: "
                    "{names}. Name server: {servers}. Another resolver knows them ({independent}), so the trouble "
                    "seems to be with this network's name server."
                )
            case Missing.THIS_COMPUTER:
                return _(
                    "Programs on this computer get no address for names of IBKR, although name servers give one when "
                    "they are asked by themselves ({independent}). Affected: {names}. Something on this computer seems "
                    "to filter names."
                )
        assert_never(self.missing)

    def advice(self) -> tuple[Remedy, ...]:
        return _THIS_COMPUTER if self.missing is Missing.THIS_COMPUTER else _ORDINARY


def _unanswered_zones(own: Sequence[RowNames]) -> list[RowNames]:
    """Names of zones in which several names were asked for and none is answered."""
    zones: dict[str, list[RowNames]] = defaultdict(list)
    for names in own:
        zones[registered(names.host)].append(names)
    silent = (several for several in zones.values() if not any(one.resolved for one in several))
    return [names for several in silent if len(several) >= _ZONE for names in several]


def _is_denied(names: RowNames) -> bool:
    """The system says that there is no such name, and none of its name servers knows it when asked by itself: systems
    make the same of one question of two that failed."""
    return names.missing and not names.addresses(AskedBy.NAME_SERVER)


def _persists(names: RowNames) -> bool:
    return names.asked_twice and (names.missing or names.answered_with_errors)


def _whole_zones(evidence: Evidence, own: Sequence[RowNames]) -> list[RowNames]:
    """Names that do not exist, of zones in which no name does, if they are of several regions or services."""
    zones: dict[str, list[RowNames]] = defaultdict(list)
    for names in own:
        zones[registered(names.host)].append(names)
    gone = [names for several in zones.values() if all(one.missing for one in several) for names in several]
    pending = {registered(view.endpoint.host) for view in evidence.views if evidence.unknown(view)}
    gone = [names for names in gone if registered(names.host) not in pending]
    return gone if _are_too_many_to_retire(evidence, gone) else []


def _are_too_many_to_retire(evidence: Evidence, gone: Sequence[RowNames]) -> bool:
    """Gateways and web hosts together, or gateways of several regions that no public resolver denies as well."""
    endpoints = {names.row: evidence.views_by_row[names.row][0].endpoint for names in gone}
    regions = {endpoints[names.row].region for names in gone if not names.denied_publicly}
    return len({endpoint.group is Group.GATEWAY for endpoint in endpoints.values()}) > 1 or len(regions) > 1


def _missing(evidence: Evidence, accused: Sequence[RowNames], *, everything: bool, denied: bool) -> Missing:
    confirmed = any(names.known_elsewhere for names in accused)
    if not denied:
        return Missing.THIS_COMPUTER
    if not all(names.missing for names in accused):
        return Missing.UNANSWERED
    if not confirmed and not any(names.resolved for names in evidence.names.values()):
        return Missing.ALONE
    if everything:
        return Missing.ALL_INDEPENDENT if confirmed else Missing.ALL
    return Missing.SOME_INDEPENDENT if confirmed else Missing.SOME


def _denying(evidence: Evidence, accused: Sequence[RowNames]) -> tuple[str, ...] | None:
    """The system's name servers that give no address: whichever it uses, if none could be asked by itself, and None
    where it is not known which it uses."""
    steps = [step for names in accused for step in names.asked(AskedBy.NAME_SERVER)]
    if not steps:
        return evidence.name_servers or None
    knowing = {step.detail.party for step in steps if step.detail.addresses}
    return tuple(dict.fromkeys(step.detail.party for step in steps if step.detail.party not in knowing))
