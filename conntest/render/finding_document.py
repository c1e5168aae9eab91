"""Findings in the JSON report: `facts` for programs, and the words for readers, which are made anew when it is read."""

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from conntest.findings import FINDINGS
from conntest.model.finding import Code, Domain, Finding, Remedy, Severity, WordedFinding

_COMMON = frozenset(one.name for one in fields(Finding))


def document_of(finding: Finding) -> dict[str, Any]:
    """One element of the report's `findings` (contract.md), in the language in use."""
    return {
        "code": finding.code.value,
        "severity": finding.severity.value,
        "title": finding.title,
        "summary": finding.summary,
        "subjects": list(finding.subjects),
        "evidence": list(finding.evidence),
        "remedies": [{"who": one.who.value, "steps": list(one.steps), "link": one.link} for one in finding.remedies],
        "explains": [code.value for code in finding.explained],
        "domains": sorted(domain.value for domain in finding.domains),
        "facts": _facts(finding),
    }


def _facts(finding: Finding) -> dict[str, Any]:
    if type(finding) not in FINDINGS:
        return {}
    dumped = _adapter(type(finding)).dump_python(finding, mode="json")
    return {name: value for name, value in dumped.items() if name not in _COMMON}


def finding_of(document: dict[str, Any]) -> Finding:
    """The finding that such an element holds. Raises ValidationError, KeyError or ValueError where it holds none."""
    common = {
        "severity": document["severity"],
        "subjects": document["subjects"],
        "evidence": document["evidence"],
        "domains": document["domains"],
        "explained": document["explains"],
    }
    code = Code(document["code"])
    kind = next((one for one in FINDINGS if one.about().code is code), None)
    if kind is None:
        return WordedFinding(
            severity=Severity(document["severity"]),
            subjects=tuple(document["subjects"]),
            evidence=tuple(document["evidence"]),
            domains=frozenset(map(Domain, document["domains"])),
            explained=tuple(map(Code, document["explains"])),
            worded_code=code,
            worded_title=document["title"],
            worded_summary=document["summary"],
            worded_remedies=TypeAdapter(tuple[Remedy, ...]).validate_python(document["remedies"]),
        )
    finding: Finding = _adapter(kind).validate_python(common | document["facts"])
    return finding


@cache
def _adapter(kind: type[Finding]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class _FindingDocument:
    """What `document_of` gives, for the schema. `facts` are those of the code; each code has keys of its own."""

    code: Code
    severity: Severity
    title: str
    summary: str
    subjects: tuple[str, ...]
    evidence: tuple[str, ...]
    remedies: tuple[Remedy, ...]
    explains: tuple[Code, ...]
    domains: tuple[Domain, ...]
    facts: dict[str, Any]


def finding_definitions() -> dict[str, Any]:
    """The JSON Schema definitions that describe a finding's document, by name."""
    described = TypeAdapter(_FindingDocument).json_schema(mode="serialization")
    definitions: dict[str, Any] = described.pop("$defs")
    return definitions | {"Finding": described | {"title": "Finding"}}
