"""The catalogue of messages: complete, without overlaps, and what findings say of themselves by it."""

from collections import Counter

from conntest.findings import about, every_finding
from conntest.findings.symptoms import Symptom
from conntest.language import using
from conntest.model.finding import Code
from conntest.model.local_api import ApiCode
from conntest.symptoms.catalogue import ENTRIES, causes_of, entry_of, seen_as
from conntest.symptoms.entry import Command, Entry
from conntest.symptoms.match import entry_for, normal
from tests.every import every


@every("symptom", Symptom)
def test_every_message_has_one_entry(symptom: Symptom) -> None:
    assert [entry.symptom for entry in ENTRIES].count(symptom) == 1
    assert entry_of(symptom).symptom is symptom


def test_no_phrase_and_no_number_is_of_two_messages() -> None:
    phrases = Counter(phrase for entry in ENTRIES for phrase in {*map(normal, entry.phrases)})
    numbers = Counter(number for entry in ENTRIES for number in entry.numbers)
    assert [one for one, count in (phrases + numbers).items() if count > 1] == []


@every("entry", ENTRIES, ids=lambda entry: entry.symptom.name)
def test_every_phrase_and_number_leads_to_its_own_message(entry: Entry) -> None:
    for text in (entry.symptom, *entry.phrases, *map(str, entry.numbers)):
        found = entry_for(text)
        assert found and found.symptom is entry.symptom, text


@every("entry", ENTRIES, ids=lambda entry: entry.symptom.name)
def test_a_run_is_advised_exactly_where_a_finding_can_decide(entry: Entry) -> None:
    causes = causes_of(entry.symptom)
    assert (entry.command is not Command.NONE) == bool(causes)
    assert (entry.command is Command.API) == any(isinstance(code, ApiCode) for code in causes)


@every("code", [one.about().code for one in every_finding() if one.about().symptoms])
def test_no_finding_names_a_message_twice(code: Code) -> None:
    assert len(set(about(code).symptoms)) == len(about(code).symptoms)


def test_a_finding_is_seen_as_what_stands_on_the_screen_of_tws_first() -> None:
    assert seen_as(about(Code.DNS_NAMES_MISSING).symptoms) == "In TWS this looks like: “Connection attempt #”"
    assert seen_as(about(Code.EGRESS_IP_ROTATION).symptoms).startswith(
        "In Client Portal this looks like: “session expired”, “not authenticated”"
    )
    assert seen_as(()) == ""


def test_at_most_three_messages_are_named() -> None:
    assert seen_as(about(Code.TWS_PORTS_BLOCKED).symptoms).count("“") == 3


def test_the_label_is_in_the_language_in_use_and_the_message_as_it_is_shown() -> None:
    with using("ja"):
        told = seen_as(about(Code.TWS_PORTS_BLOCKED).symptoms)
    assert "Connection attempt #" in told and "In TWS" not in told
