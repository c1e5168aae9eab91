"""`conntest explain CODE`: the text for one finding or failure."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import assert_never

from conntest.explain.page import WIDTH, heading, paragraph, section, steps
from conntest.findings import about
from conntest.findings.base import About
from conntest.language import N_
from conntest.language import gettext as _
from conntest.local_api.findings import ABOUT, ApiAbout
from conntest.model.failure import Failure
from conntest.model.finding import Code, Remedy, Who
from conntest.model.local_api import ApiCode
from conntest.symptoms.catalogue import seen_as
from conntest.typography import wrapped
from conntest.wording.failures import failure_text

_WHO = {
    Who.YOU: N_("You"),
    Who.IT: N_("Your IT department, or those who run the network"),
    Who.ISP: N_("Your internet provider"),
    Who.IBKR: N_("Interactive Brokers"),
}


Known = Code | ApiCode | Failure


def code_named(text: str) -> Known | None:
    """The finding or failure that `text` names, whichever way its words are joined."""
    plain = text.strip().casefold()
    joined = "-".join(plain.replace("_", " ").replace("-", " ").split())
    every: tuple[Known, ...] = (*Code, *ApiCode, *Failure)
    exact = next((code for code in every if code == plain), None)
    return exact or next((code for code in every if code.replace("_", "-") == joined), None)


def code_lines(code: Known) -> Iterator[str]:
    """What a code means, who can act on it and how, in the language in use, in lines of at most 80 columns. A command
    or address that is longer than a line stays whole."""
    match code:
        case Code():
            return _finding(about(code))
        case ApiCode():
            return _api_finding(ABOUT[code])
        case Failure():
            return _failure(code)
    assert_never(code)


def title_of(code: Known) -> str:
    """What a code is called, in the language in use."""
    match code:
        case Code():
            return _(about(code).title)
        case ApiCode():
            return _(ABOUT[code].title)
        case Failure():
            return _(failure_text(code).label)
    assert_never(code)


def _finding(about: About) -> Iterator[str]:
    yield from heading(_(about.title), about.code)
    for text in _(about.meaning).split("\n\n"):
        yield from paragraph(text)
    if about.symptoms:
        yield from paragraph(seen_as(about.symptoms))
    if about.healthy_cause is not None:
        yield from section(_("When it is harmless"))
        yield from wrapped(_(about.healthy_cause), WIDTH)
    said: set[str] = set()
    for advice in about.advice:
        news = _unsaid(advice.remedies, said)
        if news:
            yield from section(_(advice.when or N_("What to do")))
            yield from _remedies(news)


def _api_finding(about: ApiAbout) -> Iterator[str]:
    yield from heading(_(about.title), about.code)
    yield from paragraph(_(about.meaning))
    yield from paragraph(seen_as(about.symptoms))
    yield from section(_("What to do"))
    yield from _remedies(about.remedies)


def _failure(failure: Failure) -> Iterator[str]:
    texts = failure_text(failure)
    yield from heading(_(texts.label), failure)
    yield from paragraph(_(texts.meaning))
    yield from section(_("What to look for"))
    yield from wrapped(_(texts.look_for), WIDTH)
    yield from section(_("Who can act, most often"))
    yield from wrapped(_(_WHO[texts.who]), WIDTH)


def _unsaid(remedies: Iterable[Remedy], said: set[str]) -> list[Remedy]:
    """The remedies without the steps in `said`, which takes up the rest: a case shows only what is special about it."""
    news = [replace(one, steps=tuple(step for step in one.steps if step not in said)) for one in remedies]
    said.update(step for one in news for step in one.steps)
    return [one for one in news if one.steps]


def _remedies(remedies: Iterable[Remedy]) -> Iterator[str]:
    for position, remedy in enumerate(remedies):
        if position:
            yield ""
        # translators: who can act, above the steps.
        yield from wrapped(_("{who}:").format(who=_(_WHO[remedy.who])), WIDTH)
        yield from steps(remedy.steps)
        if remedy.link is not None:
            yield f"     {remedy.link}"
