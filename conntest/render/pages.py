"""Templates of pages: one gate for text, and a style and pieces of markup that every page shares."""

import re
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from conntest import lists
from conntest.language import gettext, ngettext, pgettext
from conntest.model.finding import Status
from conntest.render import facts, words
from conntest.render.page.text import tame
from conntest.render.pieces import pieces

#: Each state has its sign, so that colour only repeats what the sign says.
SIGN = {
    Status.PASS: "✓",
    Status.WARN: "!",
    Status.FAIL: "✗",
    Status.INCONCLUSIVE: "?",
    Status.SKIPPED: "-",
}


#: After a slash within a word, but for those that follow a scheme.
_AFTER_SLASH = re.compile(r"(?<=[^\s/:]/)(?=[^\s/])")


def template(name: str) -> Template:
    """The template called `name`. All that it writes passes `tame`, and then the engine's escaping."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_source),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    # Not the "newstyle", which fills in the values itself, after the gate, and takes translations for markup.
    environment.install_gettext_callables(gettext, ngettext, newstyle=False, pgettext=pgettext)  # type: ignore[attr-defined]
    environment.globals |= {
        "words": words,
        "lists": lists,
        "moment": facts.moment,
        "sign": SIGN,
        "newline": Markup("\n"),
    }
    environment.filters |= {"pieces": pieces, "breakable": breakable}
    return environment


def breakable(text: str) -> Markup:
    """`text`, which a narrow page breaks after the slashes of an address rather than within a word."""
    return Markup("<wbr>").join(_AFTER_SLASH.split(tame(text)))


def _source(name: str) -> str:
    return files("conntest.render").joinpath(f"templates/{name}").read_text(encoding="utf-8")


def _finalize(value: Any) -> Any:
    """The one gate for text. The engine's own pieces of markup have passed it already."""
    return tame(value) if isinstance(value, str) and not isinstance(value, Markup) else value
