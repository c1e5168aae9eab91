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
from typing import Any

from pydantic import TypeAdapter, ValidationError

from conntest.model.host import Endpoint
from conntest.model.report import SCHEMA_VERSION, EndpointResult, Machine, Record, Report
from conntest.render.packing import MissingCertificates, describe, laid_out, packed, unpack
from conntest.render.readable import DocumentError, check, complaint

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
    """`report` as a JSON document that ends with a newline."""
    return _safe(laid_out(packed(_plain(_adapter(), report))))


def dumped(adapter: TypeAdapter[Any], value: Any) -> str:
    """`value`, of the adapter's type, as an indented document: rounded, and safe to look at."""
    return _safe(json.dumps(_plain(adapter, value), indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def _plain(adapter: TypeAdapter[Any], value: Any) -> Any:
    return _rounded(adapter.dump_python(value, mode="json"))


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


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, MICROSECONDS)
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    return [_rounded(inner) for inner in value] if isinstance(value, list) else value


def from_json(text: str) -> Report:
    """The report that `text` holds. Raises `DocumentError` where it holds none, or one of another major version."""
    document = check(text)
    try:
        unpack(document)
        return _adapter().validate_json(json.dumps(document), strict=True)
    except (MissingCertificates, RecursionError) as error:
        raise DocumentError(f"this report cannot be read: {error}") from error
    except ValidationError as error:
        raise DocumentError(complaint(error)) from error


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a report as `to_json` writes it: every key present, null where nothing was."""
    described = _adapter().json_schema(mode="serialization")
    describe(described)
    for definition in (described, *described["$defs"].values()):
        _require_all(definition)
    about = {"$schema": SCHEMA_DIALECT, "$id": SCHEMA_ID, "title": "conntest report", "description": _DESCRIPTION}
    return about | {key: value for key, value in described.items() if key not in about}


def _require_all(definition: dict[str, Any]) -> None:
    """Defaults are for the program. A document always says everything."""
    properties = definition.get("properties", {})
    for described in properties.values():
        described.pop("default", None)
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
        machine=_without_conclusions(report.machine),
    )


def _without_conclusions(machine: Machine) -> Machine:
    install = replace(machine.install, installer=None) if machine.install else None
    return replace(machine, clock=None, install=install, tunnels=None, resolvers=None)


def _endpoint(result: EndpointResult) -> Endpoint:
    return Endpoint(
        id=result.id,
        host=result.host,
        port=result.port,
        group=result.group,
        region=result.region,
        role=result.role,
        service=result.service,
        required=result.required,
        operator=result.operator,
    )
