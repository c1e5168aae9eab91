"""The services that bring notifications to phones cannot be reached from this network."""

from collections.abc import Iterator
from typing import Self

from conntest.evidence.endpoint import outcomes_of
from conntest.evidence.evidence import Evidence, endpoint_ids, observation_ids
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.links import CHALLENGE_RESPONSE, NOTIFICATIONS
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Remedy, Severity, Who
from conntest.model.host import Group
from conntest.model.outcome import Outcomes
from conntest.model.privacy import HostName, TableWords
from conntest.values import dataclass
from conntest.wording import outcomes, phrases

#: Whose phones an operator's service is for.
_PHONES = {"Google": N_("Android phones"), "Apple": N_("iPhones")}

_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("Switch the phone's Wi-Fi off for a moment, so that it uses mobile data, and log in again."),
            N_("Or choose “Log in with QR Code” on the login screen, which needs internet on the phone."),
            N_(
                "Or choose “Login with Challenge/Response”, open IB Key in IBKR Mobile, enter the challenge, and "
                "type the response into the login screen; the phone needs no internet for that."
            ),
        ),
        link=CHALLENGE_RESPONSE,
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_("Android: allow outgoing TCP to ports 5228, 5229, 5230 and 443 of mtalk.google.com and its like."),
            N_(
                "iPhone: allow outgoing TCP to ports 5223 and 443 of *.push.apple.com (17.0.0.0/8), without TLS "
                "inspection."
            ),
        ),
        link=NOTIFICATIONS,
    ),
)


_ABOUT = About(
    code=Code.PUSH_NOTIFICATIONS_BLOCKED,
    title=N_("Login notifications may not reach a phone on this network"),
    meaning=N_(
        "The services that deliver push messages to phones cannot be reached from this network. A phone on its Wi-Fi "
        "may then not show the login notification of IBKR Mobile. You can log in with a QR code or with "
        "challenge/response instead. Google's service for Android does not work inside mainland China.\n\n"
        "Only this network was tested, not the phone: over mobile data the message may arrive. The phone itself was "
        "not looked at."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    symptoms=(Symptom.NO_NOTIFICATION,),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PushNotificationsBlocked(Conclusion):
    """`hosts` of these `operators` accept no connection on `ports`, while the `witnesses` answer on 443."""

    operators: tuple[TableWords, ...]
    hosts: tuple[HostName, ...]
    ports: tuple[int, ...]
    outcomes: Outcomes
    witnesses: tuple[HostName, ...]

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """No port of an operator's service accepts a connection, while other hosts answer. A phone needs one of the
        ports.

        It belongs to no verdict: TWS works without, and the phone may use another network."""
        views = evidence.of(Group.PUSH)
        reached = {view.endpoint.operator for view in views if view.is_open}
        dead = tuple(operator for operator in _operators(evidence) if operator not in reached)
        closed = [view for view in views if view.endpoint.operator in dead]
        if not closed or not evidence.witnesses:
            return
        yield cls(
            severity=Severity.WARN,
            subjects=endpoint_ids(closed),
            evidence=observation_ids(closed),
            domains=frozenset(),
            operators=dead,
            hosts=tuple(view.endpoint.host for view in closed),
            ports=tuple(dict.fromkeys(view.endpoint.port for view in closed)),
            outcomes=outcomes_of(closed),
            witnesses=tuple(view.endpoint.host for view in evidence.witnesses),
        )

    @property
    def summary(self) -> str:
        return _(
            "Notifications may not reach {phones} on this network: no connection to {hosts} succeeded on {ports} "
            "({how}), while {witness}."
        ).format(
            phones=phrases.listed(map(_phones, self.operators)),
            hosts=phrases.listed(self.hosts),
            ports=phrases.listed(map(str, self.ports), 8),
            how=outcomes.how(self.outcomes),
            witness=phrases.witness(self.witnesses),
        )


def _phones(operator: str) -> str:
    if operator in _PHONES:
        return _(_PHONES[operator])
    return _("phones that use {operator}").format(operator=operator)


def _operators(evidence: Evidence) -> tuple[str, ...]:
    """Those whose every endpoint was tested: what is not known must not decide."""
    every = evidence.all_of(Group.PUSH)
    unknown = {view.endpoint.operator for view in every if evidence.unknown(view)}
    return tuple(dict.fromkeys(v.endpoint.operator for v in every if v.tested and v.endpoint.operator not in unknown))
