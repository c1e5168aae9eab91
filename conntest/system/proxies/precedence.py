"""Which setting decides, for whom. Pure, so that every system's order can be read and tested on any."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from conntest.model.proxy import How, ProxySetting, Scope, Traffic
from conntest.system.operating_system import System
from conntest.system.proxies.java import FOLLOWS_SYSTEM

#: Places by rank, the strongest first. Those of one tuple do not compete: each decides for programs of its own.
_Ranks = tuple[tuple[str, ...], ...]

_WINDOWS_SYSTEM: _Ranks = (("policy-user",), ("policy-machine",), ("wininet", "wininet-machine"))
_MACOS_SYSTEM: _Ranks = (("macos",),)
_LINUX_SYSTEM: _Ranks = (("gnome", "kde"), ("env",), ("env-upper",))

_SYSTEM_RANKS = {System.WINDOWS: _WINDOWS_SYSTEM, System.MACOS: _MACOS_SYSTEM, System.LINUX: _LINUX_SYSTEM}
_TOOL_RANKS: _Ranks = (("env",), ("env-upper",))

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
_HOW_RANKS = {How.WPAD: 0, How.PAC: 1, How.MANUAL: 2}


def precedence(
    settings: Iterable[ProxySetting], system: System, *, detected: frozenset[str] = frozenset()
) -> tuple[ProxySetting, ...]:
    """`settings` with `wins_for` filled in. `detected` are the ids of settings whose automatic detection has found a
    script; without that it decides nothing as long as something else is set."""
    every = tuple(settings)
    wins: dict[str, set[Scope]] = {one.id: set() for one in every}
    for scope in Scope:
        for traffic in Traffic:
            for winner in _winners(every, scope, traffic, system, detected):
                wins[winner.id].add(scope)
    _let_java_follow(every, wins)
    return tuple(replace(one, wins_for=tuple(scope for scope in Scope if scope in wins[one.id])) for one in every)


def _winners(
    settings: Sequence[ProxySetting], scope: Scope, traffic: Traffic, system: System, detected: frozenset[str]
) -> Iterator[ProxySetting]:
    candidates = [one for one in settings if _competes(one, scope, traffic)]
    ranked = [(_rank(one, scope, system, detected), one) for one in candidates]
    best = min((rank for rank, _ in ranked if rank is not None), default=None)
    return (one for rank, one in ranked if rank is not None and rank == best)


def _competes(one: ProxySetting, scope: Scope, traffic: Traffic) -> bool:
    leads_somewhere = one.proxies or one.pac_url or one.how is How.WPAD or one.id.endswith(FOLLOWS_SYSTEM)
    return one.active and bool(leads_somewhere) and scope in one.scopes and traffic in one.traffic


def _rank(one: ProxySetting, scope: Scope, system: System, detected: frozenset[str]) -> tuple[int, int] | None:
    """Smaller is stronger; None where this place decides nothing for the scope."""
    place = _place_rank(one.place, scope, system)
    if place is None:
        return None
    if one.how is How.WPAD and one.id not in detected:
        return len(_SYSTEM_RANKS[system]), len(_HOW_RANKS)
    return place, _HOW_RANKS.get(one.how, len(_HOW_RANKS))


def _place_rank(place: str, scope: Scope, system: System) -> int | None:
    match scope:
        case Scope.JAVA:
            return next((rank for rank, prefix in enumerate(_JAVA_RANKS) if place.startswith(prefix)), None)
        case Scope.SERVICES:
            # Each is of one program: WinHTTP, apt.
            return 0
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
