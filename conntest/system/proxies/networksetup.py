"""Asks macOS. Several short questions at once, since each starts a program."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from conntest.system.proxies.commands import ask
from conntest.system.proxies.found import Found
from conntest.system.proxies.macos import ServiceAnswers, parse_service, parse_services, parse_system

#: Wi-Fi, a few adapters, a VPN or two. Each costs four questions.
_MOST_SERVICES = 8


def read_macos() -> Iterator[Found]:
    """What is in force, and what is kept beside it: settings of other services, or behind switches that are off."""
    in_force = tuple(parse_system(ask("/usr/sbin/scutil", "--proxy")))
    yield from in_force
    known = {_what(one) for one in in_force}
    services = parse_services(ask("networksetup", "-listallnetworkservices"))[:_MOST_SERVICES]
    with ThreadPoolExecutor(max_workers=_MOST_SERVICES) as pool:
        for answers in pool.map(_ask_service, services):
            yield from (one for one in parse_service(answers) if _what(one) not in known)


def _what(found: Found) -> tuple[object, ...]:
    return found.setting.how, found.setting.proxies, found.setting.pac_url


def _ask_service(service: str) -> ServiceAnswers:
    return ServiceAnswers(
        service=service,
        https=ask("networksetup", "-getsecurewebproxy", service),
        http=ask("networksetup", "-getwebproxy", service),
        socks=ask("networksetup", "-getsocksfirewallproxy", service),
        script=ask("networksetup", "-getautoproxyurl", service),
    )
