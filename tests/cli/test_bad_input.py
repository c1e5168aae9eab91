"""What the user got wrong: one clear sentence on stderr, exit code 2, nothing on stdout, and nothing is sent."""

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Conntest, Examined

#: Words of the command line, and the sentence about them.
MISTAKES: tuple[tuple[tuple[str, ...], str], ...] = (
    # Regions and groups.
    (("--region", "amrica-east"), "--region amrica-east: there is no such region. Did you mean america-east? Known: "),
    (("--region", "mars"), "--region mars: there is no such region. Known: america-east, america-central, europe,"),
    (("--region", "EUROPE"), "--region EUROPE: there is no such region. "),
    (("--region", ""), "--region : there is no such region. "),
    (("--group", "gatways"), "--group gatways: there is no such group. Did you mean gateway? Known: gateway, website,"),
    (("--group", "control"), "--group control: there is no such group. "),
    # Globs.
    (("--include", "zcd1"), "--include zcd1: matches no id of the host table. Did you mean zdc1? See "),
    (("--include", "ndc1", "--include", "nothing*"), "--include nothing*: matches no id of the host table."),
    (("--exclude", "ndc2"), "--exclude ndc2: matches no id of the host table. Did you mean ndc1? See "),
    (("--exclude", "*"), "nothing is left to test: no host of Interactive Brokers in the table remains"),
    (("--group", "website", "--include", "ndc1"), "nothing is left to test: "),
    # Limits.
    (("--timeout", "0"), "argument --timeout: 0 s is not between 0.1 and 3600 s"),
    (("--timeout", "-1"), "argument --timeout: -1 s is not between 0.1 and 3600 s"),
    (("--timeout", "nan"), "argument --timeout: nan s is not between 0.1 and 3600 s"),
    (("--timeout", "inf"), "argument --timeout: inf s is not between 0.1 and 3600 s"),
    (("--timeout=-inf",), "argument --timeout: -inf s is not between 0.1 and 3600 s"),
    (("--timeout", "1e-9"), "argument --timeout: 1e-9 s is not between 0.1 and 3600 s"),
    (("--timeout", "soon"), "argument --timeout: 'soon' is not a number of seconds"),
    (("--timeout", ""), "argument --timeout: '' is not a number of seconds"),
    (("--deadline", "0"), "argument --deadline: 0 s is not between"),
    (("--deadline", "1e9"), "argument --deadline: 1e9 s is not between"),
    (("--deadline", "4"), "--deadline 4 ends the run before one attempt may time out (--timeout 5)"),
    (("--timeout", "100"), "--deadline 90 ends the run before one attempt may time out (--timeout 100)"),
    (("--ipv4", "--ipv6"), "argument --ipv6: not allowed with argument --ipv4"),
    # The public address.
    (("--samples", "-1"), "argument --samples: '-1' is not a number from 0 to 1000"),
    (("--samples", "1001"), "argument --samples: '1001' is not a number from 0 to 1000"),
    (("--samples", "many"), "argument --samples: 'many' is not a number from 0 to 1000"),
    (("--hold", "0"), "argument --hold: 0 s is not between 0.1 and 3600 s"),
    (("plan", "--hold", "5"), "there is no option --hold. See `conntest plan --help`."),
    # Output.
    (("-o", "report.foo"), "-o report.foo: the suffix picks the format, and has to be one of ."),
    (("-o", "report"), "-o report: the suffix picks the format, and has to be one of ."),
    (("-o", ""), "-o .: the suffix picks the format, and has to be one of ."),
    (("-o", "missing/report.json"), "missing/report.json: there is no directory missing"),
    (("-o", "folder.json"), "folder.json: is a directory; name a file in it"),
    (("-o", "taken.json"), "taken.json: exists already; choose another name, or say --force to replace it"),
    (("-o", "new.json", "-o", "taken.json"), "taken.json: exists already"),
    (("-o", f"{'a' * 300}.json"), "cannot be written"),
    (("--format", "json"), "--format says how -o - is written; without it the suffix of -o FILE picks the format"),
    (("-o", "new.json", "--format", "json"), "--format says how -o - is written"),
    (("-o", "-", "--format", "pdf"), "--format pdf: there is no such format. Known: "),
    (("--json", "-o", "-"), "--json is short for -o - --format json: one document fits on stdout"),
    (("--json", "--format", "txt"), "--json is short for -o - --format json: one document fits on stdout"),
    (("--fail-on", "sometimes"), "argument --fail-on: invalid choice: 'sometimes'"),
    (("demo", "--list", "-o", "new.json"), "demo --list and --all make no report: -o, --format, --json and --share go"),
    (("demo", "--all", "--json"), "demo --list and --all make no report: "),
    (("demo", "--all", "--share", "public"), "demo --list and --all make no report: "),
    # Roots.
    (("--ca-bundle", "missing.pem"), "CA bundle missing.pem: No such file or directory"),
    (("--ca-bundle", "folder.json"), "CA bundle folder.json: Is a directory"),
    (("--ca-bundle", "taken.json"), "CA bundle taken.json: no PEM certificate could be read from it"),
    (("--ca-bundle", ""), "CA bundle "),
    # Tables.
    (("--hosts", "missing.yaml"), "missing.yaml: found no such file, expected a host table in YAML"),
    (("--hosts", "folder.json"), "folder.json: found a directory, expected a host table in YAML"),
    (("--hosts", ""), "found a directory, expected a host table in YAML"),
    (("--hosts", "broken.yaml"), "broken.yaml:2: "),
    # Grammar.
    (("--nonsense",), "conntest run: there is no option --nonsense. See `conntest run --help`."),
    (("show", "a.json", "b.json"), "conntest show: unexpected: b.json."),
    (("--time", "3"), "there is no option --time. Did you mean --timeout?"),
    (("--region",), "argument --region: expected one argument"),
    (("run", "everything"), "unexpected: everything."),
    (("frobnicate",), "conntest: there is no command frobnicate. See `conntest --help`."),
    (("plan", "--deadline", "5"), "there is no option --deadline. See "),
    (("rn",), "there is no command rn. Did you mean run?"),
    (("report.json",), "Did you mean `conntest show report.json`?"),
    (("exlpain", "1100"), "Did you mean explain?"),
    (("--regon", "europe"), "conntest run: there is no option --regon. Did you mean --region?"),
    (("--verison",), "Did you mean --version?"),
    (("show", "taken.json", "--shared", "public"), "conntest show: there is no option --shared. Did you mean --share?"),
    (("x\x1b[31m",), "there is no command x\\x1b[31m."),
    (("explain", "nonsense"), 'nothing is known about "nonsense".'),
    (("explain", "tws-port-blocked"), "tws-ports-blocked"),
    (("explain", ""), 'nothing is known about "".'),
    (("hosts", "--check", "missing.yaml"), "missing.yaml: found no such file"),
    (("hosts", "--check", ""), "found a directory"),
    (("hosts", "--region", "mars"), "--region mars: there is no such region."),
    (("plan", "--include", "nothing"), "--include nothing: matches no id of the host table."),
)


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "taken.json").write_text("{}")
    (tmp_path / "broken.yaml").write_text("hosts: [\n")


