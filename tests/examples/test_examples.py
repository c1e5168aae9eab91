"""The example reports in the repository are few, small, and what the program concludes today."""

from conntest.app.saved import anew
from conntest.language import ENGLISH
from conntest.report_io.json import from_json
from tests.every import every
from tests.examples.examples import INDEX, KEPT, KEPT_AS_JSON, SHOWCASES, kept_files, page_name
from tests.lab.conclusions import conclusions, recorded

#: A repository carries every version of them for ever.
LARGEST_SUM = 3_000_000

PAGES = [(name, language) for name, languages in KEPT.items() for language in languages]


def read(file: str) -> str:
    return (SHOWCASES / file).read_text(encoding="utf-8")


def test_there_is_what_the_index_names_and_nothing_else() -> None:
    there = {file.name for file in SHOWCASES.iterdir()}
    assert there == kept_files(), "run `python -m tests.examples --showcases`"
    assert {file for file in there if f'href="{file}"' in read(INDEX)} == there - {INDEX}


def test_they_are_small() -> None:
    assert sum(file.stat().st_size for file in SHOWCASES.iterdir()) < LARGEST_SUM


@every(("name", "language"), PAGES)
def test_a_page_is_in_its_language_and_names_what_is_found_today(name: str, language: str) -> None:
    page = read(page_name(name, language))
    assert f'<html lang="{language}"' in page
    assert [code for code, _, _ in recorded()[name]["findings"] if code not in page] == []


@every("name", KEPT)
def test_a_page_says_that_it_is_a_simulation(name: str) -> None:
    assert "simulated network" in read(page_name(name, ENGLISH))


def test_the_saved_observations_amount_to_what_is_recorded() -> None:
    example = from_json(read(f"{KEPT_AS_JSON}.json"))
    assert example.run.simulated
    assert conclusions(anew(example)) == recorded()[KEPT_AS_JSON], "run `python -m tests.examples --showcases`"
