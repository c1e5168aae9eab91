"""A comparison in lines that every format lays out in its own way: what, before, after, and which hosts."""

from collections.abc import Iterable, Iterator, Mapping

from conntest import lists
from conntest.language import N_, ngettext
from conntest.language import gettext as _
from conntest.model.comparison import About, Change, Comparison, Direction, Kind, Side
from conntest.model.failure import Failure
from conntest.model.finding import Domain, Status, Verdict
from conntest.model.observation import DIRECT
from conntest.render import words
from conntest.render.comparison import around
from conntest.values import dataclass

#: Hosts named in one line. A network that drops everything has a few dozen; of more, the JSON document tells all.
NAMED = 60

_TITLE: Mapping[Direction, str] = {
    Direction.WORSE: N_("Worse"),
    Direction.BETTER: N_("Better"),
    Direction.NEITHER: N_("Otherwise changed"),
}


#: The sign of what is gone: good riddance, or neither.
_GONE: Mapping[Direction, Status | None] = {
    Direction.WORSE: Status.FAIL,
    Direction.BETTER: Status.PASS,
    Direction.NEITHER: None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`status` is that of the later side. `before` and `after` are empty where there was, or is, nothing."""

    status: Status | None
    what: str
    before: str
    after: str
    hosts: tuple[str, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    direction: Direction
    title: str
    lines: tuple[Line, ...]


def headline(found: Comparison) -> str:
    """The comparison in one sentence."""
    if not found.changes:
        return _("Nothing changed.")
    if found.regression is Status.FAIL:
        return _("What worked before does not work now.")
    directions = {change.direction for change in found.changes}
    if Direction.WORSE in directions:
        return _("Some of it is worse than before.") if found.regression else _("Not all is as good as before.")
    if Direction.BETTER in directions:
        return _("It is better than before, and nothing is worse.")
    return _("Nothing is better or worse than before.")


def mood(found: Comparison) -> Status:
    """The headline as a state, for its sign and colour."""
    worse = any(change.direction is Direction.WORSE for change in found.changes)
    return found.regression or (Status.WARN if worse else Status.PASS)


def counted(found: Comparison) -> str:
    """How many checks are as they were."""
    return ngettext(
        "{unchanged} of {number} check that both reports have is as it was.",
        "{unchanged} of {number} checks that both reports have are as they were.",
        found.checks,
    ).format(unchanged=words.figure(found.unchanged), number=words.figure(found.checks))


def parts(found: Comparison) -> tuple[Part, ...]:
    """What is worse, what is better, and what else changed; only what there is."""
    lines = ((direction, tuple(_lines(found.changes, direction))) for direction in _TITLE)
    return tuple(Part(direction=one, title=_(_TITLE[one]), lines=told) for one, told in lines if told)


def _lines(changes: Iterable[Change], direction: Direction) -> Iterator[Line]:
    """A line for each change; checks that changed in the same way share one. The two headlines stand above all lines:
    they are told here only where one trouble took the place of another."""
    alike: dict[object, list[Change]] = {}
    for change in changes:
        if change.direction is direction and (change.about is not About.REPORT or change.kind is Kind.CHANGED):
            alike.setdefault(_likeness(change), []).append(change)
    for several in alike.values():
        yield _line(several)


def _likeness(change: Change) -> object:
    if change.about is About.ROUND_TRIP:
        return change.about, _slower(change)
    if change.about is About.CHECK:
        return change.about, change.kind, change.path, change.before, change.after, change.matters, change.in_reset
    return change


def _slower(change: Change) -> bool:
    return ((change.after and change.after.rtt_ms) or 0) > ((change.before and change.before.rtt_ms) or 0)


def _line(changes: list[Change]) -> Line:
    first = changes[0]
    if first.about is About.ROUND_TRIP:
        before, after = (_range([getattr(one, side) for one in changes]) for side in ("before", "after"))
    else:
        before, after = _told(first, first.before), _told(first, first.after)
    hosts = _hosts(changes) if first.host else ()
    return Line(
        status=first.after.status if first.after else _GONE[first.direction],
        what=_marked(_what(first, len(changes)), first),
        before=before,
        after=after,
        hosts=hosts[:NAMED],
        more=max(0, len(hosts) - NAMED),
    )


def _marked(what: str, change: Change) -> str:
    # translators: {what} is what changed, such as "36 checks" or a finding.
    return _("{what} (IBKR announced a reset)").format(what=what) if change.in_reset else what


def _what(change: Change, number: int) -> str:
    match change.about:
        case About.REPORT:
            return _("The cause")
        case About.VERDICT:
            return words.domain(Domain(change.id))
        case About.FINDING:
            return _("Finding {code}").format(code=change.id)
        case About.CHECK | About.ROUND_TRIP:
            return _checks(change, number)
        case About.PATH:
            return _("Path {path}").format(path=change.id)
        case About.PROXY_SETTING:
            return _("Proxy setting {setting}").format(setting=change.id)
        case About.PUBLIC_ADDRESS:
            return _("Public {family} address, {path}").format(family=change.id, path=words.way(change.path or ""))
        case About.NAME_SERVERS:
            return _("Name servers")
        case About.HOSTS_FILE:
            return _("Hosts file")
        case About.HOST_TABLE:
            return _("Host table")


def _checks(change: Change, number: int) -> str:
    if change.about is About.ROUND_TRIP:
        told = ngettext("Round trip to {number} endpoint", "Round trip to {number} endpoints", number)
    elif not change.matters:
        told = ngettext("{number} check for comparison only", "{number} checks for comparison only", number)
    elif change.path in (None, DIRECT):
        told = ngettext("{number} check", "{number} checks", number)
    else:
        told = ngettext("{number} check through {path}", "{number} checks through {path}", number)
    return told.format(number=words.figure(number), path=change.path)


def _told(change: Change, side: Side | None) -> str:
    if side is None:
        return _("not found") if change.about is About.FINDING else _("not there")
    if change.about is About.FINDING:
        return side.told
    if change.about is About.CHECK:
        return _failure(side.told) or (words.status(side.status) if side.status else "")
    if change.about in (About.PATH, About.PROXY_SETTING, About.PUBLIC_ADDRESS):
        return around.told(side)
    if side.status is None:
        return side.told
    verdict = words.verdict(Verdict(side.status))
    if not side.told or change.about is About.REPORT:
        return lists.labelled(verdict, side.told) if side.told else verdict
    # translators: what a verdict was, and why: a few words, or a code.
    return _("{verdict}: {reason}").format(verdict=verdict, reason=side.told)


def _failure(told: str) -> str:
    return words.failure(Failure(told)) if told in list(Failure) else told


def _range(sides: list[Side | None]) -> str:
    times = [side.rtt_ms for side in sides if side and side.rtt_ms is not None]
    first, last = words.milliseconds(min(times)), words.milliseconds(max(times))
    return first if first == last else _("{least} to {most}").format(least=first, most=last)


def _hosts(changes: list[Change]) -> tuple[str, ...]:
    """`ndc1.ibllc.com:4000, 4001`: each host once, with its ports."""
    ports: dict[str, list[int]] = {}
    for change in changes:
        if change.host is not None and change.port is not None:
            ports.setdefault(change.host, []).append(change.port)
    return tuple(
        ", ".join((words.endpoint(host, first), *map(str, others))) for host, (first, *others) in ports.items()
    )
