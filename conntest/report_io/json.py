"""The JSON report (contract.md): written, read back and described, all from the model's own dataclasses.

What a reader may rely on:
- Keys come in the order of the model, and `certificates` after the observations (`packing`). Times are rounded to
  microseconds, since no clock here tells more.
- Text is readable (UTF-8), but what could act on a terminal is a JSON escape: `cat report.json` is safe.
- A later minor version may add keys. They are ignored here, and the schema allows them. A value this version does not
  know (a new finding code, say) is an error: a report that is half understood would be judged wrongly.
"""

import json
import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from conntest.model.finding import Finding
from conntest.model.host import Endpoint
from conntest.model.report import SCHEMA_VERSION, EndpointResult, Record, Report
from conntest.report_io.finding_document import document_of, finding_definitions, finding_of
from conntest.report_io.packing import MissingCertificates, describe, laid_out, packed, unpack
from conntest.report_io.plain import plain
from conntest.report_io.step_shape import described, flattened, nested
from conntest.report_io.validate import DocumentError, check, check_addresses, complaint
from conntest.wording import conditions
from conntest.wording.headline import headline

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_ID = f"urn:conntest:report:{SCHEMA_VERSION}"

#: Whatever may be invisible or act on a terminal: JSON itself escapes only what is below U+0020.
_SUSPECT = re.compile(r"[^\x20-\x7e\n]")


@cache
def _adapter() -> "TypeAdapter[Report]":
    from pydantic import TypeAdapter  # late: what writes a report does without

    return TypeAdapter(Report)


def to_json(report: Report) -> str:
    """`report` as a JSON document that ends with a newline."""
    document = plain(replace(report, findings=()))
    document["findings"] = [document_of(finding) for finding in report.findings]
    return _safe(laid_out(packed(_with_words(flattened(document), report))))


def _with_words(document: dict[str, Any], report: Report) -> dict[str, Any]:
    """`document` with the sentences that readers look for. They are made anew from the facts when it is read."""
    for written_verdict, verdict in zip(document["verdicts"].values(), report.verdicts.values(), strict=True):
        written_verdict["reason"] = conditions.reason(verdict.doubt) if verdict.doubt else None
    for written_result, result in zip(document["endpoints"], report.endpoints, strict=True):
        written_result["note"] = conditions.note(result.state)
    return _with_headline(document, headline(report))


def _with_headline(named: dict[str, Any], headline: Any) -> dict[str, Any]:
    """`named`, by the keys of a report, with the headline behind the verdict."""
    items = list(named.items())
    place = list(named).index("verdict") + 1
    return dict([*items[:place], ("headline", headline), *items[place:]])


def dumped(value: Any) -> str:
    """A value of the model as an indented document: rounded, and safe to look at."""
    return _safe(json.dumps(plain(value), indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def _safe(text: str) -> str:
    return _SUSPECT.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    """The character itself if it is visible, or its JSON escape. A lone surrogate is no character, and many readers
    refuse its escape: it becomes the six letters of it."""
    character = match.group()
    if character.isprintable():
        return character
    escape = json.dumps(character)[1:-1]
    return f"\\{escape}" if "\ud800" <= character <= "\udfff" else escape


def from_json(text: str) -> Report:
    """The report that `text` holds. Raises `DocumentError` where it holds none, or one of another major version."""
    from pydantic import ValidationError

    document = check(text)
    try:
        unpack(document)
        findings = document.get("findings")
        report = _adapter().validate_json(json.dumps(nested(document) | {"findings": []}), strict=True)
    except (MissingCertificates, RecursionError) as error:
        raise DocumentError(f"this report cannot be read: {error}") from error
    except ValidationError as error:
        raise DocumentError(complaint(error)) from error
    check_addresses(report)
    return replace(report, findings=findings_of(findings))


def findings_of(documents: Any) -> tuple[Finding, ...]:
    """The findings of a saved report. Raises `DocumentError`."""
    try:
        return tuple(finding_of(one) for one in documents)
    except (KeyError, TypeError, ValueError) as error:
        raise DocumentError(f"this report cannot be read: findings: {str(error).splitlines()[0]}") from error


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a report as `to_json` writes it: every key present, null where nothing was."""
    document = described(_adapter().json_schema(mode="serialization"))
    document["$defs"] |= finding_definitions()
    document["properties"] = _with_headline(document["properties"], {"title": "Headline", "type": "string"})
    document["$defs"]["EndpointResult"]["properties"]["note"] = {"title": "Note", "type": "string"}
    reason = {"title": "Reason", "anyOf": [{"type": "string"}, {"type": "null"}]}
    document["$defs"]["DomainVerdict"]["properties"]["reason"] = reason
    describe(document)
    for definition in (document, *document["$defs"].values()):
        _require_all(definition)
    about = {"$schema": SCHEMA_DIALECT, "$id": SCHEMA_ID, "title": "conntest report", "description": _DESCRIPTION}
    return about | {key: value for key, value in document.items() if key not in about}


def _require_all(definition: dict[str, Any]) -> None:
    """Defaults are for the program. A document always says everything."""
    properties = definition.get("properties", {})
    for one in properties.values():
        one.pop("default", None)
    if properties:
        definition["required"] = list(properties)


_DESCRIPTION = (
    "One run of conntest. Times are seconds since run.started_at on one monotonic clock. What did not happen is null, "
    "never 0. Later minor versions may add keys."
)


def record_of(report: Report) -> Record:
    """What the run saw, without what was concluded from it, so that a saved report can be judged anew."""
    return Record(
        run=report.run,
        endpoints=tuple(_endpoint(result) for result in report.endpoints),
        paths=report.paths,
        observations=report.observations,
        machine=report.machine,
    )


def _endpoint(result: EndpointResult) -> Endpoint:
    return Endpoint(
        id=result.id,
        row=result.row,
        host=result.host,
        port=result.port,
        group=result.group,
        region=result.region,
        role=result.role,
        service=result.service,
        required=result.required,
        operator=result.operator,
        optional=result.optional,
    )