@pytest.mark.parametrize(("words", "sentence"), MISTAKES, ids=[" ".join(words)[:40] for words, _ in MISTAKES])
def test_a_mistake_is_told_in_a_sentence(
    conntest: Conntest, examined: Examined, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    before = sorted(tmp_path.rglob("*"))
    done = conntest(*words)
    assert done.code == 2
    assert sentence in done.err
    assert re.search(r"^conntest( \w+)?: ", done.err, re.MULTILINE)
    assert len(done.err.splitlines()) == 1 or "broken.yaml" in words
    assert "Traceback" not in done.err
    assert done.out == ""
    assert examined.jobs == []
    assert sorted(tmp_path.rglob("*")) == before


def test_every_mistake_of_a_table_is_told_with_its_line(conntest: Conntest, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        "version: 1\nupdated: 2026-01-31\noperator: E\nhosts:\n  - id: a\n    port: 70000\n    group: gatway\n"
    )
    done = conntest("--hosts", "mine.yaml")
    assert done.code == 2
    assert all(line.startswith("mine.yaml:") for line in done.err.removeprefix("conntest: ").splitlines())
    assert len(done.err.splitlines()) > 3


def test_checking_a_table_tells_the_same_mistakes_as_running_with_it(conntest: Conntest) -> None:
    assert conntest("hosts", "--check", "broken.yaml") == conntest("--hosts", "broken.yaml")


def test_a_good_table_is_called_good(conntest: Conntest) -> None:
    table = Path(__file__).parents[2] / "hosts.yaml"
    done = conntest("hosts", "--check", str(table))
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"{table}: good, ")


def test_a_file_name_that_is_no_text_is_told_as_escapes(conntest: Conntest) -> None:
    done = conntest("--hosts", "\udcff\x1b[2J.yaml")
    assert done.code == 2
    assert done.err.startswith("conntest: \\udcff\\x1b[2J.yaml: found no such file")


def test_a_bug_of_ours_is_told_as_one(conntest: Conntest, examined: Examined) -> None:
    examined.error = ZeroDivisionError("division by zero")
    done = conntest("--json")
    assert done.code == 1
    assert done.out == ""
    assert "ZeroDivisionError: division by zero" in done.err
    assert "has a bug, and this is it. Please report it" in done.err
