"""A comparison for a ticket, in Markdown that reads well as plain text too."""

from collections.abc import Iterator

from conntest import lists
from conntest.language import gettext as _
from conntest.model.comparison import Comparison, Origin
from conntest.render import facts, words
from conntest.render.comparison.lines import Line, counted, headline, parts
from conntest.render.markdown import plain, strong

#: Hosts named of one line: a ticket has the report beside it.
_NAMED = 6


def to_markdown(found: Comparison) -> str:
    """`found` in short; the string ends with a newline."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Comparison) -> Iterator[str]:
    yield strong(headline(found))
    yield ""
    for note in found.notes:
        yield plain(note)
        yield ""
    for name, origin in ((_("Old"), found.old), (_("New"), found.new)):
        yield f"- {_origin(name, origin)}"
    for part in parts(found):
        yield ""
        yield strong(part.title)
        yield ""
        yield from (f"- {_line(line)}" for line in part.lines)
    yield ""
    yield plain(counted(found))


def _origin(name: str, origin: Origin) -> str:
    verdict = words.verdict(origin.verdict)
    report = f"{origin.file}, {facts.moment(origin.started_at)}"
    told = lists.labelled(report, lists.labelled(verdict, origin.headline))
    return plain(lists.labelled(name, told))


def _line(line: Line) -> str:
    told = plain(lists.labelled(line.what, f"{line.before} → {line.after}"))
    if not line.hosts:
        return told
    more = len(line.hosts) - _NAMED + line.more
    named = [*line.hosts[:_NAMED], *([_("{number} more").format(number=words.figure(more))] if more > 0 else [])]
    return f"{told} ({plain('; '.join(named))})"
