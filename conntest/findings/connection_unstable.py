"""Attempts at the same address differ: some fail, are lost, or take much longer."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Self, assert_never

from conntest.evidence.endpoint import EndpointView
from conntest.evidence.evidence import Evidence
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.loss import Uneven, unevenness
from conntest.model.observation import Attempt
from conntest.model.outcome import ConnectOutcome
from conntest.model.privacy import HostName
from conntest.values import dataclass
from conntest.wording import phrases

#: Of the attempts at one address, follow-ups included, these many and this share must be uneven. At 2 % loss, which is
#: a bad mobile line, that happens to one of 18 gateways in one run of 200; at 50 % loss it is missed in one of 30.
_UNEVEN_ATTEMPTS = 4
_UNEVEN_SHARE = 0.25

#: Where no address stands out, such a share of all attempts is the line's, at so many addresses, if so many of those
#: were made alone: some lines lose what comes first, or what comes all at once, and are steady from then on. Of some
#: hundred attempts at 5 % loss that happens to one run in ten thousand; at 30 % loss it is missed in one of a thousand.
_UNEVEN_OF_ALL = 0.15
_UNEVEN_ADDRESSES = 4
_UNEVEN_ALONE = 4

#: Where so large a share is uneven, at so many addresses, all three attempts at some port fail by chance in one run of
#: twenty: of 36 ports, each asked with two or three opening packets of which every third is lost.
_BY_CHANCE = 0.4

#: A spread of connect times that a user feels at every click, and that no steady line has.
_SPREAD_MS = 500.0

_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("Use a cable instead of Wi-Fi, or move closer to the access point, and run conntest again."),
            N_("Pause downloads, backups and video calls on the same line, and run conntest again."),
            N_("If a VPN is on, compare once with it and once without it."),
            N_("Windows: watch the route for a few minutes with `pathping www.interactivebrokers.com`"),
            N_("macOS: compare the losses of `ping -c 100 www.cloudflare.com` with those towards your router."),
            N_("Linux: watch the route for a few minutes with `mtr -T -P 4001 ndc1.ibllc.com`"),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Look for errors and drops on the uplink, a full session or NAT table, rate limits, and rules that "
                "treat many connections to one host as an attack."
            ),
        ),
    ),
    Remedy(
        who=Who.ISP,
        steps=(N_("If it also happens over a cable and without a VPN, report the losses with this report."),),
    ),
)


_ABOUT = About(
    code=Code.CONNECTION_UNSTABLE,
    title=N_("The connection is unstable and may cut TWS off"),
    meaning=N_(
        "Repeated attempts at the same address do not give the same result: some fail, or some take much longer. TWS "
        "keeps its connections open all day, so such a line shows as reconnects, frozen prices and slow orders.\n\n"
        "Only attempts at one address are compared with one another, so distance plays no part. A few attempts within "
        "seconds show that something is wrong, and not how often it is. If several hosts are affected, the fault is "
        "near this computer; if it is one host, it may be on the way to it or at it."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    symptoms=(
        Symptom.API_CONNECTIVITY_LOST,
        Symptom.API_CONNECTIVITY_RESTORED,
        Symptom.API_CONNECTIVITY_BROKEN,
        Symptom.BROKEN_SOCKET,
        Symptom.NO_HEARTBEAT,
        Symptom.API_DATA_FARM_BROKEN,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Of `attempts` connections `failed` failed, and the system had to repeat the opening packet of `resent` others."""

    attempts: int
    failed: int
    resent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Round trips to one address differ by up to `spread_ms`."""

    spread_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionUnstable(Conclusion):
    hosts: tuple[HostName, ...]
    unsteady: Loss | Spread

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """Attempts at the same gateway address differ too often for chance, or their round trips vary widely."""
        is_uneven = unevenness(seen for view in evidence.gateways for seen in view.attempts)
        uneven = [view for view in evidence.gateways if _uneven_addresses(evidence, view, is_uneven)]
        uneven = uneven or _uneven_altogether(evidence, is_uneven)
        if uneven:
            loss = _loss(uneven, is_uneven)
            by_chance = frozenset({Code.PRIMARY_UNREACHABLE} if _fails_by_chance(evidence, uneven, loss) else ())
            yield replace(cls._of(uneven, loss, is_uneven), explains=by_chance, everywhere=True)
            return
        jumpy = [view for view in evidence.gateways if _spread_ms(view) > _SPREAD_MS]
        if jumpy and len(jumpy) * 2 >= sum(view.is_open for view in evidence.gateways):
            yield cls._of(jumpy, Spread(spread_ms=max(map(_spread_ms, jumpy))), lambda seen: True)

    @classmethod
    def _of(cls, views: Sequence[EndpointView], unsteady: Loss | Spread, telling: Callable[[Attempt], bool]) -> Self:
        return cls(
            severity=Severity.WARN,
            subjects=tuple(view.id for view in views),
            evidence=tuple(seen.id for view in views[:3] for seen in view.attempts if telling(seen))[:6],
            domains=frozenset({Domain.TWS}),
            hosts=tuple(view.endpoint.host for view in views),
            unsteady=unsteady,
        )

    @property
    def summary(self) -> str:
        match self.unsteady:
            case Loss(failed=0):
                text = _("Packets are lost on the way and have to be sent again: {how}. Hosts affected: {hosts}.")
            case Loss():
                text = _("Connections to the same address sometimes fail: {how}. Hosts affected: {hosts}.")
            case Spread():
                text = _("The time to connect varies widely at the same address: {how}. Hosts affected: {hosts}.")
            case unknown:
                assert_never(unknown)
        return text.format(how=_how(self.unsteady), hosts=phrases.listed(self.hosts))


def _how(unsteady: Loss | Spread) -> str:
    match unsteady:
        case Spread(spread_ms=spread_ms):
            return _("round trips differ by up to {number} ms").format(number=f"{spread_ms:.0f}")
        case Loss(resent=0):
            text = _("{failed} of {attempts} attempts failed")
        case Loss(failed=0):
            text = _("the system had to repeat {resent} of {attempts} attempts")
        case Loss():
            text = _("{failed} of {attempts} attempts failed, and the system had to repeat {resent}")
        case unknown:
            assert_never(unknown)
    return text.format(attempts=unsteady.attempts, failed=unsteady.failed, resent=unsteady.resent)


def _uneven_addresses(evidence: Evidence, view: EndpointView, is_uneven: Uneven) -> list[str]:
    """Addresses of this endpoint whose attempts, pooled over the host's ports, are uneven too often."""
    siblings = evidence.views_by_row[view.endpoint.row]
    found = []
    for address in sorted(view.open_addresses):
        attempts = [seen for other in siblings for seen in other.attempts if seen.address == address and seen.connect]
        uneven = sum(is_uneven(seen) for seen in attempts)
        if uneven >= _UNEVEN_ATTEMPTS and uneven >= _UNEVEN_SHARE * len(attempts):
            found.append(address)
    return found


