"""`conntest explain "Connection attempt #3"`: what a message means, what can cause it, and which command tells."""

from collections.abc import Iterator

from conntest.explain.codes import title_of
from conntest.explain.page import named, paragraph, section, steps
from conntest.language import N_
from conntest.language import gettext as _
from conntest.symptoms.catalogue import causes_of, quoted
from conntest.symptoms.entry import Command, Entry
from conntest.typography import wrapped

#: Causes with a title: more than these are not read.
_SHOWN = 8

_NEXT = {
    Command.RUN: (
        N_("Run `conntest`, while the message is shown: it tells which of these it is."),
        N_("`conntest explain CODE` says more about one of them."),
    ),
    Command.PREINSTALL: (
        N_("Run `conntest --preinstall`: it tries to write where TWS is installed, and looks at the disk."),
    ),
    Command.PUSH: (
        N_("Run `conntest --group push` in the phone's Wi-Fi: it tests the services that bring notifications."),
    ),
    Command.API: (N_("Run `conntest api`: it tells what listens on the ports of TWS's API, and whether it answers."),),
    Command.NONE: (),
}


def message_lines(entry: Entry) -> Iterator[str]:
    """In the language in use, in lines of at most 80 columns."""
    yield quoted(entry.symptom)
    yield from paragraph(_(entry.meaning))
    causes = causes_of(entry.symptom)
    if causes:
        yield from section(_("What can cause it, the most typical first"))
        yield from named((code, title_of(code)) for code in causes[:_SHOWN])
    if others := causes[_SHOWN:]:
        yield from wrapped(_("Also: {codes}").format(codes=", ".join(others)), 78, first="  ", rest="  ")
    if entry.command is not Command.NONE:
        yield from section(_("What to do"))
        yield from steps(_NEXT[entry.command])
    yield from section(_("What to do") if entry.command is Command.NONE else _("If that finds nothing"))
    yield from wrapped(_(entry.otherwise), 80)
