"""Findings in the JSON report: `facts` for programs, and the words for readers, which are made anew when it is read."""

from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any

from conntest.findings import about, finding_type
from conntest.model.finding import Code, Domain, Finding, Remedy, Severity
from conntest.report_io.plain import plain
from conntest.values import dataclass

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_COMMON = frozenset(one.name for one in fields(Finding))


def document_of(finding: Finding) -> dict[str, Any]:
    """One element of the report's `findings` (contract.md), in the language in use."""
    return {
        "code": finding.code.value,
        "severity": finding.severity.value,
        "title": finding.title,
        "summary": finding.summary,
        "symptoms": list(about(finding.code).symptoms),
        "subjects": list(finding.subjects),
        "evidence": list(finding.evidence),
        "remedies": [{"who": one.who.value, "steps": list(one.steps), "link": one.link} for one in finding.remedies],
        "explains": [code.value for code in finding.explained],
        "domains": sorted(domain.value for domain in finding.domains),
        "facts": _facts(finding),
    }


def _facts(finding: Finding) -> dict[str, Any]:
    return {name: value for name, value in plain(finding).items() if name not in _COMMON}


def finding_of(document: dict[str, Any]) -> Finding:
    """The finding that such an element holds. Raises KeyError or ValueError, as pydantic's is, where it holds none."""
    common = {
        "severity": document["severity"],
        "subjects": document["subjects"],
        "evidence": document["evidence"],
        "domains": document["domains"],
        "explained": document["explains"],
    }
    kind = finding_type(Code(document["code"]))
    finding: Finding = _adapter(kind).validate_python(common | document["facts"])
    return finding


@cache
def _adapter(kind: type[Finding]) -> "TypeAdapter[Any]":
    from pydantic import TypeAdapter  # late: what writes a report does without

    return TypeAdapter(kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class _FindingDocument:
    """What `document_of` gives, for the schema. `facts` are those of the code; each code has keys of its own."""

    code: Code
    severity: Severity
    title: str
    summary: str
    symptoms: tuple[str, ...]
    subjects: tuple[str, ...]
    evidence: tuple[str, ...]
    remedies: tuple[Remedy, ...]
    explains: tuple[Code, ...]
    domains: tuple[Domain, ...]
    facts: dict[str, Any]


def finding_definitions() -> dict[str, Any]:
    """The JSON Schema definitions that describe a finding's document, by name."""
    from pydantic import TypeAdapter

    described = TypeAdapter(_FindingDocument).json_schema(mode="serialization")
    definitions: dict[str, Any] = described.pop("$defs")
    return definitions | {"Finding": described | {"title": "Finding"}}
