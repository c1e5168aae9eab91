"""A recording survives its documents, which are bounded, hold no address of this computer, and trust nothing."""

import csv
import dataclasses
import io
import json
import tracemalloc
import xml.etree.ElementTree as ElementTree
from datetime import timedelta

import pytest

from conntest.lab.days import HOME, HOME_ROUTER, OFFICE, OFFICE_ROUTER
from conntest.language import LANGUAGES, using
from conntest.watch import documents, words
from conntest.watch.documents import RecordingError
from conntest.watch.outages import Began, Ended
from conntest.watch.page import to_html
from conntest.watch.series import MOST_BUCKETS, SeriesBuilder
from conntest.watch.values import Cause, Contact, Event, Part
from tests.every import every
from tests.watch.scene import BACKUP, BEGAN, NEUTRAL, PORTAL, PRIMARY, SECOND, recorder, seen, watched_days

DAMAGED = [
    ('{"kind": "conntest-watch"}', "tool"),
    ('{"kind": "conntest-watch", ', "cannot be read"),
    ("[]", "cannot be read"),
]


def test_json_holds_all_of_it() -> None:
    text = documents.to_json(watched_days())
    assert documents.is_recording(text)
    assert documents.from_json(text) == watched_days()


@pytest.mark.parametrize(("text", "told"), DAMAGED)
def test_a_damaged_recording_is_refused_with_a_sentence(text: str, told: str) -> None:
    with pytest.raises(RecordingError, match=told):
        documents.from_json(text)


UNSOUND = [
    ("began", "2026-11-24T12:00:00"),
    ("began", "9999-12-31T23:59:59Z"),
    ("until", "2006-11-24T12:00:00Z"),
    ("until", "2186-11-24T12:00:00Z"),
    ("watched_s", float("nan")),
    ("watched_s", 1e300),
    ("rounds", 10**18),
    ("schema_version", "2.0"),
    ("tool", "conntest"),
]


@every(("key", "value"), UNSOUND)
def test_what_no_watch_writes_is_refused(key: str, value: object) -> None:
    document = json.loads(documents.to_json(recorder().recording()))
    with pytest.raises(RecordingError):
        documents.from_json(json.dumps(document | {key: value}))


@pytest.mark.parametrize("count", [{"lost": 3, "asked": 2}, {"lost": -1}, {"bucket_s": 0}, {"bucket_s": 10**11}])
def test_a_count_that_cannot_be_is_refused(count: dict[str, int]) -> None:
    document = json.loads(documents.to_json(watched_days()))
    document["series"][0] |= count
    with pytest.raises(RecordingError, match="a count in it cannot be"):
        documents.from_json(json.dumps(document))


def test_csv_has_a_row_for_each_outage_gap_and_mark_in_order() -> None:
    recording = watched_days()
    rows = list(csv.DictReader(io.StringIO(documents.to_csv(recording))))
    assert len(rows) == len(recording.outages) + len(recording.gaps) + len(recording.marks)
    assert [row["began"] for row in rows] == sorted(row["began"] for row in rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_outage_is_named_and_drawn_on_the_page(language: str) -> None:
    with using(language):
        page = to_html(watched_days())
        told = {words.cause(outage) for outage in watched_days().outages}
    drawing = ElementTree.fromstring(page[page.index("<svg") : page.index("</svg>") + 6])
    bars = [bar for bar in drawing.iter("rect") if bar.get("class") in ("broken", "reset")]
    assert len(bars) == len(watched_days().outages)
    titles = [title.text or "" for bar in bars for title in bar.iter("title")]
    assert all(any(cause in title for title in titles) for cause in told)


def test_no_document_holds_an_address_of_the_computer_or_its_router() -> None:
    recording = watched_days()
    everything = "".join((documents.to_json(recording), documents.to_csv(recording), to_html(recording)))
    assert not [address for address in (HOME, HOME_ROUTER, OFFICE, OFFICE_ROUTER) if address in everything]


def test_what_a_recording_says_is_no_markup_on_the_page() -> None:
    odd = dataclasses.replace(watched_days(), tool="<script>alert(1)</script>")
    assert "<script>" not in to_html(odd)


def test_every_part_cause_and_mark_has_words_in_every_language() -> None:
    outage = watched_days().outages[0]
    for language in LANGUAGES:
        with using(language):
            assert len({words.part(part) + words.advice(part) for part in Part}) == len(Part)
            assert len({words.cause(dataclasses.replace(outage, cause=cause)) for cause in Cause}) == len(Cause)
            assert len({words.event(event, 5.0) for event in Event}) == len(Event)


def test_transitions_have_local_time_and_the_length_of_an_outage() -> None:
    outage = dataclasses.replace(watched_days().outages[0], began=BEGAN, ended=BEGAN + timedelta(seconds=90))
    begun = documents.told(Began(outage=outage), BEGAN)
    ended = documents.told(Ended(outage=outage), BEGAN)
    assert begun.startswith(words.moment(BEGAN)) and words.cause(outage) in begun
    assert "90 s" in ended


def test_a_series_of_a_year_is_as_small_as_one_of_four_days() -> None:
    built = SeriesBuilder(PRIMARY)
    for number in range(365 * 24 * 2):
        contact = Contact(target=PRIMARY, port=4001, answered=number % 10 > 0, rtt_s=0.05)
        built.add(contact, BEGAN + timedelta(minutes=30 * number))
    series = built.series()
    assert len(series.buckets) <= MOST_BUCKETS
    assert (series.asked, series.lost) == (17520, 1752)
    assert sum(bucket.asked for bucket in series.buckets) == 17520
    assert SeriesBuilder.of(series).series() == series


def test_memory_does_not_grow_with_the_rounds() -> None:
    made = recorder()
    round_s = 30.0

    def rounds(first: int, last: int) -> None:
        for number in range(first, last):
            fails = (NEUTRAL, SECOND, PRIMARY, BACKUP, PORTAL) if number % 2 else ()
            made.add(seen(number * round_s, fails=fails))

    rounds(0, 1500)
    tracemalloc.start()
    rounds(1500, 2000)
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert grown < 500_000
