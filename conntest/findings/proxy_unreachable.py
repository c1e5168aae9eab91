"""A configured proxy refuses, is silent, or does not resolve."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Self, assert_never

from conntest.evidence.evidence import Evidence
from conntest.evidence.proxy_path import ProxyPath
from conntest.evidence.required_hosts import nothing_leaves
from conntest.findings import proxy_itself
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.proxy_advice import CORRECT, SWITCH_OFF
from conntest.findings.proxy_itself import SetProxy
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.addresses import is_global
from conntest.model.failure import Failure
from conntest.model.finding import Code, Remedy, Who
from conntest.model.proxy import ProxyState
from conntest.values import dataclass
from conntest.wording import failures, phrases


class Dead(StrEnum):
    """In which way the proxy is dead."""

    UNRESOLVED = "unresolved"
    REFUSED = "refused"
    NOTHING_LISTENS = "nothing-listens"
    SILENT = "silent"
    UNREACHABLE = "unreachable"
    MUTE = "mute"
    GIVEN = "given"


_DEAD = {
    ProxyState.UNRESOLVED: Dead.UNRESOLVED,
    ProxyState.REFUSED: Dead.REFUSED,
    ProxyState.SILENT: Dead.SILENT,
    ProxyState.UNREACHABLE: Dead.UNREACHABLE,
    ProxyState.MUTE: Dead.MUTE,
}

_ORDINARY = (SWITCH_OFF, CORRECT)

_GIVEN = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_(
                "Check the proxy's protocol, address and port with those who run it: `--socks` is for SOCKS "
                "proxies, and `--proxy` for web proxies."
            ),
            N_("If it is a program on this computer, such as `ssh -D`, start it, and run conntest again."),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(N_("Check that the proxy runs, and that this computer's network may use it."),),
    ),
)


_ABOUT = About(
    code=Code.PROXY_UNREACHABLE,
    title=N_("A proxy is set, but it does not answer"),
    meaning=N_(
        "This computer is told to use a proxy, and nothing answers at its address. Most often it is the leftover of "
        "software that was removed, or of another network. TWS may then show “No Internet Connectivity” or stay at "
        "“Connection attempt”.\n\n"
        "The proxy's name did not resolve, or its port refused the connection or stayed silent. Which programs use "
        "this setting depends on where it is stored; whether TWS does cannot be read from the setting alone."
    ),
    advice=(
        Advice(remedies=_ORDINARY),
        Advice(when=N_("Where no setting names the proxy, and it was only given to this run"), remedies=_GIVEN),
    ),
    symptoms=(Symptom.CONNECTION_ATTEMPT, Symptom.NO_INTERNET_CONNECTIVITY, Symptom.PROXY_CONNECTION_FAILED),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyUnreachable(Conclusion):
    dead: Dead
    setting: SetProxy
    failure: Failure | None

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """A proxy's name has no address, its port refuses, is silent, or accepts and says nothing in any protocol.
        Where nothing answers directly either, silence of a proxy out on the internet is no news of the proxy's."""
        for path in evidence.ways:
            if path.state not in _DEAD or _is_symptom(evidence, path):
                continue
            yield cls(
                severity=proxy_itself.severity(path),
                subjects=proxy_itself.subjects(evidence, path),
                evidence=proxy_itself.observations(path),
                domains=proxy_itself.domains(path),
                dead=_dead(path),
                setting=proxy_itself.set_proxy(path),
                failure=_failure(path),
            )

    @property
    def title(self) -> str:
        if self.dead is Dead.GIVEN:
            return _("The proxy that was given to this run does not answer")
        return _(_ABOUT.title)

    @property
    def summary(self) -> str:
        return self._template().format(
            proxy=self.setting.proxy,
            source=phrases.place(self.setting.source),
            users=proxy_itself.users(self.setting.used_by),
            how=failures.label(self.failure) if self.failure else _("no answer"),
        )

    def _template(self) -> str:
        match self.dead:
            case Dead.UNRESOLVED:
                return _(
                    "The proxy {proxy} is set ({source}), and its name leads to no address ({how}). It is used by "
                    "{users}."
                )
            case Dead.REFUSED:
                return _(
                    "The proxy {proxy} is set ({source}), and its port refuses connections ({how}): no proxy listens "
                    "there. It is used by {users}."
                )
            case Dead.NOTHING_LISTENS:
                return _(
                    "The proxy {proxy} is set ({source}). That is this computer itself, and no program listens on the "
                    "port ({how}). It is used by {users}."
                )
            case Dead.SILENT:
                return _(
                    "The proxy {proxy} is set ({source}), and no answer comes from there ({how}). It is used by "
                    "{users}."
                )
            case Dead.UNREACHABLE:
                return _(
                    "The proxy {proxy} is set ({source}), and there is no way to it from here ({how}). It is used by "
                    "{users}."
                )
            case Dead.MUTE:
                return _(
                    "The proxy {proxy} is set ({source}). Its port accepts connections and then answers in none of the "
                    "protocols that proxies speak ({how}). It is used by {users}."
                )
            case Dead.GIVEN:
                return _("The proxy {proxy} was given to this run ({source}), and does not work: {how}.")
        assert_never(self.dead)

    def advice(self) -> tuple[Remedy, ...]:
        return _GIVEN if self.dead is Dead.GIVEN else _ORDINARY


def _dead(path: ProxyPath) -> Dead:
    if not path.path.used_by:
        return Dead.GIVEN
    local = path.path.listener is not None and not path.path.listener.listening
    return Dead.NOTHING_LISTENS if path.state is ProxyState.REFUSED and local else _DEAD[path.state]


def _is_symptom(evidence: Evidence, path: ProxyPath) -> bool:
    beyond = (ProxyState.SILENT, ProxyState.UNREACHABLE, ProxyState.UNRESOLVED)
    if not nothing_leaves(evidence) or path.state not in beyond:
        return False
    found = {step.failure for seen in path.looked_up for step in seen.resolves}
    return Failure.DNS_NXDOMAIN not in found if path.state is ProxyState.UNRESOLVED else is_global(path.proxy.host)


def _failure(path: ProxyPath) -> Failure | None:
    seen = (*path.claimed, *path.asked, *path.looked_up)
    return next((one.failure for one in seen if one.failure), None)
