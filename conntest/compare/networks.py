"""Two runs of one computer on two networks: which of the two the trouble comes from. Pure."""

from conntest.model.comparison import Networks
from conntest.model.finding import Code, Severity, Verdict
from conntest.model.observation import DIRECT
from conntest.model.report import Report

_WORKING = (Verdict.PASS, Verdict.WARN)


def two_networks(old: Report, new: Report) -> Networks:
    """By the verdicts, and by the leading findings where both fail. Without public addresses to compare, whether they
    are two networks is the user's word."""
    if _addresses(old) & _addresses(new):
        return Networks.SAME_NETWORK
    match old.verdict, new.verdict:
        case Verdict.FAIL, Verdict.FAIL:
            return Networks.SAME_CAUSE if _cause(old) is _cause(new) else Networks.OTHER_CAUSE
        case Verdict.FAIL, here if here in _WORKING:
            return Networks.WORKS_HERE
        case there, Verdict.FAIL if there in _WORKING:
            return Networks.WORKED_THERE
        case there, here if there in _WORKING and here in _WORKING:
            return Networks.WORKS_ON_BOTH
    return Networks.NOTHING


def _addresses(report: Report) -> frozenset[str]:
    """The public addresses of the direct path. Those of a report for the public are pseudonyms, and equal no other."""
    found = report.egress.addresses if report.egress else ()
    return frozenset(one.address for one in found if one.path == DIRECT)


def _cause(report: Report) -> Code | None:
    return next((finding.code for finding in report.findings if finding.severity is Severity.FAIL), None)
