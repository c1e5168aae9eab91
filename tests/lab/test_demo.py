"""`conntest demo` as a user meets it."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from conntest.app.demo import differences
from conntest.cli import main
from conntest.lab.scenario import Expected, names
from conntest.model.finding import Code, Domain, Verdict
from tests.render import samples

#: What is over soonest.
SHORT = "no-network"

Said = tuple[int, str, str]
Demo = Callable[..., Said]


@pytest.fixture
def demo(capfd: pytest.CaptureFixture[str]) -> Demo:
    """The command, giving its exit code, what it printed, and what it said meanwhile."""

    def run(*words: str) -> Said:
        with pytest.raises(SystemExit) as left:
            main(["demo", *words])
        out, err = capfd.readouterr()
        return int(left.value.code or 0), out, err

    return run


def test_it_says_that_it_is_a_simulation_before_within_and_after(
    demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = demo(SHORT)
    assert code == 3
    assert "simulated network" in err.splitlines()[0]
    assert "This was a demo against a simulated network" in out
    assert "(no-network)" in out
    assert list(tmp_path.iterdir()) == [], "a report is saved only where asked"


def test_it_saves_a_report_where_asked(demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    demo(SHORT, "-o", "a.json", "-o", "a.txt")
    assert json.loads((tmp_path / "a.json").read_text())["run"]["simulated"] is True
    assert "simulated network" in (tmp_path / "a.txt").read_text()


def test_stdout_can_be_one_json_document(demo: Demo) -> None:
    code, out, err = demo(SHORT, "--json")
    assert (code, json.loads(out)["verdict"], err) == (3, "fail", "")


def test_the_list_names_every_scenario_with_its_story(demo: Demo) -> None:
    code, out, _ = demo("--list")
    assert code == 0
    assert set(names()) <= set(out.split())


def test_an_unknown_scenario_has_a_suggestion(demo: Demo) -> None:
    code, _, err = demo("ports-droped")
    assert code == 2
    assert "Did you mean ports-dropped?" in err


@pytest.mark.parametrize("words", [("--list", "--all"), ("healthy", "--all"), ("healthy", "--list")])
def test_one_thing_at_a_time(demo: Demo, words: tuple[str, ...]) -> None:
    assert demo(*words)[0] == 2


EXPECTED = Expected(
    verdict=Verdict.FAIL, first=Code.TWS_PORTS_BLOCKED, verdicts={Domain.TWS: Verdict.FAIL, Domain.PORTAL: Verdict.PASS}
)


def test_nothing_differs_from_what_is_expected() -> None:
    report = samples.ports_blocked()
    codes = tuple(finding.code for finding in report.findings)
    assert list(differences(report, replace(EXPECTED, also=codes))) == []


def test_every_difference_is_named() -> None:
    report = samples.healthy()
    verdicts = {domain: verdict for domain, verdict in report.verdicts.items()}
    told = " ".join(differences(replace(report, verdicts=verdicts), EXPECTED))
    assert "The verdict is pass" in told
    assert "There is no finding." in told
    assert "The verdict on tws is pass, and must be fail." in told
    assert "portal" not in told


def test_a_finding_that_nobody_expected_is_a_difference() -> None:
    told = list(differences(samples.ports_blocked(), Expected(verdict=Verdict.FAIL, first=Code.TWS_PORTS_BLOCKED)))
    assert any("is reported too." in difference for difference in told)
