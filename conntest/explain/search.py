"""Explanations that hold the words of a search: those first that have them in the title."""

import re
from collections.abc import Iterator, Mapping

from conntest.findings import about
from conntest.language import gettext as _
from conntest.local_api.findings import ABOUT
from conntest.model.failure import Failure
from conntest.model.finding import Code
from conntest.symptoms.match import normal
from conntest.symptoms.topics import TOPICS
from conntest.wording.failures import failure_text

#: Results that are shown. Words that more explanations hold than these say too little.
_SHOWN = 8

#: Words that say nothing about a connection, and stand in questions.
_EMPTY = frozenset(
    "a an and are be by can cannot do does for from has how i in is it my not of on or the to what why with".split()
)


def found(text: str) -> Mapping[str, str]:
    """Codes and topics with their titles, in the language in use, whose explanation has every word of `text`. Empty
    where none has, or so many that the words say nothing."""
    words = [word for word in re.findall(r"\w+", normal(text)) if word not in _EMPTY]
    if not words:
        return {}
    patterns = [re.compile(r"\b" + re.escape(word) if word.isascii() else re.escape(word)) for word in words]
    hits = [one for one in _explanations() if all(pattern.search(one[2]) for pattern in patterns)]
    hits.sort(key=lambda one: sum(not pattern.search(normal(f"{one[0]} {one[1]}")) for pattern in patterns))
    return {name: title for name, title, _whole in hits[:_SHOWN]}


def _explanations() -> Iterator[tuple[str, str, str]]:
    """Name, title, and all of the text, in the language in use and in English; the last as words are compared."""
    for finding in map(about, Code):
        steps = (step for advice in finding.advice for remedy in advice.remedies for step in remedy.steps)
        yield _explanation(finding.code, finding.title, finding.meaning, finding.healthy_cause or "", *steps)
    for one in ABOUT.values():
        yield _explanation(one.code, one.title, one.meaning, *(step for r in one.remedies for step in r.steps))
    for failure in Failure:
        texts = failure_text(failure)
        yield _explanation(failure, texts.label, texts.meaning, texts.look_for)
    for topic in TOPICS:
        yield _explanation(topic.id, topic.title, *topic.paragraphs, *topic.steps)


def _explanation(name: str, title: str, *texts: str) -> tuple[str, str, str]:
    whole = " ".join((name, *(f"{text} {_(text)}" for text in (title, *texts))))
    return name, _(title), normal(whole)
