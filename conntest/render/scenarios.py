"""`conntest demo --list`: names, titles and stories in lines of plain text, for which rich need not be loaded."""

from collections.abc import Iterable, Iterator

from conntest.language import gettext as _
from conntest.typography import wrapped

#: The width of the narrowest terminal that the project promises to look good on.
_WIDTH = 80
_INDENT = "  "


def scenario_lines(scenarios: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Names, titles and stories in the language in use."""
    for name, title, story in scenarios:
        yield name
        for text in (_("{title}.").format(title=_(title)), _(story)):
            yield from wrapped(text, _WIDTH, first=_INDENT, rest=_INDENT)
