"""A report in the language of whoever reads it. What programs read is English always."""

from conntest.app.judging import anew
from conntest.language import ENGLISH, used
from conntest.model.report import Report

#: The formats that people read.
_SPOKEN = frozenset({"html", "md", "txt"})


def language_of(name: str) -> str:
    """The language of documents in the format called `name`."""
    return used() if name in _SPOKEN else ENGLISH


def told(report: Report) -> Report:
    """`report`, which is in English, in the language in use: what was seen is judged again, in other words. Where
    nothing can be judged, the words remain."""
    return report if used() == ENGLISH else anew(report)
