"""A Java option or a file of TWS forces a proxy that only TWS sees."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Self, assert_never

from conntest.evidence.evidence import Evidence
from conntest.evidence.setting_servers import server_of
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.proxy_advice import ASK_FIRST
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.privacy import Id, Place
from conntest.model.proxy import Proxy, ProxySetting, Scope, Traffic
from conntest.values import dataclass
from conntest.wording import phrases

_JAVA_PLACES = ("java-variable-", "java-options-", "java-runtime-", "jts-ini")


class Reach(StrEnum):
    """How the setting reaches into TWS."""

    SOCKS = "socks"
    WEB = "web"
    FOLLOWS_SYSTEM = "follows-system"
    TWS_FILE = "tws-file"

    @property
    def is_for_gateways(self) -> bool:
        """Whether it governs TWS's own connections, and not only its web pages."""
        return self in (Reach.SOCKS, Reach.FOLLOWS_SYSTEM)


_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("Close TWS, and make a copy of the file that has the option; the report names it."),
            ASK_FIRST,
            N_("Remove the lines with socksProxyHost, proxyHost or useSystemProxies from it, and start TWS again."),
            N_(
                "Windows: for a variable such as JAVA_TOOL_OPTIONS, search for “environment variables” in the "
                "Start menu and remove it there."
            ),
            N_(
                "macOS: for a variable such as JAVA_TOOL_OPTIONS, remove it from your shell's start files and see "
                "with `launchctl getenv JAVA_TOOL_OPTIONS` that it is gone."
            ),
            N_(
                "Linux: for a variable such as JAVA_TOOL_OPTIONS, remove it from your shell's start files and "
                "from /etc/environment."
            ),
        ),
    ),
)


_ABOUT = About(
    code=Code.JAVA_PROXY_OVERRIDE,
    title=N_("A Java option sets a proxy that only TWS sees"),
    meaning=N_(
        "A file of TWS or a Java option names a proxy of its own. The rest of the computer does not use it, so the "
        "browser works while TWS may not.\n\n"
        "The option was found in the places where Java and TWS read theirs. Java applies such a proxy to plain "
        "connections only if it is a SOCKS proxy. That the option would affect TWS follows from Java; that it does was "
        "not observed."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    healthy_cause=N_("Where a SOCKS proxy is required, the option may have been set on purpose."),
    symptoms=(
        Symptom.NO_INTERNET_CONNECTIVITY,
        Symptom.CONNECTION_ATTEMPT,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class JavaProxyOverride(Conclusion):
    reach: Reach
    source: Place
    proxies: tuple[Id, ...]

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """A Java option or a file of TWS names a proxy, and the rest of the computer does not use it. That it would
        govern TWS follows from Java's rules; it was not observed. Where the system names the same server, it is no
        surprise."""
        settings = evidence.machine.proxies or ()
        elsewhere = {server_of(s) for s in settings if s.wins_for and s.proxies and not _is_javas(s)}
        said: set[tuple[str, Reach]] = set()
        for setting in settings:
            if not (_is_javas(setting) and setting.active) or (setting.proxies and server_of(setting) in elsewhere):
                continue
            reach, proxies = _override(setting, settings)
            if reach and proxies and (setting.source, reach) not in said:
                said.add((setting.source, reach))
                yield cls._of(setting, reach, proxies)

    @classmethod
    def _of(cls, setting: ProxySetting, reach: Reach, proxies: Sequence[Proxy]) -> Self:
        return cls(
            # TWS has fields for this one: who filled them in knows of it.
            severity=Severity.INFO if reach is Reach.TWS_FILE else Severity.WARN,
            subjects=(setting.id,),
            domains=frozenset({Domain.PROXY, Domain.TWS} if reach.is_for_gateways else {Domain.PROXY}),
            reach=reach,
            source=setting.source,
            proxies=tuple(proxy.id for proxy in proxies),
        )

    @property
    def summary(self) -> str:
        return self._template().format(source=phrases.place(self.source), proxy=phrases.listed(self.proxies))

    def _template(self) -> str:
        match self.reach:
            case Reach.SOCKS:
                return _(
                    "By {source}, Java programs connect through the SOCKS proxy {proxy}. That would include TWS's "
                    "connections to the gateways."
                )
            case Reach.WEB:
                return _(
                    "By {source}, Java programs open web pages through {proxy}. TWS's connections to the gateways "
                    "would not take that way."
                )
            case Reach.FOLLOWS_SYSTEM:
                return _(
                    "By {source}, Java programs follow the system's proxies, at present {proxy}. That could include "
                    "TWS's connections to the gateways."
                )
            case Reach.TWS_FILE:
                return _(
                    "{source} names {proxy} for the web pages inside TWS. Its connections to the gateways go without."
                )
        assert_never(self.reach)


def _is_javas(setting: ProxySetting) -> bool:
    return setting.place.startswith(_JAVA_PLACES)


def _override(setting: ProxySetting, settings: Sequence[ProxySetting]) -> tuple[Reach | None, tuple[Proxy, ...]]:
    """How the setting reaches into TWS, and the proxies it leads to; none where others overrule it."""
    if setting.place == "jts-ini":
        return Reach.TWS_FILE, setting.proxies
    if Scope.JAVA not in setting.wins_for:
        return None, ()
    if setting.follows_system:
        followed = (s for s in settings if not _is_javas(s) and Scope.JAVA in s.wins_for)
        return Reach.FOLLOWS_SYSTEM, tuple(proxy for s in followed for proxy in s.proxies)
    return (Reach.SOCKS if Traffic.TCP in setting.traffic else Reach.WEB), setting.proxies
