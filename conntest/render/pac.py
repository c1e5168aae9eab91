"""Proxy setup scripts in words: what a plan will do about them, and what became of them."""

from collections.abc import Iterator

from rich.text import Text

from conntest.model.observation import DIRECT
from conntest.model.pac import PacOutcome, PacReport
from conntest.model.plan import ProbePlan, ScriptProbe
from conntest.render import words
from conntest.render.sheet import FAINT, STRONG, Sheet

_OUTCOMES = {
    PacOutcome.EVALUATED: "works",
    PacOutcome.NOT_OFFERED: "none found",
    PacOutcome.NOT_FETCHED: "could not be loaded",
    PacOutcome.TOO_LARGE: "is no script",
    PacOutcome.NO_SCRIPT: "is no script",
    PacOutcome.NO_FUNCTION: "is no script",
    PacOutcome.THROWS: "stops with an error",
    PacOutcome.ENDLESS: "had to be stopped",
    PacOutcome.EATS_MEMORY: "had to be stopped",
    PacOutcome.RUBBISH: "does not answer with a way out",
    PacOutcome.NOT_RUN: "was not run",
}


def told(report: PacReport) -> str:
    """`http://wpad/proxy.pac works: direct for 40 hosts, http://proxy:3128 then direct for 3 hosts`."""
    where = report.url or "automatic detection"
    if report.reason:
        return f"{where} {_OUTCOMES[report.outcome]}: {report.reason}"
    ways = ", ".join(f"{way} for {words.count(len(hosts), 'host')}" for way, hosts in decided(report))
    return f"{where} {_OUTCOMES[report.outcome]}{': ' if ways else ''}{ways}"


def decided(report: PacReport) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each way out that the script names, such as `http://proxy:3128 then direct`, and the hosts it is for."""
    by_way: dict[tuple[str, ...], list[str]] = {}
    for decision in report.decisions:
        by_way.setdefault(decision.choices, []).append(decision.host)
    for choices, hosts in sorted(by_way.items(), key=lambda way: -len(way[1])):
        yield " then ".join(choice if choice != DIRECT else "direct" for choice in choices), tuple(hosts)


def script_lines(plan: ProbePlan, sheet: Sheet) -> Iterator[Text]:
    """A heading, and each script with why it is looked at and where. Nothing where there is none."""
    if not plan.scripts:
        return
    yield from sheet.heading("Setup scripts")
    for probe in plan.scripts:
        yield from sheet.paragraph(sheet.text(probe.why, STRONG), first="  ", indent=4)
        yield from sheet.paragraph(_where(probe), first="    ")
        asked = f"asked for the way to {words.count(len(probe.hosts), 'host')}, in a process of its own"
        yield from sheet.paragraph(sheet.text(asked, FAINT), first="    ")


def _where(probe: ScriptProbe) -> str:
    """Where the script is fetched from, or will be looked for."""
    if not probe.urls:
        return "this computer has no domain to look in"
    return f"{'looked for at' if probe.detected else 'fetched from'} {words.listing(list(probe.urls))}"
