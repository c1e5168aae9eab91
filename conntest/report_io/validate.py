"""Whether a text is a report that this version can read and, in words, why not."""

import json
from collections.abc import Iterator
from math import isfinite
from typing import TYPE_CHECKING, Any

from conntest.model.addresses import is_address
from conntest.model.failure import Operation
from conntest.model.observation import Crash, Observation
from conntest.model.privacy import Share
from conntest.model.report import SCHEMA_VERSION, Report
from conntest.report_io.step_shape import SHOWN_AS

if TYPE_CHECKING:
    from pydantic import ValidationError

#: What only a document of another command has.
_OTHERS = {
    "every_s": "conntest watch",
    "unchanged": "conntest diff",
    "sites": "conntest merge",
    "probes": "conntest plan",
    "settings": "conntest proxies",
    "$schema": "conntest schema",
    "log": "conntest run -o FILE.har",
}


class DocumentError(ValueError):
    """The text is no report that this version can read. The message is one sentence for the user."""


def check(text: str) -> dict[str, Any]:
    """The JSON object in `text`. Raises `DocumentError` for what is no report, or one of another major version. That
    the rest of it is as it should be is the model's to say."""
    _check_text(text)
    try:
        document = json.loads(text, parse_constant=_finite, parse_float=_finite, parse_int=_moderate)
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"this is not JSON: {error}") from error
    return _checked(document)


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


def _checked(document: Any) -> dict[str, Any]:
    """A report of a major version this one knows, whose steps say what they are: `operation` picks their type."""
    if isinstance(document, dict) and "run" not in document:
        _check_command(document)
    version = document.get("schema_version") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(version, str):
        raise DocumentError("this JSON is not a conntest report: it has no schema_version")
    check_version(version)
    for place, step in _steps(document):
        if step.get("operation") not in list(Operation):
            raise DocumentError(f"this report cannot be read: {place} names no operation that this conntest knows")
    return document


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


def complaint(error: "ValidationError") -> str:
    """The first mistake, by place. A step is tried as every kind there is: what other kinds lack is no news."""
    mistakes = error.errors(include_url=False, include_context=False)
    other_kinds = {mistake["loc"][:-1] for mistake in mistakes if mistake["loc"][-2:] in _OF_OTHER_KINDS}
    other_kinds |= {mistake["loc"][:-1] for mistake in mistakes if mistake["loc"][-1:] == ("operation",)}
    telling = [mistake for mistake in mistakes if not any(_is_within(mistake["loc"], kind) for kind in other_kinds)]
    first = (telling or mistakes)[0]
    place = _place(first["loc"])
    what = f"{first['input']!a:.40} is not known to this conntest" if first["type"] == "enum" else first["msg"]
    what = what.removeprefix("Value error, ")
    return f"this report cannot be read: {place or 'the document'}: {what}"


#: An observation is tried as both of its kinds: a crash has no steps, and an attempt no crash.
_OF_OTHER_KINDS = (("Attempt", "steps"), ("Crash", "crash"))


def _place(location: tuple[int | str, ...]) -> str:
    """Where a mistake is, in the document's own names."""
    parts = tuple(part for part in location if part not in ("Attempt", "Crash") and not str(part).endswith("Step"))
    for names, shown in SHOWN_AS.items():
        if parts[-len(names) :] == names:
            parts = (*parts[: -len(names)], shown)
    return ".".join(map(str, parts))


def check_addresses(report: Report) -> None:
    """Raises `DocumentError` where an observation has something else than an address in the place of one, as only a
    report for the public does, for pseudonyms."""
    if report.run.share == Share.PUBLIC:
        return
    for number, seen in enumerate(report.observations):
        wrong = next((text for text in _addresses(seen) if text is not None and not is_address(text)), None)
        if wrong is not None:
            raise DocumentError(f"this report cannot be read: observations.{number}: {wrong!a:.60} is no IP address")


def _addresses(seen: Observation) -> Iterator[str | None]:
    yield seen.address
    if isinstance(seen, Crash):
        return
    for lookup in seen.resolves:
        yield from (lookup.detail.server, *lookup.detail.addresses)
    for echo in seen.echoes:
        yield echo.detail.address
    if seen.connect and seen.connect.detail.icmp:
        yield seen.connect.detail.icmp.sender


def _is_within(place: tuple[int | str, ...], outer: tuple[int | str, ...]) -> bool:
    return place[: len(outer)] == outer
