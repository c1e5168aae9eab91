"""A report in the language of whoever reads it. What programs read is English always."""

from dataclasses import replace

from conntest.diagnosis import diagnose
from conntest.language import ENGLISH, used
from conntest.model.privacy import Share
from conntest.model.report import Report
from conntest.render.document import record_of

#: The formats that people read.
SPOKEN = frozenset({"html", "md", "txt"})


def told(report: Report) -> Report:
    """`report`, which is in English, in the language in use: what was seen is judged again, in other words. Where
    addresses are pseudonyms nothing can be judged, and the words remain."""
    if used() == ENGLISH or report.run.share == Share.PUBLIC:
        return report
    return replace(diagnose(record_of(report), report.tool), redactions=report.redactions)
