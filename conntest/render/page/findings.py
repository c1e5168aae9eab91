"""Findings as a page tells them: what was seen, and who does what on which system."""

import re
from collections.abc import Iterator

from conntest.language import gettext as _
from conntest.model.finding import Finding, Severity
from conntest.model.report import Report
from conntest.render import words
from conntest.render.audiences import Advice, advice_of, first_steps
from conntest.render.evidence import Sight, Witness
from conntest.render.page import names
from conntest.symptoms.catalogue import appearance
from conntest.values import dataclass

#: Lines of evidence in sight: enough for the pattern. The others are folded.
SHOWN = 4
#: And folded, in all. A block of everything has hundreds, and each is among the raw observations.
FOLDED = 40

#: What may become a link: an address of the web, and nothing that could end an attribute or run.
_LINK = re.compile(r"https?://[\w.~:/?#@!$&'()*+,;=%\[\]-]+", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A finding. `when` is the wall-clock time of what was seen, which is what a firewall's log is searched by;
    `links` are the articles behind the remedies, each once; `appearance` is what users see, or empty."""

    finding: Finding
    appearance: str
    when: str
    seen: tuple[Sight, ...]
    more: tuple[Sight, ...]
    unseen: int
    advice: tuple[Advice, ...]
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What to do first, by those who can do it. Without `steps` there is nothing to do, and `why` says why."""

    steps: tuple[Advice, ...]
    why: str


def act_of(report: Report) -> Act:
    """A first step for each who can act on the first finding."""
    first = report.findings[0] if report.findings else None
    if first is None or first.severity is Severity.INFO:
        return Act(steps=(), why=names.no_act(report.verdict))
    return Act(steps=first_steps(report), why=_("See the findings below."))


def told(report: Report) -> tuple[Told, ...]:
    """Every finding, in its order."""
    witness = Witness(report)
    return tuple(_told(finding, report, witness) for finding in report.findings)


def _told(finding: Finding, report: Report, witness: Witness) -> Told:
    sights = witness.sights(finding.evidence)
    # A fold around one line would take the place of that line.
    shown = len(sights) if len(sights) == SHOWN + 1 else SHOWN
    return Told(
        finding=finding,
        appearance=appearance(finding),
        when=_when(report.run.started_at, sights),
        seen=tuple(sights[:shown]),
        more=tuple(sights[shown : shown + FOLDED]),
        unseen=max(0, len(sights) - shown - FOLDED),
        advice=advice_of(finding, report.machine.os),
        links=tuple(dict.fromkeys(_links(finding))),
    )


def _when(started_at: str, sights: list[Sight]) -> str:
    moments = [moment for sight in sights for moment in sight.moments_s]
    if not moments:
        return ""
    first, last = (words.utc(started_at, moment) for moment in (min(moments), max(moments)))
    if first is None or last is None:
        return ""
    since, until = f"{first:%H:%M:%S}", f"{last:%H:%M:%S}"
    if since == until:
        return _("at {time} UTC").format(time=since)
    return _("from {first} to {last} UTC").format(first=since, last=until)


def _links(finding: Finding) -> Iterator[str]:
    for remedy in finding.remedies:
        if remedy.link and _LINK.fullmatch(remedy.link):
            yield remedy.link
