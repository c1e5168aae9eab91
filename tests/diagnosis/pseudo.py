"""A language that nobody speaks: every message in brackets and in wide letters, so that what was not translated, and
what was glued together, can be seen."""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from string import Formatter

import pytest

from conntest import language

#: From a letter to its wide form (Unicode's block of full-width forms).
_WIDE = 0xFEE0

#: How a step for one system begins, in every language: renderers split steps by it.
SYSTEMS = ("Windows: ", "macOS: ", "Linux: ")


def pseudo(message: str) -> str:
    """`message` in that language. What is filled in keeps its name."""
    system = next((name for name in SYSTEMS if message.startswith(name)), "")
    paragraphs = message.removeprefix(system).split("\n\n")
    return system + "\n\n".join(f"⟦{''.join(map(_part, Formatter().parse(one)))}⟧" for one in paragraphs)


def _part(parsed: tuple[str, str | None, str | None, str | None]) -> str:
    text, field, spec, _ = parsed
    filled = "" if field is None else f"{{{field}{f':{spec}' if spec else ''}}}"
    return "".join(chr(ord(one) + _WIDE) if one.isascii() and one.isalpha() else one for one in text) + filled


class _Pseudo(gettext.NullTranslations):
    """A catalogue that has every message."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return pseudo(message)


@contextmanager
def speaking() -> Iterator[None]:
    """Within, every text is in that language."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(language, "_catalogue", lambda _: _Pseudo())
        yield
