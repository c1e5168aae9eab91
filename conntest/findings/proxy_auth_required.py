"""The proxy wants credentials, or refuses those given."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Self, assert_never

from conntest.evidence.evidence import Evidence
from conntest.evidence.proxy_path import ProxyPath
from conntest.evidence.required_hosts import nothing_leaves
from conntest.findings import proxy_itself
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.direct_path import CONSEQUENCES_WHERE_CLOSED
from conntest.findings.links import HOSTS_AND_PORTS
from conntest.findings.proxy_advice import OPEN_OR_SOCKS
from conntest.findings.proxy_itself import SetProxy
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.addresses import is_this_machine
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.privacy import Words
from conntest.model.proxy import ProxyState
from conntest.values import dataclass
from conntest.wording import phrases

#: Ways to sign in that a computer of a company's domain uses without asking, and this program cannot.
_SINGLE_SIGN_ON = frozenset({"negotiate", "ntlm", "kerberos"})


#: What stops where nothing leaves without this proxy.
_ALL_STOPPED = frozenset({Domain.TWS, Domain.PORTAL})


class Login(StrEnum):
    """What it makes of a login."""

    WANTED = "wanted"
    REJECTED = "rejected"
    SINGLE_SIGN_ON = "single-sign-on"


_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("Renew the proxy's user name and password where the proxy is set, if you were given any."),
            N_("For the web pages inside TWS, enter host and port under More Options on its login screen."),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Allow this computer or user through without interactive sign-in for IBKR's hosts, or issue "
                "working credentials. The report's page lists the hosts."
            ),
        ),
        link=HOSTS_AND_PORTS,
    ),
)

#: A web proxy that lets this user in does not carry TWS yet.
_CLOSED = (*_ORDINARY, OPEN_OR_SOCKS)

_ABOUT = About(
    code=Code.PROXY_AUTH_REQUIRED,
    title=N_("Nothing passes the proxy: it asks for a login"),
    meaning=N_(
        "The proxy works and lets nobody through without credentials, or it refuses those that are set. Browsers often "
        "sign in without being noticed; other programs do not.\n\n"
        "The proxy's own answer says so. Which credentials it expects, and whether this user may have them, only its "
        "administrator knows."
    ),
    advice=(
        Advice(remedies=_ORDINARY),
        Advice(when=N_("Where nothing leaves this network without the proxy"), remedies=_CLOSED),
    ),
    symptoms=(
        Symptom.NO_INTERNET_CONNECTIVITY,
        Symptom.PROXY_CONNECTION_FAILED,
        Symptom.SETTINGS_DOWNLOAD,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyAuthRequired(Conclusion):
    """`schemes` are the ways to sign in that the proxy offers; none where it names none. Where `only_way`, nothing
    leaves directly."""

    login: Login
    setting: SetProxy
    schemes: tuple[Words, ...]
    only_way: bool = False

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """The proxy's own answer asks for a login, or refuses the one that is set. Only a warning where it offers
        nothing but what a company's computers sign in with by themselves, and there are other ways out: browsers may
        well get through. Where nothing leaves directly or through another proxy, it is the cause of that as far as
        anybody can tell."""
        only_way = nothing_leaves(evidence) and not any(way.carries_anything for way in evidence.ways)
        for path in evidence.ways:
            if path.state is not ProxyState.LOGIN:
                continue
            steps = [seen.proxy_connect for seen in path.claimed if seen.proxy_connect]
            schemes = tuple(dict.fromkeys(scheme for step in steps for scheme in step.detail.auth_schemes))
            silent = bool(schemes) and all(scheme.lower() in _SINGLE_SIGN_ON for scheme in schemes)
            asked = Login.REJECTED if path.proxy.has_credentials else Login.WANTED
            yield cls(
                severity=Severity.FAIL if only_way else Severity.WARN if silent else proxy_itself.severity(path),
                subjects=proxy_itself.subjects(evidence, path),
                evidence=proxy_itself.observations(path),
                domains=proxy_itself.domains(path) | (_ALL_STOPPED if only_way else frozenset()),
                explains=_explained(path) if only_way else frozenset(),
                everywhere=only_way,
                only_way=only_way,
                login=Login.SINGLE_SIGN_ON if silent else asked,
                setting=proxy_itself.set_proxy(path),
                schemes=schemes,
            )

    @property
    def summary(self) -> str:
        return self._template().format(
            proxy=self.setting.proxy,
            source=phrases.place(self.setting.source),
            users=proxy_itself.users(self.setting.used_by),
            schemes=phrases.listed(self.schemes) or _("a user name and password"),
        )

    def advice(self) -> tuple[Remedy, ...]:
        return _CLOSED if self.only_way else _ORDINARY

    def _template(self) -> str:
        match self.login:
            case Login.WANTED if self.only_way:
                return _(
                    "Nothing leaves this network directly, and the proxy {proxy} ({source}) lets nobody through "
                    "without a login: it asks for {schemes}, and none is set. What lies behind it could not be tested. "
                    "It is used by {users}."
                )
            case Login.REJECTED if self.only_way:
                return _(
                    "Nothing leaves this network directly, and the proxy {proxy} ({source}) refuses the login that is "
                    "set; it asks for {schemes}. What lies behind it could not be tested. It is used by {users}."
                )
            case Login.SINGLE_SIGN_ON if self.only_way:
                return _(
                    "Nothing leaves this network directly, and the proxy {proxy} ({source}) asks for {schemes}, with "
                    "which the computers of a company sign in by themselves. Browsers may get through, and TWS does "
                    "not. What lies behind it could not be tested. It is used by {users}."
                )
            case Login.WANTED:
                return _(
                    "The proxy {proxy} ({source}) lets nobody through without a login: it asks for {schemes}, and none "
                    "is set. It is used by {users}."
                )
            case Login.REJECTED:
                return _(
                    "The proxy {proxy} ({source}) refuses the login that is set; it asks for {schemes}. It is used by "
                    "{users}."
                )
            case Login.SINGLE_SIGN_ON:
                return _(
                    "The proxy {proxy} ({source}) asks for {schemes}, with which the computers of a company sign in by "
                    "themselves. Browsers may well get through; what lies behind it could not be tested from here. It "
                    "is used by {users}."
                )
        assert_never(self.login)


def _explained(path: ProxyPath) -> frozenset[Code]:
    """What does not leave without the proxy. Without a network of its own, a computer reaches a proxy on itself and no
    other one: only then something else is wrong."""
    if is_this_machine(path.proxy.host):
        return CONSEQUENCES_WHERE_CLOSED
    return CONSEQUENCES_WHERE_CLOSED | {Code.NO_NETWORK}
