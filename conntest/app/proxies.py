"""The proxies of a run: those that are set on this machine and win for somebody, and those given as options."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace

from conntest.app.errors import UserError
from conntest.app.passwords import password_from
from conntest.language import N_
from conntest.model.observation import DIRECT, Observation
from conntest.model.proxy import SOCKS_SCHEMES, Proxy, ProxySetting, ProxyUse, Scheme, Scope
from conntest.model.report import Path as NetworkPath
from conntest.net.credentials import Scrubber, Wallet, scrubbed
from conntest.net.proxy_dialer import ProxyDialer
from conntest.probes.world import World
from conntest.system.home import home_folder
from conntest.system.listeners import listener
from conntest.system.proxies import proxy_uses, read_proxies, this_system
from conntest.system.proxies.proxy_url import parse_proxy
from conntest.system.tws.started import Started
from conntest.values import dataclass
from conntest.wording.places import OPTION

#: The way that every run tests.
DIRECT_PATH = NetworkPath(id=DIRECT, source=N_("the system's own routes"))


#: Scopes whose proxies are reached from another network than this computer's own, so that a test here says nothing.
_ELSEWHERE = frozenset({Scope.CONTAINERS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A proxy that an option names. The credentials are no part of its text."""

    option: str
    proxy: Proxy
    wallet: Wallet = field(default_factory=dict, repr=False)

    @property
    def lacks_password(self) -> bool:
        """Whether there is a user and no password."""
        return any(not its.password for its in self.wallet.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """What is set, the paths that follow from it (`direct` first), who uses what of it (None where nobody worked it
    out), and what the proxies want to see."""

    settings: tuple[ProxySetting, ...]
    paths: tuple[NetworkPath, ...]
    uses: tuple[ProxyUse, ...] | None = None
    wallet: Wallet = field(default_factory=dict, repr=False)

    @property
    def proxies(self) -> tuple[Proxy, ...]:
        """Those of the paths."""
        return tuple(path.proxy for path in self.paths if path.proxy)


def given(socks: Sequence[str], proxy: Sequence[str], password_file: str | None = None) -> tuple[Given, ...]:
    """The proxies of `--socks` and `--proxy`; where a `password_file` is named, its password is that of all which name
    a user without one. Raises UserError, whose text holds nothing of what was written: a part of it may be a
    password."""
    named = (
        *(_given("--socks", text, Scheme.SOCKS5) for text in socks),
        *(_given("--proxy", text, Scheme.HTTP) for text in proxy),
    )
    return named if password_file is None else tuple(_with_password(named, password_file))


def _with_password(named: Sequence[Given], password_file: str) -> Iterator[Given]:
    if not any(one.lacks_password for one in named):
        form = "http://user@host:port"
        raise UserError(f"--proxy-password-file: no --proxy or --socks names a user without a password; write {form}")
    password = password_from(password_file)
    for one in named:
        wallet = {name: replace(its, password=its.password or password) for name, its in one.wallet.items()}
        yield replace(one, wallet=wallet)


def _given(option: str, text: str, default: Scheme) -> Given:
    claim = parse_proxy(text, default=default)
    if claim.proxy is None:
        form = f"{default}://host:port or {default}://user:password@host:port"
        raise UserError(f"{option}: {claim.malformed}; write it as {form}")
    if option == "--socks" and claim.proxy.scheme not in SOCKS_SCHEMES:
        raise UserError(f"--socks is for SOCKS proxies; test {claim.proxy.id} with --proxy")
    wallet = {claim.proxy.id: claim.credentials} if claim.credentials else {}
    return Given(option=option, proxy=claim.proxy, wallet=wallet)


def find(options: Sequence[Given], hosts: Sequence[str], started: Iterable[Started] = ()) -> Ways:
    """Read this machine's settings and those of TWS processes, and put them together with what was given. Nothing is
    sent."""
    facts = read_proxies(os.environ, home_folder(), hosts=hosts, started=started)
    wallet = dict(facts.secrets)
    for one in options:
        wallet.update(one.wallet)
    return replace(
        ways_of(facts.settings, options, wallet),
        uses=proxy_uses(facts.settings, this_system()),
    )


def ways_of(settings: tuple[ProxySetting, ...], options: Sequence[Given] = (), wallet: Wallet | None = None) -> Ways:
    """The ways that follow from settings and options."""
    return Ways(settings=settings, paths=(DIRECT_PATH, *_paths(settings, options)), wallet=wallet or {})


def _paths(settings: Iterable[ProxySetting], options: Iterable[Given]) -> Iterable[NetworkPath]:
    """One path for each distinct proxy that decides for somebody, or was asked about."""
    deciding = [setting for setting in settings if setting.active and set(setting.wins_for) - _ELSEWHERE]
    proxies = {proxy.id: proxy for setting in deciding for proxy in setting.proxies}
    proxies |= {one.proxy.id: one.proxy for one in options}
    for name, proxy in proxies.items():
        its = [setting for setting in deciding if any(other.id == name for other in setting.proxies)]
        asked = [OPTION.format(name=one.option) for one in options if one.proxy.id == name]
        yield NetworkPath(
            id=name,
            source=", ".join(dict.fromkeys([*(setting.source for setting in its), *asked])),
            proxy=proxy,
            used_by=tuple(dict.fromkeys(scope for setting in its for scope in setting.wins_for)),
            listener=listener(proxy.host, proxy.port),
        )


def with_ways(world: World, ways: Ways) -> World:
    """`world` with a dialer for each proxy."""
    dialers = {
        proxy.id: ProxyDialer(
            proxy,
            ways.wallet.get(proxy.id),
            direct=world.dialer,
            resolver=world.resolver,
            trust=world.trust,
            clock=world.clock,
        )
        for proxy in ways.proxies
    }
    return replace(world, proxies=dialers)


def without_secrets(observations: tuple[Observation, ...], ways: Ways) -> tuple[Observation, ...]:
    """The observations as they may be kept."""
    if not ways.wallet:
        return observations
    scrub = Scrubber(ways.wallet)
    return tuple(scrubbed(seen, scrub) for seen in observations)
