"""The report as one HTML file: no request, no script, and everything in it as text.

The template lays out what `conntest.render.page` prepares, in the language in use.
"""

from collections.abc import Iterator

from markupsafe import Markup

from conntest import lists
from conntest.language import ENGLISH, used
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Status, Verdict
from conntest.model.report import Report
from conntest.render import beside, facts, removed, words
from conntest.render.checks import checks
from conntest.render.page import card, diagram, egress, findings, heat, hosts, machine, raw, request
from conntest.render.page.axis import WIDTH
from conntest.render.pages import template
from conntest.values import dataclass
from conntest.wording import conditions
from conntest.wording.headline import headline


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictLine:
    """`reason` is a sentence, or empty; `codes` are those of the findings behind the verdict."""

    about: str
    status: Verdict
    reason: str
    codes: tuple[Code, ...]
    #: Not tested at all: worth a line in the table, and none at a glance.
    tested: bool


def to_html(report: Report, *, other: Report | None = None) -> str:
    """`report` as a whole HTML document that ends with a newline; beside it, if given, that of another network."""
    return template("report.html.j2").render(
        language=used(),
        # Codes and commands are read aloud in their own language.
        english=Markup("" if used() == ENGLISH else ' lang="en"'),
        report=report,
        beside=beside.side_by_side(other, report) if other else None,
        headline=headline(report),
        cautions=tuple(facts.cautions(report.run)),
        act=findings.act_of(report),
        findings=findings.told(report),
        verdicts=tuple(_verdicts(report)),
        tables=hosts.tables(report),
        diagram=diagram.diagram(report),
        card=card.card(report),
        checks=checks(report),
        heat=heat.heat_map(report),
        regions=heat.regions(report),
        request=request.change_request(report),
        egress=egress.egress_section(report),
        computer=tuple(facts.computer(report)),
        settings=machine.settings(report.machine),
        paths=machine.paths(report),
        raw=raw.raw(report),
        about=_about(report),
        meanings=_meanings(),
        axis=WIDTH,
    )


def _verdicts(report: Report) -> Iterator[VerdictLine]:
    for domain in Domain:
        if verdict := report.verdicts.get(domain):
            yield VerdictLine(
                about=words.domain(domain),
                status=verdict.status,
                reason=conditions.reason(verdict.doubt) if verdict.doubt else "",
                codes=verdict.because,
                tested=facts.tested(verdict),
            )


def _about(report: Report) -> tuple[facts.Fact, ...]:
    run = report.run
    return (
        (_("Run"), facts.took(run)),
        (_("Made by"), f"{report.tool.name} {report.tool.version}"),
        (_("Host table"), facts.host_table(run)),
        (_("Scope"), lists.parts(facts.scope(run.options)) or _("everything in the table")),
        (_("For sharing"), run.share),
        (_("Removed before sharing"), removed.told(report.redactions) or _("nothing")),
        (_("Format"), _("schema {version}").format(version=report.schema_version)),
    )


def _meanings() -> tuple[tuple[Status, str], ...]:
    """What each state says, for whoever reads such a report for the first time."""
    return (
        (Status.PASS, _("It works from here.")),
        (Status.WARN, _("It works, but not well, or not at every address.")),
        (Status.FAIL, _("It does not work, and there is evidence for it.")),
        (Status.INCONCLUSIVE, _("Nothing certain can be said, and the verdict gives the reason.")),
        (Status.SKIPPED, _("It was not tried.")),
    )
