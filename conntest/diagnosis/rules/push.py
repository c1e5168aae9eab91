"""What brings notifications to phones: asked about only where the user wants to know."""

from collections.abc import Iterator

from conntest.diagnosis import phrases
from conntest.evidence.evidence import Evidence, endpoint_ids, observation_ids
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Draft, Severity
from conntest.model.host import Group

#: Whose phones an operator's service is for.
_PHONES = {"Google": N_("Android phones"), "Apple": N_("iPhones")}


def push_notifications_blocked(case: Evidence) -> Iterator[Draft]:
    """No port of an operator's service accepts a connection, while other hosts answer. A phone needs one of the ports.

    It belongs to no verdict: TWS works without, and the phone may use another network."""
    views = case.of(Group.PUSH)
    reached = {view.endpoint.operator for view in views if view.is_open}
    dead = [operator for operator in _operators(case) if operator not in reached]
    closed = [view for view in views if view.endpoint.operator in dead]
    if not closed or not case.witnesses:
        return
    yield Draft(
        code=Code.PUSH_NOTIFICATIONS_BLOCKED,
        severity=Severity.WARN,
        params={
            "phones": phrases.listed(_phones(operator) for operator in dead),
            "hosts": phrases.hosts(closed),
            "ports": phrases.listed((str(view.endpoint.port) for view in closed), 8),
            "how": phrases.how(closed),
            "witness": phrases.witness(case.witnesses),
        },
        subjects=endpoint_ids(closed),
        evidence=observation_ids(closed),
        domains=frozenset(),
    )


def _phones(operator: str) -> str:
    if operator in _PHONES:
        return _(_PHONES[operator])
    return _("phones that use {operator}").format(operator=operator)


def _operators(case: Evidence) -> tuple[str, ...]:
    """Those whose every endpoint was tested: what is not known must not decide."""
    every = case.all_of(Group.PUSH)
    unknown = {view.endpoint.operator for view in every if case.unknown(view)}
    return tuple(dict.fromkeys(v.endpoint.operator for v in every if v.tested and v.endpoint.operator not in unknown))
