"""The report on a terminal, or as plain text: one sentence, what to do, the verdicts, the hosts, the totals."""

import io
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from conntest import lists
from conntest.language import gettext as _
from conntest.model.finding import Domain, Severity, Status, Verdict
from conntest.model.host import OPERATOR_GROUPS, Group
from conntest.model.report import DomainVerdict, EndpointResult, Report
from conntest.render import facts, ways, words
from conntest.render.advice import Adviser
from conntest.render.closing import machine_facts, totals
from conntest.render.evidence import Witness
from conntest.render.exits import exit_lines
from conntest.render.matrix import Matrix
from conntest.render.rows import MANY
from conntest.render.sheet import FAINT, VERDICT_STYLE, Sheet
from conntest.wording import conditions
from conntest.wording.headline import headline

#: The groups that only help to judge: one line each while nothing about them is odd.
HELPERS = tuple(group for group in Group if group not in OPERATOR_GROUPS)


def render(report: Report, console: Console, *, verbose: bool = False) -> None:
    """Write `report` to `console`, as wide as it is (at most 110), in colour where it has colours.

    Every text of the report is escaped: nothing from the network acts on the terminal or is read as markup.
    """
    sheet = Sheet.of(console, verbose=verbose)
    sheet.print(_lines(report, sheet))


def to_text(report: Report, *, width: int = 80, verbose: bool = False) -> str:
    """The same without colour, as a string that ends with a newline."""
    file = io.StringIO()
    console = Console(file=file, width=width, color_system=None, legacy_windows=False, _environ={})
    render(report, console, verbose=verbose)
    return file.getvalue()


def _lines(report: Report, sheet: Sheet) -> Iterator[Text]:
    yield from _opening(report, sheet)
    yield from _findings(report, sheet)
    yield from _verdicts(report, sheet)
    yield from _hosts(report, sheet)
    yield from ways.lines(report, sheet)
    yield from exit_lines(report, sheet)
    if sheet.verbose:
        yield from machine_facts(report, sheet)
    yield from totals(report, sheet)


def _opening(report: Report, sheet: Sheet) -> Iterator[Text]:
    """The verdict and the headline, and whatever limits what they can say."""
    style = VERDICT_STYLE[report.verdict]
    mark = sheet.join(sheet.text(words.verdict(report.verdict), f"bold {style}"), "  ")
    yield from sheet.paragraph(sheet.text(headline(report), "bold"), first=mark)
    for caution in facts.cautions(report.run):
        yield from sheet.paragraph(sheet.text(caution, FAINT), first=" " * mark.cell_len)


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
        yield from adviser.full(finding) if sheet.verbose else adviser.brief(finding)


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
    many = len(report.endpoints) > MANY
    matrix = Matrix(sheet=sheet, regions=report.run.options.regions)
    for group in OPERATOR_GROUPS:
        if results := _of(report, group):
            yield from matrix.group(group, results, only_trouble=many)
    helpers = [(group, results) for group in HELPERS if (results := _of(report, group))]
    if helpers:
        # translators: heading above hosts that are not of IBKR.
        yield from sheet.heading(_("For comparison"))
    for group, results in helpers:
        yield from _summary(group, results, sheet)
    for group, results in helpers:
        if sheet.verbose or any(_is_off(result) for result in results):
            yield from matrix.group(group, results, only_trouble=many)


def _of(report: Report, group: Group) -> list[EndpointResult]:
    return [result for result in report.endpoints if result.group is group]


def _is_off(result: EndpointResult) -> bool:
    return result.status not in (Status.PASS, Status.SKIPPED)


def _summary(group: Group, results: list[EndpointResult], sheet: Sheet) -> Iterator[Text]:
    """One line: how many are as they should be. A canary that stays silent is as it should be."""
    tested = [result for result in results if result.status is not Status.SKIPPED]
    fine = sum(result.status is Status.PASS for result in tested)
    status = Status.PASS if fine == len(tested) else Status.WARN
    told = _("not tested")
    if tested:
        expected = _("{fine} of {tested} as expected")
        told = expected.format(fine=words.figure(fine), tested=words.figure(len(tested)))
    name = sheet.column(f"  {words.group(group)}", sheet.widest(map(words.group, HELPERS), 34, indent=2))
    mark = sheet.join(name, sheet.mark(status if tested else Status.SKIPPED), " ")
    yield from sheet.paragraph(told, first=mark)
