"""Further questions about the public address that only the first answers can ask for: a second operator where more
than one address was seen, the list of Tor's exits where its own service was silent, the same again some time later."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import ceil, log

from conntest.language import N_
from conntest.model.addresses import family
from conntest.model.echo import Series
from conntest.model.host import EchoKind, Group
from conntest.model.observation import DIRECT, AskedBy, Attempt, Observation, attempts
from conntest.model.plan import EchoProbe, Probe, ProbePlan, ResolveProbe
from conntest.plan.egress import SPACING_S
from conntest.values import dataclass

#: A line with the share that was seen is to be missed by the second operator once in a hundred times.
_MISSED = 0.01

#: Connections to the second operator, at most: enough for a line with a tenth of the traffic.
_MOST_SAMPLES = 44

#: Tor's list of exits in DNS: a name made of the address, turned round as for reverse lookups, leads to 127.0.0.2 if
#: it is one (Tor Project, 2020).
DNSEL = "dnsel.torproject.org"

#: What a lookup in it is about. The table has no such row: nothing but the system's own resolver is contacted.
DNSEL_ROW = "tor-dnsel"

#: Whose names are looked up again: a change of the others' is of no use to anyone.
_OWN = (Group.GATEWAY, Group.WEBSITE, Group.CLIENT_PORTAL)


def more_about_egress(plan: ProbePlan, observations: Sequence[Observation]) -> tuple[Probe, ...]:
    """The probes that the first answers call for; none where no service was asked, or none answered."""
    every = tuple(attempts(observations))
    answers = [_Answer(seen=seen, address=_address(seen)) for seen in every if seen.sample and _address(seen)]
    return (
        *_confirmations(plan, answers),
        *_exit_lists(plan, every, answers),
        *_later(plan, answers),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """An observation whose service told an address."""

    seen: Attempt
    address: str

    @property
    def series(self) -> Series | None:
        return self.seen.sample.series if self.seen.sample else None

    @property
    def operator(self) -> str:
        return self.seen.sample.operator if self.seen.sample else ""

    @property
    def family(self) -> int:
        return family(self.address)


def _address(seen: Attempt) -> str:
    return next((step.detail.address for step in seen.echoes if step.detail.address), "")


_NEW_CONNECTIONS = (Series.EACH_SERVICE, Series.REPEATED)


def _confirmations(plan: ProbePlan, answers: Sequence[_Answer]) -> Iterator[EchoProbe]:
    """Where one family of one path has several addresses: as many connections to a second operator as it takes to see
    the rarest of them there, too."""
    groups: defaultdict[tuple[str, int], list[_Answer]] = defaultdict(list)
    for one in answers:
        if one.series in _NEW_CONNECTIONS:
            groups[one.seen.path, one.family].append(one)
    for known in groups.values():
        counted = Counter(one.address for one in known)
        if len(counted) < 2:
            continue
        share = min(counted.values()) / len(known)
        number = max(plan.options.samples, min(_MOST_SAMPLES, ceil(log(_MISSED) / log(1 - share))))
        yield from _series(plan, _second_opinion(known, counted), Series.CONFIRMING, number)


def _second_opinion(known: Sequence[_Answer], counted: Counter[str]) -> _Answer:
    """An answer of an operator that has not seen the rarest address yet: if it does, two have. One that was not asked
    repeatedly already, if there is one."""
    rarest = min(counted, key=lambda address: counted[address])
    convinced = {one.operator for one in known if one.address == rarest}
    repeated = {one.operator for one in known if one.series is Series.REPEATED}
    return min(known, key=lambda one: (one.operator in convinced, one.operator in repeated))


def _series(plan: ProbePlan, like: _Answer, series: Series, number: int, after_s: float = 0.0) -> Iterator[EchoProbe]:
    """`number` more connections of the path and to the very address by which the answer came."""
    first = next(probe for probe in plan if isinstance(probe, EchoProbe) and _asked(probe, like.seen))
    for count in range(1, number + 1):
        probe = replace(
            first,
            id=f"{first.id}/{series}-ipv{like.family}-{count:03}",
            why=_WHY[series],
            delay_s=round(after_s + (count - 1) * SPACING_S, 3),
            sample=replace(first.sample, series=series),
        )
        at = like.seen.address
        yield replace(probe, resolved_by=(), addresses=(at,)) if at else probe


def _asked(probe: EchoProbe, seen: Attempt) -> bool:
    """Whether `probe` is the first question to the service, on the path, that `seen` is an answer of."""
    return (probe.row, probe.path) == (seen.row, seen.path) and probe.after is None


_WHY = {
    Series.CONFIRMING: N_("more than one address was seen: does a second operator see them, too?"),
    Series.LATER: N_("the same again after a while: is it still the same address?"),
}


def _exit_lists(plan: ProbePlan, observations: Sequence[Attempt], answers: Sequence[_Answer]) -> Iterator[ResolveProbe]:
    """Where the table has Tor's own service, and it was silent or said yes: the list in DNS, for each address."""
    asked = {probe.row for probe in plan if isinstance(probe, EchoProbe) and _knows_tor(probe)}
    said = [step.detail.tor for seen in observations if seen.row in asked for step in seen.echoes]
    if not asked or False in said or not _names_resolve(observations):
        return
    # The list is known to hold IPv4 addresses only.
    for address in dict.fromkeys(one.address for one in answers if one.seen.path == DIRECT and one.family == 4):
        yield ResolveProbe(
            id=f"{DNSEL_ROW}/{address}",
            row=DNSEL_ROW,
            why=N_("is the public address on the list of Tor's exits?"),
            name=exit_list_name(address),
            system=True,
        )


def _names_resolve(observations: Iterable[Attempt]) -> bool:
    """The system's resolver found an address of some name, as far as it was asked: one that is silent is not asked for
    another."""
    steps = [step for seen in observations for step in seen.resolves if step.detail.asked_by is AskedBy.SYSTEM]
    return not steps or any(step.detail.addresses for step in steps)


def _knows_tor(probe: EchoProbe) -> bool:
    return probe.question is EchoKind.JSON and probe.host.endswith(".torproject.org")


def exit_list_name(address: str) -> str:
    """The name under which Tor's list in DNS has an IPv4 address."""
    return f"{'.'.join(reversed(address.split('.')))}.{DNSEL}"


def _later(plan: ProbePlan, answers: Sequence[_Answer]) -> Iterator[Probe]:
    """`--hold` seconds later: the series to one service again, one connection to each of the others, and the names of
    the operator's hosts."""
    hold_s = plan.options.hold_s
    if hold_s is None:
        return
    repeated = {(one.seen.row, one.seen.path) for one in answers if one.series is Series.REPEATED}
    for one in answers:
        if one.series is Series.EACH_SERVICE:
            number = plan.options.samples if (one.seen.row, one.seen.path) in repeated else 1
            yield from _series(plan, one, Series.LATER, number, hold_s)
    own = {endpoint.row for endpoint in plan.endpoints if endpoint.group in _OWN}
    for probe in plan:
        if isinstance(probe, ResolveProbe) and probe.system and probe.row in own and probe.instead_of is None:
            why = N_("the same again after a while: do the addresses change?")
            yield replace(probe, id=f"{probe.id}-later", why=why, delay_s=hold_s)
