"""Two reports to compare, each of a world in sentences (`tests.diagnosis.world`)."""

from functools import cache

from conntest.compare import compare
from conntest.model.comparison import About, Change, Comparison, Kind
from conntest.model.report import Report, Tool
from tests.diagnosis.seeing import report as seen

TOOL = Tool(name="conntest", version="0.1.0")


@cache
def healthy() -> Report:
    return seen()


def compared(old: Report, new: Report) -> Comparison:
    return compare(old, new, files=("old.json", "new.json"), made_by=("0.1.0", "0.1.0"), tool=TOOL)


def of(found: Comparison, about: About, kind: Kind | None = None) -> list[Change]:
    return [change for change in found.changes if change.about is about and kind in (None, change.kind)]


def kinds(found: Comparison, about: About) -> set[Kind]:
    return {change.kind for change in of(found, about)}
