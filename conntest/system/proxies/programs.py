"""Who uses which proxy, by all the settings of this machine: browsers, TWS, Java, command-line tools. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from conntest.model.proxy import How, Program, Proxy, ProxySetting, ProxyUse, ReadBy, Scope, Traffic
from conntest.system.operating_system import System
from conntest.system.proxies.precedence import effective_for, taken_by

#: The scopes whose settings a program follows, the strongest first; which traffic of its counts; whose reading.
_PROGRAMS: Mapping[Program, tuple[tuple[Scope, ...], Traffic, ReadBy | None]] = {
    Program.CHROME: ((Scope.CHROME, Scope.WEB), Traffic.HTTPS, ReadBy.CHROMIUM),
    Program.EDGE: ((Scope.EDGE, Scope.WEB), Traffic.HTTPS, ReadBy.CHROMIUM),
    Program.FIREFOX: ((Scope.FIREFOX, Scope.WEB), Traffic.HTTPS, ReadBy.FIREFOX),
    Program.TWS_WEB: ((Scope.WEB,), Traffic.HTTPS, ReadBy.CHROMIUM),
    Program.TWS_GATEWAYS: ((Scope.JAVA,), Traffic.TCP, None),
    Program.JAVA: ((Scope.JAVA,), Traffic.HTTPS, None),
    Program.TOOLS: ((Scope.TOOLS,), Traffic.HTTPS, None),
    Program.CONTAINERS: ((Scope.CONTAINERS,), Traffic.HTTPS, None),
}

#: Places in which Firefox was told something itself; others, such as the variables, come after the desktop's.
_FIREFOX_OWN = ("firefox-",)


def proxy_uses(
    settings: Sequence[ProxySetting], system: System, *, detected: frozenset[str] = frozenset()
) -> tuple[ProxyUse, ...]:
    """One line for each program. Containers have one only where something is set for them."""
    return tuple(
        _use(program, settings, system, detected)
        for program in _PROGRAMS
        if program is not Program.CONTAINERS or any(Scope.CONTAINERS in one.scopes for one in settings)
    )


def _use(program: Program, settings: Sequence[ProxySetting], system: System, detected: frozenset[str]) -> ProxyUse:
    scopes, traffic, by = _PROGRAMS[program]
    for candidates, scope in _steps(program, scopes, settings):
        winners = tuple(effective_for(candidates, scope, traffic, system, detected=detected, by=by))
        if program in (Program.JAVA, Program.TWS_GATEWAYS):
            winners = tuple(dict.fromkeys(_followed(winners, settings, traffic, system, detected)))
        if winners:
            return _of(program, traffic, winners, by)
    return ProxyUse(program=program, traffic=traffic, how=How.DIRECT)


def _steps(
    program: Program, scopes: Sequence[Scope], settings: Sequence[ProxySetting]
) -> Iterator[tuple[Sequence[ProxySetting], Scope]]:
    """Which settings to look at, one group after the other. Firefox's own go before the system's, and variables come
    after both."""
    if program is not Program.FIREFOX:
        yield from ((settings, scope) for scope in scopes)
        return
    own = tuple(one for one in settings if one.place.startswith(_FIREFOX_OWN))
    yield own, Scope.FIREFOX
    yield settings, Scope.WEB
    yield settings, Scope.FIREFOX


def _followed(
    winners: Sequence[ProxySetting],
    settings: Sequence[ProxySetting],
    traffic: Traffic,
    system: System,
    detected: frozenset[str],
) -> Iterator[ProxySetting]:
    """Java's own settings; where they hand the decision to the system, what decides there, as far as Java can follow:
    to a fixed server."""
    own = [one for one in winners if one.proxies]
    if own or not winners:
        yield from own
        return
    for scope in (Scope.RAW_TCP, Scope.WEB):
        found = effective_for(settings, scope, traffic, system, detected=detected)
        yield from (one for one in found if one.how is How.MANUAL and not one.place.startswith("env"))


def _of(program: Program, traffic: Traffic, winners: Sequence[ProxySetting], by: ReadBy | None) -> ProxyUse:
    first = winners[0]
    proxies: tuple[Proxy, ...] = taken_by(first, by, traffic) if first.how is How.MANUAL else ()
    return ProxyUse(
        program=program,
        traffic=traffic,
        how=first.how,
        proxies=proxies,
        pac_url=first.pac_url,
        settings=tuple(one.id for one in winners),
    )
