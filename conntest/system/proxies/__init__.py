"""Every proxy setting of this machine: who set it, whom it governs, and which one wins. Nothing is sent.

One module per kind of place: pure parsers over what the place holds, and a thin reader here or beside them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from conntest.system.files import matching, read
from conntest.system.operating_system import System, this_system
from conntest.system.proxies.commands import ask
from conntest.system.proxies.environment import parse_environment
from conntest.system.proxies.found import Found, ProxyFacts, facts
from conntest.system.proxies.gnome import parse_gnome, running_desktop
from conntest.system.proxies.java import parse_option_variables
from conntest.system.proxies.kde import kioslaverc_paths, parse_kde
from conntest.system.proxies.linux_files import parse_apt, parse_environment_file
from conntest.system.proxies.networksetup import read_macos
from conntest.system.proxies.precedence import precedence
from conntest.system.proxies.registry import read_registry
from conntest.system.proxies.tws import Roots, read_tws
from conntest.system.proxies.wininet import parse_registry
from conntest.system.tws.started import Started

__all__ = ["ProxyFacts", "System", "precedence", "read_proxies", "this_system"]


def read_proxies(
    environment: Mapping[str, str],
    home: Path,
    *,
    hosts: Sequence[str] = (),
    etc: Path = Path("/etc"),
    roots: Roots | None = None,
    started: Iterable[Started] = (),
) -> ProxyFacts:
    """All settings, `wins_for` filled in, in the order in which a person would look for them.

    `hosts` are names to be reached, so that a note can say what exceptions do to them; `started` are the TWS processes
    that run. What cannot be read counts as
    not set. The credentials that settings hold are in `secrets`, by proxy id, and nowhere else.
    """
    system = this_system()
    found = (
        *_read_system(environment, home, etc, system),
        *parse_environment(environment, system, hosts),
        *parse_option_variables(environment),
        *read_tws(roots or Roots(home=home), system, environment=environment, started=started),
    )
    every = facts(found)
    return ProxyFacts(settings=precedence(every.settings, system), secrets=every.secrets)


def _read_system(environment: Mapping[str, str], home: Path, etc: Path, system: System) -> Iterator[Found]:
    match system:
        case System.WINDOWS:
            yield from parse_registry(read_registry())
        case System.MACOS:
            yield from read_macos()
        case System.LINUX:
            yield from _read_desktop(environment, home)
            yield from _read_etc(environment, etc)


def _read_desktop(environment: Mapping[str, str], home: Path) -> Iterator[Found]:
    desktop = running_desktop(environment)
    yield from parse_gnome(ask("gsettings", "list-recursively", "org.gnome.system.proxy"), desktop)
    kde = next(filter(None, (read(path) for path in kioslaverc_paths(environment, home))), "")
    yield from parse_kde(kde, environment, desktop)


def _read_etc(environment: Mapping[str, str], etc: Path) -> Iterator[Found]:
    for path in (etc / "environment", *matching(etc / "profile.d", "*.sh")):
        yield from parse_environment_file(read(path) or "", str(path), environment)
    for path in (etc / "apt" / "apt.conf", *matching(etc / "apt" / "apt.conf.d", "*")):
        yield from parse_apt(read(path) or "", str(path))
