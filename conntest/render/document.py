"""The JSON report (contract.md): written, read back and described, all from the model's own dataclasses.

What a reader may rely on:
- Keys come in the order of the model. Times are rounded to microseconds, since no clock here tells more.
- Text is readable (UTF-8), but what could act on a terminal is a JSON escape: `cat report.json` is safe.
- A later minor version may add keys. They are ignored here, and the schema allows them. A value this version does not
  know (a new finding code, say) is an error: a report that is half understood would be judged wrongly.
"""

import json
import re
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from conntest.model.host import Endpoint
from conntest.model.report import SCHEMA_VERSION, EndpointResult, Record, Report
from conntest.render.readable import DocumentError, check, check_addresses, complaint
from conntest.render.step_shape import described, flattened, nested

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_ID = f"urn:conntest:report:{SCHEMA_VERSION}"

#: Decimals of a second.
MICROSECONDS = 6

#: Whatever may be invisible or act on a terminal: JSON itself escapes only what is below U+0020.
_SUSPECT = re.compile(r"[^\x20-\x7e\n]")


@cache
def _adapter() -> TypeAdapter[Report]:
    return TypeAdapter(Report)


def to_json(report: Report) -> str:
    """`report` as an indented JSON document that ends with a newline."""
    return _written(flattened(_adapter().dump_python(report, mode="json")))


def dumped(adapter: TypeAdapter[Any], value: Any) -> str:
    """`value`, of the adapter's type, as such a document: rounded, and safe to look at."""
    return _written(adapter.dump_python(value, mode="json"))


def _written(document: Any) -> str:
    text = json.dumps(_rounded(document), indent=2, ensure_ascii=False, allow_nan=False)
    return _SUSPECT.sub(_escape, text) + "\n"


def _escape(match: re.Match[str]) -> str:
    """The character itself if it is visible, or its JSON escape. A lone surrogate is no character, and many readers
    refuse its escape: it becomes the six letters of it."""
    character = match.group()
    if character.isprintable():
        return character
    escape = json.dumps(character)[1:-1]
    return f"\\{escape}" if "\ud800" <= character <= "\udfff" else escape


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, MICROSECONDS)
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    return [_rounded(inner) for inner in value] if isinstance(value, list) else value


def from_json(text: str) -> Report:
    """The report that `text` holds. Raises `DocumentError` where it holds none, or one of another major version."""
    document = nested(check(text))
    try:
        report = _adapter().validate_json(json.dumps(document), strict=True)
    except ValidationError as error:
        raise DocumentError(complaint(error)) from error
    check_addresses(report)
    return report


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a report as `to_json` writes it: every key present, null where nothing was."""
    document = described(_adapter().json_schema(mode="serialization"))
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
    )
