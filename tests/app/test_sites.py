"""Which file is of which site."""

import os
from pathlib import Path

import pytest

from conntest.app.errors import UserError
from conntest.app.sites import SiteFrom, labelled
from tests.every import every


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("{}")


def sites(*arguments: str, site_from: SiteFrom = SiteFrom.AUTO) -> dict[str, str]:
    return {one.file.as_posix(): one.site for one in labelled(arguments, site_from)}


OWN = "conntest-20261122T053328Z.json"


@every(
    ("names", "expected"),
    [
        (["london.json", "paris.json"], ["london", "paris"]),
        ([OWN, "conntest-20261122T053329Z-2.json"], ["conntest-20261122T053328Z", "conntest-20261122T053329Z-2"]),
        ([f"london/{OWN}", f"paris/reports/{OWN}"], ["london", "paris"]),
        (["emea/london/report.json", "asia/london/report.json"], ["emea/london", "asia/london"]),
        (["a/london.json", "b/paris.json", f"b/c/{OWN}"], ["london", "paris", "b/c"]),
    ],
    ids=["by name", "one folder of our own names", "their folders", "the same name", "mixed"],
)
def test_a_site_is_called_after_what_tells(names: list[str], expected: list[str]) -> None:
    files(*names)
    assert list(sites(*names).values()) == expected


def test_the_user_may_say_after_what() -> None:
    files("a/london.json", f"b/{OWN}")
    every = ("a/london.json", f"b/{OWN}")
    assert list(sites(*every, site_from=SiteFrom.FOLDER).values()) == ["a", "b"]
    assert list(sites(*every, site_from=SiteFrom.NAME).values()) == ["london", OWN.removesuffix(".json")]


def test_a_label_is_given_to_a_file_a_folder_or_a_pattern() -> None:
    files("x/one.json", "x/two.json", "z.json")
    assert sites("Rome=z.json", "Oslo=x") == {"z.json": "Rome", "x/one.json": "Oslo", "x/two.json": "Oslo"}
    assert sites("Oslo=x/t*.json") == {"x/two.json": "Oslo"}


def test_a_file_may_have_an_equals_sign_in_its_name() -> None:
    files("a=b.json")
    assert sites("a=b.json") == {"a=b.json": "a=b"}


def test_folders_are_searched_to_the_bottom_and_patterns_expanded() -> None:
    files("x/one.json", "x/deep/er/two.JSON", "x/page.html", "y.json")
    assert set(sites("x")) == {"x/one.json", "x/deep/er/two.JSON"}
    assert set(sites("*.json", "x/*.json")) == {"x/one.json", "y.json"}
    assert set(sites("**/one.json")) == {"x/one.json"}


def test_a_file_is_taken_once_under_its_first_label() -> None:
    files("x/one.json")
    assert sites("Rome=x/one.json", "x", os.path.abspath("x/one.json")) == {"x/one.json": "Rome"}


def test_folders_that_lead_in_circles_end() -> None:
    files("x/one.json")
    Path("x/round").symlink_to(Path("x").absolute(), target_is_directory=True)
    assert set(sites("x")) == {"x/one.json"}


def test_a_missing_file_is_left_to_be_complained_of() -> None:
    assert sites("gone.json") == {"gone.json": "gone"}


@pytest.mark.parametrize("argument", ["none*.json", "empty"])
def test_nothing_at_all_is_an_error(argument: str) -> None:
    Path("empty").mkdir()
    with pytest.raises(UserError):
        labelled([argument], SiteFrom.AUTO)
