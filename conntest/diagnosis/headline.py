"""The one sentence that leads a report."""

from collections.abc import Mapping, Sequence

from conntest import lists
from conntest.diagnosis import phrases
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Domain, Finding, Severity, Verdict
from conntest.model.report import DomainVerdict

_PROGRAMS = {Domain.TWS: "TWS", Domain.PORTAL: N_("Client Portal")}

_WORKING = (Verdict.PASS, Verdict.WARN)


def headline(
    verdicts: Mapping[Domain, DomainVerdict],
    asked: Sequence[Domain],
    findings: Sequence[Finding],
    *,
    phones: bool = False,
) -> str:
    """What stands in the way or, if nothing does, what works and what cannot be told. `asked` says what was tested;
    `phones`, that something certain was found out about notifications to them."""
    leading = next((finding for finding in findings if finding.severity is not Severity.INFO), None)
    if leading and (leading.severity is Severity.FAIL or (phones and not asked)):
        # translators: the title of a finding, by itself.
        return _("{title}.").format(title=leading.title)
    if phones and not asked:
        return _("What brings notifications to phones can be reached from here.")
    unclear = _unclear(verdicts, asked)
    found = [_besides(leading.title, certain=not unclear)] if leading else []
    return lists.sentences((*_works(verdicts, asked), *unclear, *found))


def _besides(title: str, *, certain: bool) -> str:
    # translators: the title of a finding, after what works, or after what cannot be told.
    return (_("But: {title}.") if certain else _("Found: {title}.")).format(title=title)


def _works(verdicts: Mapping[Domain, DomainVerdict], asked: Sequence[Domain]) -> list[str]:
    working = [_(_PROGRAMS[domain]) for domain in asked if verdicts[domain].status in _WORKING]
    # translators: {programs} is "TWS", "Client Portal" or "TWS and Client Portal".
    return [_("{programs} can work from here.").format(programs=phrases.listed(working))] if working else []


def _unclear(verdicts: Mapping[Domain, DomainVerdict], asked: Sequence[Domain]) -> list[str]:
    open_questions = [domain for domain in asked if verdicts[domain].status is Verdict.INCONCLUSIVE]
    if not asked:
        return [_("Nothing certain can be said: neither a gateway nor a website is part of this run.")]
    return [_doubt(domain, verdicts[domain].reason, first=domain is open_questions[0]) for domain in open_questions]


def _doubt(domain: Domain, reason: str | None, *, first: bool) -> str:
    # translators: {program} is "TWS" or "Client Portal", {reason} a clause such as "no gateway is part of this run".
    text = _("Nothing certain can be said about {program}: {reason}.") if first else _("Nor about {program}: {reason}.")
    return text.format(program=_(_PROGRAMS[domain]), reason=reason)
