"""`conntest explain CODE`: the catalogue's text for one finding or failure, for a terminal of 80 columns."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches

from rich.cells import cell_len

from conntest.findings import about
from conntest.findings.base import About
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.failure import Failure
from conntest.model.finding import Code, Remedy, Who
from conntest.typography import wrapped
from conntest.wording.failures import failure_text

#: The width of the narrowest terminal that the project promises to look good on.
WIDTH = 80

_WHO = {
    Who.YOU: N_("You"),
    Who.IT: N_("Your IT department, or whoever runs the network"),
    Who.ISP: N_("Your internet provider"),
    Who.IBKR: N_("Interactive Brokers"),
}

#: How a step for one system only begins (`Remedy.steps`), in every language.
_SYSTEMS = ("Windows: ", "macOS: ", "Linux: ")

#: How alike a code must be to be suggested (difflib's ratio): "tws-port-blocked" should, "weather" should not.
_LIKENESS = 0.5
#: As much of an unknown word is repeated to its writer.
_ECHO = 60


class UnknownCode(LookupError):
    """Nobody knows this code; the message suggests what may have been meant."""


def all_codes() -> tuple[str, ...]:
    """Every code that `explain` knows: findings first, then failures, in the order of the contract."""
    return (*(str(code) for code in Code), *(str(failure) for failure in Failure))


def explain(code: str) -> str:
    """What a finding or failure code means, who can act on it and how: plain text in the language in use, lines of at
    most 80 columns.

    A command or address that is longer than a line stays whole. Raises UnknownCode with suggestions.
    """
    wanted = code.strip().lower()
    if wanted in set(Code):
        return "\n".join(_finding(about(Code(wanted)))) + "\n"
    if wanted in set(Failure):
        return "\n".join(_failure(Failure(wanted))) + "\n"
    raise UnknownCode(_suggestion(code, wanted))


def _finding(about: About) -> Iterator[str]:
    yield from _heading(about.code, about.title)
    for paragraph in _(about.meaning).split("\n\n"):
        yield ""
        yield from wrapped(paragraph, WIDTH)
    if about.healthy_cause is not None:
        yield from _section(_("When it is harmless"))
        yield from wrapped(_(about.healthy_cause), WIDTH)
    said: set[str] = set()
    for advice in about.advice:
        news = _unsaid(advice.remedies, said)
        if news:
            yield from _section(_(advice.when or N_("What to do")))
            yield from _remedies(news)


def _failure(failure: Failure) -> Iterator[str]:
    texts = failure_text(failure)
    yield from _heading(failure, texts.label)
    yield ""
    yield from wrapped(_(texts.meaning), WIDTH)
    yield from _section(_("What to look for"))
    yield from wrapped(_(texts.look_for), WIDTH)
    yield from _section(_("Who can act, most often"))
    yield from wrapped(_(_WHO[texts.who]), WIDTH)


def _heading(code: str, title: str) -> Iterator[str]:
    yield from wrapped(_(title), WIDTH)
    yield f"({code})"


def _section(title: str) -> Iterator[str]:
    lines = wrapped(title, WIDTH)
    yield from ("", *lines)
    yield "-" * max(map(cell_len, lines))


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
        yield from _steps(remedy.steps)
        if remedy.link is not None:
            yield f"     {remedy.link}"


def _steps(steps: Iterable[str]) -> Iterator[str]:
    """Numbered steps; the same step on several systems has one number."""
    number = 0
    before = ""
    for step in steps:
        system = next((name for name in _SYSTEMS if step.startswith(name)), "")
        shared = system and before and system != before
        number += not shared
        yield from wrapped(_(step), WIDTH, first="     " if shared else f"{number:>3}. ", rest="     ")
        before = system


def _suggestion(code: str, wanted: str) -> str:
    asked = ascii(code[:_ECHO])
    similar = get_close_matches(wanted.replace("_", "-"), [str(one) for one in Code], n=3, cutoff=_LIKENESS)
    similar += get_close_matches(wanted.replace("-", "_"), [str(one) for one in Failure], n=3, cutoff=_LIKENESS)
    if not similar:
        return f"{asked} is not a code. Findings look like tws-ports-blocked, failures like connection_refused."
    return f"{asked} is not a code. Did you mean {', '.join(similar)}?"
