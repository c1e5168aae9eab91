"""Who a remedy is for, as readers see it: the owner of a network can act alone, and a guest needs those who run it."""

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from itertools import groupby

from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Domain, Finding, Remedy, Severity, Who
from conntest.model.report import Report
from conntest.render import words
from conntest.render.steps import Step, arranged, system_of
from conntest.values import dataclass


class Audience(StrEnum):
    """In the order in which they are shown."""

    OWN = "own"
    OFFICE = "office"
    IBKR = "ibkr"


#: The provider and the computer are the business of whoever owns the network.
_AUDIENCE = {Who.YOU: Audience.OWN, Who.ISP: Audience.OWN, Who.IT: Audience.OFFICE, Who.IBKR: Audience.IBKR}

_TITLES = {
    Audience.OWN: N_("If this is your own network"),
    Audience.OFFICE: N_("In an office or hotel: send this to IT"),
}

#: What the reader does where IBKR is to act.
_AT_IBKR = N_("If the fault is at IBKR")

#: Where all steps are about equipment that IT runs.
_YOURS = N_("You run the router, the firewall and the proxy yourself: follow the steps for IT.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The steps of one remedy. `who` is empty where the audience's title says it already; `others` are those for other
    systems, by their names."""

    who: str
    steps: tuple[str, ...]
    others: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What one audience can do: `title` names it."""

    audience: Audience
    title: str
    parts: tuple[Part, ...]

    @property
    def first(self) -> str | None:
        """The first step that applies on this system."""
        return next((step for part in self.parts for step in part.steps), None)


def first_steps(report: Report) -> tuple[Advice, ...]:
    """Who can act on the first finding that asks for something, each with a first step: whoever owns the network and
    IT or, where the network has no part in it, the most promising one alone."""
    if not report.findings or report.findings[0].severity is Severity.INFO:
        return ()
    every = tuple(advice for advice in advice_of(report.findings[0], report.machine.os) if advice.first)
    titles = {_(title) for title in _TITLES.values()}
    if any(advice.title in titles for advice in every):
        return tuple(advice for advice in every if advice.title in titles)
    return tuple(replace(advice, title=_("What to do first")) for advice in every[:1])


def advice_of(finding: Finding, os: str) -> tuple[Advice, ...]:
    """The remedies of a finding by audience. Own network and office are told apart where it is about the network, and
    IT has a part in it."""
    system = system_of(os)
    by_audience = {
        audience: tuple(remedy for remedy in finding.remedies if _AUDIENCE[remedy.who] is audience)
        for audience in Audience
    }
    split = bool(by_audience[Audience.OFFICE]) and finding.domains != {Domain.MACHINE}
    return tuple(_advices(by_audience, system, split=split))


def _advices(by_audience: dict[Audience, tuple[Remedy, ...]], system: str | None, *, split: bool) -> Iterator[Advice]:
    for audience, remedies in by_audience.items():
        if split and audience is Audience.OWN and not remedies:
            yield Advice(audience=audience, title=_(_TITLES[audience]), parts=(Part(who="", steps=(_(_YOURS),)),))
        elif split and remedies and audience in _TITLES:
            parts = tuple(_part(remedy, system, named=remedy.who is Who.ISP) for remedy in remedies)
            yield Advice(audience=audience, title=_(_TITLES[audience]), parts=parts)
        else:
            for remedy in remedies:
                title = _(_AT_IBKR) if remedy.who is Who.IBKR else words.who(remedy.who)
                yield Advice(audience=audience, title=title, parts=(_part(remedy, system, named=False),))


def _part(remedy: Remedy, system: str | None, *, named: bool) -> Part:
    steps = arranged(remedy.steps, system)
    return Part(
        who=words.who(remedy.who) if named else "",
        steps=tuple(step.bare for step in steps if step.here),
        others=tuple(_by_system(step for step in steps if not step.here)),
    )


def _by_system(steps: Iterator[Step]) -> Iterator[tuple[str, tuple[str, ...]]]:
    ordered = sorted(steps, key=lambda step: step.system or "")
    for system, own in groupby(ordered, key=lambda step: step.system or ""):
        yield system, tuple(step.text[len(system) + 1 :].strip() for step in own)
