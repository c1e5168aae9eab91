"""Whether a recording can be one that a watch wrote: a document may be damaged, or anyone's. What draws it and sums it
up may then add its times and divide by its counts."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from conntest.watch.values import Recording, Series

#: The years of times. Beyond the calendar's ends a time cannot be told in local time.
_YEARS = range(2000, 2200)

#: No watch is longer; a page draws a line for every four weeks.
_LONGEST = timedelta(days=3660)

#: No number of a recording is larger: milliseconds of `_LONGEST`, with room.
MOST = 10**12


def damage(recording: Recording) -> str | None:
    """What is wrong with it, after `this recording cannot be read: `; None for a sound one."""
    times = list(_times(recording))
    if any(time.tzinfo is None for time in times):
        return "a time in it has no zone"
    if any(time.year not in _YEARS for time in times):
        return "a time in it cannot be"
    if not timedelta() <= recording.until - recording.began <= _LONGEST:
        return "its end does not follow its beginning"
    if len(recording.tool.split()) < 2:
        return "it does not say which version wrote it"
    if not all(map(_is_sound, recording.series)):
        return "a count in it cannot be"
    return None


def _times(recording: Recording) -> Iterator[datetime]:
    yield from (recording.began, recording.until)
    for outage in recording.outages:
        yield from filter(None, (outage.began, outage.ended, outage.good_before))
    for gap in recording.gaps:
        yield from (gap.began, gap.ended)
    yield from (mark.at for mark in recording.marks)
    yield from (bucket.began for series in recording.series for bucket in series.buckets)


def _is_sound(series: Series) -> bool:
    counts = ((series.lost, series.asked), *((one.lost, one.asked) for one in series.buckets))
    return 0 < series.bucket_s <= _LONGEST.total_seconds() and all(0 <= lost <= asked for lost, asked in counts)
