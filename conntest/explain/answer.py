"""What `conntest explain` answers to a code, a topic, a message or any words; and the list of all there is."""

import re
from collections.abc import Iterable, Iterator

from conntest.explain.codes import code_lines, code_named, title_of
from conntest.explain.messages import message_lines
from conntest.explain.page import WIDTH, named, paragraph, section
from conntest.explain.search import found
from conntest.explain.topics import topic_lines
from conntest.language import gettext as _
from conntest.model.failure import Failure
from conntest.model.finding import Code
from conntest.model.local_api import ApiCode
from conntest.symptoms.match import entry_for, nearest
from conntest.symptoms.topics import TOPICS, topic_for
from conntest.typography import wrapped

#: How alike a code must be to be suggested (difflib's ratio): "tws-port-blocked" should, "weather" should not.
_LIKENESS = 0.75
#: As much of an unknown text is repeated to its writer. Longer ones are no question either.
_ECHO = 60
_LONGEST = 2000


#: What codes have and words have not.
_CODE_LIKE = re.compile(r"^\s*\w+[-_]\S+\s*$")


class UnknownText(LookupError):
    """Nothing is known about this text; the message suggests what may have been meant."""


def all_codes() -> tuple[str, ...]:
    """Every code that `explain` knows: findings first, then failures, in the order of the contract."""
    return tuple(map(str, (*Code, *ApiCode, *Failure)))


def explain(text: str) -> str:
    """What is known about `text`, in the language in use, in lines of at most 80 columns. Raises UnknownText."""
    return _text(_lines(text[:_LONGEST]))


def listing() -> str:
    """Every code and topic with its title."""
    return _text(_all())


def _lines(text: str) -> Iterable[str]:
    if code := code_named(text):
        return code_lines(code)
    if topic := topic_for(text):
        return topic_lines(topic)
    if entry := entry_for(text):
        return message_lines(entry)
    similar = _similar(text)
    if similar and _CODE_LIKE.search(text):
        raise UnknownText(f"{text[:_ECHO]!a} is not a code. Did you mean {', '.join(similar)}?")
    if results := found(text):
        return _results(results.items())
    if mistyped := nearest(text):
        return message_lines(mistyped)
    raise UnknownText(_unknown(text, similar))


def _similar(text: str) -> list[str]:
    from difflib import get_close_matches  # late: only what is no code needs it

    wanted = text.casefold()
    near = get_close_matches(wanted.replace("_", "-"), [str(one) for one in (*Code, *ApiCode)], n=3, cutoff=_LIKENESS)
    return near + get_close_matches(wanted.replace("-", "_"), [str(one) for one in Failure], n=3, cutoff=_LIKENESS)


def _unknown(text: str, similar: list[str]) -> str:
    asked = _echo(text)
    if similar:
        return f"nothing is known about {asked}. Did you mean {', '.join(similar)}?"
    return (
        f"nothing is known about {asked}. Give a message as TWS shows it, its number, or a code such as"
        " tws-ports-blocked; `conntest explain --list` names all codes."
    )


def _echo(text: str) -> str:
    """As much of `text` as tells which one it was, without what acts on a terminal."""
    return '"' + "".join(sign if sign.isprintable() else "?" for sign in text[:_ECHO]) + '"'


def _results(items: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from wrapped(_("No known message of TWS matches. These explanations contain the words:"), WIDTH)
    yield ""
    yield from named(items)
    yield from paragraph(_("`conntest explain CODE` shows one of them."))


def _all() -> Iterator[str]:
    yield from wrapped(
        _("Give a message as TWS shows it, its number, any words, or one of these: `conntest explain TEXT`."), WIDTH
    )
    for title, items in (
        (_("Findings: what conntest concludes"), [(code, title_of(code)) for code in Code]),
        (_("Findings of `conntest api`"), [(code, title_of(code)) for code in ApiCode]),
        (_("Failures: what can become of one attempt"), [(failure, title_of(failure)) for failure in Failure]),
        (_("Topics"), [(topic.id, _(topic.title)) for topic in TOPICS]),
    ):
        yield from section(title)
        yield from named((str(name), told) for name, told in items)


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
