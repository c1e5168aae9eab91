"""A proxy answers, and nothing comes through it."""

from collections.abc import Iterator
from typing import Self

from conntest.evidence.evidence import Evidence
from conntest.evidence.proxied_failures import ProxiedFailures, failures_of, tunnel_observations
from conntest.evidence.proxy_path import ProxyPath
from conntest.findings import proxied, proxy_itself
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.proxy_advice import CORRECT, SWITCH_OFF
from conntest.findings.proxy_itself import SetProxy
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.privacy import HostName
from conntest.values import dataclass
from conntest.wording import phrases

#: The hosts of one operator may be refused by a rule.
_SEVERAL_OPERATORS = 2

_RECONNECT = Remedy(
    who=Who.YOU,
    steps=(
        N_(
            "If the proxy is a program on this computer (a client of a tunnel or of Tor), look whether it is connected "
            "itself, and start it again."
        ),
        N_("Run conntest again: the finding is gone once any host answers through the proxy."),
    ),
)

_ORDINARY = (_RECONNECT, SWITCH_OFF, CORRECT)

_GIVEN = (_RECONNECT, CORRECT)

_ABOUT = About(
    code=Code.PROXY_PASSES_NOTHING,
    title=N_("The proxy answers, but nothing comes through it"),
    meaning=N_(
        "The proxy accepts connections and speaks its protocol, so it looks alive. Yet not one host can be reached "
        "through it, and programs that use it have no internet.\n\n"
        "Neutral hosts of several operators were tried through the proxy besides IBKR's, and none came to an answer, "
        "so the fault is the proxy's own, or of its way out: a client of a tunnel that is not connected, for example, "
        "says yes to every request and closes as soon as data flows."
    ),
    advice=(
        Advice(remedies=_ORDINARY),
        Advice(when=N_("Where the proxy was given as an option, and no setting names it"), remedies=_GIVEN),
    ),
    healthy_cause=N_("A proxy for one company's own hosts passes nothing else."),
    symptoms=(Symptom.NO_INTERNET_CONNECTIVITY,),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyPassesNothing(Conclusion):
    """`tried` web hosts were asked for through the proxy, and `failures` stopped them."""

    setting: SetProxy
    tried: tuple[HostName, ...]
    failures: ProxiedFailures

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """The proxy speaks the protocol that it is set for, hosts of several operators were tried through it, neutral
        ones among them, and not one of them answered, nor any gateway, nor a page. A warning where no program here is
        set to use it, or only such that are not TWS or a browser."""
        for path in evidence.ways:
            operators = {view.endpoint.operator for view in path.web}
            if not path.is_alive or len(operators) < _SEVERAL_OPERATORS or evidence.ended_early or _passes(path):
                continue
            relied_on = bool(path.path.used_by) and proxy_itself.severity(path) is Severity.FAIL
            yield cls(
                severity=Severity.FAIL if relied_on else Severity.WARN,
                subjects=proxy_itself.subjects(evidence, path),
                evidence=tunnel_observations(path.web),
                domains=proxy_itself.domains(path) if path.path.used_by else frozenset({Domain.PROXY}),
                setting=proxy_itself.set_proxy(path),
                tried=tuple(view.endpoint.host for view in path.web),
                failures=failures_of((*path.web, *path.gateways)),
            )

    @property
    def summary(self) -> str:
        return _(
            "The proxy {proxy} ({source}) answers, but nothing comes through it: neither {hosts} nor a gateway "
            "answered ({how}). It is used by {users}."
        ).format(
            proxy=self.setting.proxy,
            source=phrases.place(self.setting.source),
            hosts=phrases.listed(self.tried),
            how=proxied.how(self.failures),
            users=proxy_itself.users(self.setting.used_by),
        )

    def advice(self) -> tuple[Remedy, ...]:
        return _ORDINARY if self.setting.used_by else _GIVEN


def _passes(path: ProxyPath) -> bool:
    return path.carries_anything or any(view.answered for view in path.views)
