"""The report as one HTML file: no request, no script, and everything in it as text.

The template lays out what `conntest.render.page` prepares. Every value that is written passes `tame` and then the
engine's escaping; there is no other way from the report into the file.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from conntest.model.finding import Domain, Status, Verdict
from conntest.model.report import DomainVerdict, Report
from conntest.render import facts, furniture, words
from conntest.render.page import egress, findings, hosts, machine, raw, strips, waterfall
from conntest.render.page.axis import WIDTH
from conntest.render.page.text import tame
from conntest.render.pieces import pieces

#: Each state has its sign, so that colour only repeats what the sign says.
SIGN = {
    Status.PASS: "✓",
    Status.WARN: "!",
    Status.FAIL: "✗",
    Status.INCONCLUSIVE: "?",
    Status.SKIPPED: "-",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictLine:
    about: str
    status: Verdict
    because: str
    #: Not tested at all: worth a line in the table, and none at a glance.
    tested: bool


def to_html(report: Report) -> str:
    """`report` as a whole HTML document that ends with a newline."""
    return _template().render(
        report=report,
        cautions=tuple(facts.cautions(report.run)),
        act=findings.act_of(report),
        findings=findings.told(report),
        verdicts=_verdicts(report),
        tables=hosts.tables(report),
        falls=waterfall.waterfalls(report),
        strips=strips.strips(report),
        egress=egress.egress_section(report),
        computer=tuple(facts.computer(report.machine)),
        settings=machine.settings(report.machine),
        paths=machine.paths(report.paths),
        raw=raw.raw(report),
        about=_about(report),
    )


def _verdicts(report: Report) -> tuple[VerdictLine, ...]:
    known = ((domain, report.verdicts[domain]) for domain in Domain if domain in report.verdicts)
    return tuple(
        VerdictLine(
            about=words.DOMAIN[domain], status=verdict.status, because=_because(verdict), tested=facts.tested(verdict)
        )
        for domain, verdict in known
    )


def _because(verdict: DomainVerdict) -> str:
    return ": ".join(part for part in (verdict.reason, ", ".join(verdict.because)) if part)


def _about(report: Report) -> tuple[facts.Fact, ...]:
    run = report.run
    redacted = ", ".join(f"{kind} {number:,}" for kind, number in report.redactions.items())
    return (
        (furniture.RUN, furniture.RUN_TOOK.format(facts.moment(run.started_at), words.seconds(run.duration_s))),
        (furniture.MADE_BY, f"{report.tool.name} {report.tool.version}"),
        (furniture.HOST_TABLE, facts.host_table(run)),
        (furniture.SCOPE_OF_RUN, "; ".join(facts.scope(run.options)) or furniture.EVERYTHING),
        (furniture.SHARING, run.share),
        (furniture.REDACTED, redacted or furniture.NOTHING_REDACTED),
        (furniture.FORMAT, furniture.SCHEMA.format(report.schema_version)),
    )


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {"say": furniture, "words": words, "moment": facts.moment, "axis": WIDTH, "sign": SIGN}
    environment.filters["pieces"] = pieces
    source = files("conntest.render").joinpath("templates/report.html.j2").read_text(encoding="utf-8")
    return environment.from_string(source)


def _finalize(value: Any) -> Any:
    """The one gate for text. The engine's own pieces of markup have passed it already."""
    return tame(value) if isinstance(value, str) and not isinstance(value, Markup) else value
