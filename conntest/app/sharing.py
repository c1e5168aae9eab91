"""What may leave this computer: a report at the level of sharing that was asked for, and documents of it that were
looked through once more before anybody sees them."""

import getpass
import os
import platform
from dataclasses import replace
from functools import cache

from conntest.app.errors import Withheld
from conntest.app.judging import anew
from conntest.app.telling import language_of, told
from conntest.hosts import load_table
from conntest.language import used, using
from conntest.model.privacy import Share
from conntest.model.report import Report
from conntest.net.domains import search_domains
from conntest.render import FORMATS, Renderer
from conntest.share import Known, LeakError, Own, Released, for_support, known_of, release, sweep
from conntest.system.home import NO_HOME, home_folder

#: What documents are made for if nobody says: a report that is attached somewhere is read by support.
DEFAULT = Share.SUPPORT


class Documents:
    """The documents of one report, which is in English and as strict as its `run.share` says, for `level` or for its
    own level where that is stricter."""

    def __init__(self, report: Report, level: Share) -> None:
        self._whole = report
        self.level = max(level, Share(report.run.share), key=lambda share: share.rank)
        self._released: dict[str, Released] = {}

    def report(self) -> Report:
        """The report at this level, in the language in use."""
        return self._in_language().report

    def text(self, name: str) -> str:
        """A document in the format called `name`: in the language in use if people read it, in English if programs do.
        Raises Withheld."""
        return self.written(FORMATS[name], name)

    def written(self, render: Renderer, name: str) -> str:
        """What `render` makes of the report, which is a document in the format called `name`. Raises Withheld."""
        with using(language_of(name)):
            released = self._in_language()
            document = render(released.report)
        try:
            sweep(document, self.level, known(), released.originals, this_computer())
        except LeakError as error:
            raise Withheld(
                f"no {name} document was written: it would have held what --share {self.level} takes out ({error})."
                " This is a mistake in conntest. Please report it, with the command line but without the report."
            ) from error
        return document

    def _in_language(self) -> Released:
        if used() not in self._released:
            self._released[used()] = released(self._whole, self.level)
        return self._released[used()]


def released(report: Report, level: Share) -> Released:
    """`report` at `level`, in the language in use. What it concludes is concluded from what remains of it, so that it
    quotes nothing that was taken out, and `conntest show` says the same. For the public it is concluded from what
    support would get: pseudonyms of addresses cannot be judged."""
    if level is Share.INTERNAL:
        return release(told(report), level, known())
    if report.run.share == Share.PUBLIC:
        return release(report, level, known(), this_computer())
    support = release(told(report), Share.SUPPORT, known(), this_computer())
    if support.report.redactions != report.redactions:
        support = replace(support, report=anew(support.report))
    if level is Share.SUPPORT:
        return support
    public = release(support.report, level, known(), this_computer())
    kinds = {*support.originals, *public.originals}
    none: frozenset[str] = frozenset()
    originals = {kind: support.originals.get(kind, none) | public.originals.get(kind, none) for kind in kinds}
    return replace(public, originals=originals)


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
    except (ImportError, KeyError, OSError):  # a user without a name, as in some containers
        pass
    name = platform.node()
    # What Windows calls the domain that its user has logged in to.
    domains = (os.environ.get("USERDOMAIN", ""), os.environ.get("USERDNSDOMAIN", ""))
    hosts = {name, name.partition(".")[0], *search_domains(), *domains}
    return Own(homes=homes, users=tuple(sorted(users - {""})), hosts=tuple(sorted(hosts - {""})))
