"""`conntest --compare OLD.json`, and the offer of it after a run that fails. Nothing is sent."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from conntest.model.report import Report
from conntest.report_io.json import to_json
from tests.cli.conftest import Conntest, Examined
from tests.diagnosis.peers import dropped
from tests.diagnosis.seeing import report as seen
from tests.diagnosis.world import gateways

WORKS, FAILS = seen(), seen(gateways.are(dropped))

TINY = ("--hosts", "tiny.yaml")


def saved(report: Report) -> str:
    Path("old.json").write_text(to_json(report), encoding="utf-8")
    return "old.json"


def test_what_fails_there_and_works_here_blames_the_other_network(conntest: Conntest, examined: Examined) -> None:
    examined.report = WORKS
    done = conntest(*TINY, "--compare", saved(FAILS), "-o", "new.json")
    assert done.code == 0
    assert "It failed there and works here: the other network is the cause" in " ".join(done.out.split())
    assert "old.json" in done.out and "this run" in done.out
    assert json.loads(Path("new.json").read_text(encoding="utf-8"))["verdict"] == "pass"


def test_in_short_it_is_a_second_sentence(conntest: Conntest, examined: Examined) -> None:
    examined.report = FAILS
    done = conntest(*TINY, "--compare", saved(WORKS), "-q")
    assert done.code == 3
    assert len(done.out.splitlines()) == 2
    assert done.out.splitlines()[1].startswith("It worked there and fails here: this network is the cause")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--compare", "missing.json"), "missing.json: there is no such file"),
        (("--compare", "old.json", "--json"), "--compare prints beside the report: it goes with neither --json nor"),
        (("--compare", "old.json", "-o", "-"), "--compare prints beside the report"),
    ],
)
def test_a_mistake_is_told_before_anything_is_sent(
    conntest: Conntest, examined: Examined, words: tuple[str, ...], complaint: str
) -> None:
    saved(FAILS)
    done = conntest(*TINY, *words)
    assert (done.code, done.out, examined.jobs) == (2, "", [])
    assert complaint in done.err


def test_a_run_that_fails_ends_with_the_offer_to_compare(conntest: Conntest, examined: Examined) -> None:
    examined.report = FAILS
    lines = conntest(*TINY).err.splitlines()
    assert lines[-2].startswith("Is it this network? Join another one")
    command = lines[-1].split()
    assert command[:2] == ["conntest", "--compare"] and Path(command[2]).exists()
    assert max(map(len, lines[-2:])) <= 80


def test_the_file_of_the_offer_is_the_one_that_was_named(conntest: Conntest, examined: Examined) -> None:
    examined.report = FAILS
    assert conntest(*TINY, "-o", "my.html", "-o", "my.json").err.endswith("\n  conntest --compare my.json\n")


def offered(text: str) -> bool:
    return "--compare" in text


def test_nothing_is_offered_where_it_would_not_help(conntest: Conntest, examined: Examined) -> None:
    examined.report = WORKS
    assert not offered(conntest(*TINY).err)
    examined.report = FAILS
    assert not offered(conntest(*TINY, "-o", "my.html").err), "there is no report to compare with"
    assert not offered(conntest(*TINY, "-q").err)
    assert not offered(conntest(*TINY, "--json").err)
    assert not offered(conntest(*TINY, "--compare", saved(WORKS)).err), "this was the comparison"
    examined.report = replace(FAILS, run=replace(FAILS.run, interrupted=True))
    assert not offered(conntest(*TINY).err)
