"""What surrounds the checks: ways out, proxy settings, the public address, name servers, the table."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Protocol, TypeVar

from conntest.compare.scale import moved
from conntest.language import gettext as _
from conntest.model.comparison import About, Change, Kind, Side
from conntest.model.egress import Exits, Pattern
from conntest.model.finding import Status
from conntest.model.proxy import ProxySetting, ProxyState
from conntest.model.report import Machine, Report
from conntest.values import dataclass

#: Patterns under which every sampling may see other addresses of a pool.
_POOLS = frozenset({Pattern.ROUND_ROBIN, Pattern.PER_FLOW, Pattern.CGNAT_POOL, Pattern.HTTP_POOL})


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


Thing = TypeVar("Thing", bound=_Identified)


def surroundings(old: Report, new: Report, *, named_alike: bool) -> Iterator[Change]:
    """Nothing but the table, unless settings and addresses are `named_alike` in both reports."""
    yield from _table(old, new)
    if not named_alike:
        return
    yield from _matched(About.PATH, _ways(old), _ways(new), _way, same=lambda way: way.state)
    if old.machine.proxies is not None and new.machine.proxies is not None:
        then, now = _by_id(old.machine.proxies), _by_id(new.machine.proxies)
        yield from _matched(About.PROXY_SETTING, then, now, _setting, same=_essence)
    yield from _public_addresses(old, new)
    yield from _lists(old.machine, new.machine)


def _by_id(things: tuple[Thing, ...]) -> Mapping[str, Thing]:
    return {thing.id: thing for thing in things}


def _matched(
    about: About,
    then: Mapping[str, Thing],
    now: Mapping[str, Thing],
    told: Callable[[Thing], Side],
    *,
    same: Callable[[Thing], Hashable],
) -> Iterator[Change]:
    """Things by their id: new, gone, or in another state."""
    for name, thing in now.items():
        before, after = (told(then[name]) if name in then else None), told(thing)
        if before is None:
            yield Change(about=about, id=name, kind=Kind.NEW, after=after)
        elif same(then[name]) != same(thing):
            kind = moved(before.status, after.status) if before.status and after.status else None
            yield Change(about=about, id=name, kind=kind or Kind.CHANGED, before=before, after=after)
    for name in then:
        if name not in now:
            yield Change(about=about, id=name, kind=Kind.GONE, before=told(then[name]))


@dataclass(frozen=True, slots=True)
class _Way:
    """A path, and what became of its proxy; None for the direct one."""

    id: str
    source: str
    state: ProxyState | None


def _ways(report: Report) -> Mapping[str, _Way]:
    readings = report.path_readings
    states = {path.id: readings[path.id].state if path.id in readings else None for path in report.paths}
    return {path.id: _Way(path.id, path.source, states[path.id]) for path in report.paths}


def _way(way: _Way) -> Side:
    """What broke on the way is a finding's to say, and counted there."""
    return Side(status=_alive(way.state), told="" if way.state else way.source, state=way.state)


def _alive(state: ProxyState | None) -> Status | None:
    if state is None:
        return None
    return {ProxyState.ALIVE: Status.PASS, ProxyState.UNTESTED: Status.SKIPPED}.get(state, Status.FAIL)


def _essence(setting: ProxySetting) -> Hashable:
    proxies = tuple(proxy.id for proxy in setting.proxies)
    return setting.how, setting.active, proxies, setting.pac_url, setting.bypass, setting.wins_for, setting.malformed


def _setting(setting: ProxySetting) -> Side:
    return Side(told=", ".join(proxy.id for proxy in setting.proxies) or setting.pac_url or "", setting=setting)


def _public_addresses(old: Report, new: Report) -> Iterator[Change]:
    if old.egress is None or new.egress is None:
        return
    then, now = ({(e.path, e.family): e for e in egress.exits} for egress in (old.egress, new.egress))
    for path, family in dict.fromkeys((*now, *then)):
        before, after = then.get((path, family)), now.get((path, family))
        if kind := _turn(before, after):
            sides = (_exits(before) if before else None), (_exits(after) if after else None)
            yield Change(
                about=About.PUBLIC_ADDRESS, id=f"IPv{family}", path=path, kind=kind, before=sides[0], after=sides[1]
            )


def _turn(before: Exits | None, after: Exits | None) -> Kind | None:
    """Of a pool, other samples show other addresses; only a new pattern is news."""
    if before is None or after is None:
        return Kind.NEW if before is None else Kind.GONE
    if before.pattern is not after.pattern:
        unknown = {before.pattern: Kind.SETTLED, after.pattern: Kind.UNCERTAIN}.get(Pattern.UNKNOWN)
        return unknown or Kind.CHANGED
    same = after.pattern in _POOLS or set(before.addresses) == set(after.addresses)
    return None if same else Kind.CHANGED


def _exits(exits: Exits) -> Side:
    return Side(told=", ".join(exits.addresses), pattern=exits.pattern)


def _lists(old: Machine, new: Machine) -> Iterator[Change]:
    """What a machine has several of, in no order that would matter here."""
    pins = [{f"{pin.name} {pin.address}" for pin in machine.hosts_file_pins} for machine in (old, new)]
    servers = [set(machine.name_servers) for machine in (old, new)]
    for about, (before, after) in ((About.NAME_SERVERS, servers), (About.HOSTS_FILE, pins)):
        if before != after:
            sides = [Side(told=", ".join(sorted(values)) or _("none")) for values in (before, after)]
            yield Change(about=about, id=about, kind=Kind.CHANGED, before=sides[0], after=sides[1])


def _table(old: Report, new: Report) -> Iterator[Change]:
    before, after = old.run.host_table, new.run.host_table
    if (before.source, before.version, before.updated) != (after.source, after.version, after.updated):
        sides = [Side(told=f"{table.version} ({table.source}, {table.updated})") for table in (before, after)]
        yield Change(about=About.HOST_TABLE, id="host-table", kind=Kind.CHANGED, before=sides[0], after=sides[1])
