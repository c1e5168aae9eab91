"""Where a report goes: the terminal, stdout as a document, files named by the user, or one we name ourselves."""

import webbrowser
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from conntest import lists
from conntest.app import consoles, streams
from conntest.app.compared import Compared
from conntest.app.errors import UserError
from conntest.app.metrics_files import write_document
from conntest.app.sharing import DEFAULT, Documents
from conntest.app.wanted import Output
from conntest.app.writing import format_by_suffix
from conntest.files import FOLDER, OutputError, write_new
from conntest.language import gettext as _
from conntest.language import used, using
from conntest.model.finding import Verdict
from conntest.model.privacy import Share
from conntest.model.report import Report
from conntest.render import beside, words
from conntest.render.printable import printable
from conntest.render.terminal import render
from conntest.signals import deferred
from conntest.wording.headline import headline

#: What a run saves of its own accord: a page to read and to attach, and all of it for machines (contract.md).
UNASKED = ("html", "json")


def deliver(report: Report, output: Output, old: Report | None = None) -> None:
    """Print the report, and save it whatever becomes of the printing; with that of another network, `old`, beside it
    where there is one. Documents go to stdout, where the report was saved is said on stderr. Raises UserError."""
    level = output.share or DEFAULT
    documents = Compared(report, level, old) if old else Documents(report, level)
    screen = documents if output.share else Documents(report, Share.INTERNAL)
    try:
        _show(documents, screen, output)
    finally:
        # A signal waits for it: what it ends early is wanted all the more.
        with deferred():
            saved = _save(report, documents, output)
    if saved and not output.quiet:
        streams.say(where_saved(saved, unasked=not output.files))
        if report.verdict is Verdict.FAIL and not output.files and old is None:
            streams.say(offered(saved))
    if old and not output.quiet and not output.document_format:
        _show_beside(old, report, documents if output.share else None, output)
    if output.open_page:
        open_pages(saved)


def _show_beside(old: Report, report: Report, shared: Documents | None, output: Output) -> None:
    """Both runs on the screen, as they are or, where they are to be `shared`, as that allows."""
    with using(streams.speakable(used())):
        if isinstance(shared, Compared):
            streams.write_text(shared.beside())
            return
        with streams.writing():
            beside.render(old, report, consoles.console(color=output.color))


def open_pages(saved: Sequence[Path]) -> None:
    """Show them in the system's browser, if there is one. What is said of it on stderr is the browser's affair."""
    for page in saved:
        if format_by_suffix(page) == "html":
            webbrowser.open(page.resolve().as_uri())


def where_saved(saved: Sequence[Path], *, unasked: bool) -> str:
    """The last lines: where the report is and, where it was saved unasked, what it is good for."""
    if not unasked:
        return _("Report saved: {files}").format(files=", ".join(str(path) for path in saved))
    page, data = saved
    told = "\n".join(
        (
            _("Report saved: {page} (attach it to a ticket)").format(page=page),
            _("For programs: {data}").format(data=data),
        )
    )
    if page.parent == FOLDER:
        return told
    return _("This folder cannot be written, so the report is elsewhere.") + "\n" + told


def offered(saved: Sequence[Path]) -> str:
    """After a run that failed: the strongest proof there is."""
    _page, data = saved
    return _("Compare: join a phone's hotspot, then run conntest --compare {report}").format(report=data)


def _show(documents: Documents, screen: Documents, output: Output) -> None:
    if output.document_format:
        streams.write_document(documents.text(output.document_format))
        return
    with using(streams.speakable(used())):
        _show_on_screen(screen, output)


def _show_on_screen(screen: Documents, output: Output) -> None:
    if output.share is not None:
        screen.text("txt")  # looked through, as a document is
    report = screen.report()
    if output.quiet:
        streams.write_text(printable(lists.labelled(words.verdict(report.verdict), headline(report))) + "\n")
        return
    with streams.writing():
        render(report, consoles.console(color=output.color), verbose=output.verbose)


def _save(report: Report, documents: Documents, output: Output) -> list[Path]:
    """Every file that can be written is, whatever becomes of the others."""
    if output.unasked and not output.files and not output.document_format:
        return _save_unasked(report, documents)
    saved, mistakes = [], list[UserError]()
    for path in output.paths:
        try:
            write_document(path, documents.text(format_by_suffix(path)), overwrite=output.overwrite)
            saved.append(path)
        except OutputError as error:
            mistakes.append(UserError(str(error)))
    if mistakes:
        raise UserError("\n".join(map(str, mistakes)))
    return saved


def _save_unasked(report: Report, documents: Documents) -> list[Path]:
    """Under a name made of the moment the run began. That nowhere can be written must not spoil a run that was shown:
    saving it was our idea."""
    moment = datetime.fromisoformat(report.run.started_at).strftime("%Y%m%dT%H%M%SZ")
    saved = []
    for suffix in UNASKED:
        try:
            saved.append(write_new(f"conntest-{moment}", f".{suffix}", documents.text(suffix)))
        except OutputError as error:
            streams.say(_("The report was not saved. {error}").format(error=error))
            return []
    return saved
