"""`conntest diff`: what became of one saved report since another."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from conntest.app import saved, writing
from conntest.app.judging import TOOL
from conntest.app.sharing import DEFAULT, language_of, together
from conntest.app.writing import Target
from conntest.compare import compare
from conntest.language import using
from conntest.model.comparison import Comparison
from conntest.model.report import Report
from conntest.render.comparison.html import to_html
from conntest.render.comparison.json_ import to_json
from conntest.render.comparison.markdown import to_markdown
from conntest.render.comparison.terminal import render, to_text

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
    reports = saved.read(Path(old)), saved.read(Path(new))
    for name, target in zip(chosen, targets, strict=True):
        with using(language_of(name)):
            found = compared(*reports, files=(Path(old), Path(new)))
            _tell(found, name, target, reports)
    return found


def _tell(found: Comparison, name: str, target: Target, reports: tuple[Report, Report]) -> None:
    writing.tell(found, name, target, lambda: _document(found, name, target, reports), render)


def _document(found: Comparison, chosen: str, target: Target, reports: tuple[Report, Report]) -> str:
    return together(found, _RENDERERS[chosen], chosen, target.share or DEFAULT, reports=reports)


def compared(old: Report, new: Report, *, files: tuple[Path, Path]) -> Comparison:
    """The comparison of two reports as they were saved, both judged by this version first. Raises UserError."""
    judged = [saved.judged(str(file), report) for file, report in zip(files, (old, new), strict=True)]
    names = saved.shown(files[0]), saved.shown(files[1])
    made_by = old.tool.version, new.tool.version
    return compare(*judged, files=names, made_by=made_by, tool=TOOL)
