"""Occurrences of the shipped reset windows, worked out by hand."""

from datetime import UTC, datetime

from conntest.hosts import load_table

WINDOWS = load_table().reset_windows
BY_ID = {window.id: window for window in WINDOWS}


def utc(text: str) -> datetime:
    """`2027-01-09 04:00` as an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


#: A window, and the announced begin and end of one occurrence in UTC, worked out by hand: in winter and in summer, and
#: on the days around each change of clocks.
OCCURRENCES = [
    ("reset-weekend", "2027-01-09 04:00", "2027-01-09 08:00"),
    ("reset-weekend", "2027-07-10 03:00", "2027-07-10 07:00"),
    ("reset-north-america", "2027-01-11 05:15", "2027-01-11 06:45"),
    ("reset-north-america", "2027-07-12 04:15", "2027-07-12 05:45"),
    ("reset-europe", "2027-01-11 05:25", "2027-01-11 06:45"),
    ("reset-europe", "2027-07-12 04:25", "2027-07-12 05:45"),
    ("reset-asia-pacific-morning", "2027-01-10 20:45", "2027-01-10 22:05"),
    ("reset-asia-pacific-morning", "2027-07-11 20:45", "2027-07-11 22:05"),
    ("reset-asia-pacific-evening", "2027-01-11 12:15", "2027-01-11 13:15"),
    ("reset-asia-pacific-evening", "2027-07-12 12:15", "2027-07-12 13:15"),
    # New York: clocks go forward on Sunday, 14 March 2027, at 02:00 ...
    ("reset-weekend", "2027-03-13 04:00", "2027-03-13 08:00"),
    ("reset-north-america", "2027-03-14 05:15", "2027-03-14 06:45"),
    ("reset-north-america", "2027-03-15 04:15", "2027-03-15 05:45"),
    ("reset-weekend", "2027-03-20 03:00", "2027-03-20 07:00"),
    # ... and back on Sunday, 7 November, at 02:00: that day, 01:45 comes twice, and the window ends at the second.
    ("reset-weekend", "2027-11-06 03:00", "2027-11-06 07:00"),
    ("reset-north-america", "2027-11-07 04:15", "2027-11-07 06:45"),
    ("reset-north-america", "2027-11-08 05:15", "2027-11-08 06:45"),
    ("reset-weekend", "2027-11-13 04:00", "2027-11-13 08:00"),
    # Zurich: forward on Sunday, 28 March, and back on Sunday, 31 October.
    ("reset-europe", "2027-03-26 05:25", "2027-03-26 06:45"),
    ("reset-europe", "2027-03-28 04:25", "2027-03-28 05:45"),
    ("reset-europe", "2027-10-29 04:25", "2027-10-29 05:45"),
    ("reset-europe", "2027-10-31 05:25", "2027-10-31 06:45"),
    # Hong Kong: the same in every week of the year.
    ("reset-asia-pacific-morning", "2027-03-14 20:45", "2027-03-14 22:05"),
    ("reset-asia-pacific-morning", "2027-03-28 20:45", "2027-03-28 22:05"),
    ("reset-asia-pacific-morning", "2027-10-31 20:45", "2027-10-31 22:05"),
    ("reset-asia-pacific-morning", "2027-11-07 20:45", "2027-11-07 22:05"),
    ("reset-asia-pacific-evening", "2027-03-14 12:15", "2027-03-14 13:15"),
    ("reset-asia-pacific-evening", "2027-03-28 12:15", "2027-03-28 13:15"),
    ("reset-asia-pacific-evening", "2027-10-31 12:15", "2027-10-31 13:15"),
    ("reset-asia-pacific-evening", "2027-11-07 12:15", "2027-11-07 13:15"),
]
