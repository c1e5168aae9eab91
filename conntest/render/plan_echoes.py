"""The part of a plan that asks services for the public address: whom, how often, and why."""

from collections import Counter
from collections.abc import Iterator

from rich.text import Text

from conntest.language import gettext as _
from conntest.language import ngettext
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
    yield from sheet.heading(_("Public address"))
    for url, probes in by_url.items():
        operator = sheet.text(probes[0].sample.operator, FAINT)
        yield from sheet.paragraph(sheet.join(sheet.text(url, STRONG), "  ", operator), first="  ", indent=4)
        counted = Counter((probe.path, bool(probe.unless), probe.why) for probe in probes)
        for (path, otherwise, why), number in counted.items():
            often = _often(number, path, otherwise=otherwise)
            told = sheet.join(often, sheet.text(f" {sheet.symbols.dash} {words.data(why)}", FAINT))
            yield from sheet.paragraph(told, first="    ")


def _often(number: int, path: str, *, otherwise: bool) -> str:
    """How often a service is asked, on which way, and whether only where others do not answer."""
    message = (
        ngettext("{number} time", "{number} times", number)
        if path == DIRECT
        else ngettext("{number} time via {path}", "{number} times via {path}", number)
    )
    often = message.format(number=words.figure(number), path=path)
    return _("{often}, if nobody above answers").format(often=often) if otherwise else often
