"""The scenarios are the specification of the diagnosis: each cause is found and leads, and nothing else is accused."""

from collections.abc import Mapping

import pytest

from conntest.app.demo import differences
from conntest.lab.scenario import DEFAULT, UnknownScenario, load, names
from conntest.model.finding import Code
from conntest.model.report import Report
from tests.lab.conclusions import conclusions, recorded
from tests.played import OTHERS, TELLING


def test_a_scenario_is_found_to_be_what_it_is(demos: Mapping[str, Report]) -> None:
    different = {name: [*differences(report, load(name).expected)] for name, report in demos.items()}
    assert {name: found for name, found in different.items() if found} == {}


def test_what_never_comes_is_not_waited_for_as_long_as_what_may_come(demos: Mapping[str, Report]) -> None:
    slow = {name: report.run.duration_s for name, report in demos.items() if report.run.duration_s > 45}
    assert slow == {}


def test_its_conclusions_are_the_recorded_ones(demos: Mapping[str, Report]) -> None:
    found, meant = {name: conclusions(report) for name, report in demos.items()}, recorded()
    assert found == {name: meant.get(name) for name in demos}, "if the change is meant, run `python -m tests.lab`"


def test_nothing_else_is_recorded() -> None:
    assert set(recorded()) == set(names())


def test_every_scenario_is_played_once() -> None:
    assert sorted((*TELLING, *OTHERS)) == sorted(names())


def test_a_scenario_is_named_like_its_file_and_tells_a_story() -> None:
    for name in names():
        scenario = load(name)
        assert scenario.name == name
        assert scenario.story.endswith(".") and not scenario.title.endswith("."), name
        assert len(scenario.title) <= 76, f"{name} fits on a line of a list"


def test_the_default_scenario_exists_and_healthy_ones_come_first() -> None:
    assert DEFAULT in names()
    assert names()[:2] == ("healthy", "healthy-dual-stack")


#: Codes that no scenario leads to. The simulated network has one moment, one provider and one address per name, and its
#: lines carry packets of every size, at any rate, to each family that they have. Networks with real daemons show most.
ELSEWHERE = {
    *(Code.EGRESS_IP_CHANGED, Code.EGRESS_FAMILY_SPLIT, Code.DESTINATION_IP_ROTATION),
    *(
        Code.PROXY_PASSES_NOTHING,
        Code.LARGE_PACKETS_LOST,
        Code.IPV4_BROKEN,
        Code.CONNECTIONS_LIMITED,
        Code.LOCAL_LIMITS,
    ),
}


def test_every_finding_can_be_seen_in_a_demo() -> None:
    shown = {code for one in map(load, names()) for code in (one.expected.first, *one.expected.also) if code}
    assert set(Code) - shown == ELSEWHERE


def test_a_misspelt_scenario_has_a_suggestion() -> None:
    with pytest.raises(UnknownScenario) as caught:
        load("port-dropped")
    assert caught.value.near == "ports-dropped"


def test_names_that_lead_out_of_the_folder_are_unknown() -> None:
    with pytest.raises(UnknownScenario):
        load("../scenarios/healthy")
