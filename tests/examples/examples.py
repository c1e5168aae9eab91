"""The example reports: a few showcases in `reports/examples`, kept in the repository, and one report of every demo
scenario in `reports/every-scenario`, which is not.

`python -m tests.examples` plays every scenario and writes both; `--showcases` plays and writes only what is kept.
"""

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from unittest.mock import patch

from conntest.app import sharing
from conntest.app.sharing import Documents
from conntest.lab.scenario import load
from conntest.language import ENGLISH, using
from conntest.model.privacy import Share
from conntest.model.report import Report
from conntest.share import LocalIdentity
from conntest.wording.headline import headline

_REPORTS = Path(__file__).parents[2] / "reports"
SHOWCASES, EVERY_SCENARIO = _REPORTS / "examples", _REPORTS / "every-scenario"

#: The scenarios that are kept, and the languages of their pages.
KEPT: Mapping[str, tuple[str, ...]] = {
    "healthy": (ENGLISH,),
    "ports-dropped": (ENGLISH, "ja", "zh-Hans"),
    "tls-inspection": (ENGLISH, "ja", "zh-Hans"),
    "egress-rotation": (ENGLISH,),
    "proxy-only-way-out": (ENGLISH,),
}

#: The one that is kept as JSON too.
KEPT_AS_JSON = "ports-dropped"

INDEX = "index.html"


def kept_files() -> set[str]:
    """The names of all files in `SHOWCASES`."""
    pages = {page_name(name, language) for name, languages in KEPT.items() for language in languages}
    return pages | {f"{KEPT_AS_JSON}.json", INDEX}


def page_name(name: str, language: str) -> str:
    """The file of a scenario's page in a language."""
    return f"{name}.html" if language == ENGLISH else f"{name}.{language}.html"


def write_showcases(reports: Mapping[str, Report]) -> None:
    """The kept files, and nothing else in their folder."""
    SHOWCASES.mkdir(parents=True, exist_ok=True)
    for stale in SHOWCASES.iterdir():
        stale.unlink()
    for name, languages in KEPT.items():
        for language in languages:
            _write(SHOWCASES / page_name(name, language), document(reports[name], "html", language))
    _write(SHOWCASES / f"{KEPT_AS_JSON}.json", document(reports[KEPT_AS_JSON], "json"))
    _write(SHOWCASES / INDEX, _index(reports))


def write_every_scenario(reports: Mapping[str, Report]) -> None:
    """A page and a JSON document of each report."""
    EVERY_SCENARIO.mkdir(parents=True, exist_ok=True)
    for name, report in reports.items():
        for suffix in ("html", "json"):
            _write(EVERY_SCENARIO / f"{name}.{suffix}", document(report, suffix))


def document(report: Report, suffix: str, language: str = ENGLISH) -> str:
    """A document as support gets it, and as any computer would write it: what this one and its user are called is of
    no account."""
    with patch.object(sharing, "this_computer", LocalIdentity), using(language):
        return Documents(report, Share.SUPPORT).text(suffix)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _index(reports: Mapping[str, Report]) -> str:
    rows = "\n".join(_entry(name, languages, reports[name]) for name, languages in KEPT.items())
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n<title>conntest: example reports</title>\n'
        "<style>body { font: 1rem/1.5 sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem }</style>\n"
        "<h1>Example reports</h1>\n"
        "<p>Of <code>conntest demo</code>, which runs against a simulated network. <code>conntest demo --list</code> "
        "names every scenario; each one's report can be made with <code>conntest demo NAME -o report.html</code>.</p>\n"
        f"{rows}\n</html>\n"
    )


def _entry(name: str, languages: tuple[str, ...], report: Report) -> str:
    scenario = load(name)
    links = ", ".join(f'<a href="{file}">{words}</a>' for file, words in _links(name, languages))
    return (
        f"<h2>{escape(scenario.title)}</h2>\n<p>{escape(scenario.story)}</p>\n"
        f"<p>Found: {escape(headline(report))}</p>\n<p>{links}</p>"
    )


def _links(name: str, languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    words = {ENGLISH: "Report", "ja": "日本語", "zh-Hans": "简体中文"}
    yield from ((page_name(name, language), words[language]) for language in languages)
    if name == KEPT_AS_JSON:
        yield f"{name}.json", "JSON"
