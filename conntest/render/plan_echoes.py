"""The part of a plan that asks services for the public address: whom, how often, and why."""

from collections import Counter
from collections.abc import Iterator

from rich.text import Text

from conntest.model.observation import DIRECT
from conntest.model.plan import EchoProbe, ProbePlan
from conntest.render import words
from conntest.render.sheet import FAINT, STRONG, Sheet


def echo_lines(plan: ProbePlan, sheet: Sheet) -> Iterator[Text]:
    """A heading, and each service with how often it is asked and why. Nothing where none is asked."""
    by_url: dict[str, list[EchoProbe]] = {}
    for probe in plan:
        if isinstance(probe, EchoProbe):
            by_url.setdefault(probe.url, []).append(probe)
    if not by_url:
        return
    yield from sheet.heading("Public address")
    for url, probes in by_url.items():
        operator = sheet.text(probes[0].sample.operator, FAINT)
        yield from sheet.paragraph(sheet.join(sheet.text(url, STRONG), "  ", operator), first="  ", indent=4)
        for (condition, why), number in Counter((_condition(probe), probe.why) for probe in probes).items():
            often = f"{words.count(number, 'time')}{condition}"
            told = sheet.join(often, sheet.text(f" {sheet.symbols.dash} {why}", FAINT))
            yield from sheet.paragraph(told, first="    ")


def _condition(probe: EchoProbe) -> str:
    via = "" if probe.path == DIRECT else f" via {probe.path}"
    return f"{via}, if nobody above answers" if probe.unless else via
