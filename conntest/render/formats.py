"""Every format that a report can be saved in. Imports next to nothing: `--help` lists them."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from conntest.model.report import Report

Renderer: TypeAlias = "Callable[[Report], str]"


def _late(module: str, function: str) -> Renderer:
    """A renderer whose module, and the heavy library behind it, is imported when it is first used."""

    def rendered(report: "Report") -> str:
        return str(getattr(import_module(module), function)(report))

    return rendered


#: Every format that a report can be saved in, by file suffix.
FORMATS: Mapping[str, Renderer] = {
    "html": _late("conntest.render.html", "to_html"),
    "json": _late("conntest.report_io.json", "to_json"),
    "txt": _late("conntest.render.terminal", "to_document"),
    "md": _late("conntest.render.markdown", "to_markdown"),
    "csv": _late("conntest.render.csv_", "to_csv"),
    "xml": _late("conntest.render.junit", "to_junit"),
    "har": _late("conntest.render.har", "to_har"),
    "prom": _late("conntest.render.prometheus", "to_prometheus"),
    "nagios": _late("conntest.render.nagios", "to_nagios"),
}

#: Those that files are written in. A line for a monitoring system goes to stdout.
SUFFIXES = tuple(name for name in FORMATS if name != "nagios")
