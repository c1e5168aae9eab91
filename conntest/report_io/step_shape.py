"""How a step stands in a JSON report: `failure` and `raw_error` side by side, where the model has one error or none."""

from collections.abc import Iterator
from typing import Any


def flattened(document: dict[str, Any]) -> dict[str, Any]:
    """The document of a report with its errors as readers know them. Changes `document`."""
    for step in steps_of(document):
        error = step.pop("error")
        detail = step.pop("detail")
        operation = step.pop("operation")
        failure = error["kind"] if error else None
        words = (error["text"] or None) if error else None
        times = dict(step)
        step.clear()
        step |= {"operation": operation, **times, "failure": failure, "raw_error": words, "detail": detail}
    return document


def nested(document: dict[str, Any]) -> dict[str, Any]:
    """The other way round. What is missing stays so, for the validation to complain about. Changes `document`."""
    for step in steps_of(document):
        step.pop("error", None)
        if "failure" in step and "raw_error" in step:
            failure, words = step.pop("failure"), step.pop("raw_error")
            is_none = failure is None and words is None
            step["error"] = None if is_none else {"kind": failure, "text": "" if words is None else words}
    return document


def steps_of(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every step of a report's document that is an object, whatever else the document may be."""
    observations = document.get("observations")
    for seen in observations if isinstance(observations, list) else ():
        steps = seen.get("steps") if isinstance(seen, dict) else None
        yield from (step for step in (steps if isinstance(steps, list) else ()) if isinstance(step, dict))


def described(schema: dict[str, Any]) -> dict[str, Any]:
    """The JSON Schema of the model's report as that of the document. Changes `schema`."""
    definitions = schema["$defs"]
    error = definitions.pop("Error")["properties"]
    for definition in definitions.values():
        properties = definition.get("properties", {})
        if "operation" in properties and "error" in properties:
            shown = {"failure": _or_null(error["kind"]), "raw_error": _or_null({"type": "string"})}
            definition["properties"] = _in_order(properties, shown)
    return schema


def _in_order(properties: dict[str, Any], shown: dict[str, Any]) -> dict[str, Any]:
    names = ("operation", "t0", "t", "failure", "raw_error", "detail")
    return {name: (shown | properties)[name] for name in names}


def _or_null(described: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [described, {"type": "null"}]}


#: What a complaint about the model's names means in the document's.
SHOWN_AS = {("error", "kind"): "failure", ("error", "text"): "raw_error", ("error",): "failure"}
