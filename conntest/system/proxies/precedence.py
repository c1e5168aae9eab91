"""Which setting decides, for whom. Pure, so that every system's order can be read and tested on any."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from conntest.model.pac import PacOutcome, PacReport
from conntest.model.proxy import How, Proxy, ProxySetting, ReadBy, Scope, Traffic
from conntest.system.operating_system import System
from conntest.system.proxies.java import FOLLOWS_SYSTEM

#: Places by rank, the strongest first. Those of one tuple do not compete: each decides for programs of its own.
_Ranks = tuple[tuple[str, ...], ...]

_WINDOWS_SYSTEM: _Ranks = (
    ("policy-user",),
    ("policy-machine",),
    ("wininet", "wininet-machine", "wininet-connection", "dhcp"),
)
_MACOS_SYSTEM: _Ranks = (("macos", "dhcp"),)
_LINUX_SYSTEM: _Ranks = (("gnome", "kde"), ("env",), ("env-upper",))

_SYSTEM_RANKS = {System.WINDOWS: _WINDOWS_SYSTEM, System.MACOS: _MACOS_SYSTEM, System.LINUX: _LINUX_SYSTEM}
_TOOL_RANKS: _Ranks = (("env",), ("env-upper",))

#: Places that decide for one browser alone, before those that decide for all.
_BROWSER_RANKS: Mapping[Scope, _Ranks] = {
    Scope.CHROME: (("chrome-policy",), ("chrome-recommended",)),
    Scope.EDGE: (("edge-policy",), ("edge-recommended",)),
    Scope.FIREFOX: (("firefox-policy",), ("firefox-profile",), ("firefox-default",), ("env",), ("env-upper",)),
}

#: Whose reading of a setting counts for a scope.
READ_BY: Mapping[Scope, ReadBy] = {
    Scope.WEB: ReadBy.CHROMIUM,
    Scope.CHROME: ReadBy.CHROMIUM,
    Scope.EDGE: ReadBy.CHROMIUM,
    Scope.FIREFOX: ReadBy.FIREFOX,
}

#: Beginnings of places that carry a name behind them.
_NAMED_PLACES = ("wininet-connection", "firefox-profile")

#: By prefix, since files carry their paths. The last `-D` of a name wins in Java: `_JAVA_OPTIONS` is read after the
#: command line, the other variables before it; a runtime's own file fills what is still open.
_JAVA_RANKS = (
    "java-variable-_JAVA_OPTIONS",
    "java-options-",
    "java-variable-JDK_JAVA_OPTIONS",
    "java-variable-JAVA_TOOL_OPTIONS",
    "macos",
    "java-runtime-",
)

#: WinINET's order, and that of the JDK. Detection that finds nothing leaves the decision to the next.
_HOW_RANKS = {How.WPAD: 0, How.PAC: 1, How.MANUAL: 2, How.DIRECT: 3}


def effective(
    settings: Iterable[ProxySetting], system: System, *, detected: frozenset[str] = frozenset()
) -> tuple[ProxySetting, ...]:
    """`settings` with `wins_for` filled in. `detected` are the ids of settings whose automatic detection has found a
    script; without that it decides nothing as long as something else is set."""
    every = tuple(settings)
    wins: dict[str, set[Scope]] = {one.id: set() for one in every}
    for scope in Scope:
        for traffic in Traffic:
            for winner in effective_for(every, scope, traffic, system, detected=detected):
                wins[winner.id].add(scope)
    _let_java_follow(every, wins)
    return tuple(replace(one, wins_for=tuple(scope for scope in Scope if scope in wins[one.id])) for one in every)


def after_detection(
    settings: Iterable[ProxySetting], system: System, reports: Iterable[PacReport]
) -> tuple[ProxySetting, ...]:
    """`settings` with `wins_for` as it is once automatic detection has come to its end, by what became of scripts."""
    every = tuple(settings)
    return effective(every, system, detected=detected_by(every, reports))


def detected_by(settings: Iterable[ProxySetting], reports: Iterable[PacReport]) -> frozenset[str]:
    """The ids of settings whose automatic detection found a script that works."""
    worked = frozenset(one.setting for one in reports if one.outcome is PacOutcome.EVALUATED)
    return frozenset(one.id for one in settings if one.how is How.WPAD and one.id in worked)


def effective_for(
    settings: Sequence[ProxySetting],
    scope: Scope,
    traffic: Traffic,
    system: System,
    *,
    detected: frozenset[str] = frozenset(),
    by: ReadBy | None = None,
) -> Iterator[ProxySetting]:
    """The settings that decide for `traffic` of `scope`, as `by` reads them, or those who read this scope."""
    by = by or READ_BY.get(scope)
    candidates = [one for one in settings if _competes(one, scope, traffic, by)]
    ranked = [(_rank(one, scope, system, detected), one) for one in candidates]
    best = min((rank for rank, _ in ranked if rank is not None), default=None)
    return (one for rank, one in ranked if rank is not None and rank == best)


def taken_by(one: ProxySetting, by: ReadBy | None, traffic: Traffic) -> tuple[Proxy, ...]:
    """The proxies that `by` takes from a setting for `traffic`."""
    read = [reading for reading in one.readings if reading.by is by]
    if read and traffic is not Traffic.TCP:
        return next((reading.proxies for reading in read if traffic in reading.traffic), ())
    return one.proxies if traffic in one.traffic else ()


def _competes(one: ProxySetting, scope: Scope, traffic: Traffic, by: ReadBy | None) -> bool:
    if not one.active or scope not in one.scopes:
        return False
    if one.how is How.MANUAL:
        return bool(taken_by(one, by, traffic))
    if one.malformed:
        return False
    decides = one.how in (How.PAC, How.WPAD, How.DIRECT) or one.id.endswith(FOLLOWS_SYSTEM)
    return decides and traffic in one.traffic


def _rank(one: ProxySetting, scope: Scope, system: System, detected: frozenset[str]) -> tuple[int, int] | None:
    """Smaller is stronger; None where this place decides nothing for the scope."""
    place = _place_rank(_place(one), scope, system)
    if place is None:
        return None
    if one.how is How.WPAD and one.id not in detected:
        return len(_SYSTEM_RANKS[system]), len(_HOW_RANKS)
    # What DHCP names goes before what detection finds by names.
    named = one.how is How.WPAD and one.pac_url is not None
    return place, -1 if named else _HOW_RANKS.get(one.how, len(_HOW_RANKS))


def _place(one: ProxySetting) -> str:
    return next((place for place in _NAMED_PLACES if one.place.startswith(place)), one.place)


def _place_rank(place: str, scope: Scope, system: System) -> int | None:
    match scope:
        case Scope.JAVA:
            return next((rank for rank, prefix in enumerate(_JAVA_RANKS) if place.startswith(prefix)), None)
        case Scope.SERVICES | Scope.CONTAINERS:
            # Each is of one program: WinHTTP, apt, Docker.
            return 0
        case Scope.CHROME | Scope.EDGE | Scope.FIREFOX:
            ranks = _BROWSER_RANKS[scope]
        case Scope.TOOLS:
            ranks = _TOOL_RANKS
        case Scope.WEB | Scope.RAW_TCP:
            ranks = _SYSTEM_RANKS[system]
    return next((rank for rank, places in enumerate(ranks) if place in places), None)


def _let_java_follow(settings: Sequence[ProxySetting], wins: dict[str, set[Scope]]) -> None:
    """Where Java is told to follow the system, what decides there decides for Java too, unless an option names a
    proxy: options come first (DefaultProxySelector)."""
    follows = any(one.id.endswith(FOLLOWS_SYSTEM) and wins[one.id] for one in settings)
    if not follows:
        return
    for one in settings:
        if one.how is How.MANUAL and wins[one.id] & {Scope.WEB, Scope.RAW_TCP} and not one.place.startswith("env"):
            wins[one.id].add(Scope.JAVA)
