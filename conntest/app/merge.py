"""`conntest merge`: many machines' reports as one. One of them is in memory at a time."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from conntest.app import saved, streams, writing
from conntest.app.errors import UserError
from conntest.app.judging import TOOL
from conntest.app.sharing import DEFAULT, language_of, together
from conntest.app.sites import SiteFrom, labelled
from conntest.app.writing import Target
from conntest.compare.gathering import Gathering
from conntest.findings import about
from conntest.language import gettext as _
from conntest.language import using
from conntest.model.finding import Code, Finding, Who
from conntest.model.merged import Conclusions, Merged, SiteFinding
from conntest.model.privacy import Share
from conntest.model.report import Report
from conntest.render.merged.csv_ import to_csv
from conntest.render.merged.html import to_html
from conntest.render.merged.json_ import to_json
from conntest.render.merged.terminal import render, to_text
from conntest.report_io.json import from_json
from conntest.report_io.summary import read_conclusions
from conntest.report_io.validate import DocumentError
from conntest.wording.headline import headline

_RENDERERS: Mapping[str, Callable[[Merged], str]] = {
    "txt": to_text,
    "html": to_html,
    "csv": to_csv,
    "json": to_json,
}

FORMATS = tuple(_RENDERERS)


def merge_command(
    arguments: Sequence[str], target: Target, named_format: str | None, *, site_from: SiteFrom, every: bool
) -> Merged:
    """Merge the files, and print or write what they amount to; what could not be read is said on stderr. Raises
    UserError, also where nothing could be read."""
    chosen = writing.format_of(target, named_format, FORMATS, "txt")
    writing.check(target)
    files = labelled(arguments, site_from)
    with using(language_of(chosen)):
        gathering = Gathering(every=every)
        for one in files:
            _gather(gathering, one.site, one.file)
        merged = gathering.result(TOOL, _texts)
        if not merged.sites:
            raise UserError("none of these files is a report that could be read")
        writing.tell(merged, chosen, target, lambda: _document(merged, chosen, target), render)
    return merged


def _document(merged: Merged, chosen: str, target: Target) -> str:
    hosts = [endpoint.host for endpoint in merged.endpoints]
    return together(merged, _RENDERERS[chosen], chosen, target.share or DEFAULT, table=hosts)


def _gather(gathering: Gathering, site: str, file: Path) -> None:
    try:
        gathering.add(conclusions(file), site, saved.shown(file))
    except UserError as error:
        reason = str(error).removeprefix(f"{file}: ")
        told = _("left out: {file}: {reason}").format(file=file, reason=reason)
        streams.say(f"conntest: {told}")
        gathering.leave_out(saved.shown(file), reason)


def conclusions(file: Path) -> Conclusions:
    """What a saved report says. The same version would only conclude the same again; what another one saw is judged by
    this one, at the price of reading all of it. Raises UserError, whose text begins with the file's name."""
    text = saved.text_of(file)
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
    )


def _short_finding(finding: Finding) -> SiteFinding:
    return SiteFinding(code=finding.code, severity=finding.severity, subjects=finding.subjects)


def _texts(code: Code) -> tuple[str, Who | None]:
    texts = about(code)
    return _(texts.title), texts.advice[0].remedies[0].who
