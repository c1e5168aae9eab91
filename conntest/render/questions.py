"""The questions that a run answers, a line each: while it runs, and in its result."""

from collections.abc import Mapping
from enum import StrEnum

from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Domain
from conntest.model.host import Group
from conntest.model.observation import DIRECT
from conntest.model.plan import EchoProbe, Probe, ResolveProbe
from conntest.render import words


class Question(StrEnum):
    """In the order in which they are shown."""

    MACHINE = "machine"
    NAMES = "names"
    GATEWAYS = "gateways"
    WEBSITES = "websites"
    PORTAL = "portal"
    SERVICES = "services"
    PUSH = "push"
    PROXIES = "proxies"
    EGRESS = "egress"
    COMPARISON = "comparison"


#: Hosts by the question that they are asked for. Canaries are left out: they must not answer.
BY_GROUP: Mapping[Group, Question] = {
    Group.GATEWAY: Question.GATEWAYS,
    Group.WEBSITE: Question.WEBSITES,
    Group.CLIENT_PORTAL: Question.PORTAL,
    Group.SERVICE: Question.SERVICES,
    Group.PUSH: Question.PUSH,
    Group.CONTROL: Question.COMPARISON,
    Group.CAPTIVE_CHECK: Question.COMPARISON,
}

_LABELS: Mapping[Question, str] = {
    Question.NAMES: N_("Names (DNS)"),
    Question.PROXIES: N_("Proxies"),
    Question.COMPARISON: N_("For comparison"),
}

_DOMAINS: Mapping[Question, Domain] = {Question.MACHINE: Domain.MACHINE, Question.EGRESS: Domain.EGRESS}


def label(question: Question) -> str:
    """`Gateways`, in the language in use."""
    if question in _LABELS:
        return _(_LABELS[question])
    if question in _DOMAINS:
        return words.domain(_DOMAINS[question])
    return words.group(next(group for group, asked in BY_GROUP.items() if asked is question))


def question_of(probe: Probe, group: Group | None) -> Question | None:
    """Which question a probe of a host of `group` helps to answer; None for one that helps to judge the others."""
    if isinstance(probe, EchoProbe):
        return Question.EGRESS
    if probe.path != DIRECT:
        return Question.PROXIES
    if group is Group.CANARY:
        return None
    if isinstance(probe, ResolveProbe):
        return Question.NAMES
    return BY_GROUP.get(group) if group else None
