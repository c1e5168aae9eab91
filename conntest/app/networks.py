"""`conntest --compare OLD.json`: this network beside another one; and the offer of it after a run that fails."""

from collections.abc import Sequence
from pathlib import Path

from conntest.app import output as delivery
from conntest.app import saved, streams
from conntest.app.diff import compared
from conntest.app.errors import UserError
from conntest.app.writing import format_by_suffix
from conntest.compare.networks import two_networks
from conntest.language import gettext as _
from conntest.language import used, using
from conntest.model.finding import Verdict
from conntest.model.report import Report
from conntest.render.comparison.networks import conclusion
from conntest.render.comparison.terminal import render
from conntest.render.sheet import Sheet


def earlier(file: str | None, output: delivery.Output) -> Report | None:
    """The report to compare with, read before anything is sent. Raises UserError."""
    if file is None:
        return None
    if output.document_format:
        raise UserError("--compare prints beside the report: it goes with neither --json nor -o -")
    return saved.read(Path(file))


def show_both(old: Report, file: str, new: Report, output: delivery.Output) -> None:
    """What follows from the two, and every difference. Raises UserError for a damaged report."""
    found = compared(old, new, files=(Path(file), Path(_("this run"))))
    told = conclusion(two_networks(saved.judged(file, old), new))
    with using(streams.speakable(used())):
        if output.quiet:
            streams.write_text(told + "\n")
            return
        with streams.writing():
            console = streams.console(color=output.color)
            sheet = Sheet.of(console)
            sheet.print(iter((*sheet.heading(_("Two networks")), *sheet.paragraph(sheet.text(told, "bold")))))
            sheet.print(iter((sheet.text(""),)))
            render(found, console)


def offer(report: Report, files: Sequence[Path]) -> str | None:
    """The last lines of a run that fails: how to find out whether it is this network. None where that would not help,
    or where no report was saved that could be compared with."""
    data = next((file for file in files if format_by_suffix(file) == "json"), None)
    if data is None or report.verdict is not Verdict.FAIL or report.run.interrupted or report.run.simulated:
        return None
    told = _("Is it this network? Join another one (a phone's hotspot) and run:")
    return f"{told}\n  conntest --compare {data}"
