"""Every message that is known, what it can lead to, and how a finding says what it looks like."""

from collections.abc import Iterable
from functools import cache

from conntest.findings import about
from conntest.findings.base import About, Conclusion
from conntest.findings.symptoms import Symptom
from conntest.language import gettext as _
from conntest.lists import separated
from conntest.local_api.findings import ABOUT, ApiAbout
from conntest.model.finding import Code, Finding
from conntest.model.local_api import ApiCode
from conntest.symptoms import logins, others, programs
from conntest.symptoms.entry import Entry, Place

ENTRIES: tuple[Entry, ...] = (*logins.ENTRIES, *programs.ENTRIES, *others.ENTRIES)

#: Messages in one line: as many as a user compares with the screen.
_SHOWN = 3


@cache
def entry_of(symptom: Symptom) -> Entry:
    """What is known of `symptom`."""
    return next(entry for entry in ENTRIES if entry.symptom is symptom)


def causes_of(symptom: Symptom) -> tuple[Code | ApiCode, ...]:
    """The findings that can be seen as `symptom`, those first for which it is the most typical one, and among them the
    more important."""
    every: tuple[About | ApiAbout, ...] = (*map(about, Code), *ABOUT.values())
    ranked = [(one.symptoms.index(symptom), one.code) for one in every if symptom in one.symptoms]
    return tuple(code for _place, code in sorted(ranked, key=lambda pair: pair[0]))


def appearance(finding: Finding) -> str:
    """How a user sees `finding`, in one line and the language in use; empty where it shows as no message."""
    return seen_as(finding.symptoms if isinstance(finding, Conclusion) else about(finding.code).symptoms)


def seen_as(symptoms: Iterable[Symptom]) -> str:
    """`In TWS this looks like: “Connection attempt #”`, in the language in use; empty for a finding without symptoms.

    Told is what stands on TWS's screen, or else what is seen in the same place as the first, the most typical."""
    entries = [entry_of(symptom) for symptom in symptoms]
    if not entries:
        return ""
    place = Place.TWS if any(entry.place is Place.TWS for entry in entries) else entries[0].place
    messages = [quoted(entry.symptom) for entry in entries if entry.place is place]
    return _label(place).format(messages=separated(messages[:_SHOWN]))


def quoted(symptom: Symptom) -> str:
    """`“Connection attempt #”`; that nothing is shown stands without quotes, in the language in use."""
    if symptom is Symptom.NO_NOTIFICATION:
        return _("no notification arrives")
    # translators: a message of another program, in quotation marks.
    return _("“{message}”").format(message=symptom.value)


def _label(place: Place) -> str:
    match place:
        case Place.TWS:
            return _("In TWS this looks like: {messages}")
        case Place.LOG:
            return _("In TWS's log this looks like: {messages}")
        case Place.API:
            return _("Programs that use TWS's API get: {messages}")
        case Place.PORTAL:
            return _("In Client Portal this looks like: {messages}")
        case Place.BROWSER:
            return _("In the browser this looks like: {messages}")
        case Place.INSTALLER:
            return _("In the installer of TWS this looks like: {messages}")
        case Place.PHONE:
            return _("On the phone this looks like: {messages}")
