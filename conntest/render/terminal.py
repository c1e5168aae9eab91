"""The report on a terminal, or as plain text: a line per question, what was found, and the result last.

Where it is verbose, every host, path and step stands before the result.
"""

import io
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from conntest import lists
from conntest.language import gettext as _
from conntest.model.finding import Domain, Finding, Severity, Verdict
from conntest.model.host import OPERATOR_GROUPS, Group
from conntest.model.report import DomainVerdict, EndpointResult, Report
from conntest.render import conclusion, named_hosts, servers, ways, words
from conntest.render.advice import Adviser
from conntest.render.checks import LABEL, Check, checks
from conntest.render.closing import machine_facts, totals
from conntest.render.evidence import Witness
from conntest.render.exits import exit_lines
from conntest.render.matrix import Matrix
from conntest.render.questions import Question, label
from conntest.render.rows import MANY, rows_of
from conntest.render.sheet import FAINT, SEVERITY_STYLE, STRONG, VERDICT_STYLE, Sheet
from conntest.values import dataclass
from conntest.wording import conditions

#: The groups that only help to judge.
HELPERS = tuple(group for group in Group if group not in OPERATOR_GROUPS)

#: Lines of a report that passes, and of any other: with those that say where it was saved, one screen of 24 lines, and
#: two.
LINES = {Verdict.PASS: 21}
LINES_OTHERWISE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """How much a short report tells: lines of evidence, hosts of a mixed group, further findings, and whether the
    first finding's summary is among it."""

    sights: int
    hosts: int
    others: int
    summary: bool = True


#: From the fullest to the barest: the first that fits is taken.
DETAILS = (
    Detail(sights=4, hosts=6, others=5),
    Detail(sights=2, hosts=4, others=4),
    Detail(sights=0, hosts=3, others=3),
    Detail(sights=0, hosts=1, others=1),
    Detail(sights=0, hosts=0, others=1, summary=False),
)


def render(report: Report, console: Console, *, verbose: bool = False) -> None:
    """Write `report` to `console`, as wide as it is (at most 110), in colour where it has colours.

    Every text of the report is escaped: nothing from the network acts on the terminal or is read as markup.
    """
    sheet = Sheet.of(console, verbose=verbose)
    sheet.print(_whole(report, sheet) if verbose else iter(_short(report, sheet)))


def to_text(report: Report, *, width: int = 80, verbose: bool = False) -> str:
    """The same without colour, as a string that ends with a newline."""
    file = io.StringIO()
    console = Console(file=file, width=width, color_system=None, legacy_windows=False, _environ={})
    render(report, console, verbose=verbose)
    return file.getvalue()


def to_document(report: Report) -> str:
    """The same as a file, which also says when it was made, by which version, and what was taken out of it."""
    file = io.StringIO()
    sheet = Sheet.of(Console(file=file, width=80, color_system=None, legacy_windows=False, _environ={}))
    sheet.print(iter(_short(report, sheet, document=True)))
    return file.getvalue()


def _short(report: Report, sheet: Sheet, *, document: bool = False) -> list[Text]:
    """As much as fits on a screen where all is well, and on two where it is not."""
    limit = LINES.get(report.verdict, LINES_OTHERWISE)
    lines, result = list[Text](), list(conclusion.lines(report, sheet))
    for detail in DETAILS:
        lines = [*_checks(report, sheet, detail), *_found(report, sheet, detail)]
        if len(lines) + len(result) <= limit:
            break
    return [*lines, *(totals(report, sheet) if document else ()), *result]


def _checks(report: Report, sheet: Sheet, detail: Detail) -> Iterator[Text]:
    """A line per question. Proxies are named by their addresses, which may be long and then have no column."""
    width = sheet.widest(map(label, Question), LABEL, indent=4)
    for check in checks(report):
        mark = sheet.join("  ", sheet.mark(check.status), " ", check.label)
        yield from sheet.paragraph(check.told, first=sheet.join(sheet.column(mark, width - 1), " "), indent=width)
        yield from _mixed(check, sheet, detail.hosts)


def _mixed(check: Check, sheet: Sheet, shown: int) -> Iterator[Text]:
    """The hosts of a group that do not fare alike, those in trouble only."""
    rows = rows_of(check.mixed)
    limit = shown + 1 if len(rows) == shown + 1 else shown
    for row in rows[:limit]:
        notes: dict[str, list[str]] = {}
        for port, result in row.ports.items():
            notes.setdefault(conditions.note(result.state) or words.status(result.status), []).append(str(port))
        told = lists.parts(lists.labelled(", ".join(ports), note) for note, ports in notes.items())
        yield from sheet.paragraph(told, first=f"      {row.host}  ", indent=8)
    if len(rows) > limit:
        more = _("and {number} more").format(number=words.figure(len(rows) - limit))
        yield sheet.text(f"      {sheet.symbols.ellipsis} {more}", FAINT)


