"""`conntest diff`: what became of one saved report since another."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from conntest.app import saved, writing
from conntest.app.recordings import as_report, read
from conntest.app.sharing import DEFAULT, language_of, together
from conntest.app.tool import TOOL
from conntest.app.writing import Target
from conntest.compare import compare
from conntest.language import using
from conntest.model.comparison import Comparison
from conntest.model.report import Report
from conntest.render.comparison.html import to_html
from conntest.render.comparison.json_ import to_json
from conntest.render.comparison.markdown import to_markdown
from conntest.render.comparison.terminal import render, to_text
from conntest.values import dataclass
from conntest.watch.documents import is_recording
from conntest.watch.values import Recording

_RENDERERS: Mapping[str, Callable[[Comparison], str]] = {
    "txt": to_text,
    "html": to_html,
    "md": to_markdown,
    "json": to_json,
}

FORMATS = tuple(_RENDERERS)


def diff_command(old: str, new: str, targets: Sequence[Target], named_format: str | None) -> Comparison:
    """Compare two files, and print or write what was found, in each of the formats. Raises UserError."""
    chosen = [writing.format_of(target, named_format, FORMATS, "txt") for target in targets]
    for target in targets:
        writing.check(target)
    sides = tuple((Path(file), _read(Path(file))) for file in (old, new))
    for name, target in zip(chosen, targets, strict=True):
        with using(language_of(name)):
            reports = _judged(*sides[0]), _judged(*sides[1])
            found = compare(
                *(side.report for side in reports),
                files=(saved.shown(Path(old)), saved.shown(Path(new))),
                made_by=(reports[0].made_by, reports[1].made_by),
                tool=TOOL,
            )
            _tell(found, name, target, (reports[0].report, reports[1].report))
    return found


def _tell(found: Comparison, name: str, target: Target, reports: tuple[Report, Report]) -> None:
    writing.tell(found, name, target, lambda: _document(found, name, target, reports), render)


def _document(found: Comparison, chosen: str, target: Target, reports: tuple[Report, Report]) -> str:
    return together(found, _RENDERERS[chosen], chosen, target.share or DEFAULT, reports=reports)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """A report as this version concludes it, and the version that saw it."""

    report: Report
    made_by: str


def _read(file: Path) -> Report | Recording:
    """A saved report, or the recording of a watch. Raises UserError."""
    text = saved.text_of(file)
    return read(saved.called(file), text) if is_recording(text) else saved.parsed(file, text)


def _judged(file: Path, found: Report | Recording) -> _Judged:
    """In the language in use. A recording stands for the moment at which it ends. Raises UserError."""
    if isinstance(found, Recording):
        report = as_report(saved.called(file), found)
        return _Judged(report=report, made_by=report.tool.version)
    return _Judged(report=saved.judged(str(file), found), made_by=found.tool.version)
