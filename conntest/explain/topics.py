"""`conntest explain TOPIC`: IP restriction, reset windows, proxies."""

from collections.abc import Iterator

from conntest.explain.codes import title_of
from conntest.explain.page import heading, named, paragraph, section, steps
from conntest.language import N_
from conntest.language import gettext as _
from conntest.lists import parts
from conntest.model.host import REGION_NAMES, ResetWindow, Weekday
from conntest.symptoms.topics import Topic

_WEEKDAYS = {
    Weekday.MONDAY: N_("Monday"),
    Weekday.TUESDAY: N_("Tuesday"),
    Weekday.WEDNESDAY: N_("Wednesday"),
    Weekday.THURSDAY: N_("Thursday"),
    Weekday.FRIDAY: N_("Friday"),
    Weekday.SATURDAY: N_("Saturday"),
    Weekday.SUNDAY: N_("Sunday"),
}


def topic_lines(topic: Topic) -> Iterator[str]:
    """In the language in use, in lines of at most 80 columns."""
    yield from heading(_(topic.title), topic.id)
    for text in topic.paragraphs:
        yield from paragraph(_(text))
    if topic.resets:
        yield from _windows()
    yield from section(_("What to do"))
    yield from steps(topic.steps)
    yield f"     {topic.link}"
    if topic.codes:
        yield from section(_("Findings about it"))
        yield from named((code, title_of(code)) for code in topic.codes)


def _windows() -> Iterator[str]:
    """The reset windows of the shipped host table."""
    from conntest.hosts import load_table  # late: no other explanation needs the table

    yield from section(_("Announced times"))
    windows = load_table().reset_windows
    yield from named((_regions(window), _hours(window)) for window in windows)
    dates = {window.as_of for window in windows}
    yield from paragraph(_("As IBKR announced them; read on {date}.").format(date=max(dates)))


def _regions(window: ResetWindow) -> str:
    return parts(_(REGION_NAMES[region]) for region in window.regions) or _("all regions")


def _hours(window: ResetWindow) -> str:
    """`Sunday to Friday, 00:15 to 01:45 (America/New_York)`, with a dash: rows list days that follow one another."""
    first, last = _(_WEEKDAYS[window.days[0]]), _(_WEEKDAYS[window.days[-1]])
    days = first if first == last else _("{first} to {last}").format(first=first, last=last)
    hours = f"{window.begins:%H:%M}\u2013{window.ends:%H:%M}"
    # translators: days and times of a reset, and the time zone of both.
    return _("{days}, {hours} ({zone})").format(days=days, hours=hours, zone=window.zone)
