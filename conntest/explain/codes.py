"""`conntest explain CODE`: the text for one finding or failure."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from conntest.explain.page import WIDTH, heading, paragraph, section, steps
from conntest.findings import about
from conntest.findings.base import About
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.failure import Failure
from conntest.model.finding import Code, Remedy, Who
from conntest.symptoms.catalogue import seen_as
from conntest.typography import wrapped
from conntest.wording.failures import failure_text

_WHO = {
    Who.YOU: N_("You"),
    Who.IT: N_("Your IT department, or whoever runs the network"),
    Who.ISP: N_("Your internet provider"),
    Who.IBKR: N_("Interactive Brokers"),
}


def code_named(text: str) -> Code | Failure | None:
    """The finding or failure that `text` names, whichever way its words are joined."""
    plain = text.strip().casefold()
    joined = "-".join(plain.replace("_", " ").replace("-", " ").split())
    codes: dict[str, Code | Failure] = {str(failure).replace("_", "-"): failure for failure in Failure}
    codes |= {str(code): code for code in Code} | {str(failure): failure for failure in Failure}
    return codes.get(plain) or codes.get(joined)


def code_lines(code: Code | Failure) -> Iterator[str]:
    """What a code means, who can act on it and how, in the language in use, in lines of at most 80 columns. A command
    or address that is longer than a line stays whole."""
    return _finding(about(code)) if isinstance(code, Code) else _failure(code)


def titles() -> tuple[dict[str, str], dict[str, str]]:
    """Every code with its title, in the language in use: findings, and failures, in the order of the contract."""
    findings = {str(code): _(about(code).title) for code in Code}
    return findings, {str(failure): _(failure_text(failure).label) for failure in Failure}


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
