"""`conntest merge`: many machines' reports as one. One of them is in memory at a time."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from conntest.app import recordings, saved, streams, writing
from conntest.app.errors import UserError
from conntest.app.inventory import expected_sites
from conntest.app.output import open_pages
from conntest.app.sharing import DEFAULT, language_of, together
from conntest.app.sites import Labelled, SiteFrom, labelled
from conntest.app.tool import TOOL
from conntest.app.writing import Target
from conntest.compare.audit import Audit
from conntest.compare.gathering import Gathering
from conntest.findings import about
from conntest.language import gettext as _
from conntest.language import using
from conntest.model.finding import Code, Who
from conntest.model.merged import Conclusions, EgressInShort, MachineInShort, Merged, SiteFinding
from conntest.model.privacy import Share
from conntest.model.report import Report
from conntest.render.merged.csv_ import to_csv
from conntest.render.merged.html import to_html
from conntest.render.merged.json_ import to_json
from conntest.render.merged.terminal import render, to_text
from conntest.report_io.json import from_json
from conntest.report_io.summary import read_conclusions
from conntest.report_io.validate import DocumentError
from conntest.values import dataclass
from conntest.watch import summary
from conntest.watch.documents import is_recording
from conntest.wording.headline import headline

_RENDERERS: Mapping[str, Callable[[Merged], str]] = {
    "txt": to_text,
    "html": to_html,
    "csv": to_csv,
    "json": to_json,
}

FORMATS = tuple(_RENDERERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to merge: `reports` are as `labelled` takes them. `expect` is a file that names the sites there should be,
    reports older than `max_age_s` are stale, and `since` names the reports of an earlier audit, as `reports` does."""

    reports: Sequence[str]
    site_from: SiteFrom = SiteFrom.AUTO
    every: bool = False
    expect: str | None = None
    max_age_s: float | None = None
    since: Sequence[str] = ()


def merge_command(
    asked: Asked, targets: Sequence[Target], named_format: str | None, *, show_page: bool = False
) -> Merged:
    """Merge the files, and print or write what they amount to; what could not be read is said on stderr. Where
    `show_page`, the browser shows the page that was written. Raises UserError, also where nothing could be read."""
    if asked.every and asked.since:
        raise UserError("--since compares the latest report of each site, and --keep all keeps several")
    chosen = [writing.format_of(target, named_format, FORMATS, "txt") for target in targets]
    for target in targets:
        writing.check(target)
    expected = expected_sites(Path(asked.expect)) if asked.expect else ()
    gathering = gathered(labelled(asked.reports, asked.site_from), every=asked.every, folder=_folder(targets))
    before = gathered(labelled(asked.since, asked.site_from)).sites if asked.since else None
    audit = Audit(now=datetime.now(UTC), max_age_s=asked.max_age_s, expected=expected, before=before)
    for name, target in zip(chosen, targets, strict=True):
        merged = write(gathering, audit, name, target)
    if show_page:
        open_pages([target.path for target in targets if target.path])
    return merged


def write(gathering: Gathering, audit: Audit, name: str, target: Target) -> Merged:
    """Print or write what was gathered, in the format called `name` and in the language of such documents. Raises
    UserError where nothing was."""
    with using(language_of(name)):
        merged = gathering.result(TOOL, _texts, audit)
        if not merged.sites and not merged.missing:
            raise UserError("none of these files is a report that could be read")
        writing.tell(merged, name, target, lambda: _document(merged, name, target), render)
    return merged


def _document(merged: Merged, name: str, target: Target) -> str:
    hosts = [endpoint.host for endpoint in merged.endpoints]
    return together(merged, _RENDERERS[name], name, target.share or DEFAULT, table=hosts)


def _folder(targets: Sequence[Target]) -> Path:
    """Where the first document goes, which links to sites' pages are relative to."""
    return next((target.path.parent for target in targets if target.path), Path())


def gathered(files: Iterable[Labelled], *, every: bool = False, folder: Path | None = None) -> Gathering:
    """What is kept of the reports. A site's page is what stands beside its report; links are relative to `folder`."""
    gathering = Gathering(every=every)
    for one in files:
        _gather(gathering, one, folder)
    return gathering


def _gather(gathering: Gathering, one: Labelled, folder: Path | None) -> None:
    file = one.file
    try:
        found = conclusions(file)
        page = page_link(file, folder) if folder else None
        gathering.add(found, one.site if one.given else _own_label(found) or one.site, saved.shown(file), page)
    except UserError as error:
        reason = str(error).removeprefix(f"{file}: ")
        told = _("left out: {file}: {reason}").format(file=file, reason=reason)
        streams.say(f"conntest: {told}")
        gathering.leave_out(saved.shown(file), reason)


def _own_label(found: Conclusions) -> str | None:
    """The label that the run was given (`--site`). Redaction may have made one of several labels, such as the names of
    their computers: reports that were shared are called after their files."""
    return found.run.labels.site if found.run.share == Share.INTERNAL else None


def page_link(report: Path, folder: Path) -> str | None:
    """The page of the same name beside a report, as a URL relative to `folder`; None where there is none, or no way
    there (another drive)."""
    page = report.with_suffix(".html")
    if not page.is_file():
        return None
    try:
        return quote(Path(os.path.relpath(page, folder)).as_posix())
    except ValueError:
        return None


def conclusions(file: Path) -> Conclusions:
    """What a saved report says, or a recording of a watch at its end. The same version would only conclude the same
    again; what another one saw is judged by this one, at the price of reading all of it. Raises UserError, whose text
    begins with the file's name."""
    text = saved.text_of(file)
    if is_recording(text):
        recording = recordings.read(str(file), text)
        return replace(_in_short(recordings.as_report(str(file), recording)), headline=summary.headline(recording))
    try:
        found = read_conclusions(text)
        if found.tool.version == TOOL.version or found.run.share == Share.PUBLIC:
            return found
        return _in_short(saved.judged(str(file), from_json(text)))
    except DocumentError as error:
        raise UserError(f"{file}: {error}") from error


def _in_short(report: Report) -> Conclusions:
    return Conclusions(
        schema_version=report.schema_version,
        tool=report.tool,
        run=report.run,
        verdict=report.verdict,
        headline=headline(report),
        verdicts=report.verdicts,
        findings=tuple(
            SiteFinding(code=one.code, severity=one.severity, subjects=one.subjects) for one in report.findings
        ),
        endpoints=report.endpoints,
        egress=EgressInShort(pattern=report.egress.pattern) if report.egress else None,
        machine_reading=MachineInShort(clock=report.machine_reading.clock),
    )


def _texts(code: Code) -> tuple[str, Who | None]:
    texts = about(code)
    return _(texts.title), texts.advice[0].remedies[0].who
