"""A comparison as one HTML file: no request, no script, and everything in it as text."""

from conntest.language import used
from conntest.model.comparison import Comparison
from conntest.render.comparison.lines import counted, headline, mood, parts
from conntest.render.pages import template


def to_html(found: Comparison) -> str:
    """`found` as a whole HTML document that ends with a newline."""
    return template("comparison.html.j2").render(
        language=used(),
        found=found,
        headline=headline(found),
        mood=mood(found),
        parts=parts(found),
        counted=counted(found),
    )
