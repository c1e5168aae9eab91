"""What programs do by some settings, in a word for each kind of connection, to stand in tables of samples."""

from collections.abc import Iterable

from conntest.model.proxy import How, Program, ProxySetting, ProxyUse, ReadBy, Scope, Traffic
from conntest.system.operating_system import System
from conntest.system.proxies.precedence import effective_for, taken_by
from conntest.system.proxies.programs import proxy_uses
from conntest.system.proxies.setting import ParsedSetting, facts


def settings(found: Iterable[ParsedSetting]) -> tuple[ProxySetting, ...]:
    """The settings alone, each with an id of its own."""
    return facts(found).settings


def goes(found: Iterable[ParsedSetting], system: System, traffic: Traffic, *, by: ReadBy | None = None) -> str:
    """Where connections of a browser go, or any TCP connection of a program that asks the system: `direct`, ids of
    proxies in their order, `wpad`, or `pac URL`."""
    scope = Scope.RAW_TCP if traffic is Traffic.TCP else Scope.WEB
    winners = tuple(effective_for(settings(found), scope, traffic, system, by=by))
    if not winners:
        return "direct"
    first = winners[0]
    if first.how is How.MANUAL:
        return " ".join(proxy.id for proxy in taken_by(first, by or ReadBy.CHROMIUM, traffic))
    return f"pac {first.pac_url}" if first.how is How.PAC else str(first.how)


def http_https_tcp(found: Iterable[ParsedSetting], system: System) -> tuple[str, str, str]:
    """What Chrome does with http: and https:, and where any other connection goes."""
    every = tuple(found)
    return (
        goes(every, system, Traffic.HTTP),
        goes(every, system, Traffic.HTTPS),
        goes(every, system, Traffic.TCP, by=ReadBy.CHROMIUM),
    )


def used(found: Iterable[ParsedSetting], system: System, program: Program) -> str:
    """Where a program's connections go, in the same words."""
    use: ProxyUse = next(one for one in proxy_uses(settings(found), system) if one.program is program)
    if use.how is How.MANUAL:
        return " ".join(proxy.id for proxy in use.proxies)
    return f"pac {use.pac_url}" if use.how is How.PAC else str(use.how)


def wrong(found: Iterable[ParsedSetting]) -> list[str]:
    """What was not understood."""
    return [one.malformed for one in settings(found) if one.malformed]
