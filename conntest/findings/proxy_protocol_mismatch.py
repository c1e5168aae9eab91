"""A proxy's port speaks another protocol than it is set for."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Self, assert_never

from conntest.evidence.evidence import Evidence
from conntest.evidence.proxy_path import ProxyPath
from conntest.findings import proxy_itself
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.proxy_advice import ASK_FIRST, CORRECT
from conntest.findings.proxy_itself import SetProxy
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Remedy, Who
from conntest.model.observation import Protocol, ProxyConnectStep
from conntest.model.proxy import ProxyState, Scheme
from conntest.values import dataclass
from conntest.wording import phrases


class Speaker(StrEnum):
    """What answers there."""

    OTHER = "other"
    WEB_SERVER = "web-server"
    STRANGER = "stranger"


_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("See with `conntest proxies` what the setting says and what the port speaks."),
            ASK_FIRST,
            N_(
                "Correct the protocol or the port where the setting is kept; a proxy program shows both in its own "
                "settings."
            ),
        ),
    ),
    CORRECT,
)


_ABOUT = About(
    code=Code.PROXY_PROTOCOL_MISMATCH,
    title=N_("The proxy speaks another protocol than it is set for"),
    meaning=N_(
        "Something answers at the proxy's address, but in another language than the setting says: an HTTP proxy set as "
        "SOCKS, for example, or a web server that is no proxy. Programs that use the setting fail.\n\n"
        "The port was asked in several protocols, each over a connection of its own, and its answer decides. A port "
        "that answers nothing at all is not accused of a mismatch."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    symptoms=(
        Symptom.PROXY_CONNECTION_FAILED,
        Symptom.NO_INTERNET_CONNECTIVITY,
        Symptom.CONNECTION_ATTEMPT,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyProtocolMismatch(Conclusion):
    """The proxy is set as `claimed`, and speaks these `schemes` or, if none, `spoken`."""

    speaker: Speaker
    setting: SetProxy
    claimed: Scheme
    schemes: tuple[Scheme, ...]
    spoken: Protocol | None

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """Something answers at the proxy's port, and not in the protocol that it is set for."""
        for path in evidence.ways:
            if path.state is not ProxyState.MISMATCH:
                continue
            yield cls(
                severity=proxy_itself.severity(path),
                subjects=proxy_itself.subjects(evidence, path),
                evidence=proxy_itself.observations(path),
                domains=proxy_itself.domains(path),
                speaker=_speaker(path),
                setting=proxy_itself.set_proxy(path),
                claimed=path.proxy.scheme,
                schemes=path.speaks,
                spoken=next((step.detail.spoken for step in _answers(path) if step.detail.spoken), None),
            )

    @property
    def summary(self) -> str:
        return self._template().format(
            proxy=self.setting.proxy,
            source=phrases.place(self.setting.source),
            users=proxy_itself.users(self.setting.used_by),
            claimed=proxy_itself.protocol(self.claimed),
            spoken=self._spoken(),
        )

    def _spoken(self) -> str:
        if self.schemes:
            return phrases.listed(map(proxy_itself.protocol, self.schemes))
        unknown = self.spoken is None or self.spoken is Protocol.UNKNOWN
        return _("an unknown protocol") if unknown or self.spoken is None else self.spoken.value.upper()

    def _template(self) -> str:
        match self.speaker:
            case Speaker.OTHER:
                return _(
                    "{proxy} is set as a proxy that speaks {claimed} ({source}), but what answers there speaks "
                    "{spoken}. It is used by {users}."
                )
            case Speaker.WEB_SERVER:
                return _(
                    "{proxy} is set as a proxy that speaks {claimed} ({source}), but what answers there is a web "
                    "server ({spoken}) that is no proxy. It is used by {users}."
                )
            case Speaker.STRANGER:
                return _(
                    "{proxy} is set as a proxy that speaks {claimed} ({source}), but what answers there speaks "
                    "{spoken} and is no proxy. It is used by {users}."
                )
        assert_never(self.speaker)


def _speaker(path: ProxyPath) -> Speaker:
    if path.speaks:
        return Speaker.OTHER
    return Speaker.WEB_SERVER if any(step.detail.status for step in _answers(path)) else Speaker.STRANGER


def _answers(path: ProxyPath) -> list[ProxyConnectStep]:
    return [seen.proxy_connect for seen in path.asked if seen.proxy_connect]
