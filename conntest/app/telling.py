"""A report in the language of whoever reads it. What programs read is English always."""

from conntest.diagnosis import diagnose
from conntest.language import ENGLISH, used, using
from conntest.model.report import Report
from conntest.render import FORMATS
from conntest.render.document import record_of

#: The formats that people read.
SPOKEN = frozenset({"html", "md", "txt"})


def document(report: Report, name: str) -> str:
    """`report`, which is in English, in the format called `name`."""
    if name in SPOKEN:
        return FORMATS[name](told(report))
    with using(ENGLISH):
        return FORMATS[name](report)


def told(report: Report) -> Report:
    """`report`, which is in English, in the language in use: what was seen is judged again, in other words."""
    return report if used() == ENGLISH else diagnose(record_of(report), report.tool)
