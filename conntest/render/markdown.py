"""A summary for a ticket, in Markdown that reads well as plain text too: at most sixteen lines."""

import re
from collections import Counter
from collections.abc import Iterator

from conntest import lists
from conntest.language import gettext as _
from conntest.language import ngettext
from conntest.model.finding import Domain, Finding, Severity
from conntest.model.report import Report
from conntest.render import facts, removed, words
from conntest.render.audiences import first_steps
from conntest.render.evidence import Witness
from conntest.render.pieces import pieces
from conntest.render.printable import printable
from conntest.symptoms.catalogue import appearance
from conntest.wording.headline import headline

#: Further findings named. The others are counted.
NAMED = 3

#: What would act within a line. Signs that only act at its beginning cannot come there: every line begins with ours.
#: An underscore between letters is none of Markdown's, and host names are full of them.
_ACTIVE = re.compile(r"[\\`*\[\]<>&~|$]|(?<![^\W_])_|_(?![^\W_])")


def to_markdown(report: Report) -> str:
    """`report` in short; the string ends with a newline."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield strong(lists.labelled(words.verdict(report.verdict), headline(report)))
    yield ""
    if cautions := lists.sentences(facts.cautions(report.run)):
        yield plain(cautions)
        yield ""
    if report.findings:
        yield from _finding(report, report.findings[0])
        yield from _others(report.findings[1:])
        yield ""
    # translators: Markdown. The asterisks must stay beside {title}: no sign of yours between them.
    yield _("**{title}:** {text}").format(title=_("Verdicts"), text=lists.clauses(_verdicts(report)))
    yield labelled(_("Endpoints"), _counted(report))
    run = report.run
    yield labelled(_("Run"), plain(lists.clauses((facts.took(run), facts.made_by(report)))))
    for label, told in facts.labels(run):
        yield labelled(label, plain(told))
    yield labelled(_("This computer"), plain(report.machine.os))
    if scope := lists.parts(facts.scope(run.options)):
        yield labelled(_("Scope"), plain(scope))
    if report.redactions:
        hidden = removed.told(report.redactions)
        told = _("{hidden}; for sharing: {level}").format(hidden=hidden, level=run.share)
        yield labelled(_("Redacted"), plain(told))


def _finding(report: Report, finding: Finding) -> Iterator[str]:
    said = facts.is_headline(finding, report)
    summary, code = prose(finding.summary), finding.code.value
    told = _("{title} ({code}). {summary}").format(title=strong(finding.title), code=code, summary=summary)
    yield f"{summary} ({code})" if said else told
    if told := appearance(finding):
        yield f"- {plain(told)}"
    sights = Witness(report).sights(finding.evidence)
    if sights:
        first = sights[0]
        seen = " ".join(part for part in (first.where, first.address, first.sentence) if part)
        told = plain(seen)
        if others := len(sights) - 1:
            more = ngettext("{count} more like these", "{count} more like these", others)
            told = lists.parts((told, more.format(count=words.figure(others))))
        yield labelled(_("What was seen"), told)
    if finding.severity is Severity.INFO:
        return
    for advice in first_steps(report):
        yield "- " + _("**{title}:** {text}").format(title=plain(advice.title), text=prose(advice.first or ""))


def _others(findings: tuple[Finding, ...]) -> Iterator[str]:
    if not findings:
        return
    named = [f"{plain(finding.title)} ({finding.code.value})" for finding in findings[:NAMED]]
    others = len(findings) - NAMED
    more = [_("{count} more").format(count=words.figure(others))] if others > 0 else []
    yield labelled(_("Also found"), lists.parts((*named, *more)))


def _verdicts(report: Report) -> Iterator[str]:
    for domain in Domain:
        verdict = report.verdicts.get(domain)
        if verdict is not None and facts.tested(verdict):
            yield f"{words.domain(domain)} {words.verdict(verdict.status)}"


def _counted(report: Report) -> str:
    numbers = Counter(result.status for result in report.endpoints)
    return lists.clauses(words.counted(status, numbers[status]) for status in words.STATUSES if numbers[status])


def labelled(label: str, text: str) -> str:
    """An item of a list, with what it is about."""
    return f"- {lists.labelled(label, text)}"


def plain(text: str) -> str:
    """`text` on one line, with a backslash before each sign that Markdown would act on."""
    return _ACTIVE.sub(r"\\\g<0>", printable(text))


def strong(text: str) -> str:
    """The same, emphasised. Beside a blank the signs for that would be nothing but asterisks (CommonMark 6.2)."""
    return f"**{plain(text.strip())}**"


def prose(text: str) -> str:
    """The same, but what stands between backticks remains code."""
    return "".join(f"`{piece}`" if code else plain(piece) for piece, code in pieces(printable(text)))
