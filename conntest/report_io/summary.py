"""A saved report's conclusions, read without its observations: a twentieth of the time that all of it takes."""

from functools import cache

from pydantic import TypeAdapter, ValidationError

from conntest.model.merged import Conclusions
from conntest.report_io.json import from_json
from conntest.report_io.validate import DocumentError, check_version


@cache
def _adapter() -> TypeAdapter[Conclusions]:
    return TypeAdapter(Conclusions)


def read_conclusions(text: str) -> Conclusions:
    """The conclusions of the report that `text` holds, as it was saved. Raises `DocumentError`."""
    try:
        found = _adapter().validate_json(text, strict=True)
    except ValidationError:
        from_json(text)  # says what is wrong
        raise DocumentError("this is no report that this conntest can read") from None
    check_version(found.schema_version)
    return found
