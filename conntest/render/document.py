"""The JSON report (contract.md): written, read back and described, all from the model's own dataclasses.

What a reader may rely on:
- Keys come in the order of the model. Times are rounded to microseconds, since no clock here tells more.
- Text is readable (UTF-8), but what could act on a terminal is a JSON escape: `cat report.json` is safe.
- A later minor version may add keys. They are ignored here, and the schema allows them. A value this version does not
  know (a new finding code, say) is an error: a report that is half understood would be judged wrongly.
"""

import json
import re
from dataclasses import replace
from functools import cache
from math import isfinite
from typing import Any

from pydantic import TypeAdapter, ValidationError

from conntest.model.failure import Operation
from conntest.model.host import Endpoint
from conntest.model.report import SCHEMA_VERSION, EndpointResult, Machine, Record, Report

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_ID = f"urn:conntest:report:{SCHEMA_VERSION}"

#: Decimals of a second.
MICROSECONDS = 6

#: What only a document of another command has.
_OTHERS = {
    "unchanged": "conntest diff",
    "sites": "conntest merge",
    "probes": "conntest plan",
    "settings": "conntest proxies",
    "$schema": "conntest schema",
    "log": "conntest run -o FILE.har",
}

#: Whatever may be invisible or act on a terminal: JSON itself escapes only what is below U+0020.
_SUSPECT = re.compile(r"[^\x20-\x7e\n]")


class DocumentError(ValueError):
    """The text is no report that this version can read. The message is one sentence for the user."""


@cache
def _adapter() -> TypeAdapter[Report]:
    return TypeAdapter(Report)


def to_json(report: Report) -> str:
    """`report` as an indented JSON document that ends with a newline."""
    return dumped(_adapter(), report)


def dumped(adapter: TypeAdapter[Any], value: Any) -> str:
    """`value`, of the adapter's type, as such a document: rounded, and safe to look at."""
    document = _rounded(adapter.dump_python(value, mode="json"))
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
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
    _check_text(text)
    try:
        document = json.loads(text, parse_constant=_finite, parse_float=_finite, parse_int=_moderate)
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"this is not JSON: {error}") from error
    _check_kind(document)
    try:
        return _adapter().validate_json(text, strict=True)
    except ValidationError as error:
        raise DocumentError(_complaint(error)) from error


def _check_text(text: str) -> None:
    """What is given in the place of a report most often, by mistake."""
    if not text.strip():
        raise DocumentError("there is nothing in it")
    if text.lstrip().startswith("<"):
        raise DocumentError("this is a page to read. Name the .json file of the same run: it holds what was seen")


def _finite(number: str) -> float:
    value = float(number)
    if not isfinite(value):
        raise ValueError(f"{number[:20]} is not a finite number")
    return value


def _moderate(number: str) -> int:
    """No count, port or time of a report needs more than 18 digits, and far longer ones stop being floats."""
    if len(number) > 18:
        raise ValueError(f"{number[:20]}… is too large a number")
    return int(number)


def _check_kind(document: Any) -> None:
    """A report of a major version this one knows, whose steps say what they are: `operation` picks their type."""
    if isinstance(document, dict) and "run" not in document:
        _check_command(document)
    version = document.get("schema_version") if isinstance(document, dict) else None
    if not isinstance(version, str):
        raise DocumentError("this JSON is not a conntest report: it has no schema_version")
    check_version(version)
    for place, step in _steps(document):
        if step.get("operation") not in list(Operation):
            raise DocumentError(f"this report cannot be read: {place} names no operation that this conntest knows")


def check_version(version: str) -> None:
    """Raises `DocumentError` for a report of another major version: its names may mean something else."""
    if version.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
        raise DocumentError(f"this report has schema version {version!a:.20}; this conntest reads {SCHEMA_VERSION}")


def _check_command(document: dict[str, Any]) -> None:
    """Other commands write JSON too."""
    for key, command in _OTHERS.items():
        if key in document:
            raise DocumentError(f"this was written by `{command}`. Name a report of `conntest run` instead")


def _steps(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every step with its place. What is no list or object is left for the validation to complain about."""
    observations = document.get("observations")
    return [
        (f"observations.{number}.steps.{position}", step)
        for number, seen in enumerate(observations if isinstance(observations, list) else ())
        if isinstance(seen, dict) and isinstance(seen.get("steps"), list)
        for position, step in enumerate(seen["steps"])
        if isinstance(step, dict)
    ]


def _complaint(error: ValidationError) -> str:
    """The first mistake, by place. A step is tried as every kind there is: what other kinds lack is no news."""
    mistakes = error.errors(include_url=False, include_context=False)
    other_kinds = {mistake["loc"][:-1] for mistake in mistakes if mistake["loc"][-1:] == ("operation",)}
    telling = [mistake for mistake in mistakes if not any(_is_within(mistake["loc"], kind) for kind in other_kinds)]
    first = (telling or mistakes)[0]
    place = ".".join(str(part) for part in first["loc"] if not str(part).endswith("Step"))
    what = f"{first['input']!a:.40} is not known to this conntest" if first["type"] == "enum" else first["msg"]
    return f"this report cannot be read: {place or 'the document'}: {what}"


def _is_within(place: tuple[int | str, ...], outer: tuple[int | str, ...]) -> bool:
    return place[: len(outer)] == outer


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a report as `to_json` writes it: every key present, null where nothing was."""
    described = _adapter().json_schema(mode="serialization")
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
