"""What may leave this computer: a report at the level of sharing that was asked for, and documents of it that were
looked through once more before anybody sees them."""

import getpass
import os
import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, cached_property
from typing import TypeVar

from conntest.app import streams
from conntest.hosts import load_table
from conntest.language import ENGLISH, ngettext, used, using
from conntest.model.privacy import Share
from conntest.model.report import Report
from conntest.net.domains import search_domains
from conntest.render.formats import FORMATS, Renderer
from conntest.share import (
    Found,
    LocalIdentity,
    PublicNames,
    Released,
    ReleasedTogether,
    for_support,
    public_names_of,
    release,
    sweep,
)
from conntest.share.pseudonyms import Removed
from conntest.system.home import NO_HOME, home_folder

T = TypeVar("T")

#: How often a document is made again without what it still showed. Once does it: what is removed leaves `(removed)`,
#: which shows nothing. The others are for what nobody thought of, and after them goes all that others said.
_MOST_LOOKS = 4

#: What documents are made for if nobody says: a report that is attached somewhere is read by support.
DEFAULT = Share.SUPPORT


class Documents:
    """The documents of one report, for `level` or for its own level where that is stricter. The report is released
    once, whatever the languages and formats: words are made of the released facts."""

    def __init__(self, report: Report, level: Share) -> None:
        self._whole = report
        self.level = max(level, Share(report.run.share), key=lambda share: share.rank)
        #: What a document showed and no field holds: words of our own.
        self._ours: frozenset[Found] = frozenset()

    @cached_property
    def _own(self) -> LocalIdentity | None:
        return None if self.level is Share.INTERNAL else this_computer()

    @cached_property
    def _released(self) -> Released:
        return release(self._whole, self.level, public_names(), self._own)

    def report(self) -> Report:
        """The report at this level."""
        return self._released.report

    @property
    def originals(self) -> Mapping[Removed, frozenset[str]]:
        """What was taken out of it, by kind."""
        return self._released.originals

    def text(self, name: str) -> str:
        """A document in the format called `name`: in the language in use if people read it, in English if programs
        do."""
        return self.written(FORMATS[name], name)

    def written(self, render: Renderer, name: str) -> str:
        """What `render` makes of the report, which is a document in the format called `name`. What it shows and must
        not is removed from the report, here and in all later documents, and that is said on stderr."""
        for _ in range(_MOST_LOOKS):
            document = self._rendered(render, name)
            found = sweep(document, self.level, public_names(), self._released.originals, self._own) - self._ours
            stricter = self._released.without(found) if found else None
            if stricter is None:
                self._ours |= found
                return document
            self._released = stricter
            _say_removed(len(found), name)
        self._released = self._released.without_words_of_others()
        return self._rendered(render, name)

    def _rendered(self, render: Renderer, name: str) -> str:
        with using(language_of(name)):
            return render(self._released.report)


def together(
    whole: T,
    render: Callable[[T], str],
    name: str,
    level: Share,
    *,
    reports: Sequence[Report] = (),
    table: Iterable[str] = (),
) -> str:
    """What `render` makes of a value that was made of several reports, at `level`, in the format called `name`; looked
    through as a document of one report is."""
    own = None if level is Share.INTERNAL else this_computer()
    released = ReleasedTogether(whole, level, public_names(), own, reports=reports, table=table)
    for _ in range(_MOST_LOOKS):
        document = render(released.value)
        found = sweep(document, level, public_names(), released.originals, own)
        if not found or not released.remove(found):
            return document
        _say_removed(len(found), name)
    released.remove_words_of_others()
    return render(released.value)


def _say_removed(count: int, name: str) -> None:
    streams.say(
        ngettext(
            "A second look at the {format} document found {count} text that must not be shared, and removed it.",
            "A second look at the {format} document found {count} texts that must not be shared, and removed them.",
            count,
        ).format(count=count, format=name)
    )


#: The formats that people read.
_SPOKEN = frozenset({"html", "md", "txt"})


def language_of(name: str) -> str:
    """The language of documents in the format called `name`: what programs read is always English."""
    return used() if name in _SPOKEN else ENGLISH


def trace(text: str) -> str:
    """The trace of a bug, as its reader is asked to send it in."""
    try:
        return for_support(text, public_names(), this_computer())
    except Exception:  # the bug may be in here: better a trace with a name in it than none
        return text


@cache
def public_names() -> PublicNames:
    """What the shipped host table makes public."""
    return public_names_of(load_table())


@cache
def this_computer() -> LocalIdentity:
    """The names of this computer, of its network and of its user, as far as the system tells them without asking
    anybody."""
    home = home_folder()
    homes = () if home == NO_HOME else (str(home),)
    users = {home.name} if homes else set()
    try:
        users.add(getpass.getuser())
    except (ImportError, KeyError, OSError):  # a user without a name, as in some containers; no `pwd` on Windows
        pass
    name = platform.node()
    # What Windows calls the domain that its user has logged in to.
    domains = (os.environ.get("USERDOMAIN", ""), os.environ.get("USERDNSDOMAIN", ""))
    hosts = {name, name.partition(".")[0], *search_domains(), *domains}
    return LocalIdentity(homes=homes, users=tuple(sorted(users - {""})), hosts=tuple(sorted(hosts - {""})))
