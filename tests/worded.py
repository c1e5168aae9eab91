"""A finding with given words, for tests of what is done with findings: rendering, comparing, redacting."""

from conntest.model.finding import Code, Finding, Remedy, Severity, WordedFinding


def worded(
    *,
    code: Code,
    severity: Severity,
    title: str,
    summary: str,
    subjects: tuple[str, ...] = (),
    evidence: tuple[str, ...] = (),
    remedies: tuple[Remedy, ...] = (),
    explains: tuple[Code, ...] = (),
) -> Finding:
    return WordedFinding(
        severity=severity,
        subjects=subjects,
        evidence=evidence,
        domains=frozenset(),
        explained=explains,
        worded_code=code,
        worded_title=title,
        worded_summary=summary,
        worded_remedies=remedies,
    )
