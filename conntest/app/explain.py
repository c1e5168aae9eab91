"""`conntest explain`."""

from conntest.app import streams
from conntest.app.errors import UserError
from conntest.explain.answer import UnknownText, explain, listing


def explain_command(text: str | None) -> None:
    """What is known about one text, or the list of all codes. Raises UserError for a text that nothing is known of."""
    try:
        answer = explain(text) if text is not None else listing()
    except UnknownText as error:
        raise UserError(str(error)) from error
    streams.write_text(answer)
