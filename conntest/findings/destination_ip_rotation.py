"""The gateways' own addresses change between answers."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import Self, assert_never

from conntest.evidence.evidence import Evidence
from conntest.evidence.names import RowNames
from conntest.findings.advice import ALLOW_BY_NAME, ALLOW_GATEWAYS
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.links import HOSTS_AND_PORTS
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.addresses import special_purpose
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.host import Group
from conntest.model.observation import AskedBy, ResolveStep
from conntest.model.privacy import Address, HostName
from conntest.values import dataclass
from conntest.wording import phrases

_CLIENTS = (Group.WEBSITE, Group.CLIENT_PORTAL)


class Between(StrEnum):
    """Between which answers the addresses changed."""

    #: Of one server, at two times.
    TIMES = "time"
    SERVERS = "servers"


_Pair = tuple[ResolveStep, ResolveStep]

#: So many hosts to which servers give an address that programs are given for none of them are no coincidence.
_MANY = 3

_ORDINARY = (
    Remedy(
        who=Who.IT,
        steps=(
            ALLOW_GATEWAYS,
            ALLOW_BY_NAME,
            N_(
                "If the firewall knows addresses only, renew them from DNS automatically, and run conntest "
                "regularly to notice a change."
            ),
        ),
        link=HOSTS_AND_PORTS,
    ),
)


_ABOUT = About(
    code=Code.DESTINATION_IP_ROTATION,
    title=N_("The gateways' addresses change between answers"),
    meaning=N_(
        "IBKR's names do not always lead to the same addresses. That is no fault and needs no action from a trader. "
        "It matters to whoever keeps a firewall: a list of addresses written down today can be wrong tomorrow.\n\n"
        "Several answers within one run were compared. How often the addresses change, and from which set they come, "
        "cannot be learnt from a single run."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    healthy_cause=N_("Large services spread their load over several addresses."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationIpRotation(Conclusion):
    """`name` is the first of the `names` that change: from `before` to `after`, `elapsed_s` later."""

    between: Between
    names: tuple[HostName, ...]
    name: HostName
    before: tuple[Address, ...]
    after: tuple[Address, ...]
    elapsed_s: float

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """Good addresses of one name, none of them the same, from one server at two times; or, of a gateway, from two.

        Websites have another address in every part of the world, and that two servers differ there says nothing. Only
        rows count whose own address proved to be the right host, and only addresses that are not given for many hosts
        alike: a wrong answer is no rotation.
        """
        forged = _given_for_many(evidence)
        for between, groups, pair_of in _COMPARED:
            changed = [(names, pair) for names in _proven(evidence, groups) if (pair := pair_of(names, forged))]
            if changed:
                names, (before, after) = changed[0]
                yield cls(
                    severity=Severity.INFO,
                    subjects=tuple(names.row for names, _pair in changed),
                    evidence=names.evidence(),
                    domains=frozenset({Domain.DNS}),
                    between=between,
                    names=tuple(names.host for names, _pair in changed),
                    name=names.host,
                    before=before.detail.addresses,
                    after=after.detail.addresses,
                    elapsed_s=max(0.0, after.t0 - before.t0),
                )
                return

    @property
    def summary(self) -> str:
        return self._template().format(
            names=phrases.listed(self.names),
            name=self.name,
            before=phrases.listed(self.before),
            after=phrases.listed(self.after),
            elapsed=phrases.seconds(self.elapsed_s),
        )

    def _template(self) -> str:
        match self.between:
            case Between.SERVERS:
                return _(
                    "Not all name servers give the same addresses for {names}: {name} is {before} for this computer, "
                    "and {after} elsewhere."
                )
            case Between.TIMES:
                return _(
                    "The addresses of {names} changed during the run: {name} was {before} first, and {after} when it "
                    "was looked up again {elapsed} later."
                )
        assert_never(self.between)


def _proven(evidence: Evidence, groups: Sequence[Group]) -> Iterator[RowNames]:
    """Rows of which an address that the system gave proved to be the right host."""
    rows = {view.endpoint.row for view in evidence.of(*groups) if view.proven}
    pinned = {pin.name for pin in evidence.machine.hosts_file_pins}
    yield from (names for row, names in evidence.names.items() if row in rows and names.host.lower() not in pinned)


def _given_for_many(evidence: Evidence) -> frozenset[str]:
    """Addresses that servers give for several hosts, and programs here are given for none of these."""
    given = Counter(address for names in evidence.names.values() for address in names.elsewhere)
    return frozenset(address for address, rows in given.items() if rows >= _MANY)


def _over_time(names: RowNames, forged: frozenset[str]) -> _Pair | None:
    """Two answers to this system, the later one without any address of the first."""
    answers = sorted((s for s in names.asked(AskedBy.SYSTEM) if _is_good(s)), key=lambda step: step.t0)
    return _differing((one, two) for one in answers for two in answers if one.t0 < two.t0)


def _between_servers(names: RowNames, forged: frozenset[str]) -> _Pair | None:
    """The answer to this system, and one of a server that shares no address with it and is none of the `forged`."""
    answers = [s for s in names.asked(AskedBy.SYSTEM) if _is_good(s)]
    others = [*names.asked(AskedBy.NAME_SERVER), *names.asked(AskedBy.INDEPENDENT)]
    good = [two for two in others if _is_good(two) and not forged.intersection(two.detail.addresses)]
    return _differing((one, two) for one in answers for two in good)


_COMPARED: tuple[tuple[Between, tuple[Group, ...], Callable[[RowNames, frozenset[str]], _Pair | None]], ...] = (
    (Between.TIMES, (Group.GATEWAY, *_CLIENTS), _over_time),
    (Between.SERVERS, (Group.GATEWAY,), _between_servers),
)


def _differing(pairs: Iterator[_Pair]) -> _Pair | None:
    """The first pair about the same spelling and family with nothing in common."""
    for one, two in pairs:
        same = (one.detail.name, one.detail.rrtype) == (two.detail.name, two.detail.rrtype)
        if same and not set(one.detail.addresses) & set(two.detail.addresses):
            return one, two
    return None


def _is_good(step: ResolveStep) -> bool:
    return bool(step.detail.addresses) and not any(map(special_purpose, step.detail.addresses))
