"""What may leave this computer: a report at the level of sharing that was asked for, and documents of it that were
looked through once more before anybody sees them."""

import getpass
import os
import platform
from functools import cache, cached_property

from conntest.app.errors import Withheld
from conntest.hosts import load_table
from conntest.language import ENGLISH, used, using
from conntest.model.privacy import Share
from conntest.model.report import Report
from conntest.net.domains import search_domains
from conntest.render import FORMATS, Renderer
from conntest.share import Known, LeakError, Own, Released, for_support, known_of, release, sweep
from conntest.system.home import NO_HOME, home_folder

#: What documents are made for if nobody says: a report that is attached somewhere is read by support.
DEFAULT = Share.SUPPORT


class Documents:
    """The documents of one report, for `level` or for its own level where that is stricter. The report is released
    once, whatever the languages and formats: words are made of the released facts."""

    def __init__(self, report: Report, level: Share) -> None:
        self._whole = report
        self.level = max(level, Share(report.run.share), key=lambda share: share.rank)

    @cached_property
    def _released(self) -> Released:
        own = None if self.level is Share.INTERNAL else this_computer()
        return release(self._whole, self.level, known(), own)

    def report(self) -> Report:
        """The report at this level."""
        return self._released.report

    def text(self, name: str) -> str:
        """A document in the format called `name`: in the language in use if people read it, in English if programs do.
        Raises Withheld."""
        return self.written(FORMATS[name], name)

    def written(self, render: Renderer, name: str) -> str:
        """What `render` makes of the report, which is a document in the format called `name`. Raises Withheld."""
        with using(language_of(name)):
            document = render(self._released.report)
        try:
            sweep(document, self.level, known(), self._released.originals, this_computer())
        except LeakError as error:
            raise Withheld(
                f"no {name} document was written: it would have held what --share {self.level} takes out ({error})."
                " This is a mistake in conntest. Please report it, with the command line but without the report."
            ) from error
        return document


#: The formats that people read.
_SPOKEN = frozenset({"html", "md", "txt"})


def language_of(name: str) -> str:
    """The language of documents in the format called `name`: what programs read is always English."""
    return used() if name in _SPOKEN else ENGLISH


def trace(text: str) -> str:
    """The trace of a bug, as its reader is asked to send it in."""
    try:
        return for_support(text, known(), this_computer())
    except Exception:  # the bug may be in here: better a trace with a name in it than none
        return text


@cache
def known() -> Known:
    """What the shipped host table makes public."""
    return known_of(load_table())


@cache
def this_computer() -> Own:
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
    return Own(homes=homes, users=tuple(sorted(users - {""})), hosts=tuple(sorted(hosts - {""})))
