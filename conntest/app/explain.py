"""`conntest explain`."""

from conntest.app import streams
from conntest.app.errors import UserError
from conntest.diagnosis.explain import UnknownCode, all_codes, explain


def explain_command(code: str | None) -> None:
    """The text of one code, or all codes. Raises UserError for an unknown one."""
    try:
        text = explain(code) if code is not None else "\n".join(all_codes()) + "\n"
    except UnknownCode as error:
        raise UserError(str(error)) from error
    streams.write_text(text)