def _found(report: Report, sheet: Sheet, detail: Detail) -> Iterator[Text]:
    """The first finding with its evidence, the others by their titles."""
    if not report.findings:
        return
    first, *others = report.findings
    acting = first.severity is not Severity.INFO
    yield from sheet.heading(_("What was found") if acting else _("Worth knowing"), tight=True)
    adviser = Adviser(report=report, sheet=sheet, witness=Witness(report), shown=detail.sights)
    if acting and detail.summary:
        yield from adviser.found(first)
        shown = others
    else:
        shown = list(report.findings)
    limit = detail.others + 1 if len(shown) == detail.others + 1 else detail.others
    for finding in shown[:limit]:
        yield from _named(finding, sheet)
    if len(shown) > limit:
        more = _("and {number} more").format(number=words.figure(len(shown) - limit))
        yield sheet.text(f"  {sheet.symbols.ellipsis} {more}", FAINT)


def _named(finding: Finding, sheet: Sheet) -> Iterator[Text]:
    severity = sheet.text(words.severity(finding.severity), f"bold {SEVERITY_STYLE[finding.severity]}")
    code = sheet.text(f"({finding.code.value})", FAINT)
    yield from sheet.paragraph(
        sheet.join(sheet.text(finding.title, STRONG), "  ", code), first=sheet.join("  ", severity, "  ")
    )


def _whole(report: Report, sheet: Sheet) -> Iterator[Text]:
    """Everything, the headline at the beginning too."""
    yield from conclusion.opening(report, sheet)
    yield from _findings(report, sheet)
    yield from _verdicts(report, sheet)
    yield from _hosts(report, sheet)
    yield from ways.lines(report, sheet)
    yield from exit_lines(report, sheet)
    yield from machine_facts(report, sheet)
    yield from totals(report, sheet)
    yield from conclusion.lines(report, sheet)


def _findings(report: Report, sheet: Sheet) -> Iterator[Text]:
    if not report.findings:
        return
    adviser = Adviser(report=report, sheet=sheet, witness=Witness(report))
    first, *others = report.findings
    act = first.severity is not Severity.INFO
    if act:
        yield from sheet.heading(_("What to do"))
        yield from adviser.full(first)
    rest = others if act else report.findings
    if rest:
        yield from sheet.heading(_("Also found") if act else _("Worth knowing"))
    for number, finding in enumerate(rest):
        if number:
            yield sheet.text("")
        yield from adviser.full(finding)


def _verdicts(report: Report, sheet: Sheet) -> Iterator[Text]:
    yield from sheet.heading(_("Verdicts"))
    names = sheet.widest(map(words.domain, Domain), 22, indent=2)
    states = sheet.widest(map(words.verdict, Verdict), 14)
    for domain in Domain:
        verdict = report.verdicts.get(domain)
        if verdict is None or (domain in (Domain.PROXY, Domain.EGRESS) and _not_tested(verdict)):
            continue
        style = f"bold {VERDICT_STYLE[verdict.status]}"
        name = sheet.column(f"  {words.domain(domain)}", names)
        word = sheet.column(words.verdict(verdict.status), states, style=style)
        yield from sheet.paragraph(sheet.text(_because(verdict), FAINT), first=sheet.join(name, word))


def _not_tested(verdict: DomainVerdict) -> bool:
    return verdict.status is Verdict.INCONCLUSIVE and not verdict.because


def _because(verdict: DomainVerdict) -> str:
    codes = ", ".join(code.value for code in verdict.because)
    doubt = conditions.reason(verdict.doubt) if verdict.doubt else ""
    return lists.labelled(doubt, codes) if doubt and codes else doubt or codes


def _hosts(report: Report, sheet: Sheet) -> Iterator[Text]:
    """Every host; of very many only those in trouble."""
    many = len(report.endpoints) > MANY
    matrix = Matrix(sheet=sheet, regions=report.run.options.regions)
    for group in OPERATOR_GROUPS:
        if results := _of(report, group):
            yield from matrix.group(group, results, only_trouble=many)
            if group is Group.GATEWAY:
                yield from _servers(report, sheet)
    helpers = [(group, results) for group in HELPERS if (results := _of(report, group))]
    if helpers:
        # translators: heading above hosts that are not of IBKR.
        yield from sheet.heading(_("For comparison"))
    for group, results in helpers:
        yield from matrix.group(group, results, only_trouble=many)


def _servers(report: Report, sheet: Sheet) -> Iterator[Text]:
    for sentence in (*servers.told(report), *named_hosts.told(report)):
        yield from sheet.paragraph(sheet.text(sentence, FAINT), first="  ")


def _of(report: Report, group: Group) -> list[EndpointResult]:
    return [result for result in report.endpoints if result.group is group]
