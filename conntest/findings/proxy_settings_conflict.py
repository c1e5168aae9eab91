"""Sources disagree about which proxy to use."""

from collections.abc import Iterator, Sequence
from typing import Self

from conntest.evidence.evidence import Evidence
from conntest.evidence.setting_servers import server_of
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.proxy_advice import ASK_FIRST
from conntest.findings.proxy_itself import user
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.privacy import Id, Place
from conntest.model.proxy import How, ProxySetting, Scope, Traffic
from conntest.values import dataclass
from conntest.wording import phrases

#: Scopes in which several places may speak for one program. Each of Java's places is read by known rules, and belongs
#: to `java-proxy-override`; services have one place each.
_SHARED_SCOPES = (Scope.WEB, Scope.RAW_TCP, Scope.TOOLS)

#: Windows reads all of these for everyone, in a fixed order, so that they cannot disagree.
_WINDOWS_PLACES = ("policy-", "wininet")

_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("See with `conntest proxies` what is set where, and which one belongs to this network."),
            ASK_FIRST,
            N_("Keep that one, and remove the others at their source, then run conntest again."),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(N_("Set the proxy in one place, by policy, and clear what older software has left behind."),),
    ),
)


_ABOUT = About(
    code=Code.PROXY_SETTINGS_CONFLICT,
    title=N_("Proxy settings contradict one another"),
    meaning=N_(
        "Different places on this computer name different proxies, so programs do not agree on the way out. The "
        "browser may work while TWS does not, or the other way round.\n\n"
        "All settings that could be read are listed with their source and the one that wins for each kind of program. "
        "Java programs ignore the proxy variables of the shell; which setting TWS follows is not documented in full."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    symptoms=(
        Symptom.PROXY_CONNECTION_FAILED,
        Symptom.NO_INTERNET_CONNECTIVITY,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedProxy:
    """A place, and the proxy it names."""

    source: Place
    proxy: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxySettingsConflict(Conclusion):
    """For programs of `scope`, `one` wins and `other` says otherwise."""

    scope: Scope
    one: NamedProxy
    other: NamedProxy

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """Two places that govern the same connections, both in force, name different servers. A script beside a fixed
        proxy is no contradiction that could be seen: it may well name that one."""
        for scope in _SHARED_SCOPES:
            for traffic in Traffic:
                named = _named(evidence.machine.proxies or (), scope, traffic)
                differing = [one for one in named[1:] if server_of(one) != server_of(named[0])]
                if differing:
                    yield cls(
                        severity=Severity.WARN,
                        subjects=tuple(setting.id for setting in named),
                        domains=frozenset({Domain.PROXY}),
                        scope=scope,
                        one=_named_proxy(named[0]),
                        other=_named_proxy(differing[0]),
                    )
                    return

    @property
    def summary(self) -> str:
        return _(
            "For {who}, {one} names {one_proxy}, and {other} names {other_proxy}. Which of the two a program follows "
            "depends on the program."
        ).format(
            who=user(self.scope),
            one=phrases.place(self.one.source),
            one_proxy=self.one.proxy,
            other=phrases.place(self.other.source),
            other_proxy=self.other.proxy,
        )


def _named_proxy(setting: ProxySetting) -> NamedProxy:
    return NamedProxy(source=setting.source, proxy=setting.proxies[0].id)


def _named(settings: Sequence[ProxySetting], scope: Scope, traffic: Traffic) -> list[ProxySetting]:
    """What each place says of these connections, the setting that wins first. Of one place only the first counts: it
    has rules of its own for the rest."""
    every = [s for s in settings if s.active and scope in s.scopes and traffic in s.traffic]
    scripted = {_reader(s) for s in every if s.how is How.PAC}
    by_reader: dict[str, ProxySetting] = {}
    for setting in sorted(every, key=lambda s: scope not in s.wins_for):
        if setting.proxies and _reader(setting) not in scripted:
            by_reader.setdefault(_reader(setting), setting)
    return list(by_reader.values())


def _reader(setting: ProxySetting) -> str:
    return "windows" if setting.place.startswith(_WINDOWS_PLACES) else setting.place
