"""What the grammar of the command line repeats, so as to load nothing, is what there is."""

import pytest

from conntest.app import diff as app_diff
from conntest.app import merge as app_merge
from conntest.cli import diff, merge, writing
from conntest.cli.parser import parser
from conntest.model.privacy import Share
from conntest.render.formats import FORMATS


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
    assert set(suffixes.split()) == {f".{name}" for name in FORMATS}
