"""What the grammar of the command line repeats, so as to load nothing, is what there is."""

import re

import pytest

from conntest import __version__
from conntest.app import diff as app_diff
from conntest.app import merge as app_merge
from conntest.cli import diff, merge, writing
from conntest.cli.parser import names, parser, unknown_command, with_command
from conntest.model.privacy import Share
from conntest.render.formats import SUFFIXES
from tests.every import every


def test_the_levels_of_sharing() -> None:
    assert writing.SHARES == tuple(Share)


def test_the_formats_of_comparisons() -> None:
    assert diff.FORMATS == app_diff.FORMATS
    assert merge.FORMATS == app_merge.FORMATS


@pytest.mark.parametrize("command", ["run", "demo", "show"])
def test_help_names_every_format_of_a_report(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args([command, "--help"])
    told = " ".join(capsys.readouterr().out.split())
    suffixes = told.partition("the suffix picks the format: ")[2].partition(";")[0]
    assert set(suffixes.split()) == {f".{name}" for name in SUFFIXES}


@every(
    ("words", "meant"),
    [
        ([], ["run"]),
        (["--json"], ["run", "--json"]),
        (["hosts", "-v"], ["hosts", "-v"]),
        (["help"], ["--help"]),
        (["help", "explain"], ["explain", "--help"]),
        (["help", "nonsense"], ["--help"]),
        (["version"], ["--version"]),
        (["-V"], ["-V"]),
    ],
)
def test_words_without_a_command_are_a_run_and_help_is_an_option(words: list[str], meant: list[str]) -> None:
    assert with_command(words) == meant


@pytest.mark.parametrize("words", [["-V"], ["--version"]])
def test_the_version_has_a_short_option(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(words)
    assert (ended.value.code, capsys.readouterr().out) == (0, f"conntest {__version__}\n")


def test_help_lists_each_command_once_with_examples_and_exit_codes_in_80_columns() -> None:
    lines = parser().format_help().splitlines()
    listed = [line.split()[0] for line in lines if re.match(r"  (?!conntest)[a-z]+  ", line)]
    assert sorted(listed) == sorted(set(names()) - {"record"})
    assert "Examples:" in lines and "Exit codes:" in lines
    assert [line for line in lines if len(line) > 80] == []


def test_a_mistake_repeats_no_credentials(capsys: pytest.CaptureFixture[str]) -> None:
    assert "secret" not in unknown_command("socks5://jane:secret@proxy:1080")
    with pytest.raises(SystemExit):
        parser().parse_args(["run", "--sock", "socks5://jane:secret@proxy:1080"])
    assert "secret" not in capsys.readouterr().err


@pytest.mark.parametrize("name", names())
def test_a_command_alone_has_the_options_that_it_has_among_all(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for grammar in (parser(), parser(only=name)):
        with pytest.raises(SystemExit):
            grammar.parse_args([name, "--help"])
        told.append(capsys.readouterr().out)
    assert told[0] == told[1] != ""
