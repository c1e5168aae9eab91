"""Countries in place of regions."""

from conntest.app.countries import countries, regions_of
from conntest.model.host import Region
from tests.cli.conftest import Conntest, Examined
from tests.every import every


@every(
    ("word", "regions"),
    [
        ("Germany", (Region.EUROPE,)),
        ("EU", (Region.EUROPE,)),
        ("hong-kong", (Region.ASIA,)),
        ("United  States", (Region.AMERICA_EAST, Region.AMERICA_CENTRAL)),
        ("Chicago", (Region.AMERICA_CENTRAL,)),
        ("japan", (Region.ASIA, Region.SDC)),
        ("atlantis", ()),
    ],
)
def test_a_country_stands_for_the_regions_that_usually_serve_it(word: str, regions: tuple[Region, ...]) -> None:
    assert regions_of(word) == regions


def test_no_word_is_a_region_already_and_all_are_plain() -> None:
    assert not set(countries()) & set(Region)
    assert all(regions_of(word.upper()) for word in countries())


def test_a_run_is_about_those_regions_and_says_so(conntest: Conntest, examined: Examined) -> None:
    done = conntest("--region", "Switzerland")
    assert examined.jobs[0].options.regions == (Region.EUROPE,)
    assert "--region Switzerland: tested as europe." in done.err


def test_a_region_is_known_in_any_case_and_nothing_is_said(conntest: Conntest, examined: Examined) -> None:
    done = conntest("--region", "EUROPE")
    assert examined.jobs[0].options.regions == (Region.EUROPE,)
    assert "tested as" not in done.err