def _uneven_altogether(evidence: Evidence, is_uneven: Uneven) -> list[EndpointView]:
    """The gateways at which attempts failed or were repeated, where that is so of a good part of all attempts."""
    there = _made([seen for view in evidence.gateways for seen in view.attempts if seen.address in view.open_addresses])
    uneven = [seen for seen in there if is_uneven(seen)]
    addresses, alone = {seen.address for seen in uneven}, sum(seen.alone for seen in uneven)
    if len(addresses) < _UNEVEN_ADDRESSES or alone < _UNEVEN_ALONE or len(uneven) < _UNEVEN_OF_ALL * len(there):
        return []
    return [view for view in evidence.gateways if view.open_addresses and any(map(is_uneven, view.attempts))]


def _made(every: Iterable[Attempt]) -> list[Attempt]:
    """The connections of these attempts. One that counts for several names of a server is one."""
    return list({seen.made_as or seen.id: seen for seen in every if seen.connect}.values())


def _loss(views: Sequence[EndpointView], is_uneven: Uneven) -> Loss:
    attempts = _made(seen for view in views for seen in view.attempts)
    failed = sum(1 for seen in attempts if seen.connect and seen.connect.failure)
    return Loss(attempts=len(attempts), failed=failed, resent=sum(map(is_uneven, attempts)) - failed)


def _fails_by_chance(evidence: Evidence, uneven: Sequence[EndpointView], loss: Loss) -> bool:
    """Whether the line loses enough for a port to seem dropped, and nothing but that is seen of any. All ports of a
    host are not lost by chance."""
    addresses = {address for view in uneven for address in view.addresses}
    outcomes = {view.connect_outcome for view in evidence.gateways}
    open_hosts = {view.endpoint.row for view in evidence.gateways if view.is_open}
    return (
        len(addresses) >= _UNEVEN_ADDRESSES
        and loss.failed + loss.resent >= _BY_CHANCE * loss.attempts
        and outcomes <= {None, ConnectOutcome.DROPPED}
        and all(view.endpoint.row in open_hosts for view in evidence.gateways if view.tested)
    )


def _spread_ms(view: EndpointView) -> float:
    """The widest spread of connect times at one address, of which there are at least three."""
    times: dict[str, list[float]] = defaultdict(list)
    for seen in view.attempts:
        if seen.address and seen.connect and seen.connect.detail.rtt_ms is not None:
            times[seen.address].append(seen.connect.detail.rtt_ms)
    return max((max(several) - min(several) for several in times.values() if len(several) >= 3), default=0.0)
