"""The one sentence that leads a report, made from its verdicts and its leading finding."""

from collections.abc import Iterator, Sequence

from conntest import lists
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Severity, Status, Verdict
from conntest.model.host import Group
from conntest.model.report import Report
from conntest.model.verdict import Doubt
from conntest.wording import conditions, phrases

_PROGRAMS = {Domain.TWS: "TWS", Domain.PORTAL: N_("Client Portal")}

_WORKING = (Verdict.PASS, Verdict.WARN)


def headline(report: Report) -> str:
    """What stands in the way or, if nothing does, what works and what cannot be told."""
    asked, phones = _asked(report), _phones_are_decided(report)
    leading = next((finding for finding in report.findings if finding.severity is not Severity.INFO), None)
    if leading and (leading.severity is Severity.FAIL or (phones and not asked)):
        # translators: the title of a finding, by itself.
        return _("{title}.").format(title=leading.title)
    if phones and not asked:
        return _("What brings notifications to phones can be reached from here.")
    unclear = list(_unclear(report, asked))
    found = [_besides(leading.title, certain=not unclear)] if leading else []
    return lists.sentences((*_works(report, asked), *unclear, *found))


def _asked(report: Report) -> tuple[Domain, ...]:
    """What the run was to find out: TWS, the portal, or both, by the endpoints that are part of it."""
    groups = {result.group for result in report.endpoints}
    wanted = ((Domain.TWS, {Group.GATEWAY}), (Domain.PORTAL, {Group.WEBSITE, Group.CLIENT_PORTAL}))
    return tuple(domain for domain, of in wanted if groups & of)


def _phones_are_decided(report: Report) -> bool:
    """Whether something certain was found out about notifications to phones."""
    blocked = any(finding.code is Code.PUSH_NOTIFICATIONS_BLOCKED for finding in report.findings)
    return blocked or any(one.group is Group.PUSH and one.status is Status.PASS for one in report.endpoints)


def _besides(title: str, *, certain: bool) -> str:
    # translators: the title of a finding, after what works, or after what cannot be told.
    return (_("{title}.") if certain else _("Found: {title}.")).format(title=title)


def _works(report: Report, asked: Sequence[Domain]) -> list[str]:
    working = [_(_PROGRAMS[domain]) for domain in asked if report.verdicts[domain].status in _WORKING]
    # translators: {programs} is "TWS", "Client Portal" or "TWS and Client Portal".
    return [_("{programs} can work from here.").format(programs=phrases.listed(working))] if working else []


def _unclear(report: Report, asked: Sequence[Domain]) -> Iterator[str]:
    if not asked:
        yield _("Nothing certain can be said: neither a gateway nor a website is part of this run.")
    unclear = [domain for domain in asked if report.verdicts[domain].status is Verdict.INCONCLUSIVE]
    for domain in unclear:
        yield _doubt(domain, report.verdicts[domain].doubt, first=domain is unclear[0])


def _doubt(domain: Domain, doubt: Doubt | None, *, first: bool) -> str:
    # translators: {program} is "TWS" or "Client Portal", {reason} a clause such as "no gateway is part of this run".
    text = _("Nothing certain can be said about {program}: {reason}.") if first else _("Nor about {program}: {reason}.")
    return text.format(program=_(_PROGRAMS[domain]), reason=conditions.reason(doubt) if doubt else "")
