"""What this version concludes from a report's observations, whenever and by whichever version they were made."""

from dataclasses import replace

from conntest.app.tool import TOOL
from conntest.diagnosis import diagnose
from conntest.model.privacy import Share
from conntest.model.report import Report
from conntest.report_io.json import record_of


def anew(report: Report) -> Report:
    """What is concluded now from what was seen then, in the language in use. What was redacted stays so. A report for
    the public keeps its conclusions: no address in it is one, and nothing can be concluded from pseudonyms."""
    if report.run.share == Share.PUBLIC:
        return report
    return replace(diagnose(record_of(report), TOOL), redactions=report.redactions)
